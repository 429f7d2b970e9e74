package dev.langchain4j.model.openrouter.internal.api.chat;

import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletion.Choice;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Separates the answer of a stream from further answers, which some gateways generate unasked. Two choices with text,
 * or with calls, or with reasoning, are two answers if the second one has its own role, begins after the end of the
 * first one, or is in the same chunk; then the first one counts. Different indexes are not enough, because some servers
 * number the parts of one answer.
 */
final class OneChoice {

    private @Nullable Integer ofText;
    private @Nullable Integer ofCalls;
    private @Nullable Integer ofReasoning;
    private Set<Integer> withRole = Set.of();
    private Set<Integer> others = Set.of();
    private boolean ended;

    /** Whether the next choice of the stream belongs to the answer. */
    boolean holds(Choice choice) {
        if (choice.index() != null && choice.hasRole()) {
            withRole = with(choice.index(), withRole);
        }
        boolean held = isOfAnswer(choice.index(), choice.message());
        ended |= held && FinishWord.of(choice.finishReason()) != FinishWord.NONE;
        return held;
    }

    /** Notes a choice beside that of the answer in one chunk: with a role or a second text it is another answer. */
    void reject(Choice other) {
        Integer index = other.index();
        if (index != null && !index.equals(ofText) && (other.hasRole() || ofText != null && hasText(other.message()))) {
            others = with(index, others);
        }
    }

    private static boolean hasText(@Nullable AnswerMessage message) {
        return message != null
                && message.content() != null
                && !message.content().isEmpty();
    }

    private boolean isOfAnswer(@Nullable Integer index, @Nullable AnswerMessage message) {
        if (index == null) {
            return true;
        }
        if (others.contains(index)) {
            return false;
        }
        if (hasText(message)) {
            ofText = first(ofText, index);
        } else if (message != null && !message.toolCalls().isEmpty()) {
            ofCalls = first(ofCalls, index);
        } else if (message != null && message.reasoning() != null) {
            ofReasoning = first(ofReasoning, index);
        } else {
            return true;
        }
        return accepts(index);
    }

    private static Integer first(@Nullable Integer before, Integer now) {
        return before == null ? now : before;
    }

    /** Whether this may be the index of a part of the answer; else it is noted as that of another answer. */
    private boolean accepts(Integer index) {
        boolean known = index.equals(ofText) || index.equals(ofCalls) || index.equals(ofReasoning);
        if (known || !ended && !withRole.contains(index)) {
            return true;
        }
        others = with(index, others);
        return false;
    }

    /** Nearly every answer has one index: it needs no table. */
    private static Set<Integer> with(Integer index, Set<Integer> indexes) {
        if (indexes.contains(index)) {
            return indexes;
        }
        if (indexes.isEmpty()) {
            return Set.of(index);
        }
        Set<Integer> more = indexes.size() == 1 ? new HashSet<>(indexes) : indexes;
        more.add(index);
        return more;
    }
}
