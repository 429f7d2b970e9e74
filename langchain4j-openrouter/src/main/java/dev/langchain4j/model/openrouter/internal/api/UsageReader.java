package dev.langchain4j.model.openrouter.internal.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reads the {@code usage} object. */
final class UsageReader {

    private @Nullable Integer promptTokens;
    private @Nullable Integer completionTokens;
    private @Nullable Integer totalTokens;
    private @Nullable Integer cachedTokens;
    private @Nullable Integer cacheWriteTokens;
    private @Nullable Integer audioInputTokens;
    private @Nullable Integer reasoningTokens;
    private @Nullable Integer audioOutputTokens;
    private @Nullable Integer imageOutputTokens;
    private @Nullable BigDecimal cost;
    private @Nullable BigDecimal upstreamCost;
    private @Nullable Boolean byok;
    private @Nullable Integer webSearchRequests;
    private @Nullable Integer searchUnits;

    private UsageReader() {}

    /** Null where the value is no object, or one that reports nothing. */
    static @Nullable Usage read(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return null;
        }
        Usage usage = new UsageReader().readUsage(json);
        return usage.reportsNothing() ? null : usage;
    }

    private Usage readUsage(JsonParser json) throws IOException {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "prompt_tokens" -> promptTokens = JsonValues.integer(json);
                case "completion_tokens" -> completionTokens = JsonValues.integer(json);
                case "total_tokens" -> totalTokens = JsonValues.integer(json);
                case "prompt_tokens_details" -> readPromptDetails(json);
                case "completion_tokens_details" -> readCompletionDetails(json);
                case "cost" -> cost = JsonValues.decimal(json);
                case "cost_details" -> readCostDetails(json);
                case "is_byok" -> byok = JsonValues.flag(json);
                case "search_units" -> searchUnits = JsonValues.integer(json);
                // the guide says the first, the specification the second
                case "server_tool_use", "server_tool_use_details" -> readServerToolUse(json);
                default -> json.skipChildren();
            }
        }
        return new Usage(
                promptTokens,
                completionTokens,
                totalTokens,
                cachedTokens,
                cacheWriteTokens,
                audioInputTokens,
                reasoningTokens,
                audioOutputTokens,
                imageOutputTokens,
                cost,
                upstreamCost,
                byok,
                webSearchRequests,
                searchUnits);
    }

    private void readPromptDetails(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "cached_tokens" -> cachedTokens = JsonValues.integer(json);
                case "cache_write_tokens" -> cacheWriteTokens = JsonValues.integer(json);
                case "audio_tokens" -> audioInputTokens = JsonValues.integer(json);
                default -> json.skipChildren();
            }
        }
    }

    private void readCompletionDetails(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "reasoning_tokens" -> reasoningTokens = JsonValues.integer(json);
                case "audio_tokens" -> audioOutputTokens = JsonValues.integer(json);
                case "image_tokens" -> imageOutputTokens = JsonValues.integer(json);
                default -> json.skipChildren();
            }
        }
    }

    private void readCostDetails(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            if (name.equals("upstream_inference_cost")) {
                upstreamCost = JsonValues.decimal(json);
            } else {
                json.skipChildren();
            }
        }
    }

    private void readServerToolUse(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            if (name.equals("web_search_requests")) {
                Integer requests = JsonValues.integer(json);
                webSearchRequests = requests == null ? webSearchRequests : requests;
            } else {
                json.skipChildren();
            }
        }
    }
}
