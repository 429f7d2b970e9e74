package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import dev.langchain4j.model.embedding.response.EmbeddingResponseMetadata;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * OpenRouter's data about an embedding call; for a request in several batches, about all of them.
 *
 * @see <a href="https://openrouter.ai/docs/api/api-reference/embeddings/create-embeddings">Embeddings</a>
 */
public class OpenRouterEmbeddingResponseMetadata extends EmbeddingResponseMetadata {

    private final List<String> generationIds;
    private final List<String> providers;
    private final List<Supplier<String>> rawResponses;

    protected OpenRouterEmbeddingResponseMetadata(Builder builder) {
        super(builder);
        this.generationIds = List.copyOf(builder.generationIds);
        this.providers = List.copyOf(builder.providers);
        this.rawResponses = List.copyOf(builder.rawResponses);
    }

    /** OpenRouter's ids of the batches; empty if it reported none. */
    public List<String> generationIds() {
        return generationIds;
    }

    /** The companies that computed the vectors, each once. */
    public List<String> providers() {
        return providers;
    }

    /**
     * The bodies of the responses as received, one a batch, in the order of the inputs; empty unless
     * {@link OpenRouterEmbeddingModel.Builder#returnRawResponse} is set.
     */
    public List<String> rawResponses() {
        return rawResponses.stream().map(Supplier::get).toList();
    }

    /** The first of {@link #rawResponses()}, the only one if the inputs fit into one batch; null if there is none. */
    public @Nullable String rawResponse() {
        return rawResponses.isEmpty() ? null : rawResponses.get(0).get();
    }

    /** Tokens and cost, of all batches together; null if OpenRouter reported none. */
    @Override
    public @Nullable OpenRouterTokenUsage tokenUsage() {
        return OpenRouterTokenUsage.from(super.tokenUsage());
    }

    /** Compares the data; the raw responses are its source and are ignored. */
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
        private List<Supplier<String>> rawResponses = List.of();

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

        public Builder rawResponses(List<String> rawResponses) {
            this.rawResponses = SetterChecks.list("rawResponses", ensureNotNull(rawResponses, "rawResponses")).stream()
                    .map(raw -> (Supplier<String>) () -> raw)
                    .toList();
            return this;
        }

        /** Decodes the bodies only on demand. */
        Builder rawResponsesFrom(List<Supplier<String>> rawResponses) {
            this.rawResponses = rawResponses;
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
