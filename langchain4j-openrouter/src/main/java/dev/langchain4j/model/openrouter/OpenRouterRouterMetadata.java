package dev.langchain4j.model.openrouter;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How OpenRouter routed a request; reported if {@code routerMetadata(true)} asks for it. Null means not reported.
 *
 * @param requested the requested model
 * @param strategy {@code direct}, {@code auto}, {@code free}, {@code latest}, {@code alias}, {@code fallback}, ...
 * @param region where the request was handled
 * @param summary a summary as text
 * @param attempt number of the attempt that succeeded, from 1
 * @param byok whether the account's own key at the provider was used
 * @param totalEndpoints number of endpoints to choose from
 * @param endpoints the candidates
 * @param attempts the attempts
 * @param pipeline what plugins, guardrails and server tools did, as received
 * @param params the router's own settings, as received
 * @param generationTime how long the generation took, in whole milliseconds
 * @see <a href="https://openrouter.ai/docs/guides/features/router-metadata">Router metadata</a>
 */
public record OpenRouterRouterMetadata(
        @Nullable String requested,
        @Nullable String strategy,
        @Nullable String region,
        @Nullable String summary,
        @Nullable Integer attempt,
        @Nullable Boolean byok,
        @Nullable Integer totalEndpoints,
        List<Endpoint> endpoints,
        List<Attempt> attempts,
        List<Map<String, Object>> pipeline,
        Map<String, Object> params,
        @Nullable Duration generationTime) {

    /** A candidate. */
    public record Endpoint(
            @Nullable String provider, @Nullable String model, boolean selected) {}

    /**
     * An attempt.
     *
     * @param status the provider's HTTP status
     */
    public record Attempt(
            @Nullable String provider,
            @Nullable String model,
            @Nullable Integer status) {}

    /** Reads the members that it knows; members of unexpected kinds are left out. */
    static @Nullable OpenRouterRouterMetadata from(@Nullable Map<?, ?> json) {
        if (json == null) {
            return null;
        }
        Map<?, ?> endpoints = json.get("endpoints") instanceof Map<?, ?> map ? map : Map.of();
        return new OpenRouterRouterMetadata(
                text(json.get("requested")),
                text(json.get("strategy")),
                text(json.get("region")),
                text(json.get("summary")),
                integer(json.get("attempt")),
                json.get("is_byok") instanceof Boolean byok ? byok : null,
                integer(endpoints.get("total")),
                objects(endpoints.get("available"))
                        .map(endpoint -> new Endpoint(
                                text(endpoint.get("provider")),
                                text(endpoint.get("model")),
                                Boolean.TRUE.equals(endpoint.get("selected"))))
                        .toList(),
                objects(json.get("attempts"))
                        .map(attempt -> new Attempt(
                                text(attempt.get("provider")),
                                text(attempt.get("model")),
                                integer(attempt.get("status"))))
                        .toList(),
                objects(json.get("pipeline")).toList(),
                json.get("params") instanceof Map<?, ?> params ? object(params) : Map.of(),
                millis(json.get("generation_time")));
    }

    private static Stream<Map<String, Object>> objects(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().filter(Map.class::isInstance).map(element -> object((Map<?, ?>) element))
                : Stream.of();
    }

    @SuppressWarnings("unchecked") // keys of JSON objects are text
    private static Map<String, Object> object(Map<?, ?> map) {
        return (Map<String, Object>) map;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value instanceof String text ? text : null;
    }

    private static @Nullable Duration millis(@Nullable Object value) {
        return value instanceof Number number && number.longValue() >= 0 ? Duration.ofMillis(number.longValue()) : null;
    }

    private static @Nullable Integer integer(@Nullable Object value) {
        return value instanceof Number number ? (Integer) number.intValue() : null;
    }
}
