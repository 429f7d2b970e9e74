package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.api.RingKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known about one key of an {@link OpenRouterKeyRing}.
 *
 * @param label its name in the ring
 * @param status whether it is used, or why not
 * @param until when it is tried again; null if it is {@link Status#READY}
 * @param info its limits and usage; null if they were not asked for, or OpenRouter refuses the key, or its supplier has
 *     none
 * @see <a href="https://openrouter.ai/docs/api-reference/limits">Limits</a>
 */
public record OpenRouterKeyState(
        String label,
        Status status,
        @Nullable Instant until,
        @Nullable OpenRouterKeyInfo info) {

    /** Whether a key is used, or why not. */
    public enum Status {
        /** It is used, or would be if the keys before it were not. */
        READY,
        /** 401: missing, invalid, disabled or expired. */
        REFUSED,
        /** 402: its account has too few credits. */
        OUT_OF_CREDITS,
        /** 403: its own limit, or a budget of its workspace, is used up. */
        LIMIT_REACHED,
        /** 429 with a reset that is more than a minute away. */
        RATE_LIMITED
    }

    static OpenRouterKeyState of(RingKey.Look look, @Nullable OpenRouterKeyInfo info) {
        return new OpenRouterKeyState(look.label(), Status.valueOf(look.state().name()), look.until(), info);
    }
}
