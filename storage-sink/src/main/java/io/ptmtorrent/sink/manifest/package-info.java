/** A package's last object: what it consists of; start at {@link io.ptmtorrent.sink.manifest.ManifestText}. */
@NullMarked
package io.ptmtorrent.sink.manifest;

import org.jspecify.annotations.NullMarked;
