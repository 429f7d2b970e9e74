package dev.langchain4j.model.openrouter.internal.api.batch;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.json.JsonValues;
import dev.langchain4j.model.openrouter.internal.api.json.UnexpectedJsonException;
import dev.langchain4j.model.openrouter.internal.http.Json;
import dev.langchain4j.model.openrouter.internal.http.Secrets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answers about batches, each in the first {@code length} bytes of its body. An {@link IOException} means
 * that it is not JSON, ends too early, or is another kind of answer; a {@link BatchRefusedException} means that it is
 * an error. The secrets of its request are removed from its errors.
 */
public final class BatchAnswers {

    private BatchAnswers() {}

    /** One batch. */
    public static Batch batch(byte[] body, int length, Secrets secrets) throws IOException {
        try (JsonParser json = Json.answerParser(body, 0, length)) {
            beginObject(json);
            Batch batch = BatchReader.read(json, new BatchLineReader(body, secrets));
            JsonValues.ensureEnd(json);
            return batch;
        }
    }

    /** A page of batches. An entry without an id is a failure: it could be the one that is looked for. */
    public static BatchList list(byte[] body, int length, Secrets secrets) throws IOException {
        List<Batch> batches = null;
        String last = null;
        boolean more = false;
        ApiError error = null;
        try (JsonParser json = Json.answerParser(body, 0, length)) {
            beginObject(json);
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                switch (name) {
                    case "data" -> batches = batches(json, new BatchLineReader(body, secrets));
                    case "last_id" -> last = JsonValues.label(json);
                    case "has_more" -> more = Boolean.TRUE.equals(JsonValues.flag(json));
                    case "error" -> error = new BatchLineReader(body, secrets).error(json, error);
                    default -> json.skipChildren();
                }
            }
            JsonValues.ensureEnd(json);
        }
        if (batches == null || error != null) {
            throw unusable("The list of batches has no data", error);
        }
        if (last == null && !batches.isEmpty()) {
            last = batches.get(batches.size() - 1).id();
        }
        return new BatchList(batches, more ? last : null, more);
    }

    private static List<Batch> batches(JsonParser json, BatchLineReader lines) throws IOException {
        List<Batch> batches = new ArrayList<>();
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw new UnexpectedJsonException("The list of batches has no data");
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (!JsonValues.isObject(json)) {
                throw new UnexpectedJsonException("The list of batches has an entry that is no batch");
            }
            batches.add(BatchReader.read(json, lines));
        }
        return batches;
    }

    /** A page of results. */
    public static BatchResults results(byte[] body, int length, Secrets secrets) throws IOException {
        List<BatchLine> lines = null;
        String cursor = null;
        Boolean more = null;
        ApiError error = null;
        try (JsonParser json = Json.answerParser(body, 0, length)) {
            beginObject(json);
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                switch (name) {
                    case "data" -> lines = new BatchLineReader(body, secrets).lines(json);
                    case "next_cursor" -> cursor = JsonValues.label(json);
                    case "has_more" -> more = JsonValues.flag(json);
                    case "error" -> error = new BatchLineReader(body, secrets).error(json, error);
                    default -> json.skipChildren();
                }
            }
            JsonValues.ensureEnd(json);
        }
        if (lines == null || error != null) {
            throw unusable("The page of results has no data", error);
        }
        return new BatchResults(lines, Boolean.FALSE.equals(more) ? null : cursor, Boolean.TRUE.equals(more));
    }

    /** @throws BatchRefusedException if there is an error instead */
    static IOException unusable(String what, @Nullable ApiError error) {
        if (error != null) {
            throw new BatchRefusedException(error);
        }
        return new UnexpectedJsonException(what);
    }

    private static void beginObject(JsonParser json) throws IOException {
        if (JsonValues.begin(json) != JsonToken.START_OBJECT) {
            throw new UnexpectedJsonException("The response is not a JSON object");
        }
    }
}
