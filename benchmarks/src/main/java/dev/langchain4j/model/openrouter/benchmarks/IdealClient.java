package dev.langchain4j.model.openrouter.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.internal.Json;
import dev.langchain4j.internal.JsonSchemaElementUtils;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import okhttp3.RequestBody;
import okhttp3.Response;

/** The minimum for LangChain4j's interface, in the fewest steps; it would fail at the first surprise. */
final class IdealClient implements Client {

    private static final JsonFactory JSON = new JsonFactory();

    private final BareHttp http;
    private final ChatRequest request;
    private final ExecutorService threads;

    /** What does not change between calls is written once. */
    private final SerializedString tools;

    IdealClient(Scenario scenario, String baseUrl) {
        http = new BareHttp(baseUrl + scenario.kind.path);
        request = Workload.chatRequest(scenario);
        tools = tools(request);
        threads = Threads.of(scenario);
    }

    static byte[] body(ChatRequest request, boolean stream) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(request, tools(request), stream, bytes);
        return bytes.toByteArray();
    }

    @Override
    public Supplier<String> call() {
        try (Response response = http.post(body(false))) {
            ChatResponse answer = read(response.body().bytes());
            return () -> Workload.words(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The plain call, handed over to a thread: no asynchronous call on a blocking socket can cost less. */
    @Override
    public CompletableFuture<Supplier<String>> callAsync() {
        return CompletableFuture.supplyAsync(this::call, threads);
    }

    @Override
    public void stream(Listener listener) {
        threads.execute(() -> {
            try (Response response = http.post(body(true))) {
                listener.onEnd(new IdealStream(listener).read(response.body().byteStream()));
            } catch (IOException e) {
                listener.onFailure(e);
            }
        });
    }

    private RequestBody body(boolean stream) {
        ReusedBody body = ReusedBody.empty();
        write(request, tools, stream, body);
        return body.toRequest();
    }

    private static void write(ChatRequest request, SerializedString tools, boolean stream, OutputStream bytes) {
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("model", Workload.MODEL);
            json.writeArrayFieldStart("messages");
            for (ChatMessage message : request.messages()) {
                json.writeStartObject();
                write(message, json);
                json.writeEndObject();
            }
            json.writeEndArray();
            if (!request.toolSpecifications().isEmpty()) {
                json.writeFieldName("tools");
                json.writeRawValue(tools);
            }
            if (stream) {
                json.writeBooleanField("stream", true);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(ChatMessage message, JsonGenerator json) throws IOException {
        if (message instanceof UserMessage user) {
            json.writeStringField("role", "user");
            json.writeStringField("content", user.singleText());
        } else if (message instanceof AiMessage answer) {
            json.writeStringField("role", "assistant");
            json.writeStringField("content", answer.text());
        } else {
            json.writeStringField("role", "system");
            json.writeStringField("content", ((SystemMessage) message).text());
        }
    }

    private static SerializedString tools(ChatRequest request) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartArray();
            for (ToolSpecification tool : request.toolSpecifications()) {
                json.writeStartObject();
                json.writeStringField("type", "function");
                json.writeObjectFieldStart("function");
                json.writeStringField("name", tool.name());
                json.writeStringField("description", tool.description());
                json.writeFieldName("parameters");
                json.writeRawValue(Json.toJson(JsonSchemaElementUtils.toMap(tool.parameters())));
                json.writeEndObject();
                json.writeEndObject();
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new SerializedString(text.toString());
    }

    private static ChatResponse read(byte[] body) throws IOException {
        var response = ChatResponse.builder();
        try (JsonParser json = JSON.createParser(body)) {
            json.nextToken();
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                switch (name) {
                    case "id" -> response.id(json.getText());
                    case "model" -> response.modelName(json.getText());
                    case "choices" -> readChoices(json, response);
                    case "usage" -> response.tokenUsage(readUsage(json));
                    default -> json.skipChildren();
                }
            }
        }
        return response.build();
    }

    private static void readChoices(JsonParser json, ChatResponse.Builder response) throws IOException {
        while (json.nextToken() == JsonToken.START_OBJECT) {
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                switch (name) {
                    case "message" -> response.aiMessage(readMessage(json));
                    case "finish_reason" -> response.finishReason(FinishReason.STOP);
                    default -> json.skipChildren();
                }
            }
        }
    }

    private static AiMessage readMessage(JsonParser json) throws IOException {
        var message = AiMessage.builder();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "content" -> message.text(json.currentToken() == JsonToken.VALUE_NULL ? null : json.getText());
                case "tool_calls" -> message.toolExecutionRequests(readToolCalls(json));
                default -> json.skipChildren();
            }
        }
        return message.build();
    }

    private static List<ToolExecutionRequest> readToolCalls(JsonParser json) throws IOException {
        List<ToolExecutionRequest> calls = new ArrayList<>();
        while (json.nextToken() == JsonToken.START_OBJECT) {
            var call = ToolExecutionRequest.builder();
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                switch (name) {
                    case "id" -> call.id(json.getText());
                    case "function" -> readFunction(json, call);
                    default -> json.skipChildren();
                }
            }
            calls.add(call.build());
        }
        return calls;
    }

    private static void readFunction(JsonParser json, ToolExecutionRequest.Builder call) throws IOException {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "name" -> call.name(json.getText());
                case "arguments" -> call.arguments(json.getText());
                default -> json.skipChildren();
            }
        }
    }

    static TokenUsage readUsage(JsonParser json) throws IOException {
        int input = 0;
        int output = 0;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "prompt_tokens" -> input = json.getIntValue();
                case "completion_tokens" -> output = json.getIntValue();
                default -> json.skipChildren();
            }
        }
        return new TokenUsage(input, output);
    }
}
