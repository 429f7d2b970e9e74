package dev.langchain4j.model.openrouter.jdbc.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.OpenRouterBudget;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Ledger;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Eight processes with eight threads each on one PostgreSQL, with faults of the server; two of them are killed, and the
 * database is restarted. Not part of a build: {@code .ci/run} runs it, and the command in the docs on scaling out.
 */
class ReplicasDrill {

    private static final int PROCESSES = 8;
    private static final int THREADS = 8;
    private static final int KILLED = 2;
    private static final int SECONDS = Integer.getInteger("drill.seconds", 15);

    private static final BigDecimal COST = new BigDecimal("0.001");

    /** Of the tight budget: used up soon. */
    private static final BigDecimal LIMIT = new BigDecimal("0.1");

    private static final String TOTALS = " FROM openrouter_account WHERE scope = 'TOTAL'";

    @TempDir
    private Path folder;

    @Test
    @Timeout(300)
    void the_budget_holds_and_equals_the_servers_book_in_the_end() throws Exception {
        try (OpenRouterServer server = OpenRouterServer.start();
                RestartablePostgres postgres = new RestartablePostgres(folder, false)) {
            server.addKey(Replica.KEY)
                    .when(Match.path("/chat/completions"))
                    .answer(Answer.computed(request -> answer()));
            Replica.Arguments arguments = new Replica.Arguments(
                    "call", postgres.url(), server.baseUrl(), folder, THREADS, Duration.ofSeconds(SECONDS), LIMIT, 0);
            List<String> below = new ArrayList<>();
            AtomicBoolean over = new AtomicBoolean();
            Thread auditor = new Thread(() -> audit(server, postgres.url(), over, below));
            try (Fleet fleet = Fleet.start(PROCESSES, arguments)) {
                auditor.start();
                sleep(SECONDS / 4.0);
                fleet.kill(0);
                sleep(SECONDS / 4.0);
                postgres.restart();
                sleep(SECONDS / 4.0);
                fleet.kill(1);
                System.out.println("the others: " + fleet.join());
            } finally {
                over.set(true);
                auditor.join();
            }

            Set<String> heardOf = settleTheRest(server, arguments);

            BigDecimal book = server.ledger().cost();
            BigDecimal spent = dollars(postgres, "SELECT SUM(spent)" + TOTALS);
            BigDecimal unsettled = dollars(postgres, "SELECT SUM(unsettled)" + TOTALS);
            BigDecimal tight = dollars(postgres, "SELECT spent + unsettled" + TOTALS + " AND budget = 'tight'");
            long left = dollars(postgres, "SELECT COUNT(*) FROM openrouter_reservation")
                    .longValueExact();
            System.out.println("book " + book + ", spent " + spent + ", unsettled " + unsettled + " for " + left
                    + " calls; of the tight budget " + tight + " of " + LIMIT);

            assertThat(below).isEmpty();
            assertThat(spent.add(unsettled)).isGreaterThanOrEqualTo(book);
            assertThat(tight).isBetween(bookOf(server, ReplicasDrill::isTight), LIMIT);
            assertThat(spent)
                    .isEqualByComparingTo(bookOf(server, charge -> heardOf.contains(charge.generationId())))
                    .isPositive();
            assertThat(left).isLessThanOrEqualTo(KILLED * THREADS);
            assertThat(dollars(postgres, "SELECT SUM(reserved)" + TOTALS)).isZero();
            assertThat(dollars(postgres, "SELECT SUM(cost_usd) FROM openrouter_call"))
                    .isEqualByComparingTo(spent);
            assertThat(texts(postgres, "SELECT generation_id || ' ' || UPPER(outcome) FROM openrouter_call"))
                    .containsAll(witnessed());
            // more if a busy machine let a process seem dead for a while
            assertThat(dollars(postgres, "SELECT SUM(unsettled) FROM openrouter_call"))
                    .isGreaterThanOrEqualTo(BigDecimal.valueOf(left));
        }
    }

    private static Answer answer() {
        Answer whole = Answer.text("4").usage(9, 9, COST.toPlainString());
        int dice = ThreadLocalRandom.current().nextInt(100);
        if (dice < 5) {
            return Answer.cut(whole);
        }
        return dice < 10 ? Answer.error(502, "Bad gateway") : whole;
    }

    /** As a process that starts later: it moves the journals of the dead, and settles what they have left. */
    private Set<String> settleTheRest(OpenRouterServer server, Replica.Arguments arguments) throws Exception {
        try (Replica last = Replica.start(arguments, record -> {})) {
            OpenRouterBudget budget = last.budget();
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
                budget.settle();
                return budget.reserved().signum() == 0
                        && last.tight().reserved().signum() == 0;
            });
            budget.settle();
        }
        Awaitility.await().until(() -> server.openStreams() == 0); // of processes that were killed
        return new HashSet<>(
                texts(arguments.database(), "SELECT generation_id FROM openrouter_call WHERE cost_usd IS NOT NULL"));
    }

    /** The rest is of calls whose process was killed before it heard of their id: nobody can ask for those. */
    private static BigDecimal bookOf(OpenRouterServer server, Predicate<Ledger.Charge> counts) {
        return server.ledger().charges().stream()
                .filter(counts)
                .map(Ledger.Charge::cost)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static boolean isTight(Ledger.Charge charge) {
        return charge.model().equals(Replica.TIGHT_MODEL);
    }

    /** The book first: what it has then, the accounts have had before. */
    private static void audit(OpenRouterServer server, String url, AtomicBoolean over, List<String> below) {
        int audits = 0;
        while (!over.get()) {
            BigDecimal book = server.ledger().cost();
            BigDecimal tightBook = bookOf(server, ReplicasDrill::isTight);
            try {
                BigDecimal sum = sum(url, "");
                BigDecimal tight = sum(url, " AND budget = 'tight'");
                boolean holds =
                        sum.compareTo(book) >= 0 && tight.compareTo(tightBook) >= 0 && tight.compareTo(LIMIT) <= 0;
                if (!holds) {
                    below.add("counted " + sum + " and " + tight + " when the server had billed " + book + " and "
                            + tightBook);
                }
                audits++;
            } catch (SQLException restarting) {
                // nothing can be sent either
            }
            LockSupport.parkNanos(20_000_000);
        }
        System.out.println("audits: " + audits);
    }

    private static BigDecimal sum(String url, String condition) throws SQLException {
        String sum = texts(url, "SELECT SUM(spent + reserved + unsettled)" + TOTALS + condition)
                .get(0);
        return sum == null ? BigDecimal.ZERO : new BigDecimal(sum);
    }

    /** What the processes' sinks had accepted, those of the killed ones included. */
    private List<String> witnessed() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(each -> each.getFileName().toString().startsWith("witness-"))
                    .toList()) {
                Files.readAllLines(file).stream()
                        .filter(line -> !line.startsWith("null "))
                        .forEach(lines::add);
            }
        }
        assertThat(lines).isNotEmpty();
        return lines;
    }

    private static BigDecimal dollars(RestartablePostgres postgres, String sql) throws SQLException {
        return new BigDecimal(texts(postgres, sql).get(0));
    }

    private static List<String> texts(RestartablePostgres postgres, String sql) throws SQLException {
        return texts(postgres.url(), sql);
    }

    private static List<String> texts(String url, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                texts.add(row.getString(1));
            }
        }
        return texts;
    }

    private static void sleep(double seconds) throws InterruptedException {
        Thread.sleep((long) (1000 * seconds));
    }
}
