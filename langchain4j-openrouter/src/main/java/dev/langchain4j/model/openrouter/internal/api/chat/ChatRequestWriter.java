package dev.langchain4j.model.openrouter.internal.api.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.langchain4j.model.openrouter.internal.api.json.JsonValueWriter;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the body of a chat request directly to a generator. Equal requests give equal bytes: upstream prompt caches
 * and OpenRouter's response cache compare them. Null is written only as the content of an assistant message that has
 * only tool calls.
 */
public final class ChatRequestWriter {

    // the names that occur once per message, encoded once
    private static final SerializableString ROLE = new SerializedString("role");
    private static final SerializableString CONTENT = new SerializedString("content");
    private static final SerializableString TYPE = new SerializedString("type");
    private static final SerializableString TEXT = new SerializedString("text");
    private static final SerializableString SYSTEM = new SerializedString("system");
    private static final SerializableString USER = new SerializedString("user");
    private static final SerializableString ASSISTANT = new SerializedString("assistant");
    private static final SerializableString TOOL = new SerializedString("tool");
    private static final SerializableString FUNCTION = new SerializedString("function");

    private ChatRequestWriter() {}

    /** Writes one JSON object and leaves the generator open. */
    public static void write(ChatCompletionRequest request, JsonGenerator json) throws IOException {
        json.writeStartObject();
        string("model", request.model(), json);
        messages(request.messages(), json);
        tools(request.tools(), json);
        if (request.toolChoice() != null) {
            json.writeFieldName("tool_choice");
            JsonValueWriter.write(request.toolChoice(), json);
        }
        responseFormat(request.responseFormat(), json);
        number("max_tokens", request.maxTokens(), json);
        number("temperature", request.temperature(), json);
        number("top_p", request.topP(), json);
        number("top_k", request.topK(), json);
        number("frequency_penalty", request.frequencyPenalty(), json);
        number("presence_penalty", request.presencePenalty(), json);
        stop(request.stop(), json);
        members(request.extensions(), json);
        if (request.stream()) {
            json.writeBooleanField("stream", true);
        }
        json.writeEndObject();
    }

    private static void messages(RequestMessages messages, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("messages");
        for (int i = 0; i < messages.size(); i++) {
            String text = messages.textAt(i);
            if (text != null) {
                text(messages.isAnswer(i) ? ASSISTANT : USER, text, json);
            } else {
                message(messages.get(i), json);
            }
        }
        json.writeEndArray();
    }

    private static void text(SerializableString role, String text, JsonGenerator json) throws IOException {
        json.writeStartObject();
        role(role, json);
        json.writeFieldName(CONTENT);
        json.writeString(text);
        json.writeEndObject();
    }

    private static void message(RequestMessage message, JsonGenerator json) throws IOException {
        if (message instanceof RequestMessage.User user && user.effortFromHere() != null) {
            configurationUpdate(user.effortFromHere(), json);
        }
        json.writeStartObject();
        members(message, json);
        json.writeEndObject();
    }

