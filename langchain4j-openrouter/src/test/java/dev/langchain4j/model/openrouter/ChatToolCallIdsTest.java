package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Ids of tool calls that occur in several turns of a conversation. */
class ChatToolCallIdsTest {

    @Test
    void the_first_call_keeps_its_id_and_later_ones_get_another_with_their_results() {
        JsonNode messages = sent(turn("call_0", "a"), turn("call_0", "b"), turn("call_0", "c"));

        assertThat(callIds(messages)).containsExactly("call_0", "call_0_2", "call_0_3");
        assertThat(messages.findValuesAsText("tool_call_id")).containsExactly("call_0", "call_0_2", "call_0_3");
    }

    @Test
    void ids_that_occur_once_stay_as_they_are() {
        assertThat(callIds(sent(turn("a", "x"), turn("b", "x")))).containsExactly("a", "b");
    }

    @Test
    void a_new_id_meets_no_other_of_the_conversation() {
        JsonNode messages = sent(turn("call_0", "a"), turn("call_0", "b"), turn("call_0_2", "c"));

        assertThat(callIds(messages)).containsExactly("call_0", "call_0_3", "call_0_2");
        assertThat(messages.findValuesAsText("tool_call_id")).containsExactly("call_0", "call_0_3", "call_0_2");
    }

    @Test
    void equal_ids_in_one_turn_are_told_apart_by_the_order_of_their_results() {
        JsonNode messages = sent(List.of(
                AiMessage.from(call("x", "a"), call("x", "b")),
                ToolExecutionResultMessage.from("x", "a", "1"),
                ToolExecutionResultMessage.from("x", "b", "2")));

        assertThat(callIds(messages)).containsExactly("x", "x_2");
        assertThat(messages.findValuesAsText("tool_call_id")).containsExactly("x", "x_2");
    }

    @Test
    void parallel_calls_of_two_turns_keep_their_pairs_in_any_order_of_results() {
        List<ChatMessage> turn = List.of(
                AiMessage.from(call("0", "a"), call("1", "b")),
                ToolExecutionResultMessage.from("1", "b", "second"),
                ToolExecutionResultMessage.from("0", "a", "first"));

        assertThat(sent(turn, turn).findValuesAsText("tool_call_id")).containsExactly("1", "0", "1_2", "0_2");
    }

    @Test
    void a_long_id_is_not_made_longer_than_upstreams_allow() {
        String id = "a".repeat(40);

        assertThat(callIds(sent(turn(id, "a"), turn(id, "b")))).containsExactly(id, "a".repeat(38) + "_2");
    }

    @Test
    void made_up_ids_meet_no_given_ones() {
        assertThat(callIds(sent(turn(null, "a"), turn("call_1_0", "b"), turn(null, "c"))))
                .containsExactly("call_1_0", "call_1_0_2", "call_5_0");
    }

