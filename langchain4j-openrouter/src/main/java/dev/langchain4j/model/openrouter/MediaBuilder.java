package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.api.CallMeter;
import dev.langchain4j.model.openrouter.internal.api.OpenRouterApi;
import dev.langchain4j.model.openrouter.internal.api.json.ImmutableJson;
import dev.langchain4j.model.openrouter.internal.api.media.MediaKind;
import dev.langchain4j.model.openrouter.internal.cost.CostAttribution;
import dev.langchain4j.model.openrouter.internal.cost.CostEstimate;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The settings that the models for images and audio share. Each accepts null for "not set".
 *
 * @param <B> the builder that extends this one
 */
abstract class MediaBuilder<B extends MediaBuilder<B>> extends ConnectionBuilder<B> {

    private static final String SESSION = "session_id";
    private static final String USER = "user";

    @Nullable
    String modelName;

    /** Values to send unchanged, by their name on the wire. */
    private final WireObject.Members options = new WireObject.Members();

    private @Nullable BigDecimal maxCost;
    private @Nullable Map<String, Object> providerOptions;
    private @Nullable Map<String, Object> customParameters;

    /**
     * Options of one provider, by the provider's slug: {@code {"openai": {"prompt": "..."}}}. The provider that serves
     * the request gets its options; OpenRouter drops names that it does not know.
     */
    public B providerOptions(@Nullable Map<String, Map<String, Object>> providerOptions) {
        this.providerOptions =
                providerOptions == null ? null : ImmutableJson.copyOf(providerOptions, "providerOptions");
        return self();
    }

    /**
     * Groups requests of one conversation in OpenRouter's records and in a {@link #budget}; at most 256 characters.
     * Unset: none.
     */
    public B sessionId(@Nullable String sessionId) {
        return option(SESSION, sessionId);
    }

    /** A pseudonym of the end user, to detect abuse; never a name or an address. Unset: none. */
    public B user(@Nullable String user) {
        return option(USER, user);
    }

    /**
     * Data for observability destinations: {@code trace_id}, {@code trace_name}, {@code span_name},
     * {@code generation_name}, {@code parent_span_id} and your own names. Unset: none.
     */
    public B trace(@Nullable Map<String, Object> trace) {
        return option("trace", trace == null ? null : ImmutableJson.fieldsOf(trace, "trace"));
    }

    /** Fields to add to the body of the request, by their wire name, if they have no setter here. A null is not set. */
    public B customParameters(@Nullable Map<String, Object> customParameters) {
        this.customParameters =
                customParameters == null ? null : ImmutableJson.fieldsOf(customParameters, "customParameters");
        return self();
    }

    /**
     * Maximum cost of a call, in US dollars, which a {@link #budget} reserves before it. Unset: a generous amount at
     * the catalog's prices; with a budget, a model without such a price is refused.
     */
    public B maxCost(@Nullable BigDecimal maxCost) {
        SetterChecks.price("maxCost", maxCost);
        this.maxCost = maxCost;
        return self();
    }

    B option(String name, @Nullable Object value) {
        options.set(name, value);
        return self();
    }

    <T> @Nullable T option(String name, Class<T> type) {
        return type.cast(options.get(name));
    }

    /**
     * The connection, the model and the options.
     *
     * @param provider preferences in addition to the {@code providerOptions}, if the endpoint supports any
     * @throws IllegalArgumentException for an invalid value, naming the setter
     */
    MediaSettings mediaSettings(MediaKind kind, @Nullable OpenRouterProviderPreferences provider) {
        SetterChecks.modelName(modelName, kind.example(), kind.modality());
        String sessionId = option(SESSION, String.class);
        SetterChecks.sessionId(sessionId);
        SetterChecks.notBlank(USER, option(USER, String.class));
        ConnectionSettings connection = connectionSettings();
        connection.dataPolicy().refuseAt(kind.path());
        OpenRouterApi api = connection.connect();
        Map<String, Object> all = options.toMap();
        var preferences = new WireObject.Members(provider == null ? Map.of() : provider.toMap());
        if (providerOptions != null) {
            preferences.set("options", providerOptions);
        }
        if (!preferences.toMap().isEmpty()) {
            all.put("provider", preferences.toMap());
        }
        all.putAll(SetterChecks.customParameters(kind.fields(), customParameters));
        String modelId = connection.aliases().resolve(modelName, api::modelIdsIfReachable);
        return new MediaSettings(
                api,
                connection.costMeter(api, List.of()),
                new CostAttribution(kind.operation(), modelId, sessionId, Map.of()),
                maxCost,
                modelId,
                all,
                connection.suggestions(api));
    }

    /**
     * What a model needs for its requests.
     *
     * @param maxCost null: by the catalog
     * @param options by their name on the wire
     */
    record MediaSettings(
            OpenRouterApi api,
            CostMeter meter,
            CostAttribution attribution,
            @Nullable BigDecimal maxCost,
            String modelId,
            Map<String, Object> options,
            CatalogSuggestions suggestions) {

        /** The result of a call, or the exception for users. */
        <T> T call(Supplier<T> call) {
            return suggestions.call(call, modelId);
        }

        /** Begins to meter one request. */
        <R> CallMeter begin(R request, BiFunction<CostEstimator, R, CostEstimate> pricing) {
            return meter.begin(
                    attribution,
                    request,
                    maxCost == null ? pricing : (estimator, any) -> CostEstimate.atMost(modelId, maxCost));
        }
    }
}
