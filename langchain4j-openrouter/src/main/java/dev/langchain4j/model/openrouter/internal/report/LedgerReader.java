package dev.langchain4j.model.openrouter.internal.report;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.langchain4j.model.openrouter.internal.http.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the files that cost sinks write: comma-separated values with a header, or one JSON object per line. */
public final class LedgerReader {

    private final Path file;
    private final Consumer<LedgerCall> calls;
    private int line;

    private LedgerReader(Path file, Consumer<LedgerCall> calls) {
        this.file = file;
        this.calls = calls;
    }

    /**
     * Passes on every call of a file.
     *
     * @throws IllegalArgumentException if a line is not a ledger's; its message has the line's number
     */
    public static void read(Path file, Consumer<LedgerCall> calls) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            new LedgerReader(file, calls).read(lines);
        }
    }

    private void read(BufferedReader lines) throws IOException {
        List<String> header = null;
        for (String text = next(lines); text != null; text = next(lines)) {
            if (text.isBlank()) {
                continue;
            }
            if (text.startsWith("{")) {
                calls.accept(call(object(text)));
                continue;
            }
            CsvRow row = new CsvRow(text);
            while (!row.complete()) {
                String more = next(lines);
                if (more == null) {
                    throw wrong("ends inside quotes", null);
                }
                row.append(more);
            }
            if (row.cells().get(0).equals("time")) {
                header = row.cells();
            } else if (header == null) {
                throw wrong("has no header line before it", null);
            } else {
                calls.accept(call(columns(header, row.cells())));
            }
        }
    }

    private @Nullable String next(BufferedReader lines) throws IOException {
        line++;
        return lines.readLine();
    }

    private Map<String, String> columns(List<String> header, List<String> cells) {
        if (cells.size() != header.size()) {
            throw wrong("has " + cells.size() + " cells, its header " + header.size(), null);
        }
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            columns.put(header.get(i), cells.get(i));
        }
        return columns;
    }

    /** The members as text; null and objects other than tags are left out. */
    private Map<String, String> object(String text) {
        Map<String, String> members = new LinkedHashMap<>();
        try (JsonParser json = Json.parser(text)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (value == JsonToken.START_OBJECT) {
                    int from = (int) json.currentTokenLocation().getCharOffset();
                    json.skipChildren();
                    members.put(name, text.substring(from, (int)
                            json.currentLocation().getCharOffset()));
                } else if (value == JsonToken.START_ARRAY) {
                    json.skipChildren();
                } else if (value != JsonToken.VALUE_NULL) {
                    members.put(name, json.getText());
                }
            }
        } catch (IOException e) {
            throw wrong("is not JSON", e);
        }
        return members;
    }

    private LedgerCall call(Map<String, String> columns) {
        try {
            String served = text(columns, "model_served");
            String tags = text(columns, "tags");
            return new LedgerCall(
                    Instant.parse(columns.getOrDefault("time", "")),
                    columns.getOrDefault("operation", "chat"),
                    served == null ? text(columns, "model_requested") : served,
                    columns.getOrDefault("outcome", "ok"),
                    count(columns, "duration_ms"),
                    count(columns, "input_tokens"),
                    count(columns, "output_tokens"),
                    amount(columns, "cost_usd"),
                    amount(columns, "cache_saving_usd"),
                    text(columns, "generation_id"),
                    tags == null ? Map.of() : object(tags));
        } catch (DateTimeParseException | NumberFormatException e) {
            throw wrong("is not of a ledger", e);
        }
    }

    private static @Nullable String text(Map<String, String> columns, String name) {
        String text = columns.get(name);
        return text == null || text.isEmpty() ? null : text;
    }

    private static long count(Map<String, String> columns, String name) {
        String text = text(columns, name);
        return text == null ? 0 : Long.parseLong(text);
    }

    private static @Nullable BigDecimal amount(Map<String, String> columns, String name) {
        String text = text(columns, name);
        return text == null ? null : new BigDecimal(text);
    }

    private IllegalArgumentException wrong(String what, @Nullable Exception cause) {
        return new IllegalArgumentException("Line " + line + " of " + file + " " + what, cause);
    }
}
