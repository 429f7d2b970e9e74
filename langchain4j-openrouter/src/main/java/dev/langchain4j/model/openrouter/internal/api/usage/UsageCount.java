package dev.langchain4j.model.openrouter.internal.api.usage;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The counts in {@code usage} besides the sums of tokens: the name in Java, the object on the wire, the field in it.
 */
public enum UsageCount {
    CACHED_INPUT("cachedInputTokens", Details.PROMPT, "cached_tokens"),
    CACHE_WRITE_INPUT("cacheWriteInputTokens", Details.PROMPT, "cache_write_tokens"),
    AUDIO_INPUT("audioInputTokens", Details.PROMPT, "audio_tokens"),
    VIDEO_INPUT("videoInputTokens", Details.PROMPT, "video_tokens"),
    FILE_INPUT("fileInputTokens", Details.PROMPT, "file_tokens"),
    REASONING("reasoningTokens", Details.COMPLETION, "reasoning_tokens"),
    AUDIO_OUTPUT("audioOutputTokens", Details.COMPLETION, "audio_tokens"),
    IMAGE_OUTPUT("imageOutputTokens", Details.COMPLETION, "image_tokens"),
    ACCEPTED_PREDICTION("acceptedPredictionTokens", Details.COMPLETION, "accepted_prediction_tokens"),
    REJECTED_PREDICTION("rejectedPredictionTokens", Details.COMPLETION, "rejected_prediction_tokens"),
    WEB_SEARCH("webSearchRequests", Details.SERVER_TOOLS, "web_search_requests"),
    SERVER_TOOL_REQUESTED("serverToolCallsRequested", Details.SERVER_TOOLS, "tool_calls_requested"),
    SERVER_TOOL_EXECUTED("serverToolCallsExecuted", Details.SERVER_TOOLS, "tool_calls_executed");

    /** The objects of {@code usage} that hold counts. */
    enum Details {
        PROMPT,
        COMPLETION,
        SERVER_TOOLS
    }

    private static final Map<Details, Map<String, UsageCount>> BY_FIELD = byField();

    private final String javaName;
    private final Details details;
    private final String field;

    UsageCount(String javaName, Details details, String field) {
        this.javaName = javaName;
        this.details = details;
        this.field = field;
    }

    /** Uses loops, because the first collector takes some milliseconds of a program's start. */
    private static Map<Details, Map<String, UsageCount>> byField() {
        Map<Details, Map<String, UsageCount>> all = new EnumMap<>(Details.class);
        for (Details details : Details.values()) {
            all.put(details, new HashMap<>());
        }
        for (UsageCount count : values()) {
            all.get(count.details).put(count.field, count);
        }
        return all;
    }

    /** Null for an unknown field. */
    static @Nullable UsageCount of(Details details, String field) {
        return BY_FIELD.get(details).get(field);
    }

    /** The name in Java. */
    @Override
    public String toString() {
        return javaName;
    }
}
