package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.openrouter.support.EveryCall;
import dev.langchain4j.model.openrouter.support.Style;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Envelope;
import dev.langchain4j.model.openrouter.test.ErrorAnswer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of error in every envelope, plain and streamed: the exception, its cause, its words. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
class ErrorTableTest {

    private static final String WORDS = "It did not work out";
    private static final String KEY = "sk-or-v1-00ca5e0fcanary00ca5e0fcanary00ca5e0fcanary00ca5e0fcanary0000";
    private static final String PROMPT = "the canary sings at midnight";

    private final OpenRouterServer server;
    private final OpenRouter openRouter;

    ErrorTableTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(KEY)
                .modelName("openai/gpt-4o")
                .maxRetries(0)
                .build();
    }

    @AfterAll
    void close() {
        openRouter.close();
    }

    /**
     * A kind of error.
     *
     * @param byFacts the exception where all facts arrive
     * @param byType the exception where status and {@code error_type} arrive
     * @param byStatus the exception where only the status arrives
     */
    record Kind(
            int status,
            @Nullable String type,
            @Nullable String availability,
            @Nullable String metadata,
            Class<? extends Exception> byFacts,
            Class<? extends Exception> byType,
            Class<? extends Exception> byStatus) {

        ErrorAnswer in(Envelope envelope) {
            ErrorAnswer error = Answer.error(status, WORDS);
            if (type != null) {
                error.errorType(type);
            }
            if (availability != null) {
                error.availability(availability, false);
            }
            if (metadata != null) {
                error.metadata(metadata);
            }
            return error.envelope(envelope);
        }

        Class<? extends Exception> expectedIn(Envelope envelope) {
            return switch (envelope) {
                case STANDARD, AVAILABILITY, STATUS_200, CHOICE, EMPTY_CHOICES -> byFacts;
                case MESSAGES -> byType;
                case OPENAI, RESPONSES, STRING, MESSAGE_ONLY, VALIDATION -> byStatus;
                // a 404 that is not OpenRouter's says something about the address, not about the model
                case HTML, PLAIN_TEXT, EMPTY -> status == 404 ? InvalidRequestException.class : byStatus;
                case FINISH_REASON -> InternalServerException.class;
            };
        }

        @Override
        public String toString() {
            return Stream.of(String.valueOf(status), type, availability, metadata)
                    .filter(part -> part != null)
                    .toList()
                    .toString();
        }
    }

    static List<Kind> kinds() {
        return List.of(
                status(400, InvalidRequestException.class),
                status(401, AuthenticationException.class),
                status(402, OpenRouterInsufficientCreditsException.class),
                status(403, AuthenticationException.class),
                status(404, ModelNotFoundException.class),
                status(408, TimeoutException.class),
                status(413, InvalidRequestException.class),
                status(422, InvalidRequestException.class),
                status(429, RateLimitException.class),
                status(500, InternalServerException.class),
                status(502, InternalServerException.class),
                status(503, InternalServerException.class),
                status(504, TimeoutException.class),
                status(524, InternalServerException.class),
                status(529, InternalServerException.class),
                type(400, "content_policy_violation", ContentFilteredException.class, InvalidRequestException.class),
                type(400, "refusal", ContentFilteredException.class, InvalidRequestException.class),
                type(400, "cyber_policy", ContentFilteredException.class, InvalidRequestException.class),
                type(
                        400,
                        "misalignment_policy_violation",
                        ContentFilteredException.class,
                        InvalidRequestException.class),
                type(
                        400,
                        "image_content_policy_violation",
                        ContentFilteredException.class,
                        InvalidRequestException.class),
                type(404, "image_not_found", InvalidRequestException.class, ModelNotFoundException.class),
                type(
                        403,
                        "payment_required",
                        OpenRouterInsufficientCreditsException.class,
                        AuthenticationException.class),
                type(400, "rate_limit_exceeded", RateLimitException.class, InvalidRequestException.class),
                type(500, "timeout", TimeoutException.class, InternalServerException.class),
                type(529, "provider_overloaded", InternalServerException.class, InternalServerException.class),
                type(400, "context_length_exceeded", InvalidRequestException.class, InvalidRequestException.class),
                metadata(
                        403,
                        "{\"reasons\":[\"violence\"]}",
                        ContentFilteredException.class,
                        AuthenticationException.class),
                metadata(
                        403, "{\"patterns\":[\"ssn\"]}", ContentFilteredException.class, AuthenticationException.class),
                availability(400, "model_not_found", ModelNotFoundException.class, InvalidRequestException.class),
                availability(404, "model_deprecated", ModelNotFoundException.class, ModelNotFoundException.class),
                availability(404, "no_endpoints", ModelNotFoundException.class, ModelNotFoundException.class),
                availability(404, "free_variant_ended", ModelNotFoundException.class, ModelNotFoundException.class),
                availability(
                        404, "model_unavailable_upstream", ModelNotFoundException.class, ModelNotFoundException.class),
                availability(404, "privacy_restricted", InvalidRequestException.class, ModelNotFoundException.class),
                availability(404, "constraint_filtered", InvalidRequestException.class, ModelNotFoundException.class),
                availability(403, "region_restricted", InvalidRequestException.class, AuthenticationException.class),
                availability(400, "wrong_endpoint", InvalidRequestException.class, InvalidRequestException.class),
                availability(429, "capacity_exhausted", RateLimitException.class, RateLimitException.class),
                availability(
                        503, "temporarily_unavailable", InternalServerException.class, InternalServerException.class),
                // the code of the availability counts more than the type, and the type more than the status
                new Kind(
                        404,
                        "timeout",
                        "capacity_exhausted",
                        null,
                        RateLimitException.class,
                        TimeoutException.class,
                        ModelNotFoundException.class));
    }

    static Stream<Arguments> kindsInEnvelopes() {
        return kinds().stream()
                .flatMap(kind -> Arrays.stream(Envelope.values()).map(envelope -> Arguments.of(kind, envelope)));
    }

    @ParameterizedTest(name = "{0} in {1}")
    @MethodSource("kindsInEnvelopes")
    void an_error_becomes_the_exception_of_its_kind(Kind kind, Envelope envelope) {
        for (Style style : Style.values()) {
            server.answer(kind.in(envelope));

            Exception failure = failure(style);

            assertThat(failure).as("%s", style).isExactlyInstanceOf(kind.expectedIn(envelope));
            assertThat(failure.getCause()).isExactlyInstanceOf(OpenRouterException.class);
            OpenRouterException cause = (OpenRouterException) failure.getCause();
            assertThat(cause.getCause()).isNull();
            assertThat(cause.statusCode()).isEqualTo(envelope == Envelope.FINISH_REASON ? 502 : kind.status());
            if (envelope != Envelope.FINISH_REASON && envelope != Envelope.EMPTY) {
                assertThat(failure).hasMessageContaining(envelope == Envelope.HTML ? "" + kind.status() : WORDS);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_cause_keeps_everything_that_was_said(Style style) {
        server.answer(Answer.error(429, "Provider returned error")
                .errorType("rate_limit_exceeded")
                .provider("Chutes")
                .rawJson("{\"error\":{\"message\":\"upstream is busy\"}}")
                .availability("capacity_exhausted", true)
                .affectedProviders("chutes", "targon")
                .excludedBy("max_price")
                .fallbackModels("anthropic/claude-haiku-4.5")
                .retryAfter(40)
                .header("X-Generation-Id", "gen-7"));

        Exception failure = failure(style);

        OpenRouterException cause = OpenRouterException.in(failure).orElseThrow();
        assertThat(cause.statusCode()).isEqualTo(429);
        assertThat(cause.errorType()).isEqualTo("rate_limit_exceeded");
        assertThat(cause.provider()).isEqualTo("Chutes");
        assertThat(cause.upstreamMessage()).isEqualTo("upstream is busy");
        assertThat(cause.retryAfter()).isEqualTo(Duration.ofSeconds(40));
        assertThat(cause.generationId()).isEqualTo("gen-7");
        assertThat(cause.metadata()).containsEntry("raw", Map.of("error", Map.of("message", "upstream is busy")));
        assertThat(cause.partialResponse()).isNull();
        assertThat(cause.availability())
                .isEqualTo(new OpenRouterException.Availability(
                        "capacity_exhausted",
                        true,
                        List.of("openai/gpt-4o"),
                        List.of("chutes", "targon"),
                        List.of("max_price"),
                        List.of("anthropic/claude-haiku-4.5"),
                        null,
                        null,
                        "https://openrouter.ai/docs/errors#capacity_exhausted"));
        assertThat(failure)
                .hasMessageContainingAll(
                        "429", "Provider returned error", "[Chutes: upstream is busy]", "max_price", "gen-7")
                .hasMessageContaining(". Models to try instead: anthropic/claude-haiku-4.5.");
    }

    @ParameterizedTest
    @EnumSource
    void a_code_that_is_a_word_is_kept(Style style) {
        server.answer(Answer.error(500, WORDS).code("server_error"));

        assertThat(OpenRouterException.in(failure(style)).orElseThrow().errorCode())
                .isEqualTo("server_error");
    }

    static Stream<Arguments> wordsOfAvailability() {
        Map<String, Class<?>> words = Map.of(
                "model_not_found", ModelNotFoundException.class,
                "privacy_restricted", InvalidRequestException.class,
                "constraint_filtered", InvalidRequestException.class,
                "region_restricted", InvalidRequestException.class,
                "capacity_exhausted", RateLimitException.class);
        return Arrays.stream(Style.values())
                .flatMap(style ->
                        words.entrySet().stream().map(word -> Arguments.of(style, word.getKey(), word.getValue())));
    }

    @ParameterizedTest
    @MethodSource("wordsOfAvailability")
    void a_code_that_is_a_word_of_the_availability_decides_like_it(Style style, String word, Class<?> expected) {
        String error = "{\"error\":{\"message\":\"%s\",\"type\":\"invalid_request_error\",\"code\":\"%s\"}}";
        server.answer(Answer.raw(200, "application/json", error.formatted(WORDS, word)));

        assertThat(failure(style)).isExactlyInstanceOf(expected);
    }

    @ParameterizedTest
    @EnumSource
    void insufficient_credits_say_what_was_asked_for_and_what_can_be_paid(Style style) {
        server.answer(Answer.error(
                402,
                "This request requires more credits, or fewer max_tokens. You requested up to 64000 tokens, but can only"
                        + " afford 900."));

        OpenRouterInsufficientCreditsException failure = catchThrowableOfType(
                OpenRouterInsufficientCreditsException.class, () -> style.chat(openRouter, PROMPT));

        assertThat(failure.requestedTokens()).isEqualTo(64000);
        assertThat(failure.affordableTokens()).isEqualTo(900);
        assertThat(failure).hasMessageContainingAll("openrouter.ai/settings/credits", "maxOutputTokens");
    }

    @Test
    void credits_that_pay_for_no_call_are_not_saved_by_a_shorter_answer() {
        server.answer(Answer.error(402, "Insufficient credits. Add more at https://openrouter.ai/settings/credits"));

        assertThatThrownBy(() -> EveryCall.RERANK.on(openRouter))
                .isInstanceOf(OpenRouterInsufficientCreditsException.class)
                .hasMessageContaining("Add credits at")
                .hasMessageNotContaining("maxOutputTokens");
    }

    @ParameterizedTest
    @EnumSource
    void a_wrong_key_is_answered_with_where_to_get_one(Style style) {
        server.answer(Answer.error(401, "User not found."));

        assertThat(failure(style)).hasMessageContainingAll("apiKey", "https://openrouter.ai/settings/keys");
    }

    @ParameterizedTest
    @EnumSource
    void moderation_says_why_but_not_what_was_flagged(Style style) {
        server.answer(Answer.error(403, "Input was flagged")
                .metadata("{\"reasons\":[\"violence\"],\"flagged_input\":\"" + PROMPT + "\"}"));

        Exception failure = failure(style);

        assertThat(failure).hasMessageContaining("violence");
        assertTellsNoSecret(failure);
    }

    @ParameterizedTest
    @EnumSource(Envelope.class)
    void a_key_that_comes_back_is_masked_wherever_it_stands(Envelope envelope) {
        for (Style style : Style.values()) {
            server.answer(Answer.error(401, "Incorrect API key provided: " + KEY + ". Try another")
                    .provider("OpenAI")
                    .raw("{\"error\":{\"message\":\"Bearer " + KEY + " is not known\"}}")
                    .envelope(envelope));

            Exception failure = failure(style);

            assertTellsNoSecret(failure);
            assertThat(String.valueOf(
                            OpenRouterException.in(failure).orElseThrow().upstreamMessage()))
                    .doesNotContain(KEY);
        }
    }

    @ParameterizedTest
    @EnumSource
    void no_answer_that_breaks_off_tells_a_secret(Style style) {
        server.answer(Answer.error(502, "Provider disconnected")
                .envelope(Envelope.CHOICE)
                .partialText("I heard that " + PROMPT));

        Exception failure = failure(style);

        assertTellsNoSecret(failure);
        assertThat(OpenRouterException.in(failure)
                        .orElseThrow()
                        .partialResponse()
                        .aiMessage()
                        .text())
                .isEqualTo("I heard that " + PROMPT);
    }

    @ParameterizedTest
    @EnumSource
    void a_body_that_cannot_be_read_is_not_quoted(Style style) {
        server.answer(Answer.stream().bytes("{\"choices\":[").cut());

        Exception failure = failure(style);

        assertThat(failure)
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("in the middle of the answer");
        assertThat(trace(failure)).doesNotContain("content=", "Caused by: java.io");
    }

    private Exception failure(Style style) {
        return catchThrowableOfType(LangChain4jException.class, () -> style.chat(openRouter, PROMPT));
    }

    /** Neither key nor prompt nor answer: not in a message, not in toString, not in a stack trace with all its causes. */
    private static void assertTellsNoSecret(Throwable failure) {
        assertThat(trace(failure)).doesNotContain(KEY, KEY.substring(9, 30), PROMPT);
    }

    private static String trace(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    private static Kind status(int status, Class<? extends Exception> expected) {
        return new Kind(status, null, null, null, expected, expected, expected);
    }

    private static Kind type(
            int status, String type, Class<? extends Exception> expected, Class<? extends Exception> byStatus) {
        return new Kind(status, type, null, null, expected, expected, byStatus);
    }

    private static Kind metadata(
            int status, String metadata, Class<? extends Exception> expected, Class<? extends Exception> byStatus) {
        return new Kind(status, null, null, metadata, expected, byStatus, byStatus);
    }

    private static Kind availability(
            int status, String code, Class<? extends Exception> expected, Class<? extends Exception> byStatus) {
        return new Kind(status, null, code, null, expected, byStatus, byStatus);
    }
}
