package io.ptmtorrent.local;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where log lines go: warnings of our own to the terminal, everybody's warnings to a file of the data folder.
 *
 * <p>{@code logback.xml} is the start; this adds what is known only later.
 */
final class Logs {
    private static final String OURS = "io.ptmtorrent";
    private static final String PATTERN = "%d{ISO8601} %-5level [%thread] %logger{36} - %msg %kvp%n%ex";
    private static final int KEPT_FILES = 3;

    private Logs() {}

    /** Sets how much the terminal shows. */
    static void toTerminal(boolean debug) {
        if (debug) {
            context().getLogger(OURS).setLevel(Level.DEBUG);
            context().getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
        }
    }

    /** Also writes to {@code folder/ptm.log}: four files of at most 10 MB. */
    static void toFolder(Path folder) {
        RollingFileAppender<ILoggingEvent> file = new RollingFileAppender<>();
        file.setContext(context());
        file.setName("file");
        file.setFile(folder.resolve("ptm.log").toString());
        file.setEncoder(encoder());
        file.setRollingPolicy(window(folder, file));
        file.setTriggeringPolicy(size());
        file.start();
        context().getLogger(Logger.ROOT_LOGGER_NAME).addAppender(file);
    }

    private static PatternLayoutEncoder encoder() {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context());
        encoder.setPattern(PATTERN);
        encoder.start();
        return encoder;
    }

    private static FixedWindowRollingPolicy window(Path folder, RollingFileAppender<ILoggingEvent> file) {
        FixedWindowRollingPolicy window = new FixedWindowRollingPolicy();
        window.setContext(context());
        window.setParent(file);
        window.setFileNamePattern(folder.resolve("ptm.%i.log").toString());
        window.setMaxIndex(KEPT_FILES);
        window.start();
        return window;
    }

    private static SizeBasedTriggeringPolicy<ILoggingEvent> size() {
        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(context());
        size.setMaxFileSize(FileSize.valueOf("10MB"));
        size.start();
        return size;
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }
}
