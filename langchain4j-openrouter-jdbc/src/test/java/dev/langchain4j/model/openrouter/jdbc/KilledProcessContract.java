package dev.langchain4j.model.openrouter.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.model.openrouter.OpenRouterBudgetStore;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Account;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Key;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Orphan;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Outcome;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Reservation;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Scope;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Attempt;
import dev.langchain4j.model.openrouter.OpenRouterCostSink;
import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is killed at any point between the end of a call, its cost and their records: the budget's tables and
 * the ledger are equal when another process has moved its journal.
 */
@Timeout(60)
abstract class KilledProcessContract {

    private static final Key TOTAL = new Key(Scope.TOTAL, "", "");
    private static final BigDecimal COST = new BigDecimal("0.2");

    @TempDir
    private Path folder;

    @TempDir
    private Path elsewhere;

    private final DataSource dataSource;
    private final FlakyDataSource flaky;
    private final String unique = UUID.randomUUID().toString();
    private final String generation = "gen-" + unique;
    private final List<OpenRouterJdbc> open = new ArrayList<>();

    KilledProcessContract(DataSource dataSource) {
        this.dataSource = dataSource;
        this.flaky = new FlakyDataSource(dataSource);
    }

    @AfterEach
    void close() {
        open.forEach(OpenRouterJdbc::close);
        drop(dataSource);
    }

    void drop(DataSource database) {}

    /** A process, with its budget and its ledger. */
    private record Process(OpenRouterJdbc jdbc, OpenRouterBudgetStore store, OpenRouterCostSink ledger) {}

    private Process process(DataSource database, VirtualTime time) {
        OpenRouterJdbc jdbc = OpenRouterJdbc.builder(database)
                .ledgerFolder(folder)
                .patience(Duration.ofMillis(200))
                .time(time)
                .build();
        open.add(jdbc);
        return new Process(jdbc, jdbc.budgetStore(unique), jdbc.costSink());
    }

    /** One that moves nothing until it is killed. */
    private Process dying() {
        flaky.goAwayFor("openrouter-jdbc-ledger");
        return process(flaky, null);
    }

    /** Its journal is what it was. */
    private void kill(Process dying) throws IOException {
        Map<Path, byte[]> journal = contents();
        dying.jdbc().close();
        for (Path file : files()) {
            Files.delete(file);
        }
        for (Map.Entry<Path, byte[]> file : journal.entrySet()) {
            Files.write(file.getKey(), file.getValue());
        }
    }

    /** Starts after the others have died, and does what they could not do any more. */
    private void startAnother() {
        process(dataSource, null).jdbc().close();
    }

    @Test
    void a_cost_that_was_looked_up_and_counted_but_not_recorded_is_in_the_ledger() throws IOException {
        Process dying = dying();
        String call = unsettled(dying);
        assertThat(dying.store().resolve(call, COST)).isTrue();
        kill(dying);

        startAnother();

        assertThat(spent()).isEqualByComparingTo(COST);
        assertThat(new BigDecimal(ledger("SUM(cost_usd)"))).isEqualByComparingTo(COST);
        assertThat(ledger("COUNT(*)")).isEqualTo("2");
        assertThat(ledger("SUM(unsettled)")).isEqualTo("0");
        assertThat(ledger("COUNT(DISTINCT model || operation || session_id)")).isEqualTo("1");
        assertThat(Databases.count(
                        dataSource,
                        "openrouter_call_tag t JOIN openrouter_call c ON c.id = t.call_id WHERE c.session_id = '"
                                + unique + "' AND c.outcome = 'settled' AND t.tag_value = 'acme'"))
                .isEqualTo(1);
        assertThat(files()).isEmpty();
    }

    @Test
    void a_cost_that_was_looked_up_and_noted_but_not_counted_is_counted_and_in_the_ledger() throws IOException {
        Process dying = dying();
        String call = unsettled(dying);
        flaky.goAwayBeforeCommit("openrouter_account WHERE spent > 0 AND budget = '" + unique + "'");
        assertThatThrownBy(() -> dying.store().resolve(call, COST)).isInstanceOf(JdbcException.class);
        assertThat(flaky.lost()).isTrue();
        assertThat(balance().spent()).isZero();
        kill(dying);

        startAnother();

        assertThat(spent()).isEqualByComparingTo(COST);
        assertThat(new BigDecimal(ledger("SUM(cost_usd)"))).isEqualByComparingTo(COST);
        assertThat(ledger("SUM(unsettled)")).isEqualTo("0");
        assertThat(files()).isEmpty();
    }

