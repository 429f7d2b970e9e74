package dev.langchain4j.model.openrouter.jdbc;

import dev.langchain4j.model.openrouter.OpenRouterCostRecord;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Attempt;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Outcome;
import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row of the ledger, read back as a record, without its tags and without attempts that are rows of their own. */
record LedgerRow(OpenRouterCostRecord call) {

    static LedgerRow of(ResultSet row) throws SQLException {
        Outcome outcome = Outcome.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT));
        Long firstToken = count(row, "first_token_ms");
        String generationId = row.getString("generation_id");
        String error = row.getString("error");
        Attempt open = new Attempt(Outcome.UNKNOWN, null, generationId, error);
        return new LedgerRow(new OpenRouterCostRecord(
                row.getObject("time", OffsetDateTime.class).toInstant(),
                row.getString("operation"),
                Duration.ofMillis(row.getLong("duration_ms")),
                firstToken == null ? null : Duration.ofMillis(firstToken),
                row.getInt("attempts"),
                generationId,
                row.getString("model_requested"),
                row.getString("model_served"),
                row.getString("provider"),
                usage(row),
                amount(row, "cache_saving_usd"),
                row.getString("cache_status"),
                row.getString("session_id"),
                Map.of(),
                outcome,
                error,
                Collections.nCopies(Math.max(0, row.getInt("unsettled")), open)));
    }

    /** @param attempts empty if the row itself says how they ended, as far as it is known */
    OpenRouterCostRecord record(Map<String, String> tags, List<Attempt> attempts) {
        return new OpenRouterCostRecord(
                call.time(),
                call.operation(),
                call.duration(),
                call.timeToFirstToken(),
                call.attempts(),
                call.generationId(),
                call.modelRequested(),
                call.modelServed(),
                call.provider(),
                call.usage(),
                call.cacheSaving(),
                call.cacheStatus(),
                call.sessionId(),
                tags,
                call.outcome(),
                call.error(),
                attempts.isEmpty() ? call.attemptOutcomes() : attempts);
    }

    /** Null if nothing of it was reported. */
    private static @Nullable OpenRouterTokenUsage usage(ResultSet row) throws SQLException {
        OpenRouterTokenUsage usage = OpenRouterTokenUsage.builder()
                .inputTokenCount(tokens(row, "input_tokens"))
                .outputTokenCount(tokens(row, "output_tokens"))
                .totalTokenCount(tokens(row, "total_tokens"))
                .cachedInputTokens(tokens(row, "cached_input_tokens"))
                .cacheWriteInputTokens(tokens(row, "cache_write_input_tokens"))
                .audioInputTokens(tokens(row, "audio_input_tokens"))
                .videoInputTokens(tokens(row, "video_input_tokens"))
                .fileInputTokens(tokens(row, "file_input_tokens"))
                .reasoningTokens(tokens(row, "reasoning_tokens"))
                .audioOutputTokens(tokens(row, "audio_output_tokens"))
                .imageOutputTokens(tokens(row, "image_output_tokens"))
                .webSearchRequests(tokens(row, "web_search_requests"))
                .cost(amount(row, "cost_usd"))
                .upstreamCost(amount(row, "upstream_cost_usd"))
                .byok(flag(row, "byok"))
                .build();
        return usage.equals(OpenRouterTokenUsage.builder().build()) ? null : usage;
    }

    private static @Nullable Integer tokens(ResultSet row, String column) throws SQLException {
        Long count = count(row, column);
        return count == null ? null : Math.toIntExact(count);
    }

    private static @Nullable Long count(ResultSet row, String column) throws SQLException {
        long count = row.getLong(column);
        return row.wasNull() ? null : count;
    }

    private static @Nullable Boolean flag(ResultSet row, String column) throws SQLException {
        boolean flag = row.getBoolean(column);
        return row.wasNull() ? null : flag;
    }

    private static @Nullable BigDecimal amount(ResultSet row, String column) throws SQLException {
        return Amounts.plain(row.getBigDecimal(column));
    }
}
