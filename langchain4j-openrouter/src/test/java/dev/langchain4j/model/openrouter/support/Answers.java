package dev.langchain4j.model.openrouter.support;

import com.fasterxml.jackson.core.JsonFactory;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletion;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletionReader;
import dev.langchain4j.model.openrouter.internal.api.chat.ChunkMerger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Reads payloads and snippets as answers of the API. */
public final class Answers {

    private static final JsonFactory JSON = new JsonFactory();

    private Answers() {}

    public static ChatCompletion plain(String name) {
        return read(Payloads.text("answers/" + name + ".json"));
    }

    public static ChatCompletion read(String json) {
        try {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            return ChatCompletionReader.read(body, body.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<ChatCompletion> chunks(String name) {
        ChatCompletionReader reader = new ChatCompletionReader();
        return Payloads.events("streams/" + name + ".sse").stream()
                .filter(event -> !event.equals("[DONE]"))
                .map(event -> read(reader, event))
                .toList();
    }

    public static ChunkMerger merged(String name) {
        ChunkMerger merger = new ChunkMerger();
        chunks(name).forEach(merger::accept);
        return merger;
    }

    /** Merges chunks whose {@code delta} is given as JSON. */
    public static ChunkMerger mergedDeltas(String... deltas) {
        ChunkMerger merger = new ChunkMerger();
        Stream.of(deltas)
                .map(delta -> read("{\"choices\":[{\"index\":0,\"delta\":" + delta + "}]}"))
                .forEach(merger::accept);
        return merger;
    }

    private static ChatCompletion read(ChatCompletionReader reader, String event) {
        try (var json = JSON.createParser(event)) {
            return reader.read(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
