package io.ptmtorrent.embedded.broker;

import java.util.concurrent.CompletableFuture;
import kafka.server.FaultHandlerFactory;
import org.apache.kafka.server.fault.FaultHandler;
import org.apache.kafka.server.fault.LoggingFaultHandler;

/**
 * What becomes of the broker's internal faults: a fatal one ends the broker, never the JVM around it.
 *
 * <p>Kafka's own factory calls {@code System.exit} for those. Thread-safe.
 */
final class BrokerFaults implements FaultHandlerFactory {
    private final CompletableFuture<Throwable> fatal = new CompletableFuture<>();

    /** Completes with the first fatal fault. */
    CompletableFuture<Throwable> fatal() {
        return fatal;
    }

    @Override
    public FaultHandler build(String name, boolean isFatal, Runnable action) {
        LoggingFaultHandler logging = new LoggingFaultHandler(name, action);
        return isFatal ? (message, cause) -> end(logging.handleFault(message, cause)) : logging;
    }

    private RuntimeException end(RuntimeException fault) {
        fatal.complete(fault);
        return fault;
    }
}
