package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import dev.langchain4j.model.openrouter.internal.report.Folders;
import dev.langchain4j.model.openrouter.internal.report.LedgerCall;
import dev.langchain4j.model.openrouter.internal.report.LedgerReader;
import dev.langchain4j.model.openrouter.internal.report.LedgerTotals;
import dev.langchain4j.model.openrouter.internal.report.ReportPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A ledger as one self-contained HTML page with charts: cost by day, model and tag, savings of prompt caches, the most
 * expensive and slowest calls, failures, and the calls whose cost is unknown. It has no script and needs no network, so
 * it can be an artifact of a build.
 *
 * <p>Read what {@link OpenRouterCostSink#csv} and {@link OpenRouterCostSink#jsonLines} have written, or use the report
 * as a sink of an {@link OpenRouterCostListener}. It keeps sums and the most remarkable calls, so a ledger may have any
 * length. The first 32 tags have a chart. If a tag has more than 10,000 values, the further ones are counted as one. CSV
 * that Excel has saved is read, too. Thread-safe.
 */
public final class OpenRouterCostReport implements OpenRouterCostSink {

    // guarded by itself
    private final LedgerTotals totals = new LedgerTotals();

    /** An empty report. */
    public OpenRouterCostReport() {}

    /**
     * Reads a ledger, whose form it recognises. A last line that was cut off, because the program that wrote it was
     * killed, is left out.
     *
     * @throws UncheckedIOException if the file cannot be read
     * @throws IllegalArgumentException if a line is not of a ledger; the message has its number
     */
    public static OpenRouterCostReport read(Path ledger) {
        OpenRouterCostReport report = new OpenRouterCostReport();
        try {
            LedgerReader.read(ensureNotNull(ledger, "ledger"), report.totals);
        } catch (IOException e) {
            throw new UncheckedIOException("The ledger " + ledger + " cannot be read", e);
        }
        return report;
    }

    @Override
    public void accept(OpenRouterCostRecord cost) {
        OpenRouterTokenUsage usage = cost.usage();
        BigDecimal ofOwnKey = cost.cost() == null ? BigDecimal.ZERO : cost.upstreamCost();
        LedgerCall call = new LedgerCall(
                cost.time(),
                cost.operation(),
                cost.model(),
                CostFile.outcome(cost),
                cost.duration().toMillis(),
                usage == null ? 0 : orZero(usage.inputTokenCount()),
                usage == null ? 0 : orZero(usage.outputTokenCount()),
                cost.cost() == null ? null : cost.cost().add(ofOwnKey),
                ofOwnKey,
                cost.cacheSaving(),
                cost.cacheStatus(),
                cost.generationId(),
                CostFile.unsettledIds(cost),
                cost.tags());
        synchronized (totals) {
            totals.add(call);
        }
    }

    private static int orZero(@Nullable Integer count) {
        return count == null ? 0 : count;
    }

    /** The page. */
    public String html() {
        synchronized (totals) {
            return ReportPage.of(totals);
        }
    }

    /**
     * Writes the page, and replaces an older one. Makes its folder if that is missing.
     *
     * @throws UncheckedIOException if the file cannot be written
     */
    public void write(Path html) {
        ensureNotNull(html, "html");
        try {
            Folders.makeFor(html);
            Files.writeString(html, html());
        } catch (IOException e) {
            throw new UncheckedIOException("The report cannot be written to " + html, e);
        }
    }
}
