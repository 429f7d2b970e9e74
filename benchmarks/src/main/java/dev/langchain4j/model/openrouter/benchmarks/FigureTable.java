package dev.langchain4j.model.openrouter.benchmarks;

import dev.langchain4j.model.openrouter.benchmarks.Sample.Median;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A table in Markdown: a row for each figure, a column for each client that has one, ours in bold. */
final class FigureTable {

    private final String title;
    private final String head;
    private final List<Row> rows = new ArrayList<>();

    /**
     * @param title a line above the table
     * @param head of the first column
     */
    FigureTable(String title, String head) {
        this.title = title;
        this.head = head;
    }

    private record Row(String label, Function<Peer, String> cells) {}

    /** Adds nothing if no client has the figure. */
    void add(String label, Function<Peer, Median> figures) {
        addTexts(
                label,
                peer -> figures.apply(peer).isKnown() ? figures.apply(peer).toString() : "");
    }

    /** @param cells empty for clients without the figure */
    void addTexts(String label, Function<Peer, String> cells) {
        if (List.of(Peer.values()).stream().anyMatch(peer -> !cells.apply(peer).isEmpty())) {
            rows.add(new Row(label, cells));
        }
    }

    void print(PrintStream out) {
        List<Peer> columns = List.of(Peer.values()).stream()
                .filter(peer ->
                        rows.stream().anyMatch(row -> !row.cells.apply(peer).isEmpty()))
                .toList();
        if (columns.isEmpty()) {
            return;
        }
        out.println();
        out.println(title);
        out.println();
        print(head, columns.stream().map(peer -> peer.label).toList(), out);
        out.println("|---|" + "---|".repeat(columns.size()));
        for (Row row : rows) {
            print(row.label, columns.stream().map(peer -> cell(row, peer)).toList(), out);
        }
    }

    private static void print(String first, List<String> others, PrintStream out) {
        out.println("| " + first + others.stream().collect(Collectors.joining(" | ", " | ", " |")));
    }

    private static String cell(Row row, Peer peer) {
        String text = row.cells.apply(peer);
        if (text.isEmpty()) {
            return "–";
        }
        return peer == Peer.OURS ? "**" + text.replaceFirst("( ±.*)?$", "**$1") : text;
    }
}
