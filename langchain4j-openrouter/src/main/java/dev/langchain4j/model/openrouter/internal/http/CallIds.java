package dev.langchain4j.model.openrouter.internal.http;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ids that are unique among all processes: one random part for this process, and a number. To draw each at random would
 * cost as much as the rest of a reservation, and all threads would wait for one generator.
 */
public final class CallIds {

    private static final String PROCESS = UUID.randomUUID() + "-";
    private static final AtomicLong COUNT = new AtomicLong();

    private CallIds() {}

    /** A new number, unique in this process. */
    public static long next() {
        return COUNT.incrementAndGet();
    }

    /** The id of a number. */
    public static String id(long number) {
        return PROCESS + number;
    }
}
