package dev.langchain4j.model.openrouter.internal.api.batch;

import com.fasterxml.jackson.core.JsonParser;
import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.json.JsonValues;
import dev.langchain4j.model.openrouter.internal.api.usage.Usage;
import dev.langchain4j.model.openrouter.internal.api.usage.UsageReader;
import dev.langchain4j.model.openrouter.internal.http.VisibleText;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a batch, alone or in a list. */
final class BatchReader {

    private final BatchLineReader lines;
    private @Nullable String id;
    private @Nullable String endpoint;
    private @Nullable String model;
    private @Nullable String provider;
    private @Nullable String status;
    private @Nullable Long createdAt;
    private @Nullable Long expiresAt;
    private @Nullable Long finalizedAt;
    private @Nullable Integer total;
    private @Nullable Integer completed;
    private @Nullable Integer failed;
    private @Nullable Usage usage;
    private @Nullable List<BatchLine> results;
    private @Nullable ApiError error;

    private BatchReader(BatchLineReader lines) {
        this.lines = lines;
    }

    /**
     * @throws IOException if it has neither an id nor an error
     * @throws BatchRefusedException if it is an error, and no batch that has failed
     */
    static Batch read(JsonParser json, BatchLineReader lines) throws IOException {
        return new BatchReader(lines).batch(json);
    }

    private Batch batch(JsonParser json) throws IOException {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "id" -> id = JsonValues.label(json);
                case "endpoint" -> endpoint = JsonValues.label(json);
                case "model" -> model = JsonValues.label(json);
                case "provider" -> provider = JsonValues.label(json);
                case "status" -> status = JsonValues.word(json);
                case "created_at" -> createdAt = JsonValues.time(json);
                case "expires_at" -> expiresAt = JsonValues.time(json);
                case "finalized_at" -> finalizedAt = JsonValues.time(json);
                case "request_counts" -> counts(json);
                case "usage" -> usage = UsageReader.read(json, usage);
                case "results" -> results = lines.lines(json);
                case "error" -> error = lines.error(json, error);
                default -> json.skipChildren();
            }
        }
        if (id == null || error != null && status == null && endpoint == null) {
            throw BatchAnswers.unusable("The batch has no id", error);
        }
        BatchStatus known = BatchStatus.of(status);
        return new Batch(
                id,
                endpoint == null || BatchSubmission.ENDPOINTS.contains(endpoint) ? endpoint : shown(endpoint),
                model,
                provider,
                known,
                status == null || known != BatchStatus.UNKNOWN ? status : shown(status),
                createdAt,
                expiresAt,
                finalizedAt,
                total,
                completed,
                failed,
                usage,
                results,
                error);
    }

    /** A text for messages. Not for a word that decides something: a short secret can be the same word. */
    private String shown(String text) {
        return VisibleText.of(lines.secrets().removedFrom(text));
    }

    private void counts(JsonParser json) throws IOException {
        if (!JsonValues.isObject(json)) {
            return;
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "total" -> total = JsonValues.count(json);
                case "completed" -> completed = JsonValues.count(json);
                case "failed" -> failed = JsonValues.count(json);
                default -> json.skipChildren();
            }
        }
    }
}
