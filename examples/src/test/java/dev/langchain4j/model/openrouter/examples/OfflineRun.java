package dev.langchain4j.model.openrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.RecordedRequest;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** One offline run of an example: what it has printed, what the stand-in was asked, and what it has charged for that. */
record OfflineRun(String printed, List<RecordedRequest> chats, BigDecimal charged) {

    private static final Pattern STEP = Pattern.compile("(?m)^ \\d  .+\\n    (?<code>.+)$");
    private static final Path SOURCES = Path.of("src/main/java/dev/langchain4j/model/openrouter/examples");

    static OfflineRun of(Examples.Example example) {
        Printed printed = new Printed();
        try (Connection connection = Connection.open(Map.of())) {
            example.run(connection, printed.screen());
            OpenRouterServer server = connection.server();
            return new OfflineRun(
                    printed.text(),
                    server.requests("/chat/completions"),
                    server.ledger().cost());
        }
    }

    /** What was printed under a heading; 1 is the first. */
    String step(int number) {
        return printed.split("(?m)^ \\d  ")[number];
    }

    JsonNode chat(int index) {
        return chats.get(index).body();
    }

    /** What a page says that the example prints is what it prints. */
    void prints(String page) {
        assertThat(Pages.outputs(page))
                .isNotEmpty()
                .allSatisfy(output -> assertThat(printed).contains(output.indent(4)));
    }

    /** The code under the headings is code of the example, and all lines fit. */
    void isPrintedWell(Class<?> example, int steps) {
        String source = Pages.text(SOURCES.resolve(example.getSimpleName() + ".java"))
                .replaceAll("(?m)^ *begin\\((?s:.*?)\\);$", "")
                .replaceAll("//.*", "")
                .replaceAll("\\s+", "");
        assertThat(STEP.matcher(printed).results().map(step -> step.group(1)))
                .hasSize(steps)
                .allSatisfy(code -> assertThat(source).contains(code.replaceAll("\\s+", "")));
        assertThat(printed.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(96));
    }
}
