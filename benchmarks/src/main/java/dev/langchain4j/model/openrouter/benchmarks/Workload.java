package dev.langchain4j.model.openrouter.benchmarks;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The requests, the same for every client, and the text form of an answer. */
final class Workload {

    static final String MODEL = "openai/gpt-4o-mini";
    static final String KEY = "sk-or-v1-benchmark";

    static final String QUERY = "Which river runs through Paris?";
    static final int DIMENSIONS = 1_536;

    private Workload() {}

    static ChatRequest chatRequest(Scenario scenario) {
        return switch (scenario) {
            case LARGE_REQUEST ->
                ChatRequest.builder()
                        .messages(conversation(200))
                        .toolSpecifications(tools(20))
                        .build();
            case TOOL_CALLS ->
                ChatRequest.builder()
                        .messages(UserMessage.from("How is the weather in Paris and in Oslo?"))
                        .toolSpecifications(tools(2))
                        .build();
            default ->
                ChatRequest.builder()
                        .messages(
                                SystemMessage.from("You are a helpful assistant. Answer in one paragraph."),
                                UserMessage.from("Which river runs through Paris, and where does it end?"))
                        .build();
        };
    }

    static List<String> documents() {
        return IntStream.range(0, 100)
                .mapToObj(i ->
                        "Passage " + i + ": the river that runs through town " + i + " ends in the sea. ".repeat(5))
                .toList();
    }

    static List<String> texts() {
        return IntStream.range(0, 256)
                .mapToObj(i -> "Text " + i + " tells of a river and of the towns along it.")
                .toList();
    }

    static String words(List<Double> scores) {
        return scores.size() + " scores " + scores.hashCode();
    }

    static String wordsOfVectors(List<float[]> vectors) {
        int hash = 1;
        for (float[] vector : vectors) {
            hash = 31 * hash + Arrays.hashCode(vector);
        }
        return vectors.size() + " vectors of " + vectors.get(0).length + " " + hash;
    }

    static String words(ChatResponse response) {
        AiMessage message = response.aiMessage();
        return words(
                message.text(),
                message.toolExecutionRequests().stream().map(Workload::words).collect(Collectors.joining(";")),
                response.tokenUsage().inputTokenCount(),
                response.tokenUsage().outputTokenCount());
    }

    static String words(@Nullable String text, String toolCalls, long inputTokens, long outputTokens) {
        return "text " + (text == null ? "none" : text.length() + "#" + text.hashCode()) + ", calls [" + toolCalls
                + "], " + inputTokens + " + " + outputTokens + " tokens";
    }

    private static String words(ToolExecutionRequest call) {
        return call.id() + " " + call.name() + " " + call.arguments();
    }

    private static List<ChatMessage> conversation(int length) {
        List<ChatMessage> messages = new ArrayList<>();
        messages.add(SystemMessage.from("You are a patient assistant. Use the tools where they help."));
        while (messages.size() < length) {
            String text = "Message " + messages.size() + ": " + "the river runs \"through\" the town.\n".repeat(5);
            messages.add(messages.size() % 2 == 1 ? UserMessage.from(text) : AiMessage.from(text));
        }
        return messages;
    }

    private static List<ToolSpecification> tools(int count) {
        List<ToolSpecification> tools = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tools.add(ToolSpecification.builder()
                    .name("tool_" + i)
                    .description("Looks up the weather of a town, as seen by station " + i)
                    .parameters(JsonObjectSchema.builder()
                            .addStringProperty("town", "the name of the town")
                            .addIntegerProperty("days", "how many days ahead, 1 to 7")
                            .addEnumProperty("unit", List.of("celsius", "fahrenheit"))
                            .required("town")
                            .build())
                    .build());
        }
        return tools;
    }
}
