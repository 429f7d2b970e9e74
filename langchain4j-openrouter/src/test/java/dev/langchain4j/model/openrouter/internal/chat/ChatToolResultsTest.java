package dev.langchain4j.model.openrouter.internal.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.ChatMessage;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ChatToolResultsTest {

    private static final String LEGAL =
            "([uas] |c:[A-C] (s )*[rn]:[A-C] |c:[A-C]{2} (s )*[rn]:[A-C] (s )*[rn]:[A-C] )*";

    @ParameterizedTest
    @CsvSource({
        // calls without a result
        "u1 c:A u2, u1 c:A n:A u2",
        "u1 c:AB r:B a2, u1 c:AB r:B n:A a2",
        "u1 c:AB s2 r:A s3 u4, u1 c:AB s2 r:A n:B s3 u4",
        "u1 c:A c:B r:B, u1 c:A n:A c:B r:B",
        "u1 c:A, u1 c:A n:A",
        // results without a call
        "r:A u1, u1",
        "r:A r:B s0 u1 a2 r:C u3, s0 u1 a2 u3",
        "r:A u1 a2 u3 r:B, u1 a2 u3 r:B",
        "u1 r:A a2 c:B r:B, u1 a2 c:B r:B",
        "u1 r:A c:A, u1 c:A n:A",
        "u1 c:A r:B r:A, u1 c:A r:A",
        // a second result
        "u1 c:A r:A r:A u2, u1 c:A r:A u2",
        "u1 c:AB r:A r:A, u1 c:AB r:A n:B",
    })
    void each_call_has_one_result(String memory, String sent) {
        assertThat(Conversation.words(ChatToolResults.oneForEachCall(Conversation.of(memory))))
                .isEqualTo(sent);
    }

    @ParameterizedTest
    @CsvSource({
        "u1 a2 u3",
        "u1 r:A",
        "s0 r:A",
        "u1 c:AB r:B s2 r:A a2",
        "u1 c:AA r:A r:A",
        "u1 c:A r:B",
        "u1 c:AB r:B r:C"
    })
    void everything_else_stays(String memory) {
        List<ChatMessage> messages = Conversation.of(memory);

        assertThat(ChatToolResults.oneForEachCall(messages)).isSameAs(messages);
    }

    @Test
    void one_message_object_may_stand_at_two_places() {
        List<ChatMessage> once = Conversation.of("u1 c:A r:A");
        ChatMessage result = once.get(2);

        assertThat(ChatToolResults.oneForEachCall(List.of(result, once.get(0), once.get(1), result)))
                .isEqualTo(once);
    }

    static IntStream seeds() {
        return IntStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatever_the_memory_each_sent_call_has_as_many_results_as_calls(int seed) {
        var random = new Random(seed);
        List<String> words = List.of("u", "a", "s", "c:A", "c:AB", "c:BC", "r:A", "r:A", "r:B", "r:C");
        String memory = random.ints(1 + random.nextInt(14), 0, words.size())
                .mapToObj(words::get)
                .collect(Collectors.joining(" ", "", " u"));

        List<ChatMessage> sent =
                ChatToolResults.oneForEachCall(ChatLateResults.besideTheirCalls(Conversation.of(memory)));
        List<ChatMessage> newest = ChatContextWindow.newest(1 + random.nextInt(8), sent);

        assertThat(Conversation.words(sent) + " ").as(memory).matches(LEGAL);
        assertThat(Conversation.words(newest) + " ").as(memory).matches(LEGAL);
    }
}
