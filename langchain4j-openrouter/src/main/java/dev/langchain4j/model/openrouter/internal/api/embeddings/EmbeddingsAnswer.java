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
 * What {@code POST /embeddings} answers. Absent and null are the same: not reported.
 *
 * @param vectors in the order of the wire; null where {@code data} is absent
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
     * One of {@code data}.
     *
     * @param index the input that it is for; null where the upstream does not say
     * @param values null where there is none
     */
    public record Vector(@Nullable Integer index, float @Nullable [] values) {}

    /** What makes this a failure as the answer to so many inputs, empty if it is an answer. */
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

    /** One vector per input, in the order of the inputs. Only for an answer that is no failure. */
    public List<float[]> inOrder() {
        return List.of(places());
    }

    /** By {@code index}, or in the order of the wire where no vector has one; null where no vector belongs. */
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

    /** Nobody said what went wrong; asking again may help, as with every failure of an upstream. */
    private Optional<ApiError> upstreamFailure(String message) {
        return Optional.of(new ApiError(ErrorStatus.UNEXPLAINED, null, null, message, provider, null, null, Map.of()));
    }
}