    @Test
    void a_cost_that_was_recorded_is_in_the_ledger_once() throws IOException {
        Process dying = dying();
        String call = unsettled(dying);
        dying.store().resolve(call, COST);
        dying.ledger().accept(settled(generation));
        kill(dying);

        startAnother();

        assertThat(new BigDecimal(ledger("SUM(cost_usd)"))).isEqualByComparingTo(COST);
        assertThat(ledger("MAX(provider)")).isEqualTo("OpenAI");
        assertThat(files()).isEmpty();
    }

    @Test
    void a_cost_that_was_recorded_before_its_call_leaves_no_gap() throws IOException {
        Process dying = dying();
        String call = reserved(dying);
        dying.store().settle(call, Outcome.unknown(BigDecimal.ONE, generation));
        dying.store().resolve(call, COST);
        dying.ledger().accept(settled(generation));
        kill(dying);

        startAnother();

        assertThat(ledger("COUNT(*)")).isEqualTo("2");
        assertThat(ledger("SUM(unsettled)")).isEqualTo("0");
    }

    @Test
    void an_end_that_was_recorded_but_not_counted_is_counted() throws IOException {
        Process living = process(flaky, null);
        String call = reserved(living);
        living.store().identify(call, generation);
        flaky.goAwayFor("openrouter-jdbc-budget");
        living.store().settle(call, Outcome.known(COST));
        living.ledger().accept(answered());
        Awaitility.await().until(() -> ledger("COUNT(*)").equals("1"));
        kill(living);
        assertThat(balance().spent()).isZero();

        startAnother();

        assertThat(balance().counted()).isEqualByComparingTo(COST);
        assertThat(spent()).isEqualByComparingTo(COST);
        assertThat(ledger("COUNT(*)")).isEqualTo("1");
        assertThat(files()).isEmpty();
    }

    @Test
    void an_end_that_was_not_counted_when_its_process_was_closed_is_counted_by_the_next() throws IOException {
        Process living = process(flaky, null);
        String call = reserved(living);
        flaky.goAway();
        living.store().settle(call, Outcome.known(COST));
        living.jdbc().close();

        startAnother();

        assertThat(balance().counted()).isEqualByComparingTo(COST);
        assertThat(spent()).isEqualByComparingTo(COST);
        assertThat(files()).isEmpty();
    }

    @Test
    void a_looked_up_cost_of_zero_is_in_the_ledger() throws IOException {
        Process dying = dying();
        String call = unsettled(dying);
        dying.store().resolve(call, BigDecimal.ZERO);
        kill(dying);

        startAnother();

        assertThat(balance().counted()).isZero();
        assertThat(new BigDecimal(ledger("SUM(cost_usd)"))).isZero();
        assertThat(ledger("SUM(unsettled)")).isEqualTo("0");
    }

    @Test
    void a_journal_that_was_moved_but_not_deleted_changes_nothing() throws IOException {
        Process dying = dying();
        String call = unsettled(dying);
        dying.store().resolve(call, COST);
        kill(dying);
        Map<Path, byte[]> journal = contents();
        startAnother();
        for (Map.Entry<Path, byte[]> file : journal.entrySet()) {
            Files.write(file.getKey(), file.getValue());
        }

        startAnother();

        assertThat(spent()).isEqualByComparingTo(COST);
        assertThat(ledger("COUNT(*)")).isEqualTo("2");
        assertThat(files()).isEmpty();
    }

    @Test
    void a_cost_that_two_processes_have_looked_up_is_counted_and_recorded_once() throws IOException {
        Process dying = dying();
        String call = unsettled(dying);
        flaky.goAwayBeforeCommit("openrouter_account WHERE spent > 0 AND budget = '" + unique + "'");
        assertThatThrownBy(() -> dying.store().resolve(call, COST)).isInstanceOf(JdbcException.class);
        kill(dying);
        OpenRouterJdbc other =
                OpenRouterJdbc.builder(dataSource).ledgerFolder(elsewhere).build();
        open.add(other);
        OpenRouterCostSink ledger = other.costSink();
        assertThat(other.budgetStore(unique).resolve(call, COST)).isTrue();
        ledger.accept(settled(generation));
        other.close();

        startAnother();

        assertThat(spent()).isEqualByComparingTo(COST);
        assertThat(new BigDecimal(ledger("SUM(cost_usd)"))).isEqualByComparingTo(COST);
        assertThat(ledger("SUM(unsettled)")).isEqualTo("0");
    }

