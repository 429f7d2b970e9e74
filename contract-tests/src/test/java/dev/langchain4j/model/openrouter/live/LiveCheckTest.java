package dev.langchain4j.model.openrouter.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.openrouter.test.SubmittedBatch;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The live check, proved without OpenRouter: it sees what is as assumed, what is not, and it spends no more than it may. */
@ExtendWith(OpenRouterServerExtension.class)
class LiveCheckTest {

    private final OpenRouterServer server;
    private final List<String> printed = new ArrayList<>();
    private final Properties properties = new Properties();

    @TempDir
    private Path folder;

    LiveCheckTest(OpenRouterServer server) {
        this.server = server;
    }

    @BeforeEach
    void as_assumed() {
        StandIn.script(server);
    }

    @Test
    void everything_works_and_is_as_assumed_with_a_stand_in_that_is_so() throws IOException {
        LiveResult result = run(Smokes.ALL, Questions.ALL);

        assertThat(result.problems()).isEmpty();
        assertThat(result.smokes()).hasSize(Smokes.ALL.size());
        assertThat(result.smokes().entrySet())
                .filteredOn(entry -> !entry.getKey().optional())
                .allSatisfy(entry -> assertThat(entry.getValue().verdict()).isEqualTo(Verdict.OK));
        assertThat(result.questions()).hasSize(Questions.ALL.size());
        assertThat(result.questions().values())
                .filteredOn(finding -> finding.verdict() == Verdict.OTHERWISE)
                .isEmpty();
        assertThat(result.spent()).isLessThan(new BigDecimal("0.02")).isPositive();
        assertThat(report()).contains("The library works.");
        Questions.ALL.forEach(question -> assertThat(report()).contains(question.assumed()));
        saysNothingSecret();
    }

    @Test
    void a_schema_that_openai_refuses_is_otherwise() throws IOException {
        server.when(body -> body.at("/response_format/json_schema").has("strict")
                        && !body.at("/response_format/json_schema/strict").asBoolean())
                .answer(Answer.error(400, "Invalid schema for response_format"));

        assertThat(verdict("`strict: false` and a property")).isEqualTo(Verdict.OTHERWISE);
        assertThat(report()).contains("400: Invalid schema for response_format", "**otherwise**");
    }

    @Test
    void an_unknown_model_that_is_answered_is_otherwise() throws IOException {
        server.when(Match.model("openai/no-such-model-of-langchain4j")).answer("heron");

        assertThat(verdict("an unknown id")).isEqualTo(Verdict.OTHERWISE);
    }

    @Test
    void a_made_up_field_that_excludes_nobody_is_otherwise() throws IOException {
        server.when(body -> body.has("langchain4j_made_up_field")).answer("heron");

        assertThat(verdict("compares names")).isEqualTo(Verdict.OTHERWISE);
    }

    @Test
    void a_record_with_another_cost_is_otherwise() throws IOException {
        server.when(Match.path("/generation")).answer(Answer.payload("{\"data\": {\"total_cost\": 0.5}}"));

        assertThat(verdict("the record has the cost")).isEqualTo(Verdict.OTHERWISE);
    }

    @Test
    void an_answer_that_never_comes_on_record_is_otherwise() throws IOException {
        server.recordGenerationsAfter(1000);
        properties.setProperty("live.until-on-record", "0");

        assertThat(verdict("is on record some seconds")).isEqualTo(Verdict.OTHERWISE);
    }

    @Test
    void a_402_is_asked_for_if_the_limit_of_the_key_is_low() throws IOException {
        limitRemaining("0.0001");
        Predicate<JsonNode> longAnswer = body -> body.path("max_tokens").asInt() > Live.SHORT;
        server.when(longAnswer)
                .answer(Answer.error(
                        402,
                        "This request requires more credits, or fewer max_tokens. You requested up to 334 tokens, but can"
                                + " only afford 166."));

        assertThat(verdict("a 402 says")).isEqualTo(Verdict.AS_ASSUMED);

        server.when(longAnswer).answer(Answer.error(402, "Insufficient credits"));

        assertThat(verdict("a 402 says")).isEqualTo(Verdict.OTHERWISE);
    }

    @Test
    void a_402_is_not_asked_for_if_it_could_cost_more_than_the_check_may() throws IOException {
        limitRemaining("5");

        assertThat(verdict("a 402 says")).isEqualTo(Verdict.COULD_NOT_TELL);
        assertThat(server.requests("/chat/completions")).isEmpty();
    }

    @Test
    void a_busy_openrouter_is_no_answer_to_a_question() throws IOException {
        server.when(body -> true).answer(Answer.error(503, "No instances available"));

        assertThat(verdict("an unknown id")).isEqualTo(Verdict.COULD_NOT_TELL);
    }

    @Test
    void a_cheap_model_is_asked_if_the_free_ones_are_busy() throws IOException {
        server.when(Match.model(LiveModels.FREE)).answer(Answer.error(429, "Rate limit exceeded: free-models-per-day"));

        LiveResult result = run(smokes("a plain chat"), List.of());

        assertThat(result.problems()).isEmpty();
        assertThat(report()).contains("mistralai/mistral-small-2603, ", "(the free models did not answer)");
    }

