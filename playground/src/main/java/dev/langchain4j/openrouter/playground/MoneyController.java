package dev.langchain4j.openrouter.playground;

import dev.langchain4j.model.openrouter.OpenRouterCostRecord;
import dev.langchain4j.model.openrouter.OpenRouterCostSink;
import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The budget bar and the tab Costs. */
@RestController
class MoneyController {

    private final Money money;
    private final Mode mode;

    MoneyController(Money money, Mode mode) {
        this.money = money;
        this.mode = mode;
    }

    /** A new limit, in US dollars. */
    record Limit(BigDecimal limit) {}

    /** One line of the table of calls. */
    record Call(
            Instant time,
            String operation,
            String model,
            @Nullable String provider,
            String tab,
            @Nullable String agent,
            Map<String, String> tags,
            int unsettled,
            String outcome,
            @Nullable String error,
            @Nullable Integer inputTokens,
            @Nullable Integer outputTokens,
            @Nullable Integer cachedTokens,
            @Nullable BigDecimal cost,
            @Nullable BigDecimal cacheSaving,
            long millis,
            @Nullable Long firstTokenMillis,
            int attempts,
            List<String> retriedAfter) {

        static Call of(OpenRouterCostRecord record) {
            OpenRouterTokenUsage usage = record.usage();
            return new Call(
                    record.time(),
                    record.operation(),
                    record.model(),
                    record.provider(),
                    record.tags().getOrDefault("tab", "other"),
                    record.tags().get("agent"),
                    record.tags(),
                    record.unsettled(),
                    record.outcome().name().toLowerCase(java.util.Locale.ROOT),
                    record.error(),
                    usage == null ? null : usage.inputTokenCount(),
                    usage == null ? null : usage.outputTokenCount(),
                    usage == null ? null : usage.cachedInputTokens(),
                    record.cost(),
                    record.cacheSaving(),
                    record.duration().toMillis(),
                    record.timeToFirstToken() == null
                            ? null
                            : record.timeToFirstToken().toMillis(),
                    record.attempts(),
                    record.attemptOutcomes().stream()
                            .limit(Math.max(0, record.attempts() - 1))
                            .map(attempt -> String.valueOf(attempt.error()))
                            .toList());
        }
    }

    @GetMapping("/api/mode")
    Map<String, Object> mode() {
        return Map.of("live", mode.live(), "explanation", mode.explanation());
    }

    @GetMapping("/api/budget")
    Money.State budget() {
        return money.state();
    }

    @PostMapping("/api/budget")
    Money.State limit(@RequestBody Limit limit) {
        money.limit(Money.checked(RequestFields.required(limit.limit(), "limit")));
        return money.state();
    }

    @GetMapping("/api/costs")
    List<Call> costs() {
        return money.records().stream().map(Call::of).toList();
    }

    /** The ledger as the library writes it. */
    @GetMapping("/api/costs.csv")
    ResponseEntity<String> csv() throws IOException {
        Path file = Files.createTempFile("ledger", ".csv");
        try {
            OpenRouterCostSink sink = OpenRouterCostSink.csv(file);
            money.records().forEach(sink::accept);
            return ResponseEntity.ok()
                    .contentType(new MediaType("text", "csv", java.nio.charset.StandardCharsets.UTF_8))
                    .header("Content-Disposition", "attachment; filename=\"ledger.csv\"")
                    .body(Files.readString(file));
        } finally {
            Files.delete(file);
        }
    }
}
