package dev.langchain4j.model.openrouter.internal.api.embeddings;

import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.error.ErrorStatus;
import dev.langchain4j.model.openrouter.internal.api.usage.Usage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer of {@code POST /embeddings}. Absent and null are the same: not reported.
 *
 * @param vectors in the order of the wire; null if {@code data} is absent
 */
public record EmbeddingsAnswer(
        @Nullable String id,
        @Nullable String model,
        @Nullable String provider,
        @Nullable List<Vector> vectors,
        @Nullable Usage usage,
        @Nullable ApiError error) {

    public EmbeddingsAnswer withId(@Nullable String id) {
        return new EmbeddingsAnswer(id, model, provider, vectors, usage, error);
    }

    /**
     * One entry of {@code data}.
     *
     * @param index the input that it belongs to; null if the upstream does not report it
     * @param values null if there are none
     */
    public record Vector(@Nullable Integer index, float @Nullable [] values) {}

    /** The failure of this answer to this number of inputs, empty if it succeeded. */
    public Optional<ApiError> failure(int inputs) {
        if (error != null) {
            return Optional.of(error.from(provider));
        }
        if (vectors == null || vectors.isEmpty()) {
            return upstreamFailure("The response has no vectors");
        }
        if (vectors.size() != inputs) {
            return upstreamFailure("The response has " + vectors.size() + " vectors for " + inputs + " inputs");
        }
        if (vectors.stream().anyMatch(vector -> vector.values() == null || vector.values().length == 0)) {
            return upstreamFailure("The response has a vector without numbers");
        }
        if (Arrays.asList(places()).contains(null)) {
            return upstreamFailure("The response has two vectors for one input, or one for an input that was not sent");
        }
        return Optional.empty();
    }

    /** One vector per input, in the order of the inputs. Only for a successful answer. */
    public List<float[]> inOrder() {
        return List.of(places());
    }

    /** By {@code index}, or in the order of the wire if no vector has one; null for an input without a vector. */
    private float[] @Nullable [] places() {
        boolean indexed = vectors.stream().anyMatch(vector -> vector.index() != null);
        float[][] places = new float[vectors.size()][];
        for (int i = 0; i < places.length; i++) {
            Vector vector = vectors.get(i);
            int place = !indexed ? i : vector.index() == null ? -1 : vector.index();
            if (place >= 0 && place < places.length) {
                places[place] = vector.values();
            }
        }
        return places;
    }

    /** A failure without a reported reason; a retry may help, as for every failure of an upstream. */
    private Optional<ApiError> upstreamFailure(String message) {
        return Optional.of(new ApiError(ErrorStatus.UNEXPLAINED, null, null, message, provider, null, null, Map.of()));
    }
}
