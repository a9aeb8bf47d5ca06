package io.ptmtorrent.crawler.detail;

import io.ptmtorrent.avro.DeadLetter;
import io.ptmtorrent.avro.DetailRequest;
import io.ptmtorrent.avro.Observation;

/** Where answers are written, in the order in which one thread writes them. For any number of threads. */
interface AnswerLog {
    /** Throws a RecordTooLargeException, and writes nothing, where the topic does not hold so large a record. */
    void write(Observation observation);

    /** Writes what was met while {@code about} was answered. */
    void write(DetailRequest about, DeadLetter letter);
}
