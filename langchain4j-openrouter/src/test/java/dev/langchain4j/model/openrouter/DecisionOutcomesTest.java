package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.decision.request.ChoiceQuestion;
import dev.langchain4j.model.decision.request.DecisionRequest;
import dev.langchain4j.model.decision.request.ScaleQuestion;
import dev.langchain4j.model.decision.request.YesNoQuestion;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Envelope;
import dev.langchain4j.model.openrouter.test.Fault;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An invalid answer to a request for decisions becomes the right exception, which keeps the cost. */
@ExtendWith(OpenRouterServerExtension.class)
class DecisionOutcomesTest {

    private static final String URGENT = "\"urgent\":{\"type\":\"noul\",\"noul\":0.5}";
    private static final String TEAM = "\"team\":{\"type\":\"choice\",\"choice\":\"tech\"}";
    private static final String ANGER = "\"anger\":{\"type\":\"score\",\"score\":1}";
    private static final String USAGE = "\"usage\":{\"input_tokens\":10,\"output_tokens\":2,\"cost\":0.00003}";
    private static final BigDecimal COST = new BigDecimal("0.00003");

    private final OpenRouterServer server;

    DecisionOutcomesTest(OpenRouterServer server) {
        this.server = server;
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                arguments("no answers", "{" + USAGE + "}", "no answers"),
                arguments("answers that are null", "{\"answers\":null," + USAGE + "}", "no answers"),
                arguments("answers in a list", "{\"answers\":[0.5]," + USAGE + "}", "no answers"),
                arguments("no answer to one question", answers(TEAM, ANGER), "'urgent' is missing"),
                arguments("an answer that is a number", answers("\"urgent\":0.5", TEAM, ANGER), "'urgent' is missing"),
                arguments(
                        "an answer of another type",
                        answers("\"urgent\":{\"type\":\"score\",\"score\":0}", TEAM, ANGER),
                        "'urgent' is not of type noul"),
                arguments(
                        "an answer of an unknown type",
                        answers("\"urgent\":{\"type\":\"vibe\",\"noul\":0.5}", TEAM, ANGER),
                        "'urgent' is not of type noul"),
                arguments(
                        "no probability",
                        answers("\"urgent\":{\"type\":\"noul\"}", TEAM, ANGER),
                        "'urgent' has no probability"),
                arguments(
                        "a probability that is a word",
                        answers("\"urgent\":{\"type\":\"noul\",\"noul\":\"NaN\"}", TEAM, ANGER),
                        "'urgent' has no probability"),
                arguments(
                        "a probability above 1",
                        answers("\"urgent\":{\"type\":\"noul\",\"noul\":1.5}", TEAM, ANGER),
                        "'urgent' has a probability of 1.5"),
                arguments(
                        "a probability below 0",
                        answers("\"urgent\":{\"type\":\"noul\",\"noul\":-0.01}", TEAM, ANGER),
                        "'urgent' has a probability of -0.01"),
                arguments(
                        "no choice",
                        answers(URGENT, "\"team\":{\"type\":\"choice\",\"choice\":null}", ANGER),
                        "'team' has no choice"),
                arguments(
                        "a choice that was not offered",
                        answers(URGENT, "\"team\":{\"type\":\"choice\",\"choice\":\"sales\"}", ANGER),
                        "'team' chooses an option that was not offered"),
                arguments(
                        "a probability for an option that was not offered",
                        answers(
                                URGENT,
                                "\"team\":{\"type\":\"choice\",\"choice\":\"tech\",\"probabilities\":{\"sales\":0.5}}",
                                ANGER),
                        "'team' has a probability for an option that was not offered"),
                arguments(
                        "an option's probability above 1",
                        answers(
                                URGENT,
                                "\"team\":{\"type\":\"choice\",\"choice\":\"tech\",\"probabilities\":{\"tech\":95}}",
                                ANGER),
                        "'team' has a probability of 95.0"),
                arguments(
                        "a confidence above 1",
                        answers(URGENT, "\"team\":{\"type\":\"choice\",\"choice\":\"tech\",\"confidence\":2}", ANGER),
                        "'team' has a confidence of 2.0"),
                arguments("no mean", answers(URGENT, TEAM, "\"anger\":{\"type\":\"score\"}"), "'anger' has no mean"),
                arguments(
                        "a mean above the highest level",
                        answers(URGENT, TEAM, "\"anger\":{\"type\":\"score\",\"score\":2.5}"),
                        "'anger' has a mean of 2.5"),
                arguments(
                        "a probability for a level that does not exist",
                        answers(
                                URGENT,
                                TEAM,
                                "\"anger\":{\"type\":\"score\",\"score\":1,\"probabilities\":{\"3\":0.5}}"),
                        "'anger' has a probability for a level that does not exist"),
                arguments(
                        "a level's probability that is a word",
                        answers(
                                URGENT,
                                TEAM,
                                "\"anger\":{\"type\":\"score\",\"score\":1,\"probabilities\":{\"0\":\"much\"}}"),
                        "'anger' has no probability"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void an_answer_of_the_wrong_shape_is_a_failure_that_keeps_its_cost(String shape, String body, String problem) {
        server.answer(Answer.raw(200, "application/json", body));
        OpenRouterBudget budget =
                OpenRouterBudget.builder().limit(BigDecimal.ONE).build();

        Throwable thrown = catchThrowable(() -> decide(budget));

        assertThat(thrown).isInstanceOf(InternalServerException.class).hasMessageContaining(problem);
        assertThat(OpenRouterException.in(thrown).orElseThrow().usage().cost()).isEqualByComparingTo(COST);
        assertThat(budget.spent()).isEqualByComparingTo(COST);
        assertThat(server.requests("/api/alpha/decisions")).hasSize(1);
    }

    @Test
    void an_answer_of_the_wrong_shape_without_usage_waits_to_be_settled() {
        server.answer(Answer.raw(200, "application/json", "{\"answers\":{}}"));
        OpenRouterBudget budget =
                OpenRouterBudget.builder().limit(BigDecimal.ONE).build();

        assertThat(catchThrowable(() -> decide(budget))).isInstanceOf(InternalServerException.class);
        assertThat(budget.spent()).isZero();
        assertThat(budget.unsettled()).isPositive();
    }

    @Test
    void an_empty_body_and_half_a_body_are_failures() {
        server.answer(Answer.raw(200, "application/json", ""), Answer.raw(200, "application/json", "{\"answers\":{"));

        assertThat(catchThrowable(() -> decide(null)))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("is empty");
        assertThat(catchThrowable(() -> decide(null)))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("complete JSON value");
    }

    @Test
    void an_answer_that_breaks_off_is_a_failure_and_is_not_sent_again() {
        server.answer(Answer.cut(
                Answer.decision().yesNo("urgent", 0.5).choice("team", "tech").scale("anger", 1)));

        assertThat(catchThrowable(() -> decide(null))).isInstanceOf(LangChain4jException.class);
        assertThat(server.requests("/api/alpha/decisions")).hasSize(1);
    }

    @Test
    void a_connection_that_breaks_before_the_answer_is_a_failure() {
        server.answer(Answer.fault(Fault.CONNECTION_RESET));

        assertThat(catchThrowable(() -> decide(null))).isInstanceOf(LangChain4jException.class);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                arguments(Answer.error(400, "questions: invalid"), InvalidRequestException.class),
                arguments(Answer.error(401, "User not found."), AuthenticationException.class),
                arguments(Answer.error(402, "Insufficient credits"), OpenRouterInsufficientCreditsException.class),
                arguments(
                        Answer.error(403, "Your input was flagged")
                                .metadata("{\"reasons\":[\"violence\"],\"flagged_input\":\"x\"}"),
                        ContentFilteredException.class),
                arguments(Answer.error(404, "No endpoints found for typesafe/jev-1.13."), ModelNotFoundException.class),
                arguments(Answer.error(413, "Too many images"), InvalidRequestException.class),
                arguments(Answer.error(429, "Rate limit exceeded").retryAfter(600), RateLimitException.class),
                arguments(Answer.error(502, "Provider disconnected"), InternalServerException.class),
                arguments(
                        Answer.error(429, "busy").envelope(Envelope.STATUS_200).retryAfter(600),
                        RateLimitException.class),
                arguments(Answer.error(400, "bad").envelope(Envelope.OPENAI), InvalidRequestException.class),
                arguments(Answer.error(400, "bad").envelope(Envelope.VALIDATION), InvalidRequestException.class),
                arguments(Answer.error(503, "down").envelope(Envelope.AVAILABILITY), InternalServerException.class),
                arguments(Answer.error(502, "down").envelope(Envelope.HTML), InternalServerException.class),
                arguments(Answer.error(502, "down").envelope(Envelope.EMPTY), InternalServerException.class));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void a_refusal_has_its_exception_in_every_envelope(Answer refusal, Class<? extends Throwable> kind) {
        server.when(request -> true).answer(refusal);
        OpenRouterBudget budget =
                OpenRouterBudget.builder().limit(BigDecimal.ONE).build();

        assertThat(catchThrowable(() -> decide(budget))).isInstanceOf(kind);
        assertThat(budget.spent()).isZero();
        assertThat(budget.reserved()).isZero();
        assertThat(budget.unsettled()).isZero();
    }

    private static String answers(String... answers) {
        return "{\"id\":\"gen-1\",\"answers\":{" + String.join(",", answers) + "}," + USAGE + "}";
    }

    private void decide(@Nullable OpenRouterBudget budget) {
        OpenRouterDecisionModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("typesafe/jev-1.13")
                .maxRetries(0)
                .budget(budget)
                .build()
                .decide(DecisionRequest.builder()
                        .input("The app shows error 500 since noon")
                        .question("urgent", YesNoQuestion.from("Is it urgent?"))
                        .question("team", ChoiceQuestion.from("Which team?", List.of("billing", "tech", "other")))
                        .question("anger", ScaleQuestion.from("How angry?", List.of("calm", "annoyed", "furious")))
                        .build());
    }
}
