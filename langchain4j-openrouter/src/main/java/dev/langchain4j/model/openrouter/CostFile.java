package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.http.Json;
import dev.langchain4j.model.openrouter.internal.report.CsvText;
import dev.langchain4j.model.openrouter.internal.report.Folders;
import dev.langchain4j.model.openrouter.internal.report.LedgerCall;
import dev.langchain4j.model.openrouter.internal.report.LedgerReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A ledger on disk: one line per call, complete lines only. */
final class CostFile implements OpenRouterCostSink {

    private static final Set<OpenOption> TO_APPEND = Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    private static final FileAttribute<?> FOR_THE_OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path file;
    private final Format format;
    private final ReentrantLock writing = new ReentrantLock();
    private boolean headed; // the rows of the file are below our header; guarded by the lock

    /** @throws UncheckedIOException if its folder is missing and cannot be created, or it cannot be written to */
    CostFile(Path file, Format format) {
        this.file = file;
        this.format = format;
        try {
            Folders.makeFor(file);
        } catch (IOException e) {
            throw new UncheckedIOException("There is no folder for " + file + ", and it cannot be created", e);
        }
        if (Files.isDirectory(file) || Files.exists(file) && !Files.isWritable(file)) {
            throw new UncheckedIOException(
                    "The ledger " + file + " cannot be written to", new AccessDeniedException(file.toString()));
        }
    }

    /** Converts a record to a line. */
    enum Format {
        CSV {
            @Override
            String line(Map<String, @Nullable Object> columns) {
                return columns.values().stream().map(Format::cell).collect(Collectors.joining(","));
            }

            @Override
            @Nullable
            String firstLine(Map<String, @Nullable Object> columns) {
                return String.join(",", columns.keySet());
            }
        },

        JSON_LINES {
            @Override
            String line(Map<String, @Nullable Object> columns) {
                return json(columns);
            }

            @Override
            @Nullable
            String firstLine(Map<String, @Nullable Object> columns) {
                return null;
            }
        };

        abstract String line(Map<String, @Nullable Object> columns);

        /** The beginning of an empty file; null for none. */
        abstract @Nullable String firstLine(Map<String, @Nullable Object> columns);

        private static String cell(@Nullable Object value) {
            if (value == null) {
                return "";
            }
            String text = value instanceof Map<?, ?> tags ? (tags.isEmpty() ? "" : json(harmless(tags))) : text(value);
            text = value instanceof String ? CsvText.harmless(text) : text;
            return text.matches("(?s).*[\",\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
        }

        private static Map<String, String> harmless(Map<?, ?> tags) {
            Map<String, String> harmless = new LinkedHashMap<>();
            tags.forEach((name, value) ->
                    harmless.put(CsvText.harmless(name.toString()), CsvText.harmless(value.toString())));
            return harmless;
        }

        private static String text(Object value) {
            return value instanceof BigDecimal amount ? amount.toPlainString() : value.toString();
        }

        private static String json(Map<?, ?> object) {
            var text = new StringWriter();
            try (var json = Json.generator(text)) {
                json.writeStartObject();
                for (Map.Entry<?, ?> entry : object.entrySet()) {
                    json.writeFieldName((String) entry.getKey());
                    Object value = entry.getValue();
                    if (value instanceof Map<?, ?> tags) {
                        json.writeRawValue(json(tags));
                    } else if (value instanceof Number number) {
                        json.writeRawValue(text(number));
                    } else if (value instanceof Boolean flag) {
                        json.writeBoolean(flag);
                    } else if (value == null) {
                        json.writeNull();
                    } else {
                        json.writeString(value.toString());
                    }
                }
                json.writeEndObject();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return text.toString();
        }
    }

    @Override
    public void accept(OpenRouterCostRecord cost) {
        Map<String, @Nullable Object> columns = columns(cost);
        String line = format.line(columns);
        String first = format.firstLine(columns);
        writing.lock();
        try {
            List<String> lines = first == null || isHeaded(first) ? List.of(line) : List.of(first, line);
            String before = isCut() ? System.lineSeparator() : "";
            String text = before + String.join(System.lineSeparator(), lines) + System.lineSeparator();
            ensureExists();
            // an interrupted thread, whose call has just ended, can write to this stream, but not to a channel
            try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                out.write(text.getBytes(StandardCharsets.UTF_8)); // in one piece, also half a character
            }
            headed = true;
        } catch (IOException e) {
            throw new UncheckedIOException("The cost of a call cannot be written to " + file, e);
        } finally {
            writing.unlock();
        }
    }

    /** A new file is readable only by the owner: sessions and tags can be personal names. */
    private void ensureExists() throws IOException {
        if (Files.exists(file)) {
            return;
        }
        Folders.makeFor(file);
        try {
            Files.newByteChannel(file, TO_APPEND, FOR_THE_OWNER).close();
        } catch (UnsupportedOperationException noPosix) {
            Files.newByteChannel(file, TO_APPEND).close();
        }
    }

