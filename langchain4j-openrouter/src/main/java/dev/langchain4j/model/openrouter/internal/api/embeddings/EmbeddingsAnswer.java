package dev.langchain4j.model.openrouter.internal.api.embeddings;

import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.error.ErrorKind;
import dev.langchain4j.model.openrouter.internal.api.usage.Usage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer of {@code POST /embeddings}. Absent and null are the same: not reported.
 *
 * @param vectors in the order of the wire; null if {@code data} is absent
 * @param raw the body as text that is decoded on demand; null if it was not kept
 */
public record EmbeddingsAnswer(
        @Nullable String id,
        @Nullable String model,
        @Nullable String provider,
        @Nullable List<Vector> vectors,
        @Nullable Usage usage,
        @Nullable ApiError error,
        @Nullable Supplier<String> raw) {

    /** The same with its body, and the id of the response's head if the body has none. */
    public EmbeddingsAnswer with(@Nullable String idOfHead, Supplier<String> raw) {
        return new EmbeddingsAnswer(id == null ? idOfHead : id, model, provider, vectors, usage, error, raw);
    }

    /** The same without its body, which is larger than the vectors. */
    public EmbeddingsAnswer withoutRaw() {
        return new EmbeddingsAnswer(id, model, provider, vectors, usage, error, null);
    }

    /**
     * One entry of {@code data}.
     *
     * @param index the input that it belongs to; null if the upstream does not report it
     * @param values null if there are none
     * @param problem what is wrong with the values, after "The vector for input 3"; null if they are valid
     */
    public record Vector(
            @Nullable Integer index,
            float @Nullable [] values,
            @Nullable String problem) {

        boolean isEmpty() {
            return problem == null && (values == null || values.length == 0);
        }
    }

    /** Whether there is a vector with values, which may be wrong. */
    public boolean hasContent() {
        return vectors != null && !vectors.stream().allMatch(Vector::isEmpty);
    }

    /** The failure of this answer to a request, empty if it succeeded. */
    public Optional<ApiError> failure(EmbeddingsRequest request) {
        if (error != null) {
            return Optional.of(error.from(provider));
        }
        int inputs = request.inputs().size();
        if (vectors == null || !hasContent()) {
            ErrorKind kind = request.asksForBase64() ? ErrorKind.NO_BASE64 : ErrorKind.AS_REPORTED;
            String what = vectors == null || vectors.isEmpty() ? "no vectors" : "empty vectors only";
            return upstreamFailure("The response has " + what, kind);
        }
        if (vectors.size() != inputs) {
            return upstreamFailure("The response has " + vectors.size() + " vectors for " + inputs + " inputs");
        }
        Vector[] places = places();
        if (Arrays.asList(places).contains(null)) {
            return upstreamFailure("The response has two vectors for one input, or one for an input that was not sent");
        }
        int length = request.dimensions() == null ? 0 : request.dimensions();
        for (int i = 0; i < places.length; i++) {
            String problem = problem(places[i], length);
            if (problem != null) {
                return upstreamFailure("The vector for input " + (request.first() + i) + " " + problem);
            }
            length = places[i].values().length;
        }
        return Optional.empty();
    }

    /** @param length the required length; 0 for any */
    private static @Nullable String problem(Vector vector, int length) {
        if (vector.problem() != null) {
            return vector.problem();
        }
        if (vector.isEmpty()) {
            return "has no numbers";
        }
        return length == 0 || vector.values().length == length
                ? null
                : "has " + vector.values().length + " numbers, not " + length
                        + " as asked for with dimensions or as the one before it";
    }

    /** One vector per input, in the order of the inputs. Only for a successful answer. */
    public List<float[]> inOrder() {
        return Arrays.stream(places()).map(Vector::values).toList();
    }

    /**
     * The vectors by {@code index}, or in the order of the wire if no vector has one; null for an input without a
     * vector.
     */
    private @Nullable Vector[] places() {
        boolean indexed = vectors.stream().anyMatch(vector -> vector.index() != null);
        Vector[] places = new Vector[vectors.size()];
        for (int i = 0; i < places.length; i++) {
            Vector vector = vectors.get(i);
            int place = !indexed ? i : vector.index() == null ? -1 : vector.index();
            if (place >= 0 && place < places.length) {
                places[place] = vector;
            }
        }
        return places;
    }

    private Optional<ApiError> upstreamFailure(String message) {
        return upstreamFailure(message, ErrorKind.AS_REPORTED);
    }

    private Optional<ApiError> upstreamFailure(String message, ErrorKind kind) {
        return Optional.of(ApiError.unexplained(message).from(provider).with(message, kind));
    }
}
