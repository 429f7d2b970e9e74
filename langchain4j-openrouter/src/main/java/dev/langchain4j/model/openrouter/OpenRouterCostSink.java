package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Receives the records of an {@link OpenRouterCostListener}: {@link OpenRouterCostTotals} adds them up, {@link #csv}
 * and {@link #jsonLines} write them to files, a lambda sends them anywhere else.
 *
 * <p>Called on the thread of the ended call, by many calls in parallel. Its exceptions are logged and not passed on,
 * except a {@code VirtualMachineError}.
 */
@FunctionalInterface
public interface OpenRouterCostSink {

    /** Receives one record. */
    void accept(OpenRouterCostRecord cost);

    /**
     * A call begins; for sinks that need to know when and where, such as those that make spans. Called on the thread
     * that makes the call: the caller's, for a stream with a handler, too; for a publisher or an asynchronous call one
     * with the caller's context, if LangChain4j captures it. The result is asked when the call is sent for the first
     * time, on the thread that sends: its sink gets the record of this call. A call that is never sent asks for
     * nothing. A cost that becomes known later and the lines of a batch go to this sink. Default: this sink gets the
     * record.
     */
    default Supplier<OpenRouterCostSink> begin() {
        return () -> this;
    }

    /**
     * Appends to a file of comma-separated values (RFC 4180, UTF-8), which begins with a header line. The file is
     * closed between two records, so you can move it away at any time. Amounts are written in full, without exponent;
     * unreported values are empty. Use one sink per file, for any number of listeners.
     *
     * @throws java.io.UncheckedIOException if the folder is missing and cannot be created, or the file exists and
     *     cannot be written to
     */
    static OpenRouterCostSink csv(Path file) {
        return new CostFile(ensureNotNull(file, "file"), CostFile.Format.CSV);
    }

    /**
     * Appends to a file with one JSON object per line, with the names and amounts of {@link #csv}.
     *
     * @throws java.io.UncheckedIOException as there
     */
    static OpenRouterCostSink jsonLines(Path file) {
        return new CostFile(ensureNotNull(file, "file"), CostFile.Format.JSON_LINES);
    }
}
