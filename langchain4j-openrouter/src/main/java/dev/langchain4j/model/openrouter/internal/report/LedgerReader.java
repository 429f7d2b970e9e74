package dev.langchain4j.model.openrouter.internal.report;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.langchain4j.model.openrouter.internal.http.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the files that cost sinks write: comma-separated values with a header, or one JSON object per line. */
public final class LedgerReader {

    /**
     * More than any amount has that OpenRouter reports, or its sum with others. One with more digits or a larger
     * exponent is no amount, and adding to it would fill the memory.
     */
    private static final int MAX_DIGITS = 1100;

    /** How a row begins: with a time. */
    private static final Pattern ROW = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z?[,;]");

    private final Path file;
    private final CsvLines lines;
    private final LedgerTotals totals;
    private @Nullable List<String> header;

    private LedgerReader(Path file, CsvLines lines, LedgerTotals totals) {
        this.file = file;
        this.lines = lines;
        this.totals = totals;
    }

    /**
     * Adds every line of a file. Lines after the first that were cut off, because their program was killed or the disk
     * was full, are skipped.
     *
     * @throws IllegalArgumentException if another line is not a ledger's; its message has the line's number
     */
    public static void read(Path file, LedgerTotals totals) throws IOException {
        // not strict: a line can end within a character
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            new LedgerReader(file, new CsvLines(lines), totals).read();
        }
    }

    private void read() throws IOException {
        for (String text = lines.next(); text != null; text = lines.next()) {
            try {
                line(text);
            } catch (IllegalArgumentException e) {
                boolean cut = e instanceof CutOffException || lines.next() == null && !endsWithALineEnd(file);
                if (totals.isEmpty() || !cut) {
                    throw e;
                }
                totals.cutOff();
            }
        }
    }

    /** Whether the last line of a file that is not empty is complete. */
    public static boolean endsWithALineEnd(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) { // a channel would fail on an interrupted thread
            in.skipNBytes(Files.size(file) - 1);
            return in.read() == '\n';
        }
    }

    private void line(String text) throws IOException {
        if (text.startsWith("{")) {
            Map<String, String> members = object(text);
            totals.add(call(members, tags(members, UnaryOperator.identity())));
            return;
        }
        List<String> cells = lines.cells(text, more -> ROW.matcher(more).lookingAt());
        if (cells == null) {
            throw cutOff("ends inside quotes", null);
        }
        if (cells.get(0).equals("time")) {
            header = cells;
        } else if (header == null) {
            throw wrong("has no header line before it", null);
        } else {
            Map<String, String> columns = columns(header, cells);
            totals.add(call(columns, tags(columns, CsvText::original)));
        }
    }

    private Map<String, String> columns(List<String> header, List<String> cells) {
        if (cells.size() != header.size()) {
            String sizes = "has " + cells.size() + " cells, its header " + header.size();
            throw cells.size() < header.size() ? cutOff(sizes, null) : wrong(sizes, null);
        }
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            String name = header.get(i);
            String cell = cells.get(i);
            columns.put(name, name.equals("tags") ? cell : CsvText.original(cell)); // each tag is read for itself
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
            if (json.currentToken() == JsonToken.END_OBJECT && json.nextToken() != null) {
                throw wrong("has more than one JSON object", null);
            }
        } catch (IOException e) {
            boolean cut = e instanceof JsonEOFException || !text.endsWith("}");
            throw cut ? cutOff("is not JSON", e) : wrong("is not JSON", e);
        }
        return members;
    }

    private LedgerCall call(Map<String, String> columns, Map<String, String> tags) {
        try {
            String served = text(columns, "model_served");
            BigDecimal cost = amount(columns, "cost_usd");
            BigDecimal ofOwnKey = cost == null ? BigDecimal.ZERO : ofOwnKey(columns);
            return new LedgerCall(
                    Instant.parse(columns.getOrDefault("time", "")),
                    columns.getOrDefault("operation", "chat"),
                    served == null ? text(columns, "model_requested") : served,
                    columns.getOrDefault("outcome", "ok"),
                    count(columns, "duration_ms"),
                    count(columns, "input_tokens"),
                    count(columns, "output_tokens"),
                    cost == null ? null : cost.add(ofOwnKey),
                    ofOwnKey,
                    amount(columns, "cache_saving_usd"),
                    text(columns, "cache_status"),
                    text(columns, "generation_id"),
                    text(columns, "unsettled_ids"),
                    tags);
        } catch (DateTimeParseException | NumberFormatException e) {
            throw wrong("is not of a ledger", e);
        }
    }

    /** @param original of a name or value as it is written */
    private Map<String, String> tags(Map<String, String> columns, UnaryOperator<String> original) {
        String text = text(columns, "tags");
        Map<String, String> tags = new LinkedHashMap<>();
        if (text != null) {
            object(text).forEach((name, value) -> tags.put(original.apply(name), original.apply(value)));
        }
        return tags;
    }

    private static @Nullable String text(Map<String, String> columns, String name) {
        String text = columns.get(name);
        return text == null || text.isEmpty() ? null : text;
    }

    private static long count(Map<String, String> columns, String name) {
        String text = text(columns, name);
        return text == null ? 0 : Long.parseLong(text);
    }

    /** Without a key of yours (BYOK), the charge of the provider is a part of the cost already. */
    private BigDecimal ofOwnKey(Map<String, String> columns) {
        boolean own = "true".equalsIgnoreCase(columns.get("byok")); // Excel writes TRUE
        BigDecimal charged = own ? amount(columns, "upstream_cost_usd") : null;
        return charged == null ? BigDecimal.ZERO : charged;
    }

    private @Nullable BigDecimal amount(Map<String, String> columns, String name) {
        String text = text(columns, name);
        if (text == null) {
            return null;
        }
        BigDecimal amount = new BigDecimal(lines.semicolons() ? text.replace(',', '.') : text);
        if (amount.precision() > MAX_DIGITS || Math.abs((long) amount.scale()) > MAX_DIGITS) {
            throw new NumberFormatException("The amount is out of range");
        }
        return amount;
    }

    private IllegalArgumentException cutOff(String what, @Nullable Exception cause) {
        return new CutOffException(message(what), cause);
    }

    private IllegalArgumentException wrong(String what, @Nullable Exception cause) {
        return new IllegalArgumentException(message(what), cause);
    }

    private String message(String what) {
        return "Line " + lines.number() + " of " + file + " " + what;
    }

    /** The line is the beginning of one. */
    private static final class CutOffException extends IllegalArgumentException {

        CutOffException(String message, @Nullable Exception cause) {
            super(message, cause);
        }
    }
}
