package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import dev.langchain4j.model.embedding.response.EmbeddingResponseMetadata;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** OpenRouter's data about an embedding call; for a request in several batches, about all of them. */
public class OpenRouterEmbeddingResponseMetadata extends EmbeddingResponseMetadata {

    private final List<String> generationIds;
    private final List<String> providers;

    protected OpenRouterEmbeddingResponseMetadata(Builder builder) {
        super(builder);
        this.generationIds = List.copyOf(builder.generationIds);
        this.providers = List.copyOf(builder.providers);
    }

    /** OpenRouter's ids of the batches; empty if it reported none. */
    public List<String> generationIds() {
        return generationIds;
    }

    /** The companies that computed the vectors, each once. */
    public List<String> providers() {
        return providers;
    }

    /** Tokens and cost, of all batches together; null if OpenRouter reported none. */
    @Override
    public @Nullable OpenRouterTokenUsage tokenUsage() {
        return OpenRouterTokenUsage.from(super.tokenUsage());
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return super.equals(o)
                && o instanceof OpenRouterEmbeddingResponseMetadata that
                && generationIds.equals(that.generationIds)
                && providers.equals(that.providers);
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + 31 * generationIds.hashCode() + providers.hashCode();
    }

    @Override
    public String toString() {
        return "OpenRouterEmbeddingResponseMetadata{modelName=" + modelName() + ", tokenUsage=" + tokenUsage()
                + ", generationIds=" + generationIds + ", providers=" + providers + "}";
    }

    /** A builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds the metadata. */
    public static class Builder extends EmbeddingResponseMetadata.Builder<Builder> {

        private List<String> generationIds = List.of();
        private List<String> providers = List.of();

        /** Nothing set. */
        public Builder() {}

        public Builder generationIds(List<String> generationIds) {
            this.generationIds = SetterChecks.list("generationIds", ensureNotNull(generationIds, "generationIds"));
            return this;
        }

        public Builder providers(List<String> providers) {
            this.providers = SetterChecks.list("providers", ensureNotNull(providers, "providers"));
            return this;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        public OpenRouterEmbeddingResponseMetadata build() {
            return new OpenRouterEmbeddingResponseMetadata(this);
        }
    }
}
