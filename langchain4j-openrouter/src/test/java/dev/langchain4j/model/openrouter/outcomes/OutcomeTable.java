package dev.langchain4j.model.openrouter.outcomes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The comparison of this library with {@code langchain4j-open-ai} and a base URL, as data and as Markdown. */
final class OutcomeTable {

    private static final String BEGIN = "<!-- outcome-table -->";
    private static final String END = "<!-- /outcome-table -->";
    private static final String HEAD = """
            | On the wire | This library | `langchain4j-open-ai` with a base URL |
            |---|---|---|
            """;

    private OutcomeTable() {}

    static List<OutcomeRow> rows() {
        return Stream.of(FailureRows.all(), AnswerRows.all(), StructuredAnswerRows.all(), ToolCallRows.all())
                .flatMap(List::stream)
                .toList();
    }

    static List<Document> documents() {
        List<OutcomeRow> all = rows();
        return List.of(
                new Document(
                        "README.md", all.stream().filter(OutcomeRow::inReadme).toList()),
                new Document("docs/no-silent-failure.md", all));
    }

    private static String markdown(List<OutcomeRow> rows) {
        return rows.stream().map(OutcomeTable::line).collect(Collectors.joining("\n", HEAD, "\n"));
    }

    private static String line(OutcomeRow row) {
        return "| " + row.name() + " | " + cell(row.ours(), row.ours()) + " | " + cell(row.theirs(), row.ours()) + " |";
    }

    private static String cell(OutcomeRow.Outcomes outcomes, OutcomeRow.Outcomes right) {
        String plain = marked(outcomes.plain(), right.plain());
        String streamed = marked(outcomes.streamed(), right.streamed());
        if (plain == null || streamed == null || plain.equals(streamed)) {
            return Objects.requireNonNullElse(plain, streamed);
        }
        return "plain: " + plain + "<br>streaming: " + streamed;
    }

    /** An answer, or nothing at all, where there is a failure to report: bold. */
    private static @Nullable String marked(@Nullable String outcome, @Nullable String right) {
        if (outcome == null || right == null || !right.startsWith("`") || outcome.startsWith("`")) {
            return outcome;
        }
        return "**" + outcome + "**";
    }

    /** A page that shows rows of the table between two markers. */
    record Document(String path, List<OutcomeRow> rows) {

        /** Fails if the page differs from the table; writes it with {@code -Dupdate.readme=true}. */
        void check() {
            Path file = root().resolve(path);
            assumeTrue(Files.exists(file), path + " does not exist");
            String text = read(file);
            int from = text.indexOf(BEGIN);
            int to = text.indexOf(END);
            assumeTrue(from >= 0 && to > from, path + " has no markers " + BEGIN + " and " + END);
            String updated = text.substring(0, from + BEGIN.length()) + "\n" + markdown(rows) + text.substring(to);
            if (Boolean.getBoolean("update.readme")) {
                write(file, updated);
                return;
            }
            assertThat(text)
                    .as("%s shows another table than the tests prove; run them with -Dupdate.readme=true", path)
                    .isEqualTo(updated);
        }

        private static Path root() {
            Path here = Path.of("").toAbsolutePath();
            return Files.exists(here.resolve("mvnw")) ? here : here.getParent();
        }

        private static String read(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void write(Path file, String text) {
            try {
                Files.writeString(file, text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String toString() {
            return path;
        }
    }
}
