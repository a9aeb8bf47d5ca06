package io.ptmtorrent.sink.store;

/** What all uploads of a store share: sizes of parts, their memory, and how many of one object go up at the same time. */
record S3Limits(PartSizes sizes, PartMemory memory, int partsInFlight) {}
