package dev.langchain4j.model.openrouter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletionRequest;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatRequestWriter;
import dev.langchain4j.model.openrouter.internal.chat.ChatModelIds;
import dev.langchain4j.model.openrouter.support.Payloads;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Requests as JSON text, pretty-printed in the order of their fields, so that a comparison shows the difference. */
final class RequestPayload {

    static final String MODEL = "openai/gpt-4o";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private RequestPayload() {}

    static String of(ChatRequest request) {
        return of(MODEL, request);
    }

    static String of(String modelId, ChatRequest request) {
        return pretty(written(new ChatRequestMapper(OpenRouterDataPolicy.NONE)
                .toWire(request, new ChatModelIds(modelId, List.of("openai/gpt-5.2")), false)));
    }

    static JsonNode treeOf(ChatRequest request) {
        return treeOf(MODEL, List.of("openai/gpt-5.2"), request);
    }

    static JsonNode treeOf(String modelId, List<String> fallbackIds, ChatRequest request) {
        return tree(written(new ChatRequestMapper(OpenRouterDataPolicy.NONE)
                .toWire(request, new ChatModelIds(modelId, fallbackIds), false)));
    }

    static String written(ChatCompletionRequest request) {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            ChatRequestWriter.write(request, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** The file under {@code payloads/requests}. */
    static String file(String name) {
        return pretty(Payloads.text("requests/" + name));
    }

    static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pretty(String json) {
        return tree(json).toPrettyString();
    }
}
