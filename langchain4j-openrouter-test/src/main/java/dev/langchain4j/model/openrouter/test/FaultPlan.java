package dev.langchain4j.model.openrouter.test;

import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets a part of the requests fail, in every way in which calls fail. The same seed fails the same requests.
 * Thread-safe.
 */
final class FaultPlan {

    /** A way to fail. */
    enum Kind {
        RATE_LIMIT,
        SERVER_ERROR,
        PROVIDER_ERROR,
        UNAVAILABLE,
        HTML_PAGE,
        ERROR_IN_A_200,
        RESET,
        CLOSED,
        LOST,
        CUT,
        SILENCE,
        // HTTP/2
        GOAWAY,
        REFUSED_STREAM,
        CANCELLED_STREAM,
        FAILED_STREAM;

        /** @param usual the answer without a plan; only asked for if it is generated before the call fails */
        Answer of(Supplier<Answer> usual) {
            return switch (this) {
                case RATE_LIMIT -> Answer.error(429, "Rate limit exceeded").retryAfter(1);
                case SERVER_ERROR -> Answer.error(500, "Internal Server Error");
                case PROVIDER_ERROR ->
                    Answer.error(502, "Provider returned error")
                            .provider("DeepInfra")
                            .raw("out of memory");
                case UNAVAILABLE -> Answer.error(503, "No instances available");
                case HTML_PAGE -> Answer.error(502, "Bad gateway").envelope(Envelope.HTML);
                case ERROR_IN_A_200 ->
                    Answer.error(502, "Provider disconnected unexpectedly").envelope(Envelope.STATUS_200);
                case RESET -> Answer.fault(Fault.CONNECTION_RESET);
                case CLOSED -> Answer.fault(Fault.EMPTY_RESPONSE);
                case LOST -> Answer.lost(usual.get());
                case CUT -> Answer.cut(usual.get());
                case SILENCE -> Answer.stalled(usual.get());
                case GOAWAY -> Answer.fault(Fault.GOAWAY);
                case REFUSED_STREAM -> Answer.fault(Fault.RST_REFUSED_STREAM);
                case CANCELLED_STREAM -> Answer.fault(Fault.RST_CANCEL);
                case FAILED_STREAM -> Answer.fault(Fault.RST_INTERNAL_ERROR);
            };
        }
    }

    private final double rate;
    private final SplittableRandom random;
    private final int kinds;

    /** @param http2 whether streams fail, too */
    FaultPlan(double rate, long seed, boolean http2) {
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException("faults: the rate is a number from 0 to 1, not " + rate);
        }
        this.rate = rate;
        this.random = new SplittableRandom(seed);
        this.kinds = http2 ? Kind.values().length : Kind.GOAWAY.ordinal();
    }

    /** How the next request fails; null if it does not. */
    synchronized @Nullable Kind next() {
        boolean fails = random.nextDouble() < rate;
        int kind = random.nextInt(kinds);
        return fails ? Kind.values()[kind] : null;
    }
}