    @Test
    void a_cost_that_was_looked_up_for_a_dead_process_by_one_that_died_too_is_in_the_ledger() throws IOException {
        Process first = dying();
        String call = unsettled(first);
        kill(first);
        Process second = dying();
        assertThat(takenOver(second)).hasSize(1);
        assertThat(second.store().resolve(call, COST)).isTrue();
        kill(second);

        startAnother();

        assertThat(new BigDecimal(ledger("SUM(cost_usd)"))).isEqualByComparingTo(COST);
        assertThat(ledger("SUM(unsettled)")).isEqualTo("0");
    }

    @Test
    void a_cost_stays_in_the_journal_until_its_record_is_there() throws IOException {
        Process living = process(flaky, new VirtualTime());
        String call = unsettled(living);
        living.store().resolve(call, COST);
        living.ledger().accept(unknown("gen-other-" + unique));
        Awaitility.await().until(() -> ledger("COUNT(*)").equals("2"));

        Awaitility.await().untilAsserted(() -> assertThat(noted(call)).isEqualTo(1));
        assertThat(ledger("COUNT(*)")).isEqualTo("2");

        living.ledger().accept(settled(generation));
        living.jdbc().close();
        assertThat(ledger("COUNT(*)")).isEqualTo("3");
        assertThat(files()).isEmpty();
    }

    @Test
    void a_cost_that_no_ledger_records_does_not_stay_in_the_journal() throws IOException {
        VirtualTime time = new VirtualTime();
        Process living = process(flaky, time);
        String call = unsettled(living);
        living.store().resolve(call, COST);
        time.advance(Duration.ofSeconds(6));

        living.ledger().accept(unknown("gen-other-" + unique));

        Awaitility.await().until(() -> ledger("COUNT(*)").equals("2"));
        Awaitility.await().untilAsserted(() -> assertThat(noted(call)).isZero());
    }

    @Test
    void an_attempt_at_an_unknown_cost_stays_in_the_journal_while_its_call_can_be_repeated() throws IOException {
        VirtualTime time = new VirtualTime();
        Process living = process(flaky, time);
        String attempt = reserved(living);
        living.store().settle(attempt, Outcome.unknown(BigDecimal.ONE, generation));
        time.advance(Duration.ofMinutes(1));
        living.ledger().accept(unknown("gen-other-" + unique));
        Awaitility.await().until(() -> ledger("COUNT(*)").equals("1"));

        Awaitility.await().untilAsserted(() -> assertThat(noted(attempt)).isEqualTo(1));
    }

    @Test
    void a_cost_that_was_counted_without_an_answer_is_said_to_be_counted_when_it_is_tried_again() {
        Process living = process(flaky, null);
        String call = unsettled(living);
        flaky.loseNextCommitAndGoAway("openrouter_account WHERE spent > 0 AND budget = '" + unique + "'");
        assertThatThrownBy(() -> living.store().resolve(call, COST)).isInstanceOf(JdbcException.class);
        flaky.comeBack();

        assertThat(living.store().resolve(call, COST)).isTrue();
        assertThat(living.store().resolve(call, COST)).isFalse();

        assertThat(living.store().read(TOTAL).spent()).isEqualByComparingTo(COST);
    }

    @Test
    void a_cost_that_was_counted_without_an_answer_and_never_tried_again_is_in_the_ledger() throws IOException {
        VirtualTime time = new VirtualTime();
        Process living = process(flaky, time);
        String call = unsettled(living);
        flaky.loseNextCommitAndGoAway("openrouter_account WHERE spent > 0 AND budget = '" + unique + "'");
        assertThatThrownBy(() -> living.store().resolve(call, COST)).isInstanceOf(JdbcException.class);
        flaky.comeBack();
        time.advance(Duration.ofHours(1));
        living.ledger().accept(unknown("gen-other-" + unique));
        Awaitility.await().until(() -> ledger("COUNT(*)").equals("2"));
        living.jdbc().close();
        assertThat(noted(call)).isEqualTo(1);

        startAnother();

        assertThat(new BigDecimal(ledger("SUM(cost_usd)"))).isEqualByComparingTo(COST);
        assertThat(files()).isEmpty();
    }

