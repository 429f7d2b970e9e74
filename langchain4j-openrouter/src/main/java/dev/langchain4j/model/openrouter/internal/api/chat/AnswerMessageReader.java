package dev.langchain4j.model.openrouter.internal.api.chat;

import static dev.langchain4j.model.openrouter.internal.api.json.JsonValues.isBlank;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.langchain4j.model.openrouter.internal.api.chat.AnswerMessage.Audio;
import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.error.ApiErrorReader;
import dev.langchain4j.model.openrouter.internal.api.json.Base64Text;
import dev.langchain4j.model.openrouter.internal.api.json.JsonValues;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the {@code message} of an answer or the {@code delta} of a chunk; one reader reads one. */
final class AnswerMessageReader {

    private @Nullable String content;
    private @Nullable String refusal;

    /** The reasoning among the parts of the content; null until there is some. */
    private @Nullable String thoughts;

    private List<ToolCall> toolCalls = List.of();

    /**
     * The form of a call before there were several in one answer: some servers still send it, also beside the new one.
     */
    private @Nullable ToolCall functionCall;

    private Set<String> images = Set.of();
    private @Nullable ApiError error;
    private boolean hasRole;

    boolean hasRole() {
        return hasRole;
    }

    /** The error that the message, or a part of it, reports instead of, or beside, its content. */
    @Nullable
    ApiError error() {
        return error;
    }

    /** Null if the value is neither an object nor a text, which is the content itself. */
    @Nullable
    AnswerMessage read(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING && !json.getText().isEmpty()) {
            return new AnswerMessage(json.getText(), null, null, null, List.of(), List.of(), List.of(), null);
        }
        if (!JsonValues.isObject(json)) {
            return null;
        }
        return readMessage(json);
    }

    private AnswerMessage readMessage(JsonParser json) throws IOException {
        String reasoning = null;
        String reasoningContent = null;
        List<Map<String, Object>> details = null;
        List<Map<String, Object>> annotations = null;
        Audio audio = null;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "role" -> {
                    hasRole = json.currentToken() == JsonToken.VALUE_STRING;
                    json.skipChildren();
                }
                case "content" -> readContent(json);
                case "refusal" -> {
                    String text = words(json);
                    refusal = text == null ? refusal : text;
                }
                case "reasoning" -> reasoning = words(json);
                case "reasoning_content" -> reasoningContent = words(json);
                case "reasoning_details" -> details = JsonValues.objects(json);
                case "tool_calls" -> readToolCalls(json);
                case "function_call" -> functionCall = readFunction(json);
                case "annotations" -> annotations = JsonValues.objects(json);
                case "images" -> readImages(json);
                case "audio" -> audio = readAudio(json);
                case "error" -> error = ApiErrorReader.member(json, error);
                default -> json.skipChildren();
            }
        }
        if (toolCalls.isEmpty()) {
            addToolCall(functionCall);
        }
        String plainReasoning = firstNotEmpty(reasoning, firstNotEmpty(reasoningContent, thoughts));
        return new AnswerMessage(
                content,
                refusal,
                ReasoningDetails.displayText(details, plainReasoning),
                details,
                toolCalls,
                annotations == null ? List.of() : annotations,
                images.isEmpty() ? List.of() : List.copyOf(images),
                audio);
    }

    /** A text; false is none, with which some gateways say that there is no refusal and no reasoning. */
    private static @Nullable String words(JsonParser json) throws IOException {
        return json.currentToken() == JsonToken.VALUE_FALSE ? null : JsonValues.text(json);
    }

    private static @Nullable String firstNotEmpty(@Nullable String text, @Nullable String other) {
        if (text != null && !text.isEmpty()) {
            return text;
        }
        return other == null || other.isEmpty() ? null : other;
    }

    /** A text, or a part, or a list of both. Null never replaces a text. */
    private void readContent(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.START_OBJECT || json.currentToken() == JsonToken.START_ARRAY) {
            readParts(json);
        } else {
            String text = JsonValues.text(json);
            content = text == null ? content : text;
        }
    }

    private void readParts(JsonParser json) throws IOException {
        var parts = new ContentPartsReader();
        content = parts.read(json);
        refusal = parts.refusal() == null ? refusal : parts.refusal();
        thoughts = parts.thoughts();
        parts.images().forEach(this::addImage);
        note(parts.error());
    }

    private void readImages(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.START_OBJECT) {
            readImage(json);
            return;
        }
        if (!JsonValues.isArray(json)) {
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == JsonToken.START_OBJECT) {
                readImage(json);
            } else {
                addImage(JsonValues.longText(json));
            }
        }
    }

    private void readImage(JsonParser json) throws IOException {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "image_url" -> addImage(ContentPartsReader.imageUrl(json));
                case "error" -> error = ApiErrorReader.member(json, error);
                default -> json.skipChildren();
            }
        }
    }

    /** Some servers send an image as a part of the content as well. */
    private void addImage(@Nullable String url) {
        if (isBlank(url)) {
            return;
        }
        if (images.isEmpty()) {
            images = new LinkedHashSet<>();
        }
        images.add(url);
    }

    private void readToolCalls(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.START_OBJECT) {
            readToolCall(json);
        } else if (JsonValues.isArray(json)) {
            while (JsonValues.nextObject(json)) {
                readToolCall(json);
            }
        }
    }

    private void readToolCall(JsonParser json) throws IOException {
        var reader = new ToolCallReader();
        addToolCall(reader.read(json));
        note(reader.error());
    }

    private @Nullable ToolCall readFunction(JsonParser json) throws IOException {
        var reader = new ToolCallReader();
        ToolCall call = reader.readFunction(json);
        note(reader.error());
        return call;
    }

    private void note(@Nullable ApiError ofPart) {
        error = ofPart == null ? error : ofPart;
    }

    private void addToolCall(@Nullable ToolCall call) {
        if (call == null) {
            return;
        }
        if (toolCalls.isEmpty()) {
            toolCalls = new ArrayList<>();
        }
        toolCalls.add(call);
    }

    private @Nullable Audio readAudio(JsonParser json) throws IOException {
        if (!JsonValues.isObject(json)) {
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
                case "error" -> error = ApiErrorReader.member(json, error);
                default -> json.skipChildren();
            }
        }
        data = data == null ? null : Base64Text.plain(data);
        boolean nothing = id == null && data == null && transcript == null && expiresAt == null;
        return nothing ? null : new Audio(id, data, transcript, expiresAt);
    }
}
