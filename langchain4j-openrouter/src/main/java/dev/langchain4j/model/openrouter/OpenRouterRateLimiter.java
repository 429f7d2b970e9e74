package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.api.RateLimiter;
import org.jspecify.annotations.Nullable;

/**
 * Limits the requests and the tokens that a connection sends in any 60 seconds, for models of any price: calls wait for
 * their turn, in the order in which they came.
 *
 * <pre>{@code
 * OpenRouter openRouter = OpenRouter.builder()
 *         .apiKey(System.getenv("OPENROUTER_API_KEY"))
 *         .rateLimiter(OpenRouterRateLimiter.builder().requestsPerMinute(300).tokensPerMinute(200_000L).build())
 *         .build();
 * }</pre>
 *
 * <p>It counts every attempt of every call that a model answers: chat, streams, embeddings, reranking, decisions, images,
 * speech, transcripts. Before a call its tokens are estimated: about four bytes of text each, plus its
 * {@code maxOutputTokens} if set; when the answer reports its usage, that counts instead. A call that alone exceeds the
 * limit waits until no other counts.
 *
 * <p>A plain call waits on its caller's thread; streams and asynchronous calls wait without a thread. An interrupt or a
 * cancel ends the wait. If the wait would exceed the rest of {@code totalTimeout}, the call fails at once with a
 * {@link dev.langchain4j.exception.RateLimitException} that gives the wait. Set one limiter on several connections to
 * limit them together. Thread-safe.
 *
 * @see OpenRouterFreeModelPacer
 */
public final class OpenRouterRateLimiter {

    private final RateLimiter limiter;

    private OpenRouterRateLimiter(RateLimiter limiter) {
        this.limiter = limiter;
    }

    /** A builder with no limit. */
    public static Builder builder() {
        return new Builder();
    }

    RateLimiter limiter() {
        return limiter;
    }

    /** Collects limits. Every setter takes null for "no limit". Not for several threads at once. */
    public static final class Builder {

        private @Nullable Integer requestsPerMinute;
        private @Nullable Long tokensPerMinute;

        private Builder() {}

        /** Most attempts that start in any 60 seconds, 1 or more. Default: no limit. */
        public Builder requestsPerMinute(@Nullable Integer requestsPerMinute) {
            SetterChecks.atLeast("rateLimiter.requestsPerMinute", requestsPerMinute, 1);
            this.requestsPerMinute = requestsPerMinute;
            return this;
        }

        /** Most tokens, input and output, of the attempts that start in any 60 seconds, 1 or more. Default: no limit. */
        public Builder tokensPerMinute(@Nullable Long tokensPerMinute) {
            if (tokensPerMinute != null && tokensPerMinute < 1) {
                throw SetterChecks.refused("rateLimiter.tokensPerMinute", "must be at least 1", tokensPerMinute);
            }
            this.tokensPerMinute = tokensPerMinute;
            return this;
        }

        /** Like {@link #tokensPerMinute(Long)}. */
        public Builder tokensPerMinute(long tokensPerMinute) {
            return tokensPerMinute(Long.valueOf(tokensPerMinute));
        }

        /** The limiter, detached from this builder. */
        public OpenRouterRateLimiter build() {
            return new OpenRouterRateLimiter(new RateLimiter(requestsPerMinute, tokensPerMinute));
        }
    }
}