    @Test
    void the_signature_of_a_renamed_call_goes_with_it() {
        Map<String, Object> signature = Map.of(
                "type", "reasoning.encrypted", "data", "S1", "id", "call_0", "format", "google-gemini-v1", "index", 0);
        Map<String, Object> other = Map.of(
                "type", "reasoning.encrypted", "data", "S2", "id", "call_0", "format", "google-gemini-v1", "index", 0);

        JsonNode messages = sent(signed("call_0", signature), signed("call_0", other));

        assertThat(messages.findValues("reasoning_details"))
                .extracting(details ->
                        details.at("/0/id").asText() + details.at("/0/data").asText())
                .containsExactly("call_0S1", "call_0_2S2");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            mistralai/mistral-large,     ,                        [a-zA-Z0-9]{9}
            ~mistralai/devstral-latest,  ,                        [a-zA-Z0-9]{9}
            openai/gpt-4o,               mistralai/mistral-large, [a-zA-Z0-9]{9}
            anthropic/claude-sonnet-4.6, ,                        '[a-zA-Z0-9_-]{1,40}'
            openai/gpt-4o,               ,                        '.{1,40}'
            deepseek/deepseek-v4,        openai/gpt-4o,           '.{1,40}'
            """)
    void a_conversation_goes_on_with_a_model_that_does_not_accept_the_ids_of_another(
            String model, @Nullable String fallback, String accepted) {
        String ofKimi = "functions.look_up:0";
        String ofGemini = "tool_list_directory_with_sizes_and_owners_9fQ2xVb7LmT4aKcW1sZd";

        JsonNode messages = sent(
                model,
                fallback == null ? List.of() : List.of(fallback),
                List.of(turn(ofKimi, "a"), turn(ofGemini, "b"), turn(ofGemini, "b"), turn("D681PevKs", "c")));

        assertThat(callIds(messages))
                .hasSize(4)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches(accepted))
                .contains("D681PevKs")
                .isEqualTo(messages.findValuesAsText("tool_call_id"));
    }

    @Test
    void each_call_gets_one_result_even_if_only_some_have_come() {
        JsonNode messages = sent(
                List.of(
                        AiMessage.from(call("x", "a"), call("y", "b"), call("z", "c")),
                        ToolExecutionResultMessage.from("y", "b", "done")),
                List.of(
                        AiMessage.from(call(null, "a"), call(null, "b")),
                        ToolExecutionResultMessage.from(null, "b", "1")),
                turn("x", "a"));

        assertThat(messages.findValuesAsText("tool_call_id")).containsExactlyInAnyOrderElementsOf(callIds(messages));
        assertThat(messages.findParents("tool_call_id"))
                .extracting(result -> result.path("content").asText().substring(0, 1))
                .containsExactly("d", "N", "N", "1", "N", "d");
    }

    @Test
    void a_result_with_an_id_that_no_call_has_answers_a_call_of_its_tool_without_a_result() {
        JsonNode messages = sent(List.of(
                AiMessage.from(call("x", "a"), call("y", "b"), call(null, "b"), call("z", "c")),
                ToolExecutionResultMessage.from("other", "c", "1"),
                ToolExecutionResultMessage.from("another", "b", "2"),
                ToolExecutionResultMessage.from("y", "b", "3")));

        assertThat(callIds(messages)).containsExactly("x", "y", "call_1_2", "z");
        assertThat(messages.findValuesAsText("tool_call_id")).containsExactly("z", "call_1_2", "y", "x");
        assertThat(messages.findParents("tool_call_id").get(3).path("content").asText())
                .startsWith("No result");
    }

    @Test
    void a_result_of_another_tool_or_of_an_earlier_call_is_not_sent_as_that_of_an_open_call() {
        JsonNode messages = sent(
                List.of(AiMessage.from(call("x", "a")), ToolExecutionResultMessage.from("dropped", "b", "1")),
                turn("y", "a"),
                List.of(AiMessage.from(call("z", "a")), ToolExecutionResultMessage.from("y", "a", "2")),
                List.of(UserMessage.from("Go on")));

        assertThat(messages.findValuesAsText("tool_call_id")).containsExactly("x", "y", "z");
        assertThat(messages.findParents("tool_call_id"))
                .extracting(result -> result.path("content").asText())
                .containsExactly(
                        "No result: the call was interrupted.", "done", "No result: the call was interrupted.");
    }

    @Test
    void at_the_end_a_result_of_another_tool_is_sent_as_it_is() {
        JsonNode messages =
                sent(List.of(AiMessage.from(call("x", "a")), ToolExecutionResultMessage.from("other", "b", "1")));

        assertThat(messages.findValuesAsText("tool_call_id")).containsExactly("other");
    }

    @Test
    void a_turn_is_sent_in_the_same_bytes_whatever_follows() {
        List<ChatMessage> turn = List.of(
                AiMessage.from(call("x", "a"), call("y", "a")),
                ToolExecutionResultMessage.from("0", "a", "1"),
                ToolExecutionResultMessage.from("1", "a", "2"));

        JsonNode first = sent(turn);
        JsonNode next = sent(turn, turn("0", "a"), turn("1", "a"));

        assertThat(first.findValuesAsText("tool_call_id")).containsExactly("x", "y");
        assertThat(first)
                .isEqualTo(new ObjectMapper()
                        .createArrayNode()
                        .addAll(List.of(next.get(0), next.get(1), next.get(2), next.get(3))));
    }

    static IntStream seeds() {
        return IntStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatever_the_ids_each_call_has_one_result(int seed) {
        var random = new Random(seed);
        List<ChatMessage> memory = new ArrayList<>();
        for (int turn = 1 + random.nextInt(3); turn > 0; turn--) {
            memory.add(AiMessage.from(IntStream.rangeClosed(0, random.nextInt(4))
                    .mapToObj(i -> call(anyId(random), anyTool(random)))
                    .toList()));
            for (int results = random.nextInt(5); results > 0; results--) {
                memory.add(ToolExecutionResultMessage.from(anyId(random), anyTool(random), "done"));
            }
        }

        JsonNode messages = sent(memory, List.of(UserMessage.from("Go on")));

        assertThat(callIds(messages))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(messages.findValuesAsText("tool_call_id"));
    }

    private static @Nullable String anyId(Random random) {
        return new String[] {null, "", "0", "0_2", "call_1_1", "x", "y"}[random.nextInt(7)];
    }

    private static String anyTool(Random random) {
        return random.nextBoolean() ? "a" : "b";
    }

    @Test
    void a_model_without_a_known_rule_gets_the_ids_that_it_has_made() {
        String id = "functions.a_tool_with_a_name_that_is_as_long_as_names_may_be:0";

        assertThat(callIds(sent("moonshotai/kimi-k2", List.of(), List.of(turn(id, "a")))))
                .containsExactly(id);
    }

    private static List<ChatMessage> turn(@Nullable String id, String tool) {
        return List.of(AiMessage.from(call(id, tool)), ToolExecutionResultMessage.from(id, tool, "done"));
    }

    private static List<ChatMessage> signed(String id, Map<String, Object> signature) {
        return List.of(
                AiMessage.builder()
                        .toolExecutionRequests(List.of(call(id, "a")))
                        .attributes(Map.of("reasoning_details", List.of(signature)))
                        .build(),
                ToolExecutionResultMessage.from(id, "a", "done"));
    }

    private static ToolExecutionRequest call(@Nullable String id, String tool) {
        return ToolExecutionRequest.builder().id(id).name(tool).arguments("{}").build();
    }

    @SafeVarargs
    private static JsonNode sent(List<ChatMessage>... turns) {
        List<List<ChatMessage>> all = new ArrayList<>();
        for (List<ChatMessage> turn : turns) {
            all.add(turn);
        }
        return sent(RequestPayload.MODEL, List.of(), all);
    }

    private static JsonNode sent(String modelId, List<String> fallbackIds, List<List<ChatMessage>> turns) {
        List<ChatMessage> messages = new ArrayList<>();
        messages.add(UserMessage.from("Hi"));
        turns.forEach(messages::addAll);
        ChatRequest request = ChatRequest.builder().messages(messages).build();
        return RequestPayload.treeOf(modelId, fallbackIds, request).path("messages");
    }

    private static List<String> callIds(JsonNode messages) {
        List<String> ids = new ArrayList<>();
        messages.findValues("tool_calls")
                .forEach(calls -> calls.forEach(call -> ids.add(call.path("id").asText())));
        return ids;
    }
}