    /**
     * Whether the next row may follow without a header. A file of another version has other columns, and one that was
     * cut off early has no header: both get one now.
     */
    private boolean isHeaded(String header) throws IOException {
        if (isEmpty()) {
            return false;
        }
        if (!headed) {
            headed = header.equals(lastHeader(header));
        }
        return headed;
    }

    /** The last line that is a header: those of all versions begin with the same column. */
    private @Nullable String lastHeader(String header) throws IOException {
        String beginning = header.substring(0, header.indexOf(',') + 1);
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            String last = null;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = line.startsWith(beginning) ? line : last;
            }
            return last;
        }
    }

    private boolean isEmpty() throws IOException {
        try {
            return Files.size(file) == 0;
        } catch (NoSuchFileException e) {
            return true;
        }
    }

    /** Whether the file ends within a line: somebody was killed, or the disk was full, also for another process. */
    private boolean isCut() throws IOException {
        return !isEmpty() && !LedgerReader.endsWithALineEnd(file);
    }

    private static Map<String, @Nullable Object> columns(OpenRouterCostRecord cost) {
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        columns.put("time", cost.time());
        columns.put("operation", cost.operation());
        columns.put("duration_ms", cost.duration().toMillis());
        columns.put(
                "first_token_ms",
                cost.timeToFirstToken() == null ? null : cost.timeToFirstToken().toMillis());
        columns.put("attempts", cost.attempts());
        columns.put("outcome", outcome(cost));
        columns.put("generation_id", cost.generationId());
        columns.put("model_requested", cost.modelRequested());
        columns.put("model_served", cost.modelServed());
        columns.put("provider", cost.provider());
        OpenRouterTokenUsage usage = cost.usage();
        columns.put("input_tokens", usage == null ? null : usage.inputTokenCount());
        columns.put("output_tokens", usage == null ? null : usage.outputTokenCount());
        columns.put("total_tokens", usage == null ? null : usage.totalTokenCount());
        columns.put("cached_input_tokens", usage == null ? null : usage.cachedInputTokens());
        columns.put("cache_write_input_tokens", usage == null ? null : usage.cacheWriteInputTokens());
        columns.put("audio_input_tokens", usage == null ? null : usage.audioInputTokens());
        columns.put("video_input_tokens", usage == null ? null : usage.videoInputTokens());
        columns.put("file_input_tokens", usage == null ? null : usage.fileInputTokens());
        columns.put("reasoning_tokens", usage == null ? null : usage.reasoningTokens());
        columns.put("audio_output_tokens", usage == null ? null : usage.audioOutputTokens());
        columns.put("image_output_tokens", usage == null ? null : usage.imageOutputTokens());
        columns.put("web_search_requests", usage == null ? null : usage.webSearchRequests());
        columns.put("cost_usd", cost.cost());
        columns.put("upstream_cost_usd", usage == null ? null : usage.upstreamCost());
        columns.put("byok", usage == null ? null : usage.byok());
        columns.put("cache_saving_usd", cost.cacheSaving());
        columns.put("cache_status", cost.cacheStatus());
        columns.put("unsettled_ids", unsettledIds(cost));
        columns.put("session_id", cost.sessionId());
        columns.put("tags", cost.tags());
        return columns;
    }

    /** The outcome of the call, in one or two words. */
    static String outcome(OpenRouterCostRecord cost) {
        return switch (cost.outcome()) {
            case ANSWERED -> "ok";
            case FAILED -> String.valueOf(cost.error());
            case CANCELLED -> "cancelled";
            case UNKNOWN -> cost.error() == null ? "unknown: cancelled" : "unknown: " + cost.error();
            case SETTLED -> "settled";
        };
    }

    /** The ids of the attempts whose cost is unknown, as {@link LedgerCall} has them; null if there is none. */
    static @Nullable String unsettledIds(OpenRouterCostRecord cost) {
        List<OpenRouterCostRecord.Attempt> attempts = cost.attemptOutcomes();
        if (attempts.size() < cost.attempts() && cost.cost() != null) {
            return null; // of a database, which has no ids of earlier attempts: nobody could tell which are settled
        }
        Set<String> ids = new LinkedHashSet<>();
        for (int i = 0; i < attempts.size(); i++) {
            if (attempts.get(i).cost() == null) {
                String own = i + 1 == attempts.size() ? cost.generationId() : null; // also that of a batch's line
                String id = attempts.get(i).generationId();
                ids.add(Objects.requireNonNullElse(id == null ? own : id, LedgerCall.NAMELESS));
            }
        }
        return ids.isEmpty() ? null : String.join(" ", ids);
    }
}