    @Test
    void the_batch_of_an_earlier_run_is_read_by_a_later_one() throws IOException {
        server.holdBatches();
        run(smokes("a batch is submitted", "an earlier batch is read"), List.of());
        assertThat(report()).contains("its results come later", "there is none yet");
        server.batches().forEach(SubmittedBatch::complete);

        LiveResult later = run(smokes("an earlier batch is read"), List.of());

        assertThat(later.smokes().values()).containsExactly(Finding.ok("2 answers to 2 requests"));
        assertThat(verdict("a batch costs less")).isEqualTo(Verdict.AS_ASSUMED);
    }

    @Test
    void the_budget_stops_what_bills_more_than_it_should() throws IOException {
        server.when(body -> true).answer(Answer.text("heron").usage(10, 10, "0.06"));

        LiveResult result = run(Smokes.ALL, List.of());

        assertThat(server.requests("/chat/completions")).hasSize(2); // 0.06 and 0.06: no third
        assertThat(result.spent()).isEqualByComparingTo("0.12");
        assertThat(result.problems()).anySatisfy(problem -> assertThat(problem).contains("exceed the money"));
        assertThat(report()).contains("Spent $0.12 of $0.10.", "did not prove itself", "not sent");
    }

    @Test
    void a_call_that_fails_is_a_problem_and_the_others_go_on() throws IOException {
        server.when(Match.path("/providers")).answer(Answer.error(404, "Not Found"));

        List<Smoke> three = smokes("the key", "any other operation", "a plain chat");

        LiveResult result = run(three, List.of());

        assertThat(result.problems()).hasSize(1).first().asString().contains("any other operation", "404");
        assertThat(result.smokes()).hasSize(three.size());
        assertThat(report())
                .contains("did not prove itself", "**failed**", "| a plain chat | `POST /chat/completions` | ok |");
    }

    @Test
    void the_report_has_no_key_no_prompt_and_no_id_even_if_openrouter_quotes_them() throws IOException {
        server.when(body -> true)
                .answer(Answer.computed(request -> Answer.error(
                        400, request.header("Authorization") + " of user_2abcDEF said " + request.bodyText())));

        run(Smokes.ALL, Questions.ALL);

        assertThat(report()).contains("400: ").doesNotContain("user_2abc");
        saysNothingSecret();
    }

    private void saysNothingSecret() {
        String text = report() + String.join("\n", printed);
        assertThat(text).doesNotContain(server.apiKey()).doesNotContain("gen-", "user_2standin");
        Prompts.ALL.forEach(prompt -> assertThat(text).doesNotContain(prompt));
        server.requests().stream()
                .filter(request -> request.bodyText().startsWith("{"))
                .forEach(request ->
                        said(request.body()).forEach(prompt -> assertThat(text).doesNotContain(prompt)));
    }

    /** Whatever users say, in the shapes of all endpoints. */
    private static List<String> said(JsonNode body) {
        return Stream.of("messages", "input", "query", "documents", "state", "prompt")
                .flatMap(name -> body.findValues(name).stream())
                .flatMap(value -> Stream.concat(Stream.of(value), value.findValues("content").stream()))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .filter(text -> text.length() > 3)
                .toList();
    }

    @Test
    void without_a_key_it_says_what_it_would_do_and_asks_nothing() throws IOException {
        LiveSettings settings = settings(Map.of("OPENROUTER_BASE_URL", server.baseUrl()));

        LiveCheck.of(settings, printed::add).run(LocalDate.EPOCH);

        assertThat(server.requests()).isEmpty();
        assertThat(printed).singleElement().asString().contains("OPENROUTER_API_KEY is not set", "at most $0.10");
        Smokes.ALL.forEach(smoke -> assertThat(report()).contains(smoke.name()));
        Questions.ALL.forEach(question -> assertThat(report()).contains(question.asked()));
        ContractTests.ALL.forEach(test -> assertThat(report()).contains(test));
    }

    @Test
    void a_wrong_key_is_one_clear_problem() throws IOException {
        LiveSettings settings =
                settings(Map.of("OPENROUTER_BASE_URL", server.baseUrl(), "OPENROUTER_API_KEY", "sk-or-v1-mistyped"));

        LiveResult result = LiveCheck.of(settings, printed::add).run(LocalDate.EPOCH);

        assertThat(result.problems())
                .singleElement()
                .asString()
                .startsWith("OpenRouter refuses the key in OPENROUTER_API_KEY: ")
                .contains("401")
                .doesNotContain("mistyped");
        assertThat(server.requests()).hasSize(1);
        assertThat(report()).contains("refuses the key").doesNotContain("mistyped");
    }

