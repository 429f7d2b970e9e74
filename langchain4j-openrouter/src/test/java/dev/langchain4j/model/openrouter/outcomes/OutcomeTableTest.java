package dev.langchain4j.model.openrouter.outcomes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plays every row of the table with both clients; the documents must show these outcomes. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class OutcomeTableTest {

    private final OpenRouterServer server;

    OutcomeTableTest(OpenRouterServer server) {
        this.server = server;
    }

    static List<OutcomeRow> rows() {
        return OutcomeTable.rows();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void ours_plain(OutcomeRow row) {
        assumeTrue(row.plain() != null, "no such shape in a plain answer");
        plays(row.plain(), Client.Ours.of(server), row.ours().plain());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void ours_streamed(OutcomeRow row) {
        assumeTrue(row.streamed() != null, "no such shape in a stream");
        plays(row.streamed(), Client.Ours.of(server), row.ours().streamed());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void ours_published_is_ours_streamed(OutcomeRow row) {
        assumeTrue(row.streamed() != null, "no such shape in a stream");
        plays(row.streamed(), Client.Ours.publishing(server), row.ours().streamed());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void theirs_plain(OutcomeRow row) {
        assumeTrue(row.plain() != null, "no such shape in a plain answer");
        plays(row.plain(), new Client.Theirs(server), row.theirs().plain());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void theirs_streamed(OutcomeRow row) {
        assumeTrue(row.streamed() != null, "no such shape in a stream");
        plays(row.streamed(), new Client.Theirs(server), row.theirs().streamed());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void documents_show_the_table(OutcomeTable.Document document) {
        document.check();
    }

    static List<OutcomeTable.Document> documents() {
        return OutcomeTable.documents();
    }

    private void plays(Scenario scenario, Client client, @Nullable String expected) {
        try (client) {
            Supplier<String> outcome = scenario.play(server, client);
            HandlerRecorder.patiently()
                    .untilAsserted(() -> assertThat(outcome.get()).isEqualTo(expected));
        }
    }
}
