package dev.langchain4j.model.openrouter.jdbc;

/** A place in the writer's queue. Only the writer's thread changes it. */
final class Queued {

    final Ask ask;

    /** On the nanosecond clock. */
    final long since;

    /** How often another process was faster. */
    int overtaken;

    /** A commit failed, so it may be done. */
    boolean maybeDone;

    Queued(Ask ask, long since) {
        this.ask = ask;
        this.since = since;
    }
}
