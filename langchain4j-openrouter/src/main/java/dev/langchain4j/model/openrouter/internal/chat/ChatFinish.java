package dev.langchain4j.model.openrouter.internal.chat;

import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletion.Choice;
import dev.langchain4j.model.output.FinishReason;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How an answer ended, by OpenRouter's and by the provider's finish reason. Some gateways report {@code stop} or
 * {@code tool_calls} for an answer that the provider itself reports as cut off: a limit or a filter in either of the
 * two counts.
 */
public enum ChatFinish {
    STOP(FinishReason.STOP, false),
    LENGTH(FinishReason.LENGTH, true),
    CONTENT_FILTER(FinishReason.CONTENT_FILTER, true),
    /** The answer failed, or its end is unknown. */
    FAILED(FinishReason.OTHER, true),
    /** Both finish reasons are missing. */
    NOTHING_SAID(FinishReason.STOP, false),
    /** {@code tool_calls}, and undocumented values. */
    OTHER(FinishReason.OTHER, false);

    private static final Set<String> LIMITS = Set.of(
            "length",
            "max_tokens",
            "max_output_tokens",
            "max_completion_tokens",
            "max_length",
            "max_len",
            "max_context",
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

    private static final Pattern CAMEL_CASE = Pattern.compile("(?<=[a-z])(?=[A-Z])");
    private static final Pattern PREFIX = Pattern.compile("^(?:finish_)?reason_");

    private final FinishReason reason;
    private final boolean mayBeCutOff;

    ChatFinish(FinishReason reason, boolean mayBeCutOff) {
        this.reason = reason;
        this.mayBeCutOff = mayBeCutOff;
    }

    public static ChatFinish of(Choice choice) {
        ChatFinish byWord = of(choice.finishReason());
        if (byWord.mayBeCutOff) {
            return byWord;
        }
        ChatFinish byNative = of(choice.nativeFinishReason());
        return byNative == LENGTH || byNative == CONTENT_FILTER ? byNative : byWord;
    }

    private static ChatFinish of(@Nullable String word) {
        if ("stop".equals(word)) {
            return STOP; // nearly every answer: no spelling to look at
        }
        String lower = word == null ? "" : inOneSpelling(word);
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

    /** Gateways pass on {@code MaxTokens}, {@code max-tokens} or {@code FINISH_REASON_MAX_TOKENS} as well. */
    private static String inOneSpelling(String word) {
        String spelled = CAMEL_CASE.matcher(word.strip()).replaceAll("_");
        String lower = spelled.toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
        return PREFIX.matcher(lower).replaceFirst("");
    }

    public FinishReason reason() {
        return reason;
    }

    /** Whether the answer, or the last of its calls, may be incomplete. */
    public boolean mayBeCutOff() {
        return mayBeCutOff;
    }
}
