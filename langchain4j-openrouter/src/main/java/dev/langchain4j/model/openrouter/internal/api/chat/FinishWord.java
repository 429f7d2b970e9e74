package dev.langchain4j.model.openrouter.internal.api.chat;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The meaning of a finish reason, OpenRouter's or the provider's own. */
public enum FinishWord {
    /** There is no finish reason; some servers write {@code "null"} into each chunk. */
    NONE,
    STOP,
    /** A token limit. */
    LIMIT,
    /** The provider has stopped the model, and more tokens would not help. */
    INTERRUPTION,
    /** A filter, or the model's refusal. */
    FILTER,
    /** The provider has failed or given up. */
    FAILURE,
    /** {@code tool_calls}, and words without a known meaning. */
    OTHER;

    private static final Set<String> LIMITS = Set.of(
            "length",
            "model_length",
            "limit",
            "context",
            "context_length",
            "error_limit",
            "out_of_tokens",
            "not_finished",
            "incomplete",
            "truncated");

    private static final Set<String> INTERRUPTIONS = Set.of("time_limit", "pause_turn", "repetition");

    /** All the names of a number of tokens, a length or a context that is used up. */
    private static final Pattern TOKENS_USED_UP = Pattern.compile(
            "max(?:imum)?_?(?:\\w+_)?(?:tokens?|len|length|context|output)(?:_(?:reached|exceeded|limit))?"
                    + "|(?:\\w+_)?(?:tokens?|length|context|window|output)_(?:limit_)?(?:limit|reached|exceeded|capped)");

    private static final Set<String> FILTERS = Set.of(
            "content_filter",
            "content_filtered",
            "content_moderation",
            "content_policy_violation",
            "content_blocked",
            "prompt_blocked",
            "blocked",
            "moderation",
            "guardrail_intervened",
            "model_armor",
            "refusal",
            "sensitive",
            "safety",
            "image_safety",
            "recitation",
            "image_recitation",
            "blocklist",
            "prohibited_content",
            "image_prohibited_content",
            "error_toxic",
            "spii",
            "language");

    private static final Set<String> FAILURES = Set.of(
            "error",
            "failed",
            "failure",
            "abort",
            "aborted",
            "cancelled",
            "canceled",
            "user_cancel",
            "timeout",
            "insufficient_system_resource",
            "unexpected_tool_call",
            "too_many_tool_calls",
            "missing_thought_signature");

    private static final Set<String> CALLS =
            Set.of("tool_calls", "tool_call", "tool_use", "function_calls", "function_call");

    private static final Pattern CAMEL_CASE = Pattern.compile("(?<=[a-z])(?=[A-Z])");
    private static final Pattern PREFIX = Pattern.compile("^(?:(?:finish|stop)_)?reason[_.]");

    /** Whether the answer was ended before the model had ended it. */
    public boolean cutsOff() {
        return this == LIMIT || this == INTERRUPTION || this == FILTER || this == FAILURE;
    }

    /** Whether a finish reason says that the model has called tools. */
    static boolean announcesCalls(@Nullable String word) {
        return word != null && CALLS.contains(inOneSpelling(word));
    }

    /** Some gateways end an answer twice: what cut it off counts, and else the last word. */
    static @Nullable String ofTwo(@Nullable String before, @Nullable String last) {
        return last == null || of(before).cutsOff() && !of(last).cutsOff() ? before : last;
    }

    public static FinishWord of(@Nullable String word) {
        if (word == null) {
            return NONE;
        }
        if ("stop".equals(word)) {
            return STOP; // nearly every answer: no spelling to look at
        }
        if ("tool_calls".equals(word)) {
            return OTHER;
        }
        String lower = inOneSpelling(word);
        if (LIMITS.contains(lower) || TOKENS_USED_UP.matcher(lower).matches()) {
            return LIMIT;
        }
        if (INTERRUPTIONS.contains(lower)) {
            return INTERRUPTION;
        }
        if (FILTERS.contains(lower)) {
            return FILTER;
        }
        if (FAILURES.contains(lower) || namesFailure(lower)) {
            return FAILURE;
        }
        return switch (lower) {
            case "", "null", "none", "unspecified" -> NONE;
            case "stop" -> STOP;
            default -> OTHER;
        };
    }

    /** Names what has failed, or what the model has made in a form that nobody can read. */
    private static boolean namesFailure(String word) {
        return word.endsWith("_error") || word.startsWith("malformed_");
    }

    /** Gateways pass on {@code MaxTokens}, {@code max-tokens} or {@code FINISH_REASON_MAX_TOKENS} as well. */
    private static String inOneSpelling(String word) {
        String spelled = CAMEL_CASE.matcher(word.strip()).replaceAll("_");
        String lower = spelled.toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
        return PREFIX.matcher(lower).replaceFirst("");
    }
}
