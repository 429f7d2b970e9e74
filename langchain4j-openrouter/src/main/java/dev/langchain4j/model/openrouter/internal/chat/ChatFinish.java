package dev.langchain4j.model.openrouter.internal.chat;

import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletion.Choice;
import dev.langchain4j.model.openrouter.internal.api.chat.FinishWord;
import dev.langchain4j.model.output.FinishReason;

/**
 * How an answer ended, by OpenRouter's and by the provider's finish reason. Some gateways report {@code stop} or
 * {@code tool_calls} for an answer that the provider itself reports as cut off: a limit, a filter or a failure in
 * either of the two counts.
 */
public enum ChatFinish {
    STOP(FinishReason.STOP, false),
    LENGTH(FinishReason.LENGTH, true),
    /** By the provider, for another reason than a token limit. */
    INTERRUPTED(FinishReason.LENGTH, true),
    CONTENT_FILTER(FinishReason.CONTENT_FILTER, true),
    /** The answer failed, or its end is unknown. */
    FAILED(FinishReason.OTHER, true),
    /** Both finish reasons are missing. */
    NOTHING_SAID(FinishReason.STOP, false),
    /** {@code tool_calls}, and undocumented values. */
    OTHER(FinishReason.OTHER, false);

    private final FinishReason reason;
    private final boolean mayBeCutOff;

    ChatFinish(FinishReason reason, boolean mayBeCutOff) {
        this.reason = reason;
        this.mayBeCutOff = mayBeCutOff;
    }

    public static ChatFinish of(Choice choice) {
        FinishWord word = FinishWord.of(choice.finishReason());
        FinishWord ofProvider = word.cutsOff() ? word : FinishWord.of(choice.nativeFinishReason());
        return of(ofProvider.cutsOff() ? ofProvider : word);
    }

    private static ChatFinish of(FinishWord word) {
        return switch (word) {
            case NONE -> NOTHING_SAID;
            case STOP -> STOP;
            case LIMIT -> LENGTH;
            case INTERRUPTION -> INTERRUPTED;
            case FILTER -> CONTENT_FILTER;
            case FAILURE -> FAILED;
            case OTHER -> OTHER;
        };
    }

    public FinishReason reason() {
        return reason;
    }

    /** Whether the answer, or the last of its calls, may be incomplete. */
    public boolean mayBeCutOff() {
        return mayBeCutOff;
    }
}
