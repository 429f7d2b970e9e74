package dev.langchain4j.model.openrouter.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.batch.BatchRequest;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterBatchChatModel;
import dev.langchain4j.model.openrouter.OpenRouterBudget;
import dev.langchain4j.model.openrouter.OpenRouterCostListener;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A batch that one process submits and others read, with one budget and one ledger. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class SharedBatchTest {

    @TempDir
    private Path folder;

    private final OpenRouterServer server;
    private final DataSource h2 = Databases.h2();
    private Replica one;
    private Replica two;

    SharedBatchTest(OpenRouterServer server) {
        this.server = server;
    }

    /** A process of the application. */
    private record Replica(
            OpenRouterJdbc jdbc, OpenRouterBudget budget, OpenRouter openRouter, OpenRouterBatchChatModel model) {

        private void close() {
            openRouter.close();
            jdbc.close();
        }
    }

    @BeforeEach
    void start() {
        one = replica("one");
        two = replica("two");
    }

    @AfterEach
    void drop() {
        Databases.drop(h2);
    }

    @Test
    void another_process_settles_what_the_first_has_reserved() {
        String id = submitted();
        assertThat(two.budget().reserved()).isPositive();

        two.model().retrieve(id);

        assertThat(two.budget().reserved()).isZero();
        assertThat(two.budget().spent()).isEqualByComparingTo(server.ledger().cost());
        assertThat(one.budget().spent()).isEqualByComparingTo(server.ledger().cost());
        one.close();
        two.close();
    }

    @Test
    void a_process_that_died_leaves_its_batch_to_another() {
        String id = submitted();
        one.close();

        two.budget().settle();
        two.model().retrieve(id);

        assertThat(two.budget().reserved()).isZero();
        assertThat(two.budget().unsettled()).isZero();
        assertThat(two.budget().spent()).isEqualByComparingTo(server.ledger().cost());
        two.close();
    }

    @Test
    void a_batch_of_an_own_key_that_a_dead_process_has_left_costs_what_its_answers_tell() {
        String id = submitted();
        server.when(Match.path("/batches/" + id)).answer(Answer.payload("""
                {"id":"%s","status":"completed","usage":{"cost":0.01,"is_byok":true},"results":[
                 {"custom_id":"000000","response":{"status_code":200,"body":{"id":"gen-1",
                  "choices":[{"finish_reason":"stop","message":{"content":"1"}}],
                  "usage":{"cost":0.01,"is_byok":true,"cost_details":{"upstream_inference_cost":0.2}}}}}]}""".formatted(id)));
        one.close();
        two.openRouter().chat("Hello");
        BigDecimal before = two.budget().spent();

        two.budget().settle();
        assertThat(two.budget().unsettled()).isPositive();
        two.model().retrieve(id);
        two.model().retrieve(id);

        assertThat(two.budget().reserved()).isZero();
        assertThat(two.budget().unsettled()).isZero();
        assertThat(two.budget().spent().subtract(before)).isEqualByComparingTo("0.21");
        two.close();
    }

    @Test
    void two_processes_that_read_it_write_each_line_once_and_pay_once() {
        String id = submitted();

        one.model().retrieve(id);
        two.model().retrieve(id);
        two.model().retrieve(id);

        assertThat(one.budget().spent()).isEqualByComparingTo(server.ledger().cost());
        assertThat(two.budget().reserved()).isZero();
        one.close();
        two.close();
        assertThat(Databases.count(h2, "openrouter_call")).isEqualTo(3);
        assertThat(new BigDecimal(Databases.ask(h2, "SELECT SUM(cost_usd) FROM openrouter_call")))
                .isEqualByComparingTo(server.ledger().cost());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void the_cost_that_a_second_process_reads_is_that_of_the_lines_that_the_first_has_read_without_it(boolean died) {
        String id = submitted();
        server.when(Match.path("/batches/" + id))
                .answer(lines(id, ""), lines(id, ",\"usage\":{\"total_tokens\":3,\"cost\":0.1}"));
        one.model().retrieve(id);
        if (died) {
            one.close();
        }
        Awaitility.await().until(() -> Databases.count(h2, "openrouter_call WHERE unsettled = 1") == 2);

        two.model().retrieve(id);
        if (!died) {
            one.budget().settle();
            one.close();
        }

        assertThat(two.budget().spent()).isEqualByComparingTo("0.1");
        assertThat(two.budget().unsettled()).isZero();
        two.close();
        assertThat(new BigDecimal(Databases.ask(h2, "SELECT SUM(cost_usd) FROM openrouter_call")))
                .isEqualByComparingTo("0.1");
        assertThat(Databases.ask(h2, "SELECT SUM(unsettled) FROM openrouter_call"))
                .isEqualTo("0");
        assertThat(Databases.count(h2, "openrouter_call")).isEqualTo(4);
    }

    private static Answer lines(String id, String more) {
        return Answer.payload("""
                {"id":"%s","status":"completed","results":[
                 {"custom_id":"000000","response":{"status_code":200,"body":{"id":"gen-1","choices":[{"finish_reason":"stop","message":{"content":"1"}}],"usage":{"total_tokens":1}}}},
                 {"custom_id":"000001","response":{"status_code":200,"body":{"id":"gen-2","choices":[{"finish_reason":"stop","message":{"content":"2"}}],"usage":{"total_tokens":2}}}}]%s}""".formatted(id, more));
    }

    /** By the first process. A batch takes longer than its id to be in the database; not here. */
    private String submitted() {
        String id = one.model().submit(questions()).batchId();
        assertThat(one.budget().reserved()).isPositive();
        server.batch(id).complete();
        return id;
    }

    private Replica replica(String name) {
        OpenRouterJdbc jdbc = OpenRouterJdbc.builder(h2)
                .ledgerFolder(folder.resolve(name)) // on a machine of its own
                .build();
        OpenRouterBudget budget = OpenRouterBudget.builder()
                .limit(BigDecimal.TEN)
                .store(jdbc.budgetStore())
                .build();
        OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .budget(budget)
                .costListener(new OpenRouterCostListener(jdbc.costSink()))
                .build();
        return new Replica(
                jdbc,
                budget,
                openRouter,
                openRouter.batchChatModel().maxOutputTokens(50).build());
    }

    private static BatchRequest<ChatRequest> questions() {
        List<ChatRequest> requests = Stream.of("One?", "Two?", "Three?")
                .map(text ->
                        ChatRequest.builder().messages(UserMessage.from(text)).build())
                .toList();
        return new BatchRequest<>(requests);
    }
}
