package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletion.Choice;
import dev.langchain4j.model.output.FinishReason;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How an answer ended, by OpenRouter's word and by the provider's own. Some gateways report {@code stop} or
 * {@code tool_calls} for an answer that the provider itself says was cut off: whoever names a limit or a filter is
 * believed.
 */
enum ChatFinish {
    STOP(FinishReason.STOP, false),
    LENGTH(FinishReason.LENGTH, true),
    CONTENT_FILTER(FinishReason.CONTENT_FILTER, true),
    /** The answer failed, or it is not known to have ended. */
    FAILED(FinishReason.OTHER, true),
    /** Neither of the two says anything. */
    NOTHING_SAID(FinishReason.STOP, false),
    /** {@code tool_calls}, and words that nobody has documented. */
    OTHER(FinishReason.OTHER, false);

    private static final Set<String> LIMITS = Set.of(
            "length",
            "max_tokens",
            "max_output_tokens",
            "max_completion_tokens",
            "max_length",
            "model_length",
            "token_limit",
            "model_context_window_exceeded",
            "context_length_exceeded");

    private static final Set<String> FILTERS = Set.of(
            "content_filter",
            "content_filtered",
            "guardrail_intervened",
            "safety",
            "image_safety",
            "recitation",
            "blocklist",
            "prohibited_content",
            "spii");

    private final FinishReason reason;
    private final boolean mayBeCutOff;

    ChatFinish(FinishReason reason, boolean mayBeCutOff) {
        this.reason = reason;
        this.mayBeCutOff = mayBeCutOff;
    }

    static ChatFinish of(Choice choice) {
        ChatFinish byWord = of(choice.finishReason());
        if (byWord.mayBeCutOff) {
            return byWord;
        }
        ChatFinish byNative = of(choice.nativeFinishReason());
        return byNative == LENGTH || byNative == CONTENT_FILTER ? byNative : byWord;
    }

    private static ChatFinish of(@Nullable String word) {
        String lower = word == null ? "" : word.strip().toLowerCase(Locale.ROOT);
        if (LIMITS.contains(lower)) {
            return LENGTH;
        }
        if (FILTERS.contains(lower)) {
            return CONTENT_FILTER;
        }
        return switch (lower) {
            case "" -> NOTHING_SAID;
            case "stop" -> STOP;
            case "error" -> FAILED;
            default -> OTHER;
        };
    }

    FinishReason reason() {
        return reason;
    }

    /** Whether the answer, or the last of its calls, may be a part. */
    boolean mayBeCutOff() {
        return mayBeCutOff;
    }
}