    @Test
    void a_call_that_ended_without_an_id_and_was_not_recorded_is_in_the_ledger() throws IOException {
        Process dying = dying();
        dying.store().settle(reserved(dying), Outcome.unknown(BigDecimal.ONE, null));
        kill(dying);

        startAnother();

        assertThat(ledger("COUNT(*)")).isEqualTo("1");
        assertThat(ledger("SUM(unsettled)")).isEqualTo("1");
    }

    @Test
    void calls_that_ended_without_an_id_are_in_the_ledger_once() throws IOException {
        Process dying = dying();
        for (int i = 0; i < 3; i++) {
            dying.store().settle(reserved(dying), Outcome.unknown(BigDecimal.ONE, null));
        }
        dying.ledger().accept(unknown(null));
        dying.ledger().accept(unknown(null));
        kill(dying);

        startAnother();

        assertThat(ledger("COUNT(*)")).isEqualTo("3");
        assertThat(ledger("SUM(unsettled)")).isEqualTo("3");
    }

    @Test
    void a_call_that_was_taken_over_by_a_process_that_died_before_it_could_record_it_is_in_the_ledger()
            throws IOException {
        Process first = dying();
        String identified = reserved(first);
        first.store().identify(identified, generation);
        reserved(first);
        kill(first);
        Process second = dying();
        assertThat(takenOver(second)).hasSize(2);
        kill(second);

        startAnother();

        assertThat(ledger("COUNT(*)")).isEqualTo("2");
        assertThat(ledger("SUM(unsettled)")).isEqualTo("2");
        assertThat(ledger("COUNT(generation_id)")).isEqualTo("1");
    }

    @Test
    void a_call_that_was_taken_over_and_recorded_is_in_the_ledger_once() throws IOException {
        Process first = dying();
        String identified = reserved(first);
        first.store().identify(identified, generation);
        reserved(first);
        kill(first);
        Process second = dying();
        assertThat(takenOver(second)).hasSize(2);
        second.ledger().accept(unknown(generation));
        second.ledger().accept(unknown(null));
        kill(second);

        startAnother();

        assertThat(ledger("COUNT(*)")).isEqualTo("2");
    }

    @Test
    void a_call_that_was_taken_over_and_looked_up_while_its_process_lived_is_in_the_ledger_once() {
        Process silent = process(dataSource, null);
        String call = seemsDead(silent);
        lookUp(call);
        assertThat(ledger("SUM(cost_usd)")).isNotNull();

        silent.store().settle(call, Outcome.known(COST));
        silent.ledger().accept(answered());
        silent.jdbc().close();

        assertOneRow();
    }

    @Test
    void a_call_that_is_looked_up_after_its_process_has_recorded_it_is_in_the_ledger_once() {
        Process silent = process(dataSource, null);
        String call = seemsDead(silent);
        silent.ledger().accept(answered());
        silent.jdbc().close();

        lookUp(call);

        assertOneRow();
    }

    @Test
    void a_silent_call_that_ends_at_an_unknown_cost_is_in_the_ledger_once_and_settled_once() {
        Process silent = process(dataSource, null);
        String call = seemsDead(silent);
        lookUp(call);

        silent.store().settle(call, Outcome.unknown(BigDecimal.ONE, generation));
        silent.ledger().accept(unknown(generation));
        silent.jdbc().close();

        assertThat(spent()).isEqualByComparingTo(COST);
        assertThat(ledger("COUNT(*)")).isEqualTo("2");
        assertThat(new BigDecimal(ledger("SUM(cost_usd)"))).isEqualByComparingTo(COST);
        assertThat(ledger("SUM(unsettled)")).isEqualTo("0");
    }

    /** A call whose process has been silent beyond its lease. */
    private String seemsDead(Process silent) {
        String call = reserved(silent);
        silent.store().identify(call, generation);
        silent.store().read(TOTAL);
        Databases.change(
                dataSource,
                "UPDATE openrouter_holder SET beat = beat - 600000 WHERE id IN"
                        + " (SELECT holder FROM openrouter_reservation WHERE id = '" + call + "')");
        return call;
    }

    /** As another process does with a call that it takes over. */
    private void lookUp(String call) {
        Process other = process(dataSource, null);
        assertThat(takenOver(other)).hasSize(1);
        other.ledger()
                .accept(record(
                        generation,
                        OpenRouterCostRecord.Outcome.UNKNOWN,
                        null,
                        List.of(new Attempt(OpenRouterCostRecord.Outcome.UNKNOWN, null, generation, NotedCall.ERROR))));
        assertThat(other.store().resolve(call, COST)).isTrue();
        other.ledger().accept(settled(generation));
        other.jdbc().close();
    }

