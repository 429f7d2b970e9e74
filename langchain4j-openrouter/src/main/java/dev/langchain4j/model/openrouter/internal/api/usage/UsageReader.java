package dev.langchain4j.model.openrouter.internal.api.usage;

import com.fasterxml.jackson.core.JsonParser;
import dev.langchain4j.model.openrouter.internal.api.json.JsonObject;
import dev.langchain4j.model.openrouter.internal.api.json.JsonValues;
import dev.langchain4j.model.openrouter.internal.api.usage.UsageCount.Details;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the {@code usage} object. */
public final class UsageReader {

    private Map<UsageCount, Integer> counts = Map.of();
    private @Nullable Integer promptTokens;
    private @Nullable Integer completionTokens;
    private @Nullable Integer totalTokens;
    private @Nullable BigDecimal cost;
    private @Nullable BigDecimal upstreamCost;
    private @Nullable BigDecimal upstreamInputCost;
    private @Nullable BigDecimal upstreamOutputCost;
    private @Nullable BigDecimal serverToolCost;
    private @Nullable Boolean byok;
    private @Nullable Integer searchUnits;

    private UsageReader() {}

    /** Null if the value is not an object, or an empty report. */
    public static @Nullable Usage read(JsonParser json) throws IOException {
        if (!JsonValues.isObject(json)) {
            return null;
        }
        Usage usage = new UsageReader().readUsage(json);
        return usage.reportsNothing() ? null : usage;
    }

    /** Like {@link #read(JsonParser)}, but returns {@code before}, which was read earlier, if nothing is reported. */
    public static @Nullable Usage read(JsonParser json, @Nullable Usage before) throws IOException {
        Usage own = read(json);
        return own == null ? before : own;
    }

    /** The {@code usage} of a body that was read by names, with the field names of chats or of the other endpoints. */
    public static @Nullable Usage read(JsonObject body) {
        JsonObject reported = body.object("usage");
        if (reported == null) {
            return null;
        }
        JsonObject details = reported.object("cost_details");
        Usage usage = new Usage(
                either(reported, "input_tokens", "prompt_tokens"),
                either(reported, "output_tokens", "completion_tokens"),
                reported.count("total_tokens"),
                counts(reported),
                reported.decimal("cost"),
                details == null ? null : details.decimal("upstream_inference_cost"),
                details == null ? null : details.decimal("upstream_inference_prompt_cost"),
                details == null ? null : details.decimal("upstream_inference_completions_cost"),
                details == null ? null : details.decimal("server_tool_cost"),
                reported.flag("is_byok"),
                null);
        return usage.reportsNothing() ? null : usage;
    }

    private static Map<UsageCount, Integer> counts(JsonObject usage) {
        Map<UsageCount, Integer> counts = new EnumMap<>(UsageCount.class);
        for (String name : List.of("prompt_tokens_details", "input_tokens_details")) {
            addCounts(Details.PROMPT, usage.object(name), counts);
        }
        for (String name : List.of("completion_tokens_details", "output_tokens_details")) {
            addCounts(Details.COMPLETION, usage.object(name), counts);
        }
        return counts;
    }

    private static void addCounts(Details details, @Nullable JsonObject reported, Map<UsageCount, Integer> counts) {
        if (reported == null) {
            return;
        }
        for (String name : reported.members().keySet()) {
            UsageCount count = UsageCount.of(details, name);
            Integer value = reported.count(name);
            if (count != null && value != null) {
                counts.put(count, value);
            }
        }
    }

    private static @Nullable Integer either(JsonObject usage, String name, String other) {
        Integer count = usage.count(name);
        return count == null ? usage.count(other) : count;
    }

    private Usage readUsage(JsonParser json) throws IOException {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "prompt_tokens" -> promptTokens = JsonValues.count(json);
                case "completion_tokens" -> completionTokens = JsonValues.count(json);
                case "total_tokens" -> totalTokens = JsonValues.count(json);
                case "prompt_tokens_details" -> readCounts(Details.PROMPT, json);
                case "completion_tokens_details" -> readCounts(Details.COMPLETION, json);
                // the guide documents the first, the specification the second
                case "server_tool_use", "server_tool_use_details" -> readCounts(Details.SERVER_TOOLS, json);
                case "cost" -> cost = JsonValues.decimal(json);
                case "cost_details" -> readCostDetails(json);
                case "is_byok" -> byok = JsonValues.flag(json);
                case "search_units" -> searchUnits = JsonValues.count(json);
                default -> json.skipChildren();
            }
        }
        return new Usage(
                promptTokens,
                completionTokens,
                totalTokens,
                counts,
                cost,
                upstreamCost,
                upstreamInputCost,
                upstreamOutputCost,
                serverToolCost,
                byok,
                searchUnits);
    }

    private void readCounts(Details details, JsonParser json) throws IOException {
        if (!JsonValues.isObject(json)) {
            return;
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            UsageCount count = UsageCount.of(details, name);
            if (count == null) {
                json.skipChildren();
                continue;
            }
            Integer value = JsonValues.count(json);
            if (value != null) {
                put(count, value);
            }
        }
    }

    private void put(UsageCount count, Integer value) {
        if (counts.isEmpty()) {
            counts = new EnumMap<>(UsageCount.class);
        }
        counts.put(count, value);
    }

    private void readCostDetails(JsonParser json) throws IOException {
        if (!JsonValues.isObject(json)) {
            return;
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "upstream_inference_cost" -> upstreamCost = JsonValues.decimal(json);
                case "upstream_inference_prompt_cost" -> upstreamInputCost = JsonValues.decimal(json);
                case "upstream_inference_completions_cost" -> upstreamOutputCost = JsonValues.decimal(json);
                case "server_tool_cost" -> serverToolCost = JsonValues.decimal(json);
                default -> json.skipChildren();
            }
        }
    }
}
