package dev.langchain4j.model.openrouter.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.model.openrouter.OpenRouterBudgetStore;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Attempt;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Outcome;
import dev.langchain4j.model.openrouter.OpenRouterCostSink;
import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the ledger does on each database. */
@Timeout(60)
abstract class LedgerContract {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05.123456Z");

    @TempDir
    private Path folder;

    private final DataSource dataSource;
    private final FlakyDataSource flaky;
    private OpenRouterJdbc jdbc;
    private Instant time = START;
    private final String session = UUID.randomUUID().toString();

    LedgerContract(DataSource dataSource) {
        this.dataSource = dataSource;
        this.flaky = new FlakyDataSource(dataSource);
        OpenRouterJdbc.of(dataSource).rerankCache().get("creates the tables");
    }

    @AfterEach
    void close() {
        if (jdbc != null) {
            jdbc.close();
        }
        drop(dataSource);
    }

    void drop(DataSource database) {}

    @Test
    void a_call_is_a_row() {
        sink().accept(answered("0.00123", Map.of("tenant", "acme", "team", "search")));
        jdbc.close();

        assertThat(column("model")).isEqualTo("openai/gpt-4o-2024");
        assertThat(column("operation")).isEqualTo("chat");
        assertThat(column("outcome")).isEqualTo("answered");
        assertThat(new BigDecimal(column("cost_usd"))).isEqualByComparingTo("0.00123");
        assertThat(column("input_tokens")).isEqualTo("9");
        assertThat(column("cached_input_tokens")).isEqualTo("4");
        assertThat(column("duration_ms")).isEqualTo("1500");
        assertThat(column("first_token_ms")).isEqualTo("300");
        assertThat(column("attempts")).isEqualTo("2");
        assertThat(column("generation_id")).isEqualTo("gen-1");
        assertThat(column("error")).isEqualTo("null");
        assertThat(column("upstream_cost_usd")).isEqualTo("null");
        assertThat(tag("tenant")).isEqualTo("acme");
        assertThat(tag("team")).isEqualTo("search");
    }

    @Test
    void a_failed_call_and_a_settled_cost_are_rows() {
        OpenRouterCostSink sink = sink();
        sink.accept(failed());
        sink.accept(settled());
        jdbc.close();

        assertThat(Databases.ask(
                        dataSource, "SELECT SUM(unsettled) FROM openrouter_call WHERE session_id = '" + session + "'"))
                .isEqualTo("0");
        assertThat(Databases.ask(
                        dataSource,
                        "SELECT error FROM openrouter_call WHERE outcome = 'unknown' AND session_id = '" + session
                                + "'"))
                .isEqualTo("TimeoutException");
    }

    @Test
    void records_wait_for_a_database_that_is_away() {
        OpenRouterCostSink sink = sink();
        sink.accept(answered("0.1", Map.of()));
        Awaitility.await().until(() -> rows() == 1);
        flaky.goAway();

        for (int i = 0; i < 10; i++) {
            sink.accept(answered("0.1", Map.of()));
        }
        int before = flaky.refused();
        Awaitility.await().until(() -> flaky.refused() > before);
        assertThat(rows()).isEqualTo(1);
        flaky.comeBack();

        Awaitility.await().until(() -> rows() == 11);
    }

    @Test
    void records_of_a_database_that_stays_away_are_moved_after_the_next_start() throws IOException {
        OpenRouterCostSink sink = sink();
        flaky.goAway();
        sink.accept(answered("0.1", Map.of("tenant", "acme")));
        jdbc.close();
        assertThat(files()).isNotEmpty();
        flaky.comeBack();

        sink();
        jdbc.close();

        assertThat(rows()).isEqualTo(1);
        assertThat(tag("tenant")).isEqualTo("acme");
        assertThat(files()).isEmpty();
    }

    @Test
    void a_record_is_moved_once_even_if_its_process_died_before_it_could_delete_its_file() throws IOException {
        String line = LedgerLine.of(answered("0.1", Map.of("tenant", "acme")));
        leaveFile("dead-0", line + "\n");
        sink();
        jdbc.close();
        leaveFile("dead-1", line + "\n");

        sink();
        jdbc.close();

        assertThat(rows()).isEqualTo(1);
        assertThat(files()).isEmpty();
    }

