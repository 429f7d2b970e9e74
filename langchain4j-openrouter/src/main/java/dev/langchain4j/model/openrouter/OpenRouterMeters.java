package dev.langchain4j.model.openrouter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Records every call in Micrometer: tokens, cost, duration, errors, retries, cache hits, time to first token. Needs
 * {@code io.micrometer:micrometer-core} 1.15 or newer, which is not a dependency of this library.
 *
 * <pre>{@code
 * OpenRouter openRouter = OpenRouter.builder()
 *         .costListener(new OpenRouterCostListener(new OpenRouterMeters(registry)))
 *         .build();
 * }</pre>
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><th>Name</th><th>Type, unit</th><th>Meaning</th></tr>
 * <tr><td>{@code openrouter.calls}</td><td>timer</td><td>duration of each call, also tagged with {@code outcome}:
 * {@code ok}, {@code error}, {@code cancelled} or {@code unknown} (unknown cost), and {@code error}: the exception's
 * simple name, or {@code none}</td></tr>
 * <tr><td>{@code openrouter.first.token}</td><td>timer</td><td>time to the first token of each stream</td></tr>
 * <tr><td>{@code openrouter.tokens}</td><td>summary, tokens</td><td>of each call, also tagged with {@code type}:
 *     {@code input}, {@code output}, and of these {@code input.cached}, {@code input.cache.write} and
 *     {@code output.reasoning}</td></tr>
 * <tr><td>{@code openrouter.cost}</td><td>summary, US dollars</td><td>of each call that reports one</td></tr>
 * <tr><td>{@code openrouter.upstream.cost}</td><td>summary, US dollars</td><td>of each call with your own key at the
 *     provider</td></tr>
 * <tr><td>{@code openrouter.retries}</td><td>counter</td><td>attempts after the first</td></tr>
 * <tr><td>{@code openrouter.cache.hits}</td><td>counter</td><td>answers from OpenRouter's response cache</td></tr>
 * </table>
 *
 * <p>Every meter is tagged with {@code operation} ({@code chat}, {@code embeddings}, {@code rerank},
 * {@code decisions}, {@code image}, {@code speech}, {@code transcription}, {@code batch_chat},
 * {@code batch_embeddings}), {@code model} (that answered, or else that was asked for) and {@code provider}; unreported
 * values are {@code unknown}. Sessions and tags of requests are not tags of meters, because the number of meters would
 * be unlimited. If users can type the names of models, bound it with {@code MeterFilter.maximumAllowableTags}.
 * Thread-safe.
 */
public final class OpenRouterMeters implements OpenRouterCostSink {

    private final MeterRegistry registry;

    /** @param registry gets the meters; they are made when a call first needs them */
    public OpenRouterMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void accept(OpenRouterCostRecord call) {
        Tags tags = Tags.of(
                "operation", call.operation(),
                "model", call.model(),
                "provider", call.provider() == null ? "unknown" : call.provider());
        if (call.usage() != null) {
            record(call.usage(), tags);
        }
        if (call.upstreamCost().signum() > 0) {
            amount("openrouter.upstream.cost", "USD", tags, call.upstreamCost());
        }
        if (call.outcome() != OpenRouterCostRecord.Outcome.SETTLED) {
            record(call, tags);
        }
    }

    private void record(OpenRouterTokenUsage usage, Tags tags) {
        tokens("input", usage.inputTokenCount(), tags);
        tokens("input.cached", usage.cachedInputTokens(), tags);
        tokens("input.cache.write", usage.cacheWriteInputTokens(), tags);
        tokens("output", usage.outputTokenCount(), tags);
        tokens("output.reasoning", usage.reasoningTokens(), tags);
        if (usage.cost() != null) {
            amount("openrouter.cost", "USD", tags, usage.cost());
        }
    }

    private void tokens(String type, @Nullable Integer count, Tags tags) {
        if (count != null) {
            amount("openrouter.tokens", "tokens", tags.and("type", type), count);
        }
    }

    private void record(OpenRouterCostRecord call, Tags tags) {
        time("openrouter.calls", tags.and("outcome", outcome(call), "error", error(call)), call.duration());
        if (call.timeToFirstToken() != null) {
            time("openrouter.first.token", tags, call.timeToFirstToken());
        }
        if (call.attempts() > 1) {
            count("openrouter.retries", tags, call.attempts() - 1);
        }
        if ("HIT".equals(call.cacheStatus())) {
            count("openrouter.cache.hits", tags, 1);
        }
    }

    // Meters come from builders, because registry.timer(String, Tags) is not in Micrometer 1.15, which Spring Boot 3.5
    // uses.

    private void amount(String name, String unit, Tags tags, Number amount) {
        DistributionSummary.builder(name)
                .baseUnit(unit)
                .tags(tags)
                .register(registry)
                .record(amount.doubleValue());
    }

    private void time(String name, Tags tags, Duration time) {
        Timer.builder(name).tags(tags).register(registry).record(time);
    }

    private void count(String name, Tags tags, int more) {
        Counter.builder(name).tags(tags).register(registry).increment(more);
    }

    private static String outcome(OpenRouterCostRecord call) {
        return switch (call.outcome()) {
            case ANSWERED -> "ok";
            case FAILED -> "error";
            case CANCELLED -> "cancelled";
            case UNKNOWN, SETTLED -> "unknown";
        };
    }

    private static String error(OpenRouterCostRecord call) {
        return call.error() == null ? "none" : call.error();
    }
}
