package dev.langchain4j.model.openrouter.internal.api.chat;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a request. Most are only a text, and a conversation has hundreds of them: such a message is kept as
 * its text, and an object is made only for a caller that asks for it.
 *
 * <pre>{@code
 * entries   [System, "Hi", "Hello!", "And now?", Assistant, Tool]
 * answers                  ^ is the model's, the other two texts are the user's
 * }</pre>
 */
public final class RequestMessages extends AbstractList<RequestMessage> {

    private final List<Object> entries;

    /** The places of the model's texts; null as long as there is none. */
    private @Nullable BitSet answers;

    /** An empty list with room for this many messages. */
    public RequestMessages(int capacity) {
        entries = new ArrayList<>(capacity);
    }

    public static RequestMessages of(Collection<? extends RequestMessage> messages) {
        var copy = new RequestMessages(messages.size());
        copy.addAll(messages);
        return copy;
    }

    public void addUserText(String text) {
        entries.add(text);
    }

    public void addAssistantText(String text) {
        if (answers == null) {
            answers = new BitSet();
        }
        answers.set(entries.size());
        entries.add(text);
    }

    @Override
    public boolean add(RequestMessage message) {
        if (message instanceof RequestMessage.UserText user) {
            addUserText(user.text());
        } else if (message instanceof RequestMessage.AssistantText answer) {
            addAssistantText(answer.text());
        } else {
            entries.add(message);
        }
        return true;
    }

    /** The text of a message that is only a text; null for other messages. */
    @Nullable
    String textAt(int index) {
        return entries.get(index) instanceof String text ? text : null;
    }

    /** Whether the text there is the model's, not the user's. */
    boolean isAnswer(int index) {
        return answers != null && answers.get(index);
    }

    @Override
    public RequestMessage get(int index) {
        String text = textAt(index);
        if (text == null) {
            return (RequestMessage) entries.get(index);
        }
        return isAnswer(index) ? new RequestMessage.AssistantText(text) : new RequestMessage.UserText(text);
    }

    @Override
    public int size() {
        return entries.size();
    }
}