    @Test
    void no_network_is_one_clear_problem() throws IOException {
        LiveSettings settings = settings(Map.of(
                "OPENROUTER_BASE_URL",
                "http://127.0.0.1:" + closedPort() + "/api/v1",
                "OPENROUTER_API_KEY",
                "sk-or-v1-any"));

        LiveResult result = LiveCheck.of(settings, printed::add).run(LocalDate.EPOCH);

        assertThat(result.problems()).singleElement().asString().startsWith("OpenRouter cannot be reached: ");
        assertThat(report()).contains("cannot be reached");
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void langchain4js_tests_ask_openrouter_and_are_in_the_report() throws IOException {
        LiveResult result = new LiveCheck(
                        settings(), List.of(), List.of(), List.of("OpenRouterModelCatalogIT"), printed::add)
                .run(LocalDate.EPOCH);

        assertThat(result.contract())
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.outcome()).isEqualTo(ContractResult.Outcome.PASSED));
        assertThat(server.requests("/models")).isNotEmpty();
        assertThat(report())
                .contains(
                        "| mistralai/mistral-small-2603 | " + result.contract().size() + " | 0 | 0 |");
    }

    @Test
    void a_test_that_fails_is_in_the_report_without_its_message() throws IOException {
        server.when(Match.path("/embeddings")).answer(Answer.error(400, "the secret of the text"));

        LiveResult result = new LiveCheck(
                        settings(), List.of(), List.of(), List.of("OpenRouterEmbeddingModelIT"), printed::add)
                .run(LocalDate.EPOCH);

        assertThat(result.problems())
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem).contains("with every model"));
        assertThat(report()).contains("failed: InvalidRequestException 400").doesNotContain("secret");
    }

    @Test
    void a_test_that_one_model_passes_is_no_problem() {
        ContractResult passed = new ContractResult("ChatIT", "a_test", "a", ContractResult.Outcome.PASSED, "");
        ContractResult failed =
                new ContractResult("ChatIT", "a_test", "b", ContractResult.Outcome.FAILED, "AssertionError");
        LiveResult result = new LiveResult(
                null, Map.of(), Map.of(), List.of(passed, failed), BigDecimal.ZERO, List.of("a", "b"), Map.of());

        assertThat(result.problems()).isEmpty();
    }

    @Test
    void every_typed_operation_of_the_compatibility_page_is_called() throws IOException {
        List<String> called = Smokes.ALL.stream()
                .flatMap(smoke -> Stream.of(smoke.operation().split(", ")))
                .toList();
        List<String> typed = Files.readAllLines(Path.of("../docs/compatibility.md")).stream()
                .filter(line -> line.contains(" | typed | "))
                .flatMap(line -> Pattern.compile("`((?:GET|POST|DELETE) [^`]+)`")
                        .matcher(line.substring(0, line.indexOf(" | typed | ")))
                        .results()
                        .map(match -> match.group(1)))
                .toList();

        assertThat(typed).hasSizeGreaterThan(15);
        assertThat(called)
                .containsAll(typed.stream()
                        // a user signs in; a batch that is erased may be somebody else's
                        .filter(operation -> !List.of("POST /auth/keys", "DELETE /batches/{id}")
                                .contains(operation))
                        .toList());
    }

    @Test
    void every_question_names_a_class_that_exists() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("../langchain4j-openrouter/src/main/java"))) {
            List<String> classes = sources.map(
                            path -> path.getFileName().toString().replace(".java", ""))
                    .toList();
            assertThat(Questions.ALL).extracting(Question::where).allMatch(classes::contains);
        }
    }

    @Test
    void a_limit_that_is_no_amount_is_refused() {
        properties.setProperty("live.limit", "ten cents");

        assertThatThrownBy(() -> LiveSettings.of(Map.of(), properties))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("live.limit must be US dollars above 0, but is 'ten cents'");
    }

    private static List<Smoke> smokes(String... names) {
        return Smokes.ALL.stream()
                .filter(smoke -> List.of(names).contains(smoke.name()))
                .toList();
    }

    private void limitRemaining(String dollars) {
        server.when(Match.path("/key"))
                .answer(Answer.payload("{\"data\": {\"limit\": 10, \"limit_remaining\": " + dollars + "}}"));
    }

    private Verdict verdict(String partOfTheAssumption) throws IOException {
        Question question = Questions.ALL.stream()
                .filter(one -> one.assumed().contains(partOfTheAssumption))
                .findFirst()
                .orElseThrow();
        return run(List.of(), List.of(question)).questions().get(question).verdict();
    }

    private LiveResult run(List<Smoke> smokes, List<Question> questions) throws IOException {
        return new LiveCheck(settings(), smokes, questions, List.of(), printed::add).run(LocalDate.EPOCH);
    }

    private LiveSettings settings() {
        return settings(Map.of("OPENROUTER_BASE_URL", server.baseUrl(), "OPENROUTER_API_KEY", server.apiKey()));
    }

    private LiveSettings settings(Map<String, String> environment) {
        properties.setProperty("live.report", folder.resolve("live-report.md").toString());
        properties.putIfAbsent("live.until-on-record", "5");
        properties.setProperty("live.retries", "0");
        return LiveSettings.of(environment, properties);
    }

    private String report() {
        try {
            return Files.readString(folder.resolve("live-report.md"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
