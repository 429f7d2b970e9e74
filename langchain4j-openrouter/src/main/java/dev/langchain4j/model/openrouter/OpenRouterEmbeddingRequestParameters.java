package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.embedding.request.DefaultEmbeddingRequestParameters;
import dev.langchain4j.model.embedding.request.EmbeddingParameter;
import dev.langchain4j.model.openrouter.internal.api.json.ImmutableJson;
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

    /** Collects parameters. Every setter takes null for "not set"; the model's own setting holds then, or it is not sent. */
    public static class Builder extends DefaultEmbeddingRequestParameters.Builder<Builder> {

        /** Nothing set. */
        public Builder() {}

        /**
         * A stable name for the user behind the request, so that OpenRouter can separate abuse by one user from others.
         */
        public Builder user(@Nullable String user) {
            return set(USER, user);
        }

        /** Which upstream providers may serve the request. */
        public Builder provider(@Nullable OpenRouterProviderPreferences provider) {
            return set(PROVIDER, provider);
        }

        /** Fields to add to the body of the request, by their wire name, if they have no setter here. */
        public Builder customParameters(@Nullable Map<String, Object> customParameters) {
            return set(
                    CUSTOM_PARAMETERS,
                    customParameters == null ? null : ImmutableJson.copyOf(customParameters, "customParameters"));
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
