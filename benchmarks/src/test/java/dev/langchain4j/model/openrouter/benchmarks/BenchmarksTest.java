package dev.langchain4j.model.openrouter.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That the harness runs from end to end; what it measures in so short a time means nothing. */
class BenchmarksTest {

    @Test
    void a_run_compares_the_clients_and_judges_ours() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        new Benchmarks(Benchmarks.Effort.LEAST, new PrintStream(printed, true, StandardCharsets.UTF_8))
                .run(List.of(Scenario.RERANK), false);

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .containsPattern("rerank of 100 documents \\| cpu ≤ 1.1 × ideal \\| [\\d.]+")
                .contains(
                        "\n\nBytes allocated:\n\n| Scenario | floor | ideal | ours | langchain4j-open-ai |\n|---|---|")
                .containsPattern("rerank of 100 documents (\\| [\\d,.*]+ ){4}\\|");
    }

    @Test
    void slow_subscribers_hold_no_thread_and_lose_no_event() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        SlowSubscribers.measure(16, new PrintStream(printed, true, StandardCharsets.UTF_8));

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .startsWith("| 16 streams whose subscribers want nothing | 0 threads |");
    }
}