    @Test
    void a_call_whose_process_died_before_it_could_record_it_is_in_the_ledger() throws IOException {
        Files.createFile(folder.resolve("dead.lock"));
        Files.write(folder.resolve("dead-0.jsonl"), linesOfACall("gen-" + session, new BigDecimal("0.1")));

        sink();
        jdbc.close();

        assertThat(ofSession("COUNT(*)")).isEqualTo("2");
        assertThat(new BigDecimal(ofSession("SUM(cost_usd)"))).isEqualByComparingTo("0.1");
        assertThat(ofSession("SUM(unsettled)")).isEqualTo("0");
        assertThat(ofSession("MAX(error)")).isEqualTo("ProcessDied");
        assertThat(ofSession("COUNT(DISTINCT generation_id)")).isEqualTo("1");
        assertThat(files()).isEmpty();
    }

    @Test
    void the_end_of_a_call_stays_in_the_journal_until_its_record_is_there() throws IOException {
        jdbc = OpenRouterJdbc.builder(flaky)
                .ledgerFolder(folder)
                .time(new VirtualTime())
                .build();
        OpenRouterCostSink sink = jdbc.costSink();
        OpenRouterBudgetStore store = jdbc.budgetStore("ledger-" + session);
        String id = reserve(store);
        store.identify(id, "gen-1");
        store.settle(id, OpenRouterBudgetStore.Outcome.known(new BigDecimal("0.1")));
        sink.accept(failed());
        Awaitility.await().until(() -> rows() == 1);

        Awaitility.await().untilAsserted(() -> assertThat(lines(folder)).anyMatch(line -> line.contains("gen-1")));

        sink.accept(answered("0.1", Map.of()));
        jdbc.close();
        assertThat(rows()).isEqualTo(2);
        assertThat(files()).isEmpty();
    }

    @Test
    void a_call_at_an_unknown_cost_whose_process_died_before_it_could_record_it_is_unsettled() throws IOException {
        Files.createFile(folder.resolve("dead.lock"));
        Files.write(folder.resolve("dead-0.jsonl"), linesOfACall("gen-" + session, null));

        sink();
        jdbc.close();

        assertThat(ofSession("COUNT(*)")).isEqualTo("1");
        assertThat(ofSession("SUM(unsettled)")).isEqualTo("1");
    }

    @Test
    void a_call_that_was_recorded_in_time_is_not_recorded_again() throws IOException {
        Files.createFile(folder.resolve("dead.lock"));
        Files.write(folder.resolve("dead-0.jsonl"), linesOfACall("gen-1", new BigDecimal("0.1")));
        Files.write(folder.resolve("dead-1.jsonl"), linesOfACall("gen-0", BigDecimal.ZERO));
        OpenRouterCostRecord record = record(
                null,
                Outcome.FAILED,
                "RateLimitException",
                Map.of(),
                "gen-1",
                2,
                List.of(new Attempt(Outcome.FAILED, BigDecimal.ZERO, "gen-0", "RateLimitException")));
        Files.write(folder.resolve("dead-2.jsonl"), List.of(LedgerLine.of(record)));

        sink();
        jdbc.close();

        assertThat(rows()).isEqualTo(1);
    }

    /** What the journal has when a call has ended, and nothing is recorded yet. */
    private List<String> linesOfACall(String generationId, BigDecimal cost) throws IOException {
        Path own = Files.createTempDirectory(folder, "own");
        OpenRouterJdbc dying = OpenRouterJdbc.builder(flaky).ledgerFolder(own).build();
        dying.costSink();
        OpenRouterBudgetStore store = dying.budgetStore("ledger-" + session);
        String id = reserve(store);
        flaky.goAway();
        store.identify(id, generationId);
        store.settle(id, new OpenRouterBudgetStore.Outcome(cost, BigDecimal.ONE, generationId));
        List<String> lines = lines(own);
        flaky.comeBack();
        dying.close();
        try (Stream<Path> all = Files.list(own)) {
            assertThat(all).isEmpty();
        }
        Files.delete(own);
        return lines;
    }

