package dev.langchain4j.model.openrouter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Attempt;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Outcome;
import dev.langchain4j.model.openrouter.internal.report.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenRouterProgressTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final HeldClock clock = new HeldClock();

    @Test
    void shows_done_cost_time_left_and_rate() {
        OpenRouterProgress progress = progress(300, 100);

        clock.pass(Duration.ofSeconds(10));
        progress.cost(new BigDecimal("0.0123"));
        clock.pass(Duration.ofSeconds(5));
        progress.done(150);

        assertThat(drawn()).isEqualTo("[##########..........] abstracts 150 of 300, $0.0123, 15 s left, 10/s");
    }

    @Test
    void ends_with_the_time_that_the_work_took() {
        OpenRouterProgress progress = progress(300, 100);
        progress.done(300);
        clock.pass(Duration.ofSeconds(75));

        progress.close();
        progress.close();
        progress.add(1);

        assertThat(drawn()).isEqualTo("[####################] abstracts 300 of 300, took 1 min 15 s, 4.0/s");
        assertThat(text()).endsWith("4.0/s" + System.lineSeparator()).containsOnlyOnce("took");
    }

    @Test
    void shows_what_is_done_of_an_unknown_total() {
        OpenRouterProgress progress = progress(0, 100);
        clock.pass(Duration.ofSeconds(120));
        progress.add(6);

        assertThat(drawn()).isEqualTo("abstracts 6, 3.0/min");
    }

    @Test
    void draws_at_most_five_times_a_second() {
        OpenRouterProgress progress = progress(1_000, 100);
        for (int i = 0; i < 1_000; i++) {
            clock.pass(Duration.ofMillis(1));
            progress.add(1);
        }

        assertThat(text().chars().filter(c -> c == '\r').count()).isEqualTo(1 + 5);
    }

    @Test
    void overwrites_the_end_of_a_longer_line_without_escape_sequences() {
        OpenRouterProgress progress = progress(1_000_000, 100);
        clock.pass(Duration.ofSeconds(1));
        progress.total(0);

        assertThat(text())
                .startsWith("\r[....................] abstracts 0 of 1000000\r" + "abstracts 0" + " ".repeat(33))
                .doesNotContain("\u001b", "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "70 | '[##########..........] abstracts 150 of 300, $0.0123, 15 s left, 10/s'",
                "60 | abstracts 150 of 300, $0.0123, 15 s left, 10/s",
                "45 | abstracts 150 of 300, $0.0123, 15 s left",
                "35 | abstracts 150 of 300, $0.0123",
                "25 | abstracts 150 of 300",
                "20 | 150 of 300",
                "5 | 150"
            })
    void leaves_out_what_does_not_fit(int columns, String line) {
        OpenRouterProgress progress = progress(300, columns);
        clock.pass(Duration.ofMillis(100));
        progress.cost(new BigDecimal("0.0123"));
        clock.pass(Duration.ofMillis(14_900));

        progress.done(150);

        assertThat(drawn()).isEqualTo(line);
        assertThat(text().split("\r")).allSatisfy(each -> assertThat(each).hasSizeLessThan(columns));
    }

    @Test
    void a_letter_of_east_asia_takes_two_columns_of_the_terminal() {
        OpenRouterProgress progress =
                new OpenRouterProgress("文書の要約", 0, new PrintStream(written, true, UTF_8), 13, clock);

        assertThat(text()).isEqualTo("\r文書の要約 0");
        clock.pass(Duration.ofSeconds(1));
        progress.done(10);
        assertThat(text()).endsWith("\r10" + " ".repeat(10));
    }

    @Test
    void adds_up_the_cost_of_calls_and_says_that_it_is_not_complete_until_it_is() {
        OpenRouterProgress progress = progress(3, 100);
        progress.accept(record(Outcome.ANSWERED, "0.25"));
        clock.pass(Duration.ofSeconds(1));
        progress.accept(record(Outcome.UNKNOWN, null));
        assertThat(drawn()).endsWith("abstracts 0 of 3, at least $0.25");

        clock.pass(Duration.ofSeconds(1));
        progress.accept(record(Outcome.SETTLED, "0.5"));
        assertThat(drawn()).endsWith("abstracts 0 of 3, $0.75");
    }

    @Test
    void shows_nothing_where_nobody_looks() {
        OpenRouterProgress progress = progress(300, 0);
        progress.add(300);
        progress.close();

        assertThat(text()).isEmpty();
    }

    @Test
    void counts_every_one_that_parallel_threads_report() {
        OpenRouterProgress progress = progress(10_000, 100);

        IntStream.range(0, 10_000).parallel().forEach(i -> progress.add(1));
        progress.close();

        assertThat(drawn()).contains("abstracts 10000 of 10000");
    }

    @Test
    void a_clock_that_is_set_back_breaks_nothing() {
        OpenRouterProgress progress = progress(10, 100);
        progress.add(1);
        clock.pass(Duration.ofHours(-1));
        progress.add(1);
        assertThat(drawn()).endsWith("abstracts 2 of 10");

        progress.close();
        assertThat(drawn()).endsWith("abstracts 2 of 10, took 0 s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"two\nlines", "a\rreturn", "an \u001b[31mescape", "a \u009b31mshort one"})
    void control_characters_in_the_name_do_not_reach_the_terminal(String name) {
        new OpenRouterProgress(name, 3, out(), 100, clock).add(1);

        assertThat(text().substring(1)).doesNotContain("\n", "\r", "\u001b", "\u009b");
    }

    @Test
    void the_terminal_tells_its_width() {
        assertThat(Terminal.columns(Map.of("COLUMNS", "60"))).isEqualTo(60);
        assertThat(Terminal.columns(Map.of("COLUMNS", "wide"))).isEqualTo(80);
        assertThat(Terminal.columns(Map.of())).isEqualTo(80);
        assertThat(Terminal.columns(Map.of("COLUMNS", "60", "TERM", "dumb"))).isZero();
    }

    private OpenRouterProgress progress(long total, int columns) {
        return new OpenRouterProgress("abstracts", total, out(), columns, clock);
    }

    private PrintStream out() {
        return new PrintStream(written, true, StandardCharsets.UTF_8);
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    /** What stands on the terminal. */
    private String drawn() {
        return text().substring(text().lastIndexOf('\r') + 1).stripTrailing();
    }

    private OpenRouterCostRecord record(Outcome outcome, @Nullable String cost) {
        BigDecimal dollars = cost == null ? null : new BigDecimal(cost);
        OpenRouterTokenUsage usage = dollars == null
                ? null
                : OpenRouterTokenUsage.builder().cost(dollars).build();
        List<Attempt> attempts =
                outcome == Outcome.SETTLED ? List.of() : List.of(new Attempt(outcome, dollars, null, null));
        return new OpenRouterCostRecord(
                clock.instant(),
                "chat",
                Duration.ofSeconds(1),
                null,
                attempts.size(),
                null,
                "m",
                "m",
                null,
                usage,
                null,
                null,
                null,
                Map.of(),
                outcome,
                null,
                attempts);
    }

    /** Stands still until the test moves it. */
    private static final class HeldClock extends Clock {

        private Instant now = Instant.parse("2026-01-02T03:04:05Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
