package dev.langchain4j.model.openrouter.internal.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.ChatMessage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatLateResultsTest {

    @ParameterizedTest
    @CsvSource({
        // the user writes while a tool runs
        "u1 c:A u2 r:A, u1 c:A r:A u2",
        "u1 c:A u2 r:A a3 u4, u1 c:A r:A u2 a3 u4",
        "u1 c:AB r:A u2 r:B, u1 c:AB r:A r:B u2",
        "u1 c:A s2 u3 r:A, u1 c:A r:A s2 u3",
        "u1 c:A u2 a3 u4 r:A, u1 c:A r:A u2 a3 u4",
        // a tool asks the assistant that called it
        "u1 c:A u2 a3 r:A, u2 a3 u1 c:A r:A",
        "u1 a2 u3 c:A u4 a5 r:A a6 u7, u1 a2 u4 a5 u3 c:A r:A a6 u7",
        "s0 u1 c:A r:A c:B u2 a3 r:B, s0 u2 a3 u1 c:A r:A c:B r:B",
        "u1 c:AB r:A u2 a3 r:B, u2 a3 u1 c:AB r:A r:B",
        "u1 c:AB u2 a3 r:A r:B, u2 a3 u1 c:AB r:A r:B",
        "u1 c:AB u2 u3 a4 a5 r:A r:B, u2 u3 a4 a5 u1 c:AB r:A r:B",
        "u1 c:AB u2 a3 r:A u4 a5 r:B, u2 a3 u4 a5 u1 c:AB r:A r:B",
        "u1 c:A u2 c:B u3 a4 r:B a5 r:A, u3 a4 u2 c:B r:B a5 u1 c:A r:A",
        "u1 c:A u2 c:B r:B a3 r:A, u2 c:B r:B a3 u1 c:A r:A",
        "u1 c:A u2 c:A r:A a3 r:A, u2 c:A r:A a3 u1 c:A r:A",
        "c:A u2 a3 r:A, u2 a3 c:A r:A",
        "u0 u1 c:A u2 a3 r:A, u2 a3 u0 u1 c:A r:A",
        // calls of one answer in a message each
        "u1 c:A c:B r:A r:B, u1 c:A r:A c:B r:B",
    })
    void results_and_calls_come_together(String memory, String sent) {
        assertThat(Conversation.words(ChatLateResults.besideTheirCalls(Conversation.of(memory))))
                .isEqualTo(sent);
    }

    @ParameterizedTest
    @CsvSource({
        "u1 a2 u3",
        "u1 c:AB r:B r:A a2",
        "u1 c:A s2 r:A",
        "u1 c:A u2 a3", // ended before its result
        "u1 c:A u2 c:A r:A", // the id of a call without a result comes again
        "u1 c:A r:B u2 r:C", // results of unknown calls
        "r:A u1",
    })
    void everything_else_stays(String memory) {
        List<ChatMessage> messages = Conversation.of(memory);

        assertThat(ChatLateResults.besideTheirCalls(messages)).isSameAs(messages);
    }

    @Test
    void one_message_object_may_stand_at_two_places() {
        List<ChatMessage> once = Conversation.of("u1 c:A r:A");
        ChatMessage call = once.get(1);
        ChatMessage result = once.get(2);

        assertThat(ChatLateResults.besideTheirCalls(List.of(call, once.get(0), call, result, result)))
                .hasSize(5);
    }
}
