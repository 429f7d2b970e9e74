package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.api.json.ImmutableJson;
import dev.langchain4j.model.openrouter.internal.api.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

    public OpenRouterRouterMetadata {
        endpoints = List.copyOf(endpoints);
        attempts = List.copyOf(attempts);
        pipeline = ImmutableJson.copiesOf(pipeline, "pipeline");
        params = ImmutableJson.copyOf(params, "params");
    }

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
    static @Nullable OpenRouterRouterMetadata from(@Nullable Map<?, ?> reported) {
        JsonObject json = JsonObject.of(reported);
        if (json == null) {
            return null;
        }
        JsonObject endpoints = orNothing(json.object("endpoints"));
        return new OpenRouterRouterMetadata(
                json.text("requested"),
                json.text("strategy"),
                json.text("region"),
                json.text("summary"),
                json.count("attempt"),
                json.flag("is_byok"),
                endpoints.count("total"),
                endpoints.objects("available").stream()
                        .map(endpoint -> new Endpoint(
                                endpoint.text("provider"),
                                endpoint.text("model"),
                                Boolean.TRUE.equals(endpoint.flag("selected"))))
                        .toList(),
                json.objects("attempts").stream()
                        .map(attempt ->
                                new Attempt(attempt.text("provider"), attempt.text("model"), attempt.count("status")))
                        .toList(),
                json.objects("pipeline").stream().map(JsonObject::members).toList(),
                orNothing(json.object("params")).members(),
                json.millis("generation_time"));
    }

    private static JsonObject orNothing(@Nullable JsonObject object) {
        return object == null ? JsonObject.EMPTY : object;
    }
}
