package dev.langchain4j.model.openrouter;

import java.nio.file.Path;

/**
 * Takes the records of an {@link OpenRouterCostListener}: {@link OpenRouterCostTotals} adds them up, {@link #csv} and
 * {@link #jsonLines} write them down, a lambda sends them wherever else.
 *
 * <p>Called on the thread of the call that has ended, and by many calls at once; what it throws, a
 * {@code VirtualMachineError} apart, is logged and goes no further.
 */
@FunctionalInterface
public interface OpenRouterCostSink {

    /** Takes one record. */
    void accept(OpenRouterCostRecord cost);

    /**
     * Appends to a file of comma-separated values (RFC 4180, UTF-8), which begins with a line of column names. Nothing
     * stays open between two records: the file can be moved away at any time. Amounts are written in full, without
     * exponent; what was not reported is empty. One sink per file: give it to as many listeners as there are.
     */
    static OpenRouterCostSink csv(Path file) {
        return new CostFile(file, CostFile.Format.CSV);
    }

    /** Appends to a file of one JSON object a line, with the names and amounts of {@link #csv}. */
    static OpenRouterCostSink jsonLines(Path file) {
        return new CostFile(file, CostFile.Format.JSON_LINES);
    }
}
