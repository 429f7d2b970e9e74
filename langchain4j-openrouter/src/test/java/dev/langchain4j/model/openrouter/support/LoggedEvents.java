package dev.langchain4j.model.openrouter.support;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** Collects what a logger logs until it is closed, and keeps it off the console. */
public final class LoggedEvents implements AutoCloseable {

    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final Logger logger;
    private final Level before;

    private LoggedEvents(String logger, Level level) {
        this.logger = (Logger) LoggerFactory.getLogger(logger);
        this.before = this.logger.getLevel();
        this.logger.setLevel(level);
        this.logger.setAdditive(false);
        appender.start();
        this.logger.addAppender(appender);
    }

    /** Of this level and above, by the library's own logger. */
    public static LoggedEvents ofLibrary(Level level) {
        return of("dev.langchain4j.model.openrouter", level);
    }

    public static LoggedEvents of(String logger, Level level) {
        return new LoggedEvents(logger, level);
    }

    /** The logger that is listened to, for a model that takes the user's. */
    public Logger logger() {
        return logger;
    }

    public List<ILoggingEvent> events() {
        return List.copyOf(appender.list);
    }

    /** All messages, a line each. */
    public String text() {
        return events().stream().map(ILoggingEvent::getFormattedMessage).collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        logger.setAdditive(true);
        logger.setLevel(before);
    }
}
