package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import dev.langchain4j.Experimental;
import dev.langchain4j.model.decision.response.DecisionResponse;
import dev.langchain4j.model.decision.response.DecisionResponseMetadata;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * OpenRouter's data about a decision. {@link #modelName()} is the dated build that answered.
 *
 * <pre>{@code
 * OpenRouterDecisionResponseMetadata.of(response).map(data -> data.tokenUsage().cost());
 * }</pre>
 *
 * @see <a href="https://openrouter.ai/models?output_modalities=decisions">Decision models</a>
 */
@Experimental
public class OpenRouterDecisionResponseMetadata extends DecisionResponseMetadata {

    private final @Nullable String generationId;
    private final @Nullable String provider;
    private final @Nullable Supplier<String> rawResponse;

    protected OpenRouterDecisionResponseMetadata(Builder builder) {
        super(builder);
        this.generationId = builder.generationId;
        this.provider = builder.provider;
        this.rawResponse = builder.rawResponse;
    }

    /** The metadata of a response; empty if it is not an {@link OpenRouterDecisionModel}'s. */
    public static Optional<OpenRouterDecisionResponseMetadata> of(DecisionResponse response) {
        ensureNotNull(response, "response");
        return response.metadata() instanceof OpenRouterDecisionResponseMetadata metadata
                ? Optional.of(metadata)
                : Optional.empty();
    }

    /** OpenRouter's id of the answer, for {@link OpenRouter#generation}; null if it reported none. */
    public @Nullable String generationId() {
        return generationId;
    }

    /** The company that ran the model; null if OpenRouter does not say. */
    public @Nullable String provider() {
        return provider;
    }

    /** Tokens and cost; null if OpenRouter reported none. */
    @Override
    public @Nullable OpenRouterTokenUsage tokenUsage() {
        return OpenRouterTokenUsage.from(super.tokenUsage());
    }

    /** The body of the response as received; null if it is unknown. */
    public @Nullable String rawResponse() {
        return rawResponse == null ? null : rawResponse.get();
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return super.equals(o)
                && o instanceof OpenRouterDecisionResponseMetadata that
                && Objects.equals(generationId, that.generationId)
                && Objects.equals(provider, that.provider);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), generationId, provider);
    }

    @Override
    public String toString() {
        return "OpenRouterDecisionResponseMetadata{modelName=" + modelName() + ", tokenUsage=" + tokenUsage()
                + ", generationId=" + generationId + ", provider=" + provider + "}";
    }

    /** A builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds the metadata. */
    public static class Builder extends DecisionResponseMetadata.Builder<Builder> {

        private @Nullable String generationId;
        private @Nullable String provider;
        private @Nullable Supplier<String> rawResponse;

        /** Nothing set. */
        public Builder() {}

        public Builder generationId(@Nullable String generationId) {
            this.generationId = generationId;
            return this;
        }

        public Builder provider(@Nullable String provider) {
            this.provider = provider;
            return this;
        }

        Builder rawResponse(Supplier<String> rawResponse) {
            this.rawResponse = rawResponse;
            return this;
        }

        @Override
        public OpenRouterDecisionResponseMetadata build() {
            return new OpenRouterDecisionResponseMetadata(this);
        }
    }
}
