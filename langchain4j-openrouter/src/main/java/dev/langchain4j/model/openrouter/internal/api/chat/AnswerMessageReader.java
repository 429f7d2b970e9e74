package dev.langchain4j.model.openrouter.internal.api.chat;

import static dev.langchain4j.model.openrouter.internal.api.json.JsonValues.isBlank;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.langchain4j.model.openrouter.internal.api.chat.AnswerMessage.Audio;
import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.error.ApiErrorReader;
import dev.langchain4j.model.openrouter.internal.api.json.JsonValues;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the {@code message} of an answer or the {@code delta} of a chunk; one reader reads one. */
final class AnswerMessageReader {

    private @Nullable String content;
    private List<ToolCall> toolCalls = List.of();
    private List<String> images = List.of();
    private @Nullable ApiError error;

    /** The error that the message reports instead of, or beside, its content. */
    @Nullable
    ApiError error() {
        return error;
    }

    /** Null if the value is not an object. */
    @Nullable
    AnswerMessage read(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return null;
        }
        return readMessage(json);
    }

    private AnswerMessage readMessage(JsonParser json) throws IOException {
        String refusal = null;
        String reasoning = null;
        String reasoningContent = null;
        List<Map<String, Object>> details = null;
        List<Map<String, Object>> annotations = null;
        Audio audio = null;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "content" -> readContent(json);
                case "refusal" -> refusal = JsonValues.text(json);
                case "reasoning" -> reasoning = JsonValues.text(json);
                case "reasoning_content" -> reasoningContent = JsonValues.text(json);
                case "reasoning_details" -> details = JsonValues.objects(json);
                case "tool_calls" -> readToolCalls(json);
                case "annotations" -> annotations = JsonValues.objects(json);
                case "images" -> readImages(json);
                case "audio" -> audio = readAudio(json);
                case "error" -> error = ApiErrorReader.ofMember(JsonValues.value(json));
                default -> json.skipChildren();
            }
        }
        String plainReasoning = reasoning == null || reasoning.isEmpty() ? reasoningContent : reasoning;
        return new AnswerMessage(
                content,
                refusal,
                ReasoningDetails.displayText(details, plainReasoning),
                details,
                toolCalls,
                annotations == null ? List.of() : annotations,
                images,
                audio);
    }

    private void readContent(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            content = JsonValues.text(json);
            return;
        }
        StringBuilder text = new StringBuilder();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == JsonToken.START_OBJECT) {
                readContentPart(json, text);
            } else {
                String plain = JsonValues.text(json);
                text.append(plain == null ? "" : plain);
            }
        }
        content = text.toString();
    }

    private void readContentPart(JsonParser json, StringBuilder text) throws IOException {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "text" -> {
                    String part = JsonValues.text(json);
                    text.append(part == null ? "" : part);
                }
                case "image_url" -> addImage(readUrl(json));
                default -> json.skipChildren();
            }
        }
    }

    private void readImages(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == JsonToken.START_OBJECT) {
                readContentPart(json, new StringBuilder());
            } else {
                addImage(JsonValues.longText(json));
            }
        }
    }

    /** {@code {"url":"…"}}, or the URL itself. */
    private static @Nullable String readUrl(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            return JsonValues.longText(json);
        }
        String url = null;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            if (name.equals("url")) {
                url = JsonValues.longText(json);
            } else {
                json.skipChildren();
            }
        }
        return url;
    }

    private void addImage(@Nullable String url) {
        if (isBlank(url)) {
            return;
        }
        if (images.isEmpty()) {
            images = new ArrayList<>();
        }
        images.add(url);
    }

    private void readToolCalls(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                json.skipChildren();
                continue;
            }
            ToolCall call = ToolCallReader.read(json);
            if (call == null) {
                continue;
            }
            if (toolCalls.isEmpty()) {
                toolCalls = new ArrayList<>();
            }
            toolCalls.add(call);
        }
    }

    private static @Nullable Audio readAudio(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return null;
        }
        String id = null;
        String data = null;
        String transcript = null;
        Long expiresAt = null;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "id" -> id = JsonValues.label(json);
                case "data" -> data = JsonValues.longText(json);
                case "transcript" -> transcript = JsonValues.text(json);
                case "expires_at" -> expiresAt = JsonValues.time(json);
                default -> json.skipChildren();
            }
        }
        boolean nothing = id == null && data == null && transcript == null && expiresAt == null;
        return nothing ? null : new Audio(id, data, transcript, expiresAt);
    }
}