    private void assertOneRow() {
        assertThat(spent()).isEqualByComparingTo(COST);
        assertThat(ledger("COUNT(*)")).isEqualTo("1");
        assertThat(new BigDecimal(ledger("SUM(cost_usd)"))).isEqualByComparingTo(COST);
        assertThat(ledger("SUM(unsettled)")).isEqualTo("0");
        assertThat(ledger("outcome")).isEqualTo("answered");
        assertThat(Databases.count(
                        dataSource, "openrouter_call_tag t WHERE t.call_id NOT IN (SELECT id FROM openrouter_call)"))
                .isZero();
    }

    private List<Orphan> takenOver(Process process) {
        return process.store().takeOver().stream()
                .filter(orphan -> unique.equals(orphan.reservation().sessionId()))
                .toList();
    }

    private String reserved(Process process) {
        String id = UUID.randomUUID().toString();
        process.store()
                .reserve(List.of(new Reservation(
                        id,
                        BigDecimal.ONE,
                        List.of(new Account(TOTAL, null)),
                        "chat",
                        "openai/gpt-4o",
                        unique,
                        Map.of("tenant", "acme"))));
        return id;
    }

    /** A call that has ended at an unknown cost, and is recorded. */
    private String unsettled(Process process) {
        String id = reserved(process);
        process.store().settle(id, Outcome.unknown(BigDecimal.ONE, generation));
        process.ledger().accept(unknown(generation));
        process.store().read(TOTAL);
        return id;
    }

    private OpenRouterCostRecord unknown(String generationId) {
        return record(
                generationId,
                OpenRouterCostRecord.Outcome.UNKNOWN,
                null,
                List.of(new Attempt(OpenRouterCostRecord.Outcome.UNKNOWN, null, generationId, "TimeoutException")));
    }

    private OpenRouterCostRecord answered() {
        OpenRouterTokenUsage usage = OpenRouterTokenUsage.builder().cost(COST).build();
        Attempt attempt = new Attempt(OpenRouterCostRecord.Outcome.ANSWERED, COST, generation, null);
        return record(generation, OpenRouterCostRecord.Outcome.ANSWERED, usage, List.of(attempt));
    }

    private OpenRouterCostRecord settled(String generationId) {
        return record(
                generationId,
                OpenRouterCostRecord.Outcome.SETTLED,
                OpenRouterTokenUsage.builder().cost(COST).build(),
                List.of());
    }

    private OpenRouterCostRecord record(
            String generationId,
            OpenRouterCostRecord.Outcome outcome,
            OpenRouterTokenUsage usage,
            List<Attempt> attempts) {
        return new OpenRouterCostRecord(
                Instant.now(),
                "chat",
                Duration.ZERO,
                null,
                attempts.size(),
                generationId,
                "openai/gpt-4o",
                null,
                "OpenAI",
                usage,
                null,
                null,
                unique,
                Map.of("tenant", "acme"),
                outcome,
                attempts.isEmpty() ? null : attempts.get(0).error(),
                attempts);
    }

    private OpenRouterBudgetStore.Balance balance() {
        OpenRouterJdbc reader = OpenRouterJdbc.of(dataSource);
        try {
            return reader.budgetStore(unique).read(TOTAL);
        } finally {
            reader.close();
        }
    }

    private BigDecimal spent() {
        assertThat(balance().unsettled()).isZero();
        return balance().spent();
    }

    private String ledger(String expression) {
        return Databases.ask(
                dataSource, "SELECT " + expression + " FROM openrouter_call WHERE session_id = '" + unique + "'");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }

    private Map<Path, byte[]> contents() throws IOException {
        while (true) {
            Map<Path, byte[]> contents = new HashMap<>();
            try {
                for (Path file : files()) {
                    contents.put(file, Files.readAllBytes(file));
                }
                return contents;
            } catch (NoSuchFileException moved) {
                // what stays in the journal is in a new file
            }
        }
    }

    /** Notes of the end or the cost of a reservation. */
    private long noted(String reservation) throws IOException {
        long noted = 0;
        for (byte[] file : contents().values()) {
            noted += new String(file, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.contains("\"call\"") && line.contains(reservation))
                    .count();
        }
        return noted;
    }
}
