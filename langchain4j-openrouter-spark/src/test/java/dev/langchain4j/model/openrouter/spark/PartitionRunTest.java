package dev.langchain4j.model.openrouter.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.openrouter.OpenRouterScoringModel;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.scoring.ScoringModel;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.DoubleAccumulator;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(60)
@ExtendWith(OpenRouterServerExtension.class)
class PartitionRunTest {

    private static final int CONCURRENCY = 3;

    private final String url = LocalSpark.database(UUID.randomUUID().toString());
    private final List<SparkSettings> processes = new ArrayList<>();
    private final ExecutorConnection executor = executor();

    /** As if it were another process. */
    private ExecutorConnection executor() {
        String database = url;
        return executor(() -> new KeptConnections(database, null, null));
    }

    private ExecutorConnection executor(OpenRouterSpark.DatabaseSetup database) {
        return executor(database, CONCURRENCY);
    }

    private ExecutorConnection executor(OpenRouterSpark.DatabaseSetup database, int maxConcurrency) {
        SparkSettings settings = new SparkSettings(
                UUID.randomUUID().toString(),
                "job",
                connection -> {},
                null,
                null,
                database,
                "openrouter_",
                true,
                Duration.ofMinutes(1),
                null,
                maxConcurrency,
                "sk-or-v1-key");
        processes.add(settings);
        return ExecutorConnection.of(settings);
    }

    @AfterEach
    void close() {
        processes.forEach(settings -> ExecutorConnection.close(settings.run()));
    }

    private static PartitionRun run(ExecutorConnection executor, FakeTask task, List<Row> documents) {
        Counters counters = new Counters(
                new LongAccumulator(),
                new LongAccumulator(),
                new LongAccumulator(),
                new LongAccumulator(),
                new LongAccumulator(),
                new LongAccumulator(),
                new LongAccumulator(),
                new DoubleAccumulator());
        return new PartitionRun(
                documents.iterator(), executor, executor.open(UUID.randomUUID().toString(), task), counters);
    }

