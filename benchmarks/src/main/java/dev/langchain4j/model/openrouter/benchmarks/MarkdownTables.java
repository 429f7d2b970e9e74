package dev.langchain4j.model.openrouter.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows of all tables of a page. */
final class MarkdownTables {

    private final List<Map<String, String>> rows = new ArrayList<>();

    MarkdownTables(String page) {
        List<String> head = List.of();
        for (String line : page.lines().toList()) {
            if (!line.startsWith("|")) {
                head = List.of();
            } else if (head.isEmpty()) {
                head = cells(line);
            } else if (!line.matches("[|:-]+")) {
                rows.add(row(head, cells(line)));
            }
        }
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList();
    }

    private static Map<String, String> row(List<String> head, List<String> cells) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(head.size(), cells.size()); i++) {
            row.put(head.get(i), cells.get(i));
        }
        return row;
    }

    /** The first row whose first cell is this, in a table with that column. */
    Map<String, String> row(String first, String column) {
        return rows(column).stream()
                .filter(row -> row.values().iterator().next().equals(first))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No table has a row \"" + first + "\""));
    }

    /** The rows of the tables that have all of these columns. */
    List<Map<String, String>> rows(String... columns) {
        return rows.stream()
                .filter(row -> row.keySet().containsAll(List.of(columns)))
                .toList();
    }

    /** The number that a cell begins with: {@code **1,234** ms ±5%} is 1234. */
    static double number(String cell) {
        return Double.parseDouble(cell.replaceAll("[*,]", "").replaceFirst("^([0-9.]+).*$", "$1"));
    }
}
