package dev.langchain4j.openrouter.playground;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The messages of a conversation, and the turn that is under way. */
final class Conversation {

    private final List<ChatMessage> messages = new ArrayList<>();
    private @Nullable ChatTurn turn;

    /**
     * Begins a turn with a question, which replaces one that failed, or answers the last one again. A turn that is under
     * way is cancelled.
     */
    synchronized ChatTurn begin(
            Supplier<StreamingChatModel> model, boolean tools, Bill bill, @Nullable UserMessage question) {
        cancel();
        if (question == null || turn == null || !turn.answered()) {
            forgetTheAnswer();
        }
        if (question != null) {
            if (turn != null && turn.failed()) {
                messages.remove(messages.size() - 1); // an image that the model does not read would fail this one, too
            }
            messages.add(question);
        } else if (messages.isEmpty()) {
            throw new IllegalArgumentException("Nothing has been asked yet");
        }
        turn = new ChatTurn(this, model, tools, bill);
        return turn;
    }

    synchronized void cancel() {
        if (turn != null) {
            turn.cancel();
        }
    }

    /** Drops what a turn adds after the next one has begun. */
    synchronized void add(ChatTurn from, ChatMessage message) {
        if (from == turn) {
            messages.add(message);
        }
    }

    synchronized List<ChatMessage> messages() {
        return List.copyOf(messages);
    }

    /** Unanswered tool calls and a broken answer must not be sent again, nor an answer that another one replaces. */
    private void forgetTheAnswer() {
        int lastQuestion = messages.size() - 1;
        while (lastQuestion >= 0 && !(messages.get(lastQuestion) instanceof UserMessage)) {
            lastQuestion--;
        }
        messages.subList(lastQuestion + 1, messages.size()).clear();
    }
}
