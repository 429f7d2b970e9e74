package dev.langchain4j.model.openrouter.internal.api.chat;

import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletion.Choice;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Separates the answer of a stream from further answers, which some gateways generate unasked. Two choices with text, or
 * with calls, or with reasoning, are two answers if the second one has its own role, begins after the end of the first one,
 * or is in the same chunk; then the first one counts. Different indexes are not enough, because some servers number the
 * parts of one answer.
 */
final class OneChoice {

    private @Nullable Integer ofText;
    private @Nullable Integer ofCalls;
    private @Nullable Integer ofReasoning;
    private Set<Integer> withRole = Set.of();
    private Set<Integer> others = Set.of();
    private boolean ended;

    /**
     * Whether the next choice of the stream belongs to the answer.
     *
     * @param role whether the choice names the role of its message
     */
    boolean holds(Choice choice, @Nullable Integer index, boolean role) {
        if (index != null && role) {
            withRole = with(index, withRole);
        }
        boolean held = isOfAnswer(choice, index);
        ended |= held && FinishWord.of(choice.finishReason()) != FinishWord.NONE;
        return held;
    }

    /** Notes a choice beside that of the answer in one chunk: with a role or a second text it is another answer. */
    void reject(Choice other, @Nullable Integer index, boolean role) {
        if (index != null && !index.equals(ofText) && (role || ofText != null && hasText(other.message()))) {
            others = with(index, others);
        }
    }

    private static boolean hasText(@Nullable AnswerMessage message) {
        return message != null
                && message.content() != null
                && !message.content().isEmpty();
    }

    private boolean isOfAnswer(Choice choice, @Nullable Integer index) {
        AnswerMessage message = choice.message();
        if (index == null || message == null && !others.contains(index)) {
            return true;
        }
        if (message == null || others.contains(index)) {
            return false;
        }
        if (hasText(message)) {
            ofText = ofText == null ? index : ofText;
            return accepts(ofText, index);
        }
        if (!message.toolCalls().isEmpty()) {
            ofCalls = ofCalls == null ? index : ofCalls;
            return accepts(ofCalls, index);
        }
        if (message.reasoning() != null) {
            ofReasoning = ofReasoning == null ? index : ofReasoning;
            return accepts(ofReasoning, index);
        }
        return true;
    }

    /** Whether this may be the index of another part of the answer; else it is noted as that of another answer. */
    private boolean accepts(Integer first, Integer index) {
        boolean known =
                first.equals(index) || index.equals(ofText) || index.equals(ofCalls) || index.equals(ofReasoning);
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
        Set<Integer> more = new HashSet<>(indexes);
        more.add(index);
        return more;
    }
}
