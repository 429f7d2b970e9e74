package dev.langchain4j.model.openrouter;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How OpenRouter routed a request; reported when {@code routerMetadata(true)} asks for it. Null means not reported.
 *
 * @param requested the model that was asked for
 * @param strategy {@code direct}, {@code auto}, {@code free}, {@code latest}, {@code alias}, {@code fallback}, ...
 * @param region where the request was handled
 * @param summary the whole in words
 * @param attempt which attempt succeeded, from 1
 * @param byok whether the account's own key at the provider was used
 * @param totalEndpoints how many endpoints there were to choose from
 * @param endpoints those that came into question
 * @param attempts what was tried
 * @param pipeline what plugins, guardrails and server tools did, as received
 * @param params the router's own settings, as received
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
        Map<String, Object> params) {

    /** An endpoint that came into question. */
    public record Endpoint(
            @Nullable String provider, @Nullable String model, boolean selected) {}

    /**
     * A try.
     *
     * @param status the provider's HTTP status
     */
    public record Attempt(
            @Nullable String provider,
            @Nullable String model,
            @Nullable Integer status) {}

    /** Reads what is there; members of unexpected kinds are left out. */
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
                json.get("params") instanceof Map<?, ?> params ? object(params) : Map.of());
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

    private static @Nullable Integer integer(@Nullable Object value) {
        return value instanceof Number number ? (Integer) number.intValue() : null;
    }
}
