package dev.langchain4j.model.openrouter.internal.api.batch;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.langchain4j.model.openrouter.internal.api.json.ByteCounter;
import dev.langchain4j.model.openrouter.internal.api.json.JsonValueWriter;
import dev.langchain4j.model.openrouter.internal.http.HttpCall.JsonBody;
import dev.langchain4j.model.openrouter.internal.http.HttpCall.LongBody;
import dev.langchain4j.model.openrouter.internal.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /batches}. OpenRouter reads it as a stream and requires this order of members,
 * {@code requests} last. It is measured once and written again for every attempt, so that it is never in memory as a
 * whole.
 */
public final class BatchSubmission implements LongBody {

    public static final String CHAT = "/v1/chat/completions";
    public static final String EMBEDDINGS = "/v1/embeddings";

    /** Of the lines that this library writes and reads. */
    static final Set<String> ENDPOINTS = Set.of(CHAT, EMBEDDINGS);

    /** OpenRouter's limits. */
    public static final int MAX_LINES = 5_000;

    public static final long MAX_BYTES = 200L * 1024 * 1024;

    private final String endpoint;
    private final String model;
    private final @Nullable Map<String, Object> provider;
    private final @Nullable String callbackUrl;
    private final List<Line> lines;
    private final long length;

    /** Whether an attempt has written all of it: then the server may have accepted it. */
    private volatile boolean complete;

    /**
     * One request of the batch.
     *
     * @param customId unique in the batch; comes back with the result
     * @param body writes the same object each time
     */
    public record Line(String customId, JsonBody body) {}

    /**
     * @param endpoint path of the endpoint below {@code /api}
     * @param provider null for the cheapest
     * @param callbackUrl null for none
     */
    public BatchSubmission(
            String endpoint,
            String model,
            @Nullable Map<String, Object> provider,
            @Nullable String callbackUrl,
            List<Line> lines) {
        this.endpoint = endpoint;
        this.model = model;
        this.provider = provider;
        this.callbackUrl = callbackUrl;
        this.lines = List.copyOf(lines);
        this.length = measured();
    }

    public String endpoint() {
        return endpoint;
    }

    public String model() {
        return model;
    }

    /** Number of lines. */
    public int size() {
        return lines.size();
    }

    @Override
    public long length() {
        return length;
    }

    /** Whether the server may have received all of it. */
    public boolean isComplete() {
        return complete;
    }

    @Override
    public void write(JsonGenerator json) throws IOException {
        complete = false;
        json.writeStartObject();
        json.writeStringField("endpoint", endpoint);
        json.writeStringField("model", model);
        if (provider != null) {
            json.writeFieldName("provider");
            JsonValueWriter.writeObject(provider, json);
        }
        json.writeStringField("completion_window", "24h");
        if (callbackUrl != null) {
            json.writeStringField("callback_url", callbackUrl);
        }
        json.writeArrayFieldStart("requests");
        for (Line line : lines) {
            json.writeStartObject();
            json.writeStringField("custom_id", line.customId());
            json.writeFieldName("body");
            line.body().write(json);
            json.writeEndObject();
        }
        json.writeEndArray();
        complete = true;
        json.writeEndObject();
    }

    private long measured() {
        var counter = new ByteCounter();
        try (JsonGenerator json = Json.generator(counter)) {
            write(json);
        } catch (IOException e) {
            throw new UncheckedIOException("the batch cannot be written as JSON: " + e.getMessage(), e);
        }
        complete = false;
        return counter.bytes();
    }
}
