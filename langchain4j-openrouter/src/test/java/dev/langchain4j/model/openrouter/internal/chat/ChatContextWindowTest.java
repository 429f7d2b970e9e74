package dev.langchain4j.model.openrouter.internal.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChatContextWindowTest {

    private static final SystemMessage SYSTEM = SystemMessage.from("be brief");

    @Test
    void what_fits_is_not_touched() {
        List<ChatMessage> messages = List.of(SYSTEM, UserMessage.from("1"), AiMessage.from("2"), UserMessage.from("3"));

        assertThat(ChatContextWindow.newest(3, messages)).isSameAs(messages);
    }

    @Test
    void the_oldest_go_first_and_system_messages_stay() {
        var late = SystemMessage.from("in French");
        var three = UserMessage.from("3");
        List<ChatMessage> messages = List.of(SYSTEM, UserMessage.from("1"), late, AiMessage.from("2"), three);

        assertThat(ChatContextWindow.newest(1, messages)).containsExactly(SYSTEM, late, three);
        assertThat(ChatContextWindow.newest(2, messages)).containsExactly(SYSTEM, late, three);
    }

    @Test
    void a_tool_call_goes_together_with_its_results() {
        var question = UserMessage.from("weather?");
        var call = call("a", "b");
        var thanks = UserMessage.from("thanks");
        List<ChatMessage> messages = List.of(question, call, result("a"), result("b"), AiMessage.from("sunny"), thanks);

        assertThat(ChatContextWindow.newest(4, messages)).containsExactly(question, AiMessage.from("sunny"), thanks);
        assertThat(ChatContextWindow.newest(5, messages)).containsExactly(question, AiMessage.from("sunny"), thanks);
    }

    @Test
    void the_last_user_message_stays_through_a_long_tool_loop() {
        var question = UserMessage.from("weather?");
        var second = call("b");
        List<ChatMessage> messages =
                List.of(UserMessage.from("hi"), question, call("a"), result("a"), second, result("b"));

        assertThat(ChatContextWindow.newest(3, messages)).containsExactly(question, second, result("b"));
        assertThat(ChatContextWindow.newest(4, messages)).containsExactly(question, second, result("b"));
    }

    @Test
    void the_results_that_the_model_has_just_asked_for_stay_whatever_the_limit() {
        var question = UserMessage.from("weather?");
        List<ChatMessage> messages = List.of(
                UserMessage.from("hi"), question, call("a"), result("a"), call("b", "c"), result("b"), result("c"));

        assertThat(ChatContextWindow.newest(2, messages))
                .containsExactly(question, call("b", "c"), result("b"), result("c"));
        assertThat(ChatContextWindow.newest(1, List.of(call("a"), result("a"), call("b"), result("b"))))
                .containsExactly(call("b"), result("b"));
    }

    @Test
    void what_is_left_begins_with_the_question_of_its_first_answer() {
        var question = UserMessage.from("weather?");
        var last = UserMessage.from("and tomorrow?");
        var second = call("b");
        List<ChatMessage> messages = List.of(
                UserMessage.from("hi"),
                AiMessage.from("hello"),
                question,
                call("a"),
                result("a"),
                second,
                result("b"),
                AiMessage.from("sunny"),
                last);

        assertThat(ChatContextWindow.newest(5, messages))
                .containsExactly(question, second, result("b"), AiMessage.from("sunny"), last);
        assertThat(ChatContextWindow.newest(6, messages))
                .containsExactly(question, second, result("b"), AiMessage.from("sunny"), last);
    }

    static IntStream seeds() {
        return IntStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatever_the_conversation_no_result_is_orphaned_and_no_call_unanswered(int seed) {
        var random = new Random(seed);
        List<ChatMessage> messages = conversation(random);
        int limit = 1 + random.nextInt(12);

        List<ChatMessage> kept = ChatContextWindow.newest(limit, messages);

        assertThat(kept).isSubsetOf(messages);
        assertThat(messages.stream().filter(kept::contains)).containsExactlyElementsOf(kept);
        assertThat(kept.stream().filter(message -> !(message instanceof SystemMessage)))
                .hasSizeLessThanOrEqualTo(Math.max(limit, mustStay(messages).size()));
        assertThat(kept).containsAll(mustStay(messages));
        assertThat(kept).containsAll(ofType(SystemMessage.class, messages));
        assertThat(openCalls(kept)).isEmpty();
        assertThat(kept.stream().filter(message -> !(message instanceof SystemMessage)))
                .first()
                .isInstanceOf(UserMessage.class);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatever_the_conversation_it_fits_or_only_the_rest_that_must_stay_is_left(int seed) {
        var random = new Random(seed);
        List<ChatMessage> messages = conversation(random);
        var tokens = new MessageTokens(TokenFamily.GPT, false);
        int limit = 1 + random.nextInt(150);

        List<ChatMessage> kept = ChatContextWindow.fitting(limit, 10, messages, tokens);

        assertThat(messages.stream().filter(kept::contains)).containsExactlyElementsOf(kept);
        assertThat(kept).containsAll(ofType(SystemMessage.class, messages));
        assertThat(kept).containsAll(mustStay(messages));
        assertThat(openCalls(kept)).isEmpty();
        if (kept.size()
                > mustStay(messages).size()
                        + ofType(SystemMessage.class, messages).size()) {
            assertThat(10 + tokens.ofMessages(kept)).isLessThanOrEqualTo(limit);
        }
    }

    /** The last user message, and the newest answer, or call with its results, if it follows. */
    private static Set<ChatMessage> mustStay(List<ChatMessage> messages) {
        var stay = new HashSet<ChatMessage>();
        for (int i = messages.size() - 1; i >= 0; i--) {
            ChatMessage message = messages.get(i);
            boolean isResult = message instanceof ToolExecutionResultMessage;
            if (message instanceof UserMessage || isResult || message instanceof AiMessage) {
                stay.add(message);
            }
            if (!isResult && !(message instanceof SystemMessage)) {
                break;
            }
        }
        stay.add(UserMessage.findLast(messages).orElseThrow());
        return stay;
    }

    /** Ids of calls without result; fails at a result without call. */
    private static Set<String> openCalls(List<ChatMessage> messages) {
        var open = new HashSet<String>();
        for (ChatMessage message : messages) {
            if (message instanceof ToolExecutionResultMessage result) {
                assertThat(open.remove(result.id()))
                        .as("call of %s", result.id())
                        .isTrue();
            } else if (message instanceof AiMessage answer) {
                assertThat(open).isEmpty();
                answer.toolExecutionRequests().forEach(request -> open.add(request.id()));
            }
        }
        return open;
    }

    private static List<ChatMessage> conversation(Random random) {
        var messages = new ArrayList<ChatMessage>();
        messages.add(UserMessage.from("first"));
        int turns = random.nextInt(10);
        for (int turn = 0; turn < turns; turn++) {
            switch (random.nextInt(4)) {
                case 0 -> messages.add(SystemMessage.from("system " + turn));
                case 1 -> messages.add(UserMessage.from("user " + turn));
                case 2 -> messages.add(AiMessage.from("answer " + turn));
                default -> toolCalls(turn, random, messages);
            }
        }
        return messages;
    }

    private static void toolCalls(int turn, Random random, List<ChatMessage> messages) {
        String[] ids = IntStream.rangeClosed(0, random.nextInt(4))
                .mapToObj(i -> turn + "." + i)
                .toArray(String[]::new);
        messages.add(call(ids));
        for (String id : ids) {
            messages.add(result(id));
        }
    }

    private static AiMessage call(String... ids) {
        var requests = new ArrayList<ToolExecutionRequest>();
        for (String id : ids) {
            requests.add(ToolExecutionRequest.builder()
                    .id(id)
                    .name("weather")
                    .arguments("{}")
                    .build());
        }
        return AiMessage.from(requests);
    }

    private static ToolExecutionResultMessage result(String id) {
        return ToolExecutionResultMessage.from(id, "weather", "sunny");
    }

    private static <T extends ChatMessage> List<T> ofType(Class<T> type, List<ChatMessage> messages) {
        return messages.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
