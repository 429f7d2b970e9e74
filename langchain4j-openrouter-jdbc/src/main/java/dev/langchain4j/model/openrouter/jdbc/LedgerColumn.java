package dev.langchain4j.model.openrouter.jdbc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord;
import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A column of the ledger after its id.
 *
 * @param longest characters of a text; 0 for other types
 * @param value of a record, as text, number, boolean or time
 */
record LedgerColumn(String name, int type, int longest, Function<OpenRouterCostRecord, @Nullable Object> value) {

    static final List<LedgerColumn> ALL = List.of(
            new LedgerColumn("time", Types.TIMESTAMP_WITH_TIMEZONE, 0, OpenRouterCostRecord::time),
            text("operation", 32, OpenRouterCostRecord::operation),
            text("model", 255, OpenRouterCostRecord::model),
            text("model_requested", 255, OpenRouterCostRecord::modelRequested),
            text("model_served", 255, OpenRouterCostRecord::modelServed),
            text("provider", 255, OpenRouterCostRecord::provider),
            text("outcome", 16, cost -> cost.outcome().name().toLowerCase(Locale.ROOT)),
            text("error", 255, OpenRouterCostRecord::error),
            count("attempts", OpenRouterCostRecord::attempts),
            count("unsettled", OpenRouterCostRecord::unsettled),
            count("duration_ms", cost -> cost.duration().toMillis()),
            count("first_token_ms", cost -> millis(cost.timeToFirstToken())),
            tokens("input_tokens", OpenRouterTokenUsage::inputTokenCount),
            tokens("output_tokens", OpenRouterTokenUsage::outputTokenCount),
            tokens("total_tokens", OpenRouterTokenUsage::totalTokenCount),
            tokens("cached_input_tokens", OpenRouterTokenUsage::cachedInputTokens),
            tokens("cache_write_input_tokens", OpenRouterTokenUsage::cacheWriteInputTokens),
            tokens("audio_input_tokens", OpenRouterTokenUsage::audioInputTokens),
            tokens("video_input_tokens", OpenRouterTokenUsage::videoInputTokens),
            tokens("file_input_tokens", OpenRouterTokenUsage::fileInputTokens),
            tokens("reasoning_tokens", OpenRouterTokenUsage::reasoningTokens),
            tokens("audio_output_tokens", OpenRouterTokenUsage::audioOutputTokens),
            tokens("image_output_tokens", OpenRouterTokenUsage::imageOutputTokens),
            tokens("web_search_requests", OpenRouterTokenUsage::webSearchRequests),
            amount("cost_usd", OpenRouterCostRecord::cost),
            amount("upstream_cost_usd", ofUsage(OpenRouterTokenUsage::upstreamCost)),
            new LedgerColumn("byok", Types.BOOLEAN, 0, ofUsage(OpenRouterTokenUsage::byok)),
            amount("cache_saving_usd", OpenRouterCostRecord::cacheSaving),
            text("cache_status", 32, OpenRouterCostRecord::cacheStatus),
            text("generation_id", 255, OpenRouterCostRecord::generationId),
            text("session_id", 255, OpenRouterCostRecord::sessionId));

    private static LedgerColumn text(String name, int longest, Function<OpenRouterCostRecord, @Nullable Object> value) {
        return new LedgerColumn(name, Types.VARCHAR, longest, value);
    }

    private static LedgerColumn count(String name, Function<OpenRouterCostRecord, @Nullable Object> value) {
        return new LedgerColumn(name, Types.BIGINT, 0, value);
    }

    private static LedgerColumn tokens(String name, Function<OpenRouterTokenUsage, @Nullable Object> value) {
        return count(name, ofUsage(value));
    }

    private static LedgerColumn amount(String name, Function<OpenRouterCostRecord, @Nullable Object> value) {
        return new LedgerColumn(name, Types.NUMERIC, 0, value);
    }

    private static Function<OpenRouterCostRecord, @Nullable Object> ofUsage(
            Function<OpenRouterTokenUsage, @Nullable Object> value) {
        return cost -> cost.usage() == null ? null : value.apply(cost.usage());
    }

    private static @Nullable Long millis(@Nullable Duration duration) {
        return duration == null ? null : duration.toMillis();
    }

    /** Writes a record's value into a line of the journal. */
    void write(OpenRouterCostRecord cost, ObjectNode line) {
        Object found = value.apply(cost);
        if (found instanceof Boolean flag) {
            line.put(name, flag);
        } else if (found instanceof BigDecimal dollars) {
            line.put(name, dollars);
        } else if (found instanceof Number number) {
            line.put(name, number.longValue());
        } else if (found != null) {
            line.put(name, found.toString());
        }
    }

    /** Sets a parameter of a statement to the value of a line. */
    void bind(PreparedStatement statement, int place, ObjectNode line) throws SQLException {
        JsonNode found = line.get(name);
        if (found == null) {
            statement.setNull(place, type);
        } else if (type == Types.TIMESTAMP_WITH_TIMEZONE) {
            statement.setObject(place, time(found));
        } else if (type == Types.BIGINT) {
            statement.setLong(place, found.longValue());
        } else if (type == Types.NUMERIC) {
            statement.setBigDecimal(place, Amounts.cost(found.decimalValue()));
        } else if (type == Types.BOOLEAN) {
            statement.setBoolean(place, found.booleanValue());
        } else {
            statement.setString(place, Text.of(found.textValue(), longest));
        }
    }

    /** The time in microseconds, which all databases keep. */
    static OffsetDateTime time(JsonNode text) {
        return Instant.parse(text.textValue()).truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
