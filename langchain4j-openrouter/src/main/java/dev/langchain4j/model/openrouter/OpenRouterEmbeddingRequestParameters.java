package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.embedding.request.DefaultEmbeddingRequestParameters;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.embedding.request.EmbeddingParameter;
import dev.langchain4j.model.embedding.request.EmbeddingRequestParameters;
import dev.langchain4j.model.openrouter.internal.api.json.ImmutableJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of an embedding request that only OpenRouter has.
 *
 * <pre>{@code
 * model.embed(EmbeddingRequest.builder()
 *         .input("Which river runs through Paris?")
 *         .parameters(OpenRouterEmbeddingRequestParameters.builder().user("user-17").build())
 *         .build());
 * }</pre>
 *
 * @see <a href="https://openrouter.ai/docs/api/api-reference/embeddings/create-embeddings">Embeddings</a>
 */
public class OpenRouterEmbeddingRequestParameters extends DefaultEmbeddingRequestParameters {

    /** Your name for the user behind the request. */
    public static final EmbeddingParameter<String> USER = new EmbeddingParameter<>("openrouter.user", String.class);

    /** Which upstream providers may serve the request. */
    public static final EmbeddingParameter<OpenRouterProviderPreferences> PROVIDER =
            new EmbeddingParameter<>("openrouter.provider", OpenRouterProviderPreferences.class);

    /** Further fields of the request's body, by their wire name. */
    public static final EmbeddingParameter<Map<String, Object>> CUSTOM_PARAMETERS =
            new EmbeddingParameter<>("openrouter.customParameters", mapClass());

    static final Set<EmbeddingParameter<?>> ALL =
            Set.of(MODEL_NAME, DIMENSIONS, INPUT_TYPE, USER, PROVIDER, CUSTOM_PARAMETERS);

    protected OpenRouterEmbeddingRequestParameters(Builder builder) {
        super(builder);
    }

    /** See {@link Builder#user}. */
    public @Nullable String user() {
        return parameter(USER);
    }

    /** See {@link Builder#provider}. */
    public @Nullable OpenRouterProviderPreferences provider() {
        return parameter(PROVIDER);
    }

    /** See {@link Builder#customParameters}. */
    public @Nullable Map<String, Object> customParameters() {
        return parameter(CUSTOM_PARAMETERS);
    }

    /** These parameters, with those that {@code other} sets instead. */
    @Override
    public OpenRouterEmbeddingRequestParameters overrideWith(@Nullable EmbeddingRequestParameters other) {
        return builder().overrideWith(this).overrideWith(other).build();
    }

    private @Nullable Map<String, Object> customParametersBeside(@Nullable EmbeddingInputType inputType) {
        Map<String, Object> custom = customParameters();
        if (custom == null || inputType == null) {
            return custom;
        }
        Map<String, Object> others = new LinkedHashMap<>(custom);
        others.remove(EmbeddingMapper.INPUT_TYPE);
        return others;
    }

    /** A builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /** Everything that is set, except the values of custom parameters, because they may be secrets. */
    @Override
    public String toString() {
        return presentParameters().stream()
                .map(parameter -> parameter.name() + "=" + shown(parameter))
                .sorted()
                .collect(Collectors.joining(", ", "OpenRouterEmbeddingRequestParameters{", "}"));
    }

    private @Nullable Object shown(EmbeddingParameter<?> parameter) {
        return parameter.equals(CUSTOM_PARAMETERS) && customParameters() != null
                ? customParameters().keySet()
                : parameter(parameter);
    }

    @SuppressWarnings("unchecked") // the builder only takes text keys
    private static Class<Map<String, Object>> mapClass() {
        return (Class<Map<String, Object>>) (Class<?>) Map.class;
    }

    /**
     * Collects parameters. Every setter takes null for "not set"; the model's own setting holds then, or it is not
     * sent.
     */
    public static class Builder extends DefaultEmbeddingRequestParameters.Builder<Builder> {

        /** Nothing set. */
        public Builder() {}

        /**
         * A stable name for the user behind the request, so that OpenRouter can separate abuse by one user from others.
         */
        public Builder user(@Nullable String user) {
            return set(USER, user);
        }

        /** Which upstream providers may serve the request. Overrides preference by preference. */
        public Builder provider(@Nullable OpenRouterProviderPreferences provider) {
            return set(PROVIDER, provider);
        }

        /**
         * Fields to add to the body of the request, by their wire name, if they have no setter here. A null value is
         * not set. Overrides name by name; an {@code input_type} overrides {@code inputType}, and the other way round.
         */
        public Builder customParameters(@Nullable Map<String, Object> customParameters) {
            return set(
                    CUSTOM_PARAMETERS,
                    customParameters == null ? null : ImmutableJson.fieldsOf(customParameters, "customParameters"));
        }

        @Override
        public Builder overrideWith(@Nullable EmbeddingRequestParameters newer) {
            if (newer == null) {
                return this;
            }
            var older = build();
            super.overrideWith(newer);
            OpenRouterProviderPreferences preferences = newer.parameter(PROVIDER);
            if (older.provider() != null && preferences != null) {
                provider(older.provider().overrideWith(preferences));
            }
            Map<String, Object> custom = newer.parameter(CUSTOM_PARAMETERS);
            customParameters(ImmutableJson.union(older.customParametersBeside(newer.inputType()), custom));
            if (custom != null && custom.containsKey(EmbeddingMapper.INPUT_TYPE)) {
                inputType(newer.inputType());
            }
            return this;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        public OpenRouterEmbeddingRequestParameters build() {
            return new OpenRouterEmbeddingRequestParameters(this);
        }
    }
}