    private static List<Row> documents(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> RowFactory.create("k" + i, "text " + i))
                .toList();
    }

    private static List<String> rows(PartitionRun run) {
        List<String> rows = new ArrayList<>();
        try (run) {
            run.forEachRemaining(row -> rows.add(row.getString(0) + " " + row.getString(1) + " " + row.getString(2)));
        }
        return rows;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = new KeptConnections(url, null, null).getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isPositive();
        }
    }

    /** The same data source or connection, which notes the most parameters of a statement. */
    private static <T> T watched(Class<T> type, T original, AtomicInteger most) {
        return type.cast(Proxy.newProxyInstance(
                PartitionRunTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
                    if (method.getName().equals("prepareStatement")) {
                        int parameters =
                                args[0].toString().replaceAll("[^?]", "").length();
                        most.accumulateAndGet(parameters, Math::max);
                    }
                    Object result = method.invoke(original, args);
                    return result instanceof Connection connection
                            ? watched(Connection.class, connection, most)
                            : result;
                }));
    }

    /** The same data source or connection, which does as it is told, and then fails once. */
    private static <T> T failing(Class<T> type, T original, AtomicReference<String> at) {
        return type.cast(Proxy.newProxyInstance(
                PartitionRunTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
                    Object result = method.invoke(original, args);
                    String call = method.getName() + (args == null ? "" : " " + args[0]);
                    if (at.get() != null && call.contains(at.get())) {
                        at.set(call.contains("AND NOT EXISTS") ? "commit" : null);
                        if (at.get() == null) {
                            throw new SQLException("The disk is full", "58030");
                        }
                    }
                    return result instanceof Connection connection ? failing(Connection.class, connection, at) : result;
                }));
    }

    private Tallies.Tally tally() {
        return new Tallies(new Database(new KeptConnections(url, null, null), "openrouter_")).read("job");
    }

    @Test
    void has_a_bounded_number_of_calls_under_way() {
        List<CompletableFuture<List<Outcome>>> open = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        List<List<Outcome>> answers = new ArrayList<>();
        FakeTask task = new FakeTask(1, documents -> {
            CompletableFuture<List<Outcome>> call = new CompletableFuture<>();
            open.add(call);
            answers.add(FakeTask.answers(documents));
            counts.add(open.size());
            if (open.size() == CONCURRENCY || answers.size() == 10) {
                for (int i = 0; i < open.size(); i++) {
                    open.get(i).complete(answers.get(answers.size() - open.size() + i));
                }
                open.clear();
            }
            return call;
        });

        assertThat(rows(run(executor, task, documents(10)))).hasSize(10);

        assertThat(counts).allMatch(count -> count <= CONCURRENCY).contains(CONCURRENCY);
    }

    @Test
    void has_any_number_of_calls_under_way_if_the_bound_is_that_high() {
        String database = url;
        ExecutorConnection unbounded = executor(() -> new KeptConnections(database, null, null), Integer.MAX_VALUE);
        FakeTask task = new FakeTask(2, documents -> CompletableFuture.completedFuture(FakeTask.answers(documents)));

        assertThat(rows(run(unbounded, task, documents(5)))).hasSize(5);
    }

    @Test
    void a_result_with_names_that_no_column_takes_is_paid_once() {
        FakeTask task = new FakeTask(
                1,
                documents -> CompletableFuture.completedFuture(List.of(new Outcome(
                        State.FAILED, null, BigDecimal.ONE, 3, 2, "m".repeat(300), "g".repeat(300), "no\0"))));

        assertThat(rows(run(executor, task, documents(1)))).containsExactly("k0 failed null");
        assertThat(rows(run(executor, task, documents(1)))).containsExactly("k0 failed null");

        assertThat(task.requests).hasSize(1);
        assertThat(tally().cost()).isEqualByComparingTo("1");
        assertThat(Outcome.notSent("no\0").error()).isEqualTo("no\uFFFD");
    }

    @Test
    void emits_what_the_journal_has_without_a_call() {
        rows(run(executor, FakeTask.answering(), documents(2)));
        FakeTask task = FakeTask.answering();

        assertThat(rows(run(executor, task, documents(3))))
                .containsExactly("k0 answered <text 0>", "k1 answered <text 1>", "k2 answered <text 2>");

        assertThat(task.requests).containsExactly(List.of("k2"));
    }

    @Test
    void ends_when_the_results_are_deleted_between_two_of_its_calls() {
        List<CompletableFuture<List<Outcome>>> open = new ArrayList<>();
        FakeTask task = new FakeTask(1, documents -> {
            open.add(CompletableFuture.completedFuture(FakeTask.answers(documents)));
            return open.get(open.size() - 1);
        });
        try (PartitionRun run = run(executor, task, documents(CONCURRENCY + 1))) {
            run.next();
            new Jobs(new Database(new KeptConnections(url, null, null), "openrouter_")).delete("job", Duration.ZERO);

            assertThatIllegalStateException()
                    .isThrownBy(() -> run.forEachRemaining(row -> {}))
                    .withMessageContaining("deleted after this dataset was made: make it anew");
        }
    }

    @Test
    void owes_nothing_to_results_that_were_deleted() {
        ExecutorConnection.OpenTask task = executor.open("task", FakeTask.answering());
        Document document = Document.of(documents(1).get(0));
        Outcome outcome = FakeTask.answers(List.of(document)).get(0);
        executor.journal().exchange(task.id(), 1, Map.of(), List.of(new Claim(document, null)));
        new Jobs(new Database(new KeptConnections(url, null, null), "openrouter_")).delete("job", Duration.ZERO);

        assertThat(executor.journal().exchange(task.id(), 1, Map.of(document, outcome), List.of()))
                .isEmpty();
    }

    @Test
    void takes_over_the_open_documents_of_an_attempt_that_has_ended() {
        try (PartitionRun first = run(executor, FakeTask.silent(), documents(1))) {
            first.begin();
        }
        FakeTask task = FakeTask.answering();

        assertThat(rows(run(executor, task, documents(1)))).containsExactly("k0 answered <text 0>");

        assertThat(task.requests).hasSize(1);
        assertThat(tally().interrupted()).isEqualTo(1);
        assertThat(tally().answered()).isEqualTo(1);
    }

    @Test
    void keeps_a_result_that_has_arrived_when_the_attempt_ends() {
        try (PartitionRun first = run(executor, FakeTask.answering(), documents(1))) {
            first.begin();
        }
        FakeTask task = FakeTask.answering();

        assertThat(rows(run(executor, task, documents(1)))).containsExactly("k0 answered <text 0>");

        assertThat(task.requests).isEmpty();
    }

    @Test
    void keeps_a_result_that_arrives_while_other_calls_are_cancelled() {
        CompletableFuture<List<Outcome>> cancelled = new CompletableFuture<>();
        CompletableFuture<List<Outcome>> late = new CompletableFuture<>();
        cancelled.whenComplete((none, end) -> late.complete(FakeTask.answers(List.of(new Document("k1", "text 1")))));
        FakeTask ended = new FakeTask(1, documents -> documents.get(0).key().equals("k0") ? cancelled : late);
        try (PartitionRun first = run(executor, ended, documents(2))) {
            first.begin();
        }
        FakeTask task = FakeTask.answering();

        assertThat(rows(run(executor, task, documents(2)))).hasSize(2);

        assertThat(task.requests).containsExactly(List.of("k0"));
        assertThat(tally().interrupted()).isEqualTo(1);
    }

    @Test
    void takes_no_failure_for_a_result_when_spark_ends_the_task() {
        FakeTask interrupted = new FakeTask(1, documents -> {
            Thread.currentThread().interrupt();
            return CompletableFuture.failedFuture(new LangChain4jException("interrupted"));
        });
        try {
            assertThatIllegalStateException().isThrownBy(() -> rows(run(executor, interrupted, documents(1))));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }

        assertThat(rows(run(executor, FakeTask.answering(), documents(1)))).containsExactly("k0 answered <text 0>");
        assertThat(tally().failed()).isZero();
    }

    @Test
    void keeps_a_failure_that_was_paid_though_spark_ends_the_task(OpenRouterServer server) {
        server.addKey("sk-or-v1-key").when(Match.path("/rerank")).answer(Answer.ranking());
        FakeTask interrupted = new FakeTask(1, documents -> {
            Throwable paid = catchThrowable(() -> model(server).scoreAll(List.of(TextSegment.from("text")), "query"));
            Thread.currentThread().interrupt();
            return CompletableFuture.failedFuture(paid);
        });
        try (PartitionRun run = run(executor, interrupted, documents(1))) {
            run.begin();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        FakeTask task = FakeTask.answering();

        assertThat(rows(run(executor, task, documents(1)))).containsExactly("k0 failed null");

        assertThat(task.requests).isEmpty();
        assertThat(server.ledger().cost()).isPositive();
        assertThat(tally().cost()).isEqualByComparingTo(server.ledger().cost());
    }

    private static ScoringModel model(OpenRouterServer server) {
        return OpenRouterScoringModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey("sk-or-v1-key")
                .modelName("cohere/rerank-v3.5")
                .build();
    }

    @Test
    void no_statement_has_more_parameters_than_a_database_takes() {
        AtomicInteger most = new AtomicInteger();
        DataSource database = watched(DataSource.class, new KeptConnections(url, null, null), most);
        FakeTask task = new FakeTask(2500, documents -> CompletableFuture.completedFuture(FakeTask.answers(documents)));

        assertThat(rows(run(executor(() -> database), task, documents(2500)))).hasSize(2500);

        assertThat(most).hasValueLessThan(2000);
    }

    @Test
    void keeps_the_results_of_calls_that_are_under_way_when_no_more_rows_are_wanted() {
        CompletableFuture<List<Outcome>> call = new CompletableFuture<>();
        PartitionRun first = run(executor, new FakeTask(1, documents -> call), documents(1));
        first.begin();
        first.close(() -> {
            call.complete(FakeTask.answers(List.of(new Document("k0", "text 0"))));
            return true;
        });
        FakeTask task = FakeTask.answering();

        assertThat(rows(run(executor, task, documents(1)))).containsExactly("k0 answered <text 0>");

        assertThat(task.requests).isEmpty();
        assertThat(tally().interrupted()).isZero();
    }

    @Test
    void waits_for_another_attempt_that_is_at_work() {
        CompletableFuture<List<Outcome>> call = new CompletableFuture<>();
        FakeTask slow = new FakeTask(1, documents -> call);
        PartitionRun first = run(executor, slow, documents(1));
        first.begin();
        FakeTask task = new FakeTask(1, documents -> {
            call.complete(FakeTask.answers(List.of(new Document("k0", "text 0"))));
            first.next();
            return CompletableFuture.completedFuture(FakeTask.answers(documents));
        });

        assertThat(rows(run(executor, task, documents(2))))
                .containsExactly("k1 answered <text 1>", "k0 answered <text 0>");

        assertThat(task.requests).containsExactly(List.of("k1"));
        first.close();
    }

    /** As in {@code results.limit(1).union(results)}, which Spark may compute in one task. */
    @Test
    void goes_on_with_an_earlier_run_of_its_thread_that_is_asked_for_no_more_rows() {
        CompletableFuture<List<Outcome>> call = new CompletableFuture<>();
        FakeTask task = answeringTheFirst(call);
        try (PartitionRun first = run(executor, task, documents(2))) {
            first.next();
            call.complete(FakeTask.answers(List.of(new Document("k1", "text 1"))));

            assertThat(rows(run(executor, task, documents(2)))).hasSize(2);
        }

        assertThat(task.requests).hasSize(2);
        assertThat(tally().answered()).isEqualTo(2);
    }

    @Test
    void ends_with_an_earlier_run_of_its_thread() {
        CompletableFuture<List<Outcome>> call = new CompletableFuture<>();
        FakeTask task = answeringTheFirst(call);
        try (PartitionRun first = run(executor, task, documents(2))) {
            first.next();
            call.completeExceptionally(new AuthenticationException("no such key"));

            assertThatIllegalStateException()
                    .isThrownBy(() -> rows(run(executor, task, documents(2))))
                    .withMessageContaining("no such key");
        }

        assertThat(tally().failed()).isZero();
    }

    private static FakeTask answeringTheFirst(CompletableFuture<List<Outcome>> others) {
        return new FakeTask(
                1,
                documents -> documents.get(0).key().equals("k0")
                        ? CompletableFuture.completedFuture(FakeTask.answers(documents))
                        : others);
    }

    @Test
    void takes_over_the_documents_of_an_executor_that_is_silent_for_longer_than_its_lease() throws SQLException {
        ExecutorConnection dead = executor();
        run(dead, FakeTask.silent(), documents(1)).begin();
        execute("UPDATE openrouter_spark_executor SET beat = beat - 61000 WHERE id = '"
                + dead.lease().executor() + "'");
        FakeTask task = FakeTask.answering();

        assertThat(rows(run(executor, task, documents(1)))).containsExactly("k0 answered <text 0>");

        assertThat(tally().interrupted()).isEqualTo(1);
    }

    @Test
    void leaves_the_documents_of_a_living_executor_to_it() {
        CompletableFuture<List<Outcome>> call = new CompletableFuture<>();
        PartitionRun elsewhere = run(executor(), new FakeTask(1, documents -> call), documents(1));
        elsewhere.begin();
        FakeTask task = new FakeTask(1, documents -> {
            call.complete(FakeTask.answers(List.of(new Document("k0", "text 0"))));
            elsewhere.next();
            return CompletableFuture.completedFuture(FakeTask.answers(documents));
        });

        assertThat(rows(run(executor, task, documents(2)))).hasSize(2);

        assertThat(task.requests).containsExactly(List.of("k1"));
        elsewhere.close();
    }

    @Test
    void takes_no_failure_for_a_result_when_the_process_ends() {
        ExecutorConnection ending = executor();
        FakeTask task = new FakeTask(1, documents -> {
            ending.close();
            return CompletableFuture.failedFuture(new InvalidRequestException("closed"));
        });
        assertThatIllegalStateException().isThrownBy(() -> rows(run(ending, task, documents(1))));

        assertThat(rows(run(executor, FakeTask.answering(), documents(1)))).containsExactly("k0 answered <text 0>");

        assertThat(tally().failed()).isZero();
    }

    @Test
    void halves_a_request_that_one_of_its_documents_spoils() {
        FakeTask task = new FakeTask(4, documents -> {
            boolean spoilt =
                    documents.stream().anyMatch(document -> document.key().equals("k5"));
            return spoilt
                    ? CompletableFuture.failedFuture(new InvalidRequestException("too long"))
                    : CompletableFuture.completedFuture(FakeTask.answers(documents));
        });

        List<String> rows = rows(run(executor, task, documents(8)));

        assertThat(rows).hasSize(8).contains("k4 answered <text 4>", "k5 failed null", "k6 answered <text 6>");
        assertThat(task.requests.get(0)).hasSize(4);
        assertThat(task.requests).contains(List.of("k5"));
    }

    @Test
    void calls_once_for_a_document_that_comes_twice() {
        FakeTask task = FakeTask.answering();
        List<Row> twice = new ArrayList<>(documents(2));
        twice.addAll(documents(2));

        assertThat(rows(run(executor, task, twice))).hasSize(4);

        assertThat(task.requests).containsExactlyInAnyOrder(List.of("k0"), List.of("k1"));
    }

    /** Its second copy waits for a turn while the result of the first one is written. */
    @Test
    void calls_once_for_a_document_that_comes_again_behind_a_full_turn() {
        FakeTask task = FakeTask.answering();
        List<Row> again = new ArrayList<>(documents(CONCURRENCY));
        again.addAll(documents(1));

        assertThat(rows(run(executor, task, again))).hasSize(CONCURRENCY + 1);

        assertThat(task.requests).hasSize(CONCURRENCY);
        assertThat(tally().cost()).isEqualByComparingTo("0.003");
    }

    @Test
    void keeps_results_that_the_database_did_not_take_at_once() {
        ExecutorConnection first = executor(this::failingToSave);
        FakeTask answered = FakeTask.answering();
        assertThatIllegalStateException()
                .isThrownBy(() -> rows(run(first, answered, documents(2))))
                .withMessageContaining("failed to write results");
        FakeTask task = FakeTask.answering();

        assertThat(rows(run(executor, task, documents(2)))).hasSize(2);

        assertThat(answered.requests).hasSize(2);
        assertThat(task.requests).isEmpty();
        assertThat(tally().interrupted()).isZero();
    }

    @Test
    void leaves_no_claim_behind_whose_answer_from_the_database_was_lost() {
        ExecutorConnection first = executor(this::failingToClaim);
        FakeTask none = FakeTask.answering();
        assertThatIllegalStateException().isThrownBy(() -> rows(run(first, none, documents(2))));
        FakeTask task = FakeTask.answering();

        assertThat(rows(run(executor, task, documents(2)))).hasSize(2);

        assertThat(none.requests).isEmpty();
        assertThat(tally().interrupted()).isZero();
    }

    private DataSource failingToSave() {
        return failing(
                DataSource.class,
                new KeptConnections(url, null, null),
                new AtomicReference<>("SET state = ?, run = ?, answer"));
    }

    /** Its commit is lost on the way back. */
    private DataSource failingToClaim() {
        return failing(DataSource.class, new KeptConnections(url, null, null), new AtomicReference<>("AND NOT EXISTS"));
    }

    @Test
    void refuses_another_text_with_the_same_key() {
        rows(run(executor, FakeTask.answering(), documents(1)));

        assertThatIllegalStateException()
                .isThrownBy(() ->
                        rows(run(executor, FakeTask.answering(), List.of(RowFactory.create("k0", "another text")))))
                .withMessageContaining("'k0' stands for two texts");
    }

    @Test
    void fails_a_document_without_text_at_no_cost() {
        FakeTask task = FakeTask.answering();

        assertThat(rows(run(executor, task, List.of(RowFactory.create("k0", " ")))))
                .containsExactly("k0 failed null");

        assertThat(task.requests).isEmpty();
    }

    @Test
    void ends_with_what_has_arrived_when_all_others_would_fail_the_same_way() {
        FakeTask task = new FakeTask(
                1,
                documents -> documents.get(0).key().equals("k4")
                        ? CompletableFuture.failedFuture(new AuthenticationException("no such key"))
                        : CompletableFuture.completedFuture(FakeTask.answers(documents)));

        assertThatIllegalStateException()
                .isThrownBy(() -> rows(run(executor, task, documents(100))))
                .withMessageContaining("goes on from here")
                .withMessageContaining("no such key");

        assertThat(task.requests).hasSizeLessThan(10);
        assertThat(tally().answered()).isEqualTo(task.requests.size() - 1);
        FakeTask again = FakeTask.answering();
        assertThat(rows(run(executor, again, documents(100)))).hasSize(100);
        assertThat(again.requests).hasSize(100 - task.requests.size() + 1);
        assertThat(tally().interrupted()).isZero();
    }
}