    /** OpenRouter applies it to the user message directly after it, and to all that follow. */
    private static void configurationUpdate(String effort, JsonGenerator json) throws IOException {
        json.writeStartObject();
        role(SYSTEM, json);
        json.writeFieldName(CONTENT);
        json.writeString("");
        json.writeObjectFieldStart("configuration_update");
        json.writeObjectFieldStart("reasoning");
        json.writeStringField("effort", effort);
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void members(RequestMessage message, JsonGenerator json) throws IOException {
        if (message instanceof RequestMessage.System system) {
            json.writeFieldName(ROLE);
            json.writeString(system.role());
            string("name", system.name(), json);
            content(system.content(), json);
        } else if (message instanceof RequestMessage.User user) {
            role(USER, json);
            string("name", user.name(), json);
            content(user.content(), json);
        } else if (message instanceof RequestMessage.Assistant assistant) {
            assistant(assistant, json);
        } else {
            var result = (RequestMessage.Tool) message;
            role(TOOL, json);
            json.writeStringField("tool_call_id", result.toolCallId());
            content(result.content(), json);
        }
    }

    private static void assistant(RequestMessage.Assistant message, JsonGenerator json) throws IOException {
        role(ASSISTANT, json);
        string("name", message.name(), json);
        if (message.text() != null && message.cacheControl() != null) {
            content(List.of(new ContentPart.Text(message.text(), message.cacheControl())), json);
        } else {
            json.writeFieldName(CONTENT);
            json.writeString(message.text()); // null writes JSON null
        }
        string("reasoning", message.reasoning(), json);
        entries("reasoning_details", message.reasoningDetails(), json);
        if (!message.toolCalls().isEmpty()) {
            json.writeArrayFieldStart("tool_calls");
            for (ToolCall call : message.toolCalls()) {
                toolCall(call, json);
            }
            json.writeEndArray();
        }
        images(message.images(), json);
        entries("annotations", message.annotations(), json);
        string("model", message.model(), json);
    }

    private static void images(List<String> urls, JsonGenerator json) throws IOException {
        if (urls.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("images");
        for (String url : urls) {
            json.writeStartObject();
            json.writeObjectFieldStart("image_url");
            json.writeStringField("url", url);
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void toolCall(ToolCall call, JsonGenerator json) throws IOException {
        json.writeStartObject();
        string("id", call.id(), json);
        json.writeFieldName(TYPE);
        json.writeString(FUNCTION);
        json.writeFieldName(FUNCTION);
        json.writeStartObject();
        string("name", call.name(), json);
        string("arguments", call.arguments(), json);
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void content(List<ContentPart> parts, JsonGenerator json) throws IOException {
        json.writeFieldName(CONTENT);
        if (parts.size() == 1 && parts.get(0) instanceof ContentPart.Text text && text.cacheControl() == null) {
            json.writeString(text.text());
            return;
        }
        json.writeStartArray();
        for (ContentPart part : parts) {
            json.writeStartObject();
            part(part, json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void part(ContentPart part, JsonGenerator json) throws IOException {
        json.writeFieldName(TYPE);
        if (part instanceof ContentPart.Text text) {
            json.writeString(TEXT);
            json.writeFieldName(TEXT);
            json.writeString(text.text());
            object("cache_control", text.cacheControl(), json);
        } else if (part instanceof ContentPart.Image image) {
            json.writeString("image_url");
            json.writeObjectFieldStart("image_url");
            json.writeStringField("url", image.url());
            string("detail", image.detail(), json);
            json.writeEndObject();
        } else if (part instanceof ContentPart.Audio audio) {
            json.writeString("input_audio");
            json.writeObjectFieldStart("input_audio");
            json.writeStringField("data", audio.data());
            json.writeStringField("format", audio.format());
            json.writeEndObject();
        } else if (part instanceof ContentPart.Video video) {
            json.writeString("video_url");
            json.writeObjectFieldStart("video_url");
            json.writeStringField("url", video.url());
            string("processing", video.processing(), json);
            json.writeEndObject();
        } else {
            var file = (ContentPart.File) part;
            json.writeString("file");
            json.writeObjectFieldStart("file");
            string("filename", file.filename(), json);
            string("file_data", file.data(), json);
            string("file_id", file.fileId(), json);
            json.writeEndObject();
        }
    }

    private static void tools(List<ToolDefinition> tools, JsonGenerator json) throws IOException {
        if (tools.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("tools");
        for (ToolDefinition tool : tools) {
            if (tool instanceof ToolDefinition.Server server) {
                JsonValueWriter.writeObject(server.entry(), json);
                continue;
            }
            var function = (ToolDefinition.Function) tool;
            json.writeStartObject();
            json.writeFieldName(TYPE);
            json.writeString(FUNCTION);
            json.writeFieldName(FUNCTION);
            json.writeStartObject();
            json.writeStringField("name", function.name());
            string("description", function.description(), json);
            json.writeFieldName("parameters");
            json.writeRawValue(function.parameters());
            bool("strict", function.strict(), json);
            json.writeEndObject();
            members(function.keys(), json);
            object("cache_control", function.cacheControl(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void responseFormat(@Nullable OutputFormat format, JsonGenerator json) throws IOException {
        if (format == null) {
            return;
        }
        if (format instanceof OutputFormat.Other other) {
            object("response_format", other.format(), json);
            return;
        }
        json.writeObjectFieldStart("response_format");
        if (format instanceof OutputFormat.JsonSchema schema) {
            json.writeStringField("type", "json_schema");
            json.writeObjectFieldStart("json_schema");
            json.writeStringField("name", schema.name());
            string("description", schema.description(), json);
            bool("strict", schema.strict(), json);
            object("schema", schema.schema(), json);
            json.writeEndObject();
        } else {
            json.writeStringField("type", "json_object");
        }
        json.writeEndObject();
    }

    private static void stop(List<String> sequences, JsonGenerator json) throws IOException {
        if (sequences.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("stop");
        for (String sequence : sequences) {
            json.writeString(sequence);
        }
        json.writeEndArray();
    }

    private static void role(SerializableString role, JsonGenerator json) throws IOException {
        json.writeFieldName(ROLE);
        json.writeString(role);
    }

    private static void string(String name, @Nullable String value, JsonGenerator json) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    private static void number(String name, @Nullable Integer value, JsonGenerator json) throws IOException {
        if (value != null) {
            json.writeNumberField(name, value);
        }
    }

    private static void number(String name, @Nullable Double value, JsonGenerator json) throws IOException {
        if (value != null) {
            json.writeNumberField(name, value);
        }
    }

    private static void bool(String name, @Nullable Boolean value, JsonGenerator json) throws IOException {
        if (value != null) {
            json.writeBooleanField(name, value);
        }
    }

    /** Most maps are empty, and an iterator of each would be an eighth of what a request with many tools allocates. */
    private static void members(Map<String, Object> members, JsonGenerator json) throws IOException {
        if (members.isEmpty()) {
            return;
        }
        for (Map.Entry<String, Object> member : members.entrySet()) {
            json.writeFieldName(member.getKey());
            JsonValueWriter.write(member.getValue(), json);
        }
    }

    private static void object(String name, @Nullable Map<String, Object> value, JsonGenerator json)
            throws IOException {
        if (value != null) {
            json.writeFieldName(name);
            JsonValueWriter.writeObject(value, json);
        }
    }

    private static void entries(String name, @Nullable List<Map<String, Object>> entries, JsonGenerator json)
            throws IOException {
        if (entries != null) {
            json.writeFieldName(name);
            JsonValueWriter.write(entries, json);
        }
    }
}
