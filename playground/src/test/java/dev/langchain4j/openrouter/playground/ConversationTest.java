package dev.langchain4j.openrouter.playground;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import org.junit.jupiter.api.Test;

class ConversationTest {

    private static final StreamingChatModel UNUSED = new StreamingChatModel() {};

    @Test
    void an_answer_that_arrives_after_the_next_question_is_dropped() {
        Conversation conversation = new Conversation();
        UserMessage next = UserMessage.from("And Paris?");
        ChatTurn first =
                conversation.begin(() -> UNUSED, false, new Bill(cost -> {}), UserMessage.from("Where is Ghent?"));
        conversation.begin(() -> UNUSED, false, new Bill(cost -> {}), next);

        conversation.add(first, AiMessage.from("In Belgium."));

        assertThat(conversation.messages()).last().isEqualTo(next);
    }
}
