package dev.langchain4j.model.openrouter.test;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The common part of all answers.
 *
 * @param <T> the answer's own type, so that calls can be chained in any order
 */
abstract sealed class ScriptedAnswer<T extends ScriptedAnswer<T>> implements Answer
        permits MessageAnswer,
                BilledAnswer,
                ErrorAnswer,
                StreamAnswer,
                RawAnswer,
                FaultAnswer,
                BrokenAnswer,
                UnscriptedAnswer,
                ComputedAnswer {

    private final Map<String, String> headers = new LinkedHashMap<>();
    private Duration delay = Duration.ZERO;

    abstract T self();

    /** The reply before headers and delay. */
    abstract Reply content(Call call, Endpoint endpoint);

    /** Whether this is an answer to a request there; if not, it waits for another request. */
    boolean fits(Endpoint endpoint) {
        return true;
    }

    final Reply reply(Call call, Endpoint endpoint) {
        Reply reply = content(call, endpoint).withHeaders(headers);
        return delay.isZero() ? reply : reply.after(delay);
    }

    @Override
    public T header(String name, String value) {
        headers.put(requireNonNull(name, "name"), requireNonNull(value, "value"));
        return self();
    }

    @Override
    public T afterDelay(Duration delay) {
        this.delay = requireNonNull(delay, "delay");
        return self();
    }
}