    private String reserve(OpenRouterBudgetStore store) {
        String id = UUID.randomUUID().toString();
        store.reserve(List.of(new OpenRouterBudgetStore.Reservation(
                id,
                BigDecimal.ONE,
                List.of(new OpenRouterBudgetStore.Account(
                        new OpenRouterBudgetStore.Key(OpenRouterBudgetStore.Scope.TOTAL, "", ""), null)),
                "chat",
                "openai/gpt-4o",
                session,
                Map.of("tenant", "acme"))));
        return id;
    }

    private static List<String> lines(Path journal) throws IOException {
        while (true) {
            try {
                return linesOfFiles(journal);
            } catch (NoSuchFileException moved) {
                // its thread has written them to the next file
            }
        }
    }

    private static List<String> linesOfFiles(Path journal) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> all = Files.list(journal)) {
            for (Path file : all.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }

    private String ofSession(String expression) {
        return Databases.ask(
                dataSource, "SELECT " + expression + " FROM openrouter_call WHERE session_id = '" + session + "'");
    }

    @Test
    void a_line_that_is_not_whole_does_not_hold_up_the_others() throws IOException {
        String line = LedgerLine.of(answered("0.1", Map.of()));
        leaveFile("dead-0", line + "\n" + line.substring(0, 40));

        sink();
        jdbc.close();

        assertThat(rows()).isEqualTo(1);
        assertThat(files()).isEmpty();
    }

    @Test
    void a_line_that_is_cut_within_a_character_does_not_hold_up_the_others() throws IOException {
        String line = LedgerLine.of(answered("0.1", Map.of("team", "🐟")));
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        int within = line.substring(0, line.indexOf("🐟")).getBytes(StandardCharsets.UTF_8).length + 2;
        leaveFile("dead-0", line + "\n");
        Files.write(folder.resolve("dead-0.jsonl"), Arrays.copyOf(bytes, within), StandardOpenOption.APPEND);

        sink();
        jdbc.close();

        assertThat(rows()).isEqualTo(1);
        assertThat(tag("team")).isEqualTo("🐟");
        assertThat(files()).isEmpty();
    }

    @Test
    void a_line_after_one_that_the_disk_cut_is_whole() throws IOException {
        Journal journal = new Journal(folder);
        journal.append("first");
        Thread.currentThread().interrupt(); // a file that is written to is closed then
        assertThatThrownBy(() -> journal.append("second")).isInstanceOf(IOException.class);
        assertThat(Thread.interrupted()).isTrue();

        journal.append("third");

        List<String> lines = new ArrayList<>();
        for (Path file : journal.finished()) {
            lines.addAll(Files.readAllLines(file));
            Files.delete(file);
        }
        assertThat(lines).contains("first", "third");
        journal.close();
    }

    @Test
    void the_record_of_an_interrupted_thread_is_a_row() {
        OpenRouterCostSink sink = sink();
        Thread.currentThread().interrupt();
        sink.accept(answered("0.1", Map.of()));
        assertThat(Thread.interrupted()).isTrue();
        sink.accept(answered("0.1", Map.of()));

        jdbc.close();

        assertThat(rows()).isEqualTo(2);
    }

    @Test
    void the_record_of_an_interrupted_thread_is_in_a_file_as_long_as_the_database_is_away() throws IOException {
        OpenRouterCostSink sink = sink();
        flaky.goAway();
        Thread.currentThread().interrupt();

        sink.accept(answered("0.1", Map.of()));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(lines(folder)).hasSize(1);
        flaky.comeBack();
    }

    @Test
    void a_slow_database_does_not_delay_a_record() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        DataSource slow = Watched.of(dataSource, (method, sql, real) -> {
            if (method.equals("executeBatch")) {
                awaitQuietly(over);
            }
            return real.call();
        });
        jdbc = OpenRouterJdbc.builder(slow).ledgerFolder(folder).build();
        OpenRouterCostSink sink = jdbc.costSink();

        for (int i = 0; i < 300; i++) {
            sink.accept(answered("0.1", Map.of("tenant", "acme")));
        }
        assertThat(rows()).isZero(); // they were accepted while the database stood still
        over.countDown();
        jdbc.close();

        assertThat(rows()).isEqualTo(300);
    }

    private static void awaitQuietly(CountDownLatch over) {
        try {
            assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_pool_without_a_free_connection_or_a_standby_keeps_records_waiting() {
        AtomicReference<SQLException> failure = new AtomicReference<>(
                new SQLTransientConnectionException("no connection is available, the request timed out"));
        AtomicInteger failed = new AtomicInteger();
        DataSource troubled = Watched.of(dataSource, (method, sql, real) -> {
            if (sql.startsWith("INSERT INTO openrouter_call ") && failure.get() != null) {
                failed.incrementAndGet();
                throw failure.get();
            }
            return real.call();
        });
        jdbc = OpenRouterJdbc.builder(troubled).ledgerFolder(folder).build();

        jdbc.costSink().accept(answered("0.1", Map.of()));
        Awaitility.await().until(() -> failed.get() > 0);
        for (String state : List.of("25006", "42501", "42P01")) { // a standby, a right, a table that is missing
            int before = failed.get();
            failure.set(new SQLException("not now", state));
            Awaitility.await().until(() -> isTriedAgain() && failed.get() > before);
        }
        failure.set(null);

        Awaitility.await().until(() -> isTriedAgain() && rows() == 1);
        assertThat(folder.resolve("refused.jsonl")).doesNotExist();
    }

    /** At once: a reader of the ledger does not wait for the end of a pause. */
    private boolean isTriedAgain() {
        jdbc.readLedger(Instant.EPOCH, Instant.EPOCH, record -> {});
        return true;
    }

    @Test
    void a_record_after_the_end_is_a_row_too() {
        OpenRouterCostSink sink = sink();
        jdbc.close();

        sink.accept(answered("0.1", Map.of()));

        Awaitility.await().until(() -> rows() == 1);
        jdbc.close();
    }

    @Test
    void texts_that_no_column_takes_are_cut_and_cleaned() {
        Map<String, String> tags =
                Map.of("nul", "a\0b", "half", "a\ud83d", "long", "🐟".repeat(300), "k".repeat(500), "v", "", "");
        sink().accept(answered("0.1", tags));
        jdbc.close();

        assertThat(rows()).isEqualTo(1);
        assertThat(tag("nul")).isEqualTo("a\uFFFDb");
        assertThat(tag("half")).isEqualTo("a?");
        assertThat(tag("long")).isEqualTo("🐟".repeat(127));
        assertThat(tag("k".repeat(128))).isEqualTo("v");
        assertThat(tag("")).isEmpty();
    }

    @Test
    void a_line_of_a_batch_is_one_row_whoever_reads_it() {
        OpenRouterJdbc other =
                OpenRouterJdbc.builder(flaky).ledgerFolder(folder).build();
        OpenRouterCostRecord line = ofBatch("gen-" + session);

        sink().accept(line);
        other.costSink().accept(ofBatch("gen-" + session));
        other.costSink().accept(ofBatch("batch_1/" + session));
        jdbc.close();
        other.close();

        assertThat(rows()).isEqualTo(2);
    }

    /** Of one line of a batch: read without a cost, its cost looked up, read with its cost. One or two inserts. */
    @ParameterizedTest
    @CsvSource({
        "2, open late, priced",
        "2, open, priced late",
        "2, open, late priced",
        "2, open, priced",
        "2, open priced, late",
        "2, open priced late, priced",
        "1, priced, open late",
        "1, priced open late, open",
        "1, priced late, open",
    })
    void a_late_cost_of_a_line_of_a_batch_counts_once_whoever_reads_the_line_again(
            int rows, String first, String second) {
        OpenRouterJdbc other =
                OpenRouterJdbc.builder(flaky).ledgerFolder(folder).build();
        OpenRouterCostSink sink = sink();

        ofLine(first).forEach(sink::accept);
        jdbc.close();
        ofLine(second).forEach(other.costSink()::accept);
        other.close();

        assertThat(rows()).isEqualTo(rows);
        assertThat(column("SUM(unsettled)")).isEqualTo("0");
        assertThat(column("SUM(attempts)")).isEqualTo("1");
        assertThat(column("SUM(total_tokens)")).isEqualTo("7");
        assertThat(new BigDecimal(column("SUM(cost_usd)"))).isEqualByComparingTo("0.2");
    }

    @Test
    void nor_is_a_cost_lost_if_another_process_records_its_line_without_one_at_the_same_time() {
        OpenRouterJdbc other = OpenRouterJdbc.builder(dataSource)
                .ledgerFolder(folder.resolve("other"))
                .build();
        AtomicBoolean meanwhile = new AtomicBoolean(true);
        DataSource raced = Watched.of(dataSource, (method, sql, real) -> {
            if (sql.startsWith("INSERT INTO openrouter_call ") && meanwhile.getAndSet(false)) {
                other.costSink().accept(recordOfLine("open"));
                other.close();
            }
            return real.call();
        });
        jdbc = OpenRouterJdbc.builder(raced).ledgerFolder(folder).build();

        jdbc.costSink().accept(recordOfLine("priced"));
        jdbc.close();

        assertThat(rows()).isEqualTo(2);
        assertThat(column("SUM(unsettled)")).isEqualTo("0");
        assertThat(new BigDecimal(column("SUM(cost_usd)"))).isEqualByComparingTo("0.2");
    }

    private Stream<OpenRouterCostRecord> ofLine(String records) {
        return Stream.of(records.split(" ")).map(this::recordOfLine);
    }

    private OpenRouterCostRecord recordOfLine(String name) {
        String id = "gen-2-" + session;
        boolean late = name.equals("late");
        BigDecimal cost = name.equals("open") ? null : new BigDecimal("0.2");
        OpenRouterTokenUsage usage = OpenRouterTokenUsage.builder()
                .totalTokenCount(late ? null : 7)
                .cost(cost)
                .build();
        List<Attempt> attempts = late ? List.of() : List.of(new Attempt(Outcome.ANSWERED, cost, id, null));
        Outcome outcome = late ? Outcome.SETTLED : Outcome.ANSWERED;
        return record("batch_chat", usage, outcome, null, Map.of(), id, attempts.size(), attempts);
    }

    @Test
    void records_come_back_as_they_were() {
        OpenRouterCostSink sink = sink();
        List<OpenRouterCostRecord> records = List.of(
                answered("0.00123", Map.of("tenant", "acme", "team", "search")), failed(), settled(), retried());
        records.forEach(sink::accept);
        List<OpenRouterCostRecord> read = new ArrayList<>();

        long count = jdbc.readLedger(START, START.plusSeconds(1_000_000), record -> {
            if (session.equals(record.sessionId())) {
                read.add(record);
            }
        });

        assertThat(count).isGreaterThanOrEqualTo(4);
        assertThat(read).containsExactlyElementsOf(records);
        assertThat(read).extracting(OpenRouterCostRecord::unsettled).containsExactly(0, 1, -1, 1);
    }

    /** Its first attempt is lost; then it is refused. */
    private OpenRouterCostRecord retried() {
        List<Attempt> attempts = List.of(
                new Attempt(Outcome.UNKNOWN, null, "gen-lost-" + session, "TimeoutException"),
                new Attempt(Outcome.FAILED, new BigDecimal("0.1"), "gen-3", "InternalServerException"),
                new Attempt(Outcome.FAILED, BigDecimal.ZERO, null, "RateLimitException"));
        OpenRouterTokenUsage usage =
                OpenRouterTokenUsage.builder().cost(new BigDecimal("0.1")).build();
        Map<String, String> tags = Map.of("tenant", "acme", "team", "search");
        return record(usage, Outcome.UNKNOWN, "RateLimitException", tags, null, 3, attempts);
    }

    @Test
    void a_call_that_was_cancelled_before_its_retry_keeps_the_id_of_its_lost_attempt() {
        Attempt lost = new Attempt(Outcome.UNKNOWN, null, "gen-lost-" + session, "TimeoutException");
        sink().accept(record(null, Outcome.UNKNOWN, null, Map.of(), null, 1, List.of(lost)));
        List<Attempt> read = new ArrayList<>();

        jdbc.readLedger(START, null, record -> read.addAll(record.attemptOutcomes()));

        assertThat(read).contains(lost);
    }

    @Test
    void rows_of_tables_of_version_2_stay_readable_when_two_processes_change_the_tables() {
        String prefix = "old" + session.substring(0, 8) + "_";
        sinkOfOldTables(prefix).accept(failed());
        jdbc.close();
        Databases.change(dataSource, "DROP TABLE " + prefix + "call_attempt");
        Databases.change(dataSource, "DELETE FROM " + prefix + "schema WHERE version = 3");
        AtomicBoolean meanwhile = new AtomicBoolean(true);
        DataSource raced = Watched.of(dataSource, (method, sql, real) -> {
            if (sql.contains("CREATE TABLE") && meanwhile.getAndSet(false)) {
                OpenRouterJdbc.builder(dataSource)
                        .tablePrefix(prefix)
                        .build()
                        .rerankCache()
                        .get("changes the tables");
            }
            return real.call();
        });
        List<OpenRouterCostRecord> read = new ArrayList<>();

        OpenRouterJdbc.builder(raced).tablePrefix(prefix).build().readLedger(null, null, read::add);

        assertThat(meanwhile).isFalse();
        assertThat(read).extracting(OpenRouterCostRecord::unsettled).containsExactly(1);
    }

    private OpenRouterCostSink sinkOfOldTables(String prefix) {
        jdbc = OpenRouterJdbc.builder(dataSource)
                .tablePrefix(prefix)
                .ledgerFolder(folder)
                .build();
        return jdbc.costSink();
    }

    @Test
    void only_records_of_the_asked_time_are_read() {
        OpenRouterCostSink sink = sink();
        for (int i = 0; i < 5; i++) {
            sink.accept(answered("0.1", Map.of("tenant", "acme", "team", "search")));
        }
        List<Instant> times = new ArrayList<>();
        jdbc.readLedger(null, null, record -> times.add(record.time()));
        List<Instant> mine = times.stream().sorted().toList();
        assertThat(times).isEqualTo(mine);

        Instant second = time.minusSeconds(3);
        List<Instant> some = new ArrayList<>();
        jdbc.readLedger(second, second.plusSeconds(2), record -> some.add(record.time()));

        assertThat(some)
                .contains(second, second.plusSeconds(1))
                .doesNotContain(second.plusSeconds(2), second.minusSeconds(1));
    }

    @Test
    void times_that_no_database_knows_mean_the_beginning_and_the_end() {
        sink().accept(answered("0.1", Map.of()));
        long all = jdbc.readLedger(null, null, record -> {});

        assertThat(jdbc.readLedger(Instant.MIN, Instant.MAX, record -> {})).isEqualTo(all);
        assertThat(jdbc.readLedger(
                        Instant.ofEpochSecond(-200_000_000_000L),
                        Instant.ofEpochSecond(900_000_000_000_000L),
                        record -> {}))
                .isEqualTo(all);
        assertThat(jdbc.readLedger(Instant.MAX, null, record -> {})).isZero();
        assertThat(jdbc.readLedger(null, Instant.MIN, record -> {})).isZero();
    }

    @Test
    void a_row_that_the_database_refuses_does_not_hold_up_the_others() throws IOException {
        OpenRouterCostSink sink = sink();
        sink.accept(answered("1E+30", Map.of()));
        sink.accept(answered("0.1", Map.of()));
        jdbc.close();

        assertThat(rows()).isEqualTo(1);
        assertThat(files()).extracting(Path::getFileName).containsExactly(Path.of("refused.jsonl"));
    }

    @Test
    void a_folder_that_cannot_be_written_to_loses_nothing() throws IOException {
        Path file = Files.createFile(folder.resolve("a-file"));
        jdbc = OpenRouterJdbc.builder(flaky).ledgerFolder(file.resolve("below")).build();

        jdbc.costSink().accept(answered("0.1", Map.of()));

        Awaitility.await().until(() -> rows() == 1);
        Files.delete(file);
    }

    @Test
    void two_instances_share_a_folder() throws IOException {
        OpenRouterCostSink first = sink();
        OpenRouterJdbc one = jdbc;
        OpenRouterCostSink second = sink();
        first.accept(answered("0.1", Map.of()));
        second.accept(answered("0.1", Map.of()));

        one.close();
        jdbc.close();

        assertThat(rows()).isEqualTo(2);
        assertThat(files()).isEmpty();
    }

    private OpenRouterCostSink sink() {
        jdbc = OpenRouterJdbc.builder(flaky).ledgerFolder(folder).build();
        return jdbc.costSink();
    }

    private void leaveFile(String name, String lines) throws IOException {
        Files.createFile(folder.resolve("dead.lock"));
        Files.writeString(folder.resolve(name + ".jsonl"), lines);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }

    private long rows() {
        return Databases.count(dataSource, "openrouter_call WHERE session_id = '" + session + "'");
    }

    private String column(String name) {
        return Databases.ask(
                dataSource, "SELECT " + name + " FROM openrouter_call WHERE session_id = '" + session + "'");
    }

    private String tag(String name) {
        return Databases.ask(
                dataSource,
                "SELECT tag_value FROM openrouter_call_tag JOIN openrouter_call ON call_id = id WHERE tag = '" + name
                        + "' AND session_id = '" + session + "'");
    }

    private OpenRouterCostRecord answered(String cost, Map<String, String> tags) {
        OpenRouterTokenUsage usage = OpenRouterTokenUsage.builder()
                .inputTokenCount(9)
                .outputTokenCount(3)
                .cachedInputTokens(4)
                .cost(new BigDecimal(cost))
                .build();
        return record(usage, Outcome.ANSWERED, null, tags, "gen-1", 2, List.of());
    }

    private OpenRouterCostRecord failed() {
        return record(
                null,
                Outcome.UNKNOWN,
                "TimeoutException",
                Map.of(),
                "gen-2-" + session,
                1,
                List.of(new Attempt(Outcome.UNKNOWN, null, "gen-2-" + session, "TimeoutException")));
    }

    private OpenRouterCostRecord settled() {
        OpenRouterTokenUsage usage = OpenRouterTokenUsage.builder()
                .cost(new BigDecimal("0.2"))
                .upstreamCost(new BigDecimal("0.3"))
                .byok(true)
                .build();
        return record(usage, Outcome.SETTLED, null, Map.of(), "gen-2-" + session, 0, List.of());
    }

    private OpenRouterCostRecord record(
            OpenRouterTokenUsage usage,
            Outcome outcome,
            String error,
            Map<String, String> tags,
            String generationId,
            int attempts,
            List<Attempt> outcomes) {
        return record("chat", usage, outcome, error, tags, generationId, attempts, outcomes);
    }

    private OpenRouterCostRecord ofBatch(String generationId) {
        OpenRouterTokenUsage usage =
                OpenRouterTokenUsage.builder().cost(new BigDecimal("0.2")).build();
        return record("batch_chat", usage, Outcome.ANSWERED, null, Map.of("t", "v"), generationId, 1, List.of());
    }

    private OpenRouterCostRecord record(
            String operation,
            OpenRouterTokenUsage usage,
            Outcome outcome,
            String error,
            Map<String, String> tags,
            String generationId,
            int attempts,
            List<Attempt> outcomes) {
        time = time.plusSeconds(1);
        return new OpenRouterCostRecord(
                time,
                operation,
                Duration.ofMillis(1500),
                Duration.ofMillis(300),
                attempts,
                generationId,
                "gpt-4o",
                "openai/gpt-4o-2024",
                "OpenAI",
                usage,
                null,
                null,
                session,
                tags,
                outcome,
                error,
                outcomes);
    }
}
