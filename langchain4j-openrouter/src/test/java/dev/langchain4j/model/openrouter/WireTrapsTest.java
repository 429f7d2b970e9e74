package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.outcomes.Outcome;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.support.Payloads;
import dev.langchain4j.model.openrouter.support.Style;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.openrouter.test.RawAnswer;
import dev.langchain4j.model.output.FinishReason;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What providers have been seen to send, from a file over HTTP to the user, with the outcome in the words of
 * {@link Outcome}. A plain answer is given to a request for a stream too. {@code payloads/traps.md} says which trap is which.
 */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class WireTrapsTest {

    private final OpenRouterServer server;
    private final FakeTime time = new FakeTime();
    private final OpenRouter patient;
    private final OpenRouter once;

    WireTrapsTest(OpenRouterServer server) {
        this.server = server;
        this.patient = builder().build();
        this.once = builder().maxRetries(0).build();
    }

    private OpenRouter.Builder builder() {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("~openai/gpt-latest")
                .time(time);
    }

    @AfterEach
    void close() {
        patient.close();
        once.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            answers/text.json;                       answer “Grüße aus Paris 😀.”, STOP
            answers/content-parts.json;              answer “Hello world”, STOP
            answers/text-that-is-json.json;          answer “{"requests":[{"model":"openai/gpt-5.2","messages":[]}]}”, STOP
            answers/comment-before-json.txt;         answer “late”, STOP
            answers/length-on-reasoning-only.json;   answer without text, LENGTH
            answers/numbers-in-disguise.json;        answer “ok”, OTHER
            answers/gemini-tool-call.json;           call get_weather {"city":"Paris"}, TOOL_EXECUTION
            answers/tool-call-cut-off.json;          answer without text, LENGTH
            answers/tool-call-cut-off-early.json;    answer “I will write it down.”, LENGTH
            answers/tool-calls-same-or-no-id.json;   call f {"n":1}, call f {"n":2}, call g {}, call h {}, TOOL_EXECUTION
            answers/tool-call-no-arguments-finish-null.json; call now {}, call get_weather {"city":"Paris","days":1.5}, TOOL_EXECUTION
            streams/line-ends.sse;                   answer “Grüße 👋”, STOP
            streams/length-on-reasoning-only.sse;    answer without text, LENGTH
            streams/cut-off-after-finish.sse;        answer “Done.”, STOP
            streams/done-without-finish-or-usage.sse; answer “Hello”, STOP
            streams/usage-growing-finish-repeated.sse; answer “ab”, STOP
            streams/debug-chunk-first.sse;           answer “hi”, STOP
            streams/bare-chunks.sse;                 answer “ok”, STOP
            streams/gemini-tool-call.sse;            call get_weather {"city":"Paris"}, TOOL_EXECUTION
            streams/tool-call-cut-off.sse;           answer without text, LENGTH
            streams/tool-call-cut-off-early.sse;     answer “I will write it down.”, LENGTH
            streams/tool-calls-no-id-no-index.sse;   call a {}, call b {"x":1}, TOOL_EXECUTION
            streams/tool-call-no-arguments-finish-null.sse; call now {}, call get_weather {"city":"Paris","days":1.5}, TOOL_EXECUTION
            """)
    void an_answer_however_odd_is_that_answer(String file, String outcome) {
        for (Style style : styles(file)) {
            server.answer(answer(200, file));

            assertThat(Outcome.of(style.chat(once, "Hi"))).as("%s", style).isEqualTo(outcome);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            200; answers/error-with-status-200.json;     `InternalServerException`; Internal Server Error
            200; answers/error-in-choice.json;           `InternalServerException`, keeps “part”; Provider disconnected
            200; answers/choices-missing.json;           `InternalServerException`; no choices
            200; answers/choices-empty.json;             `InternalServerException`; no choices
            200; answers/malformed-function-call.json;   `InternalServerException`; MALFORMED_FUNCTION_CALL
            200; answers/refusal.json;                   `ContentFilteredException`; can't help
            200; answers/broken-off.txt;                 `InternalServerException`; JSON
            200; answers/empty.txt;                      `InternalServerException`; empty
            200; streams/error-in-choice.sse;            `InternalServerException`, keeps “part”; Provider disconnected
            200; streams/error-after-text.sse;           `InternalServerException`, keeps “Once upon”; Provider disconnected unexpectedly
            200; streams/error-before-text.sse;          `RateLimitException`; Rate limit exceeded
            200; streams/error-with-empty-choices.sse;   `RateLimitException`, keeps “Once”; All providers are at capacity
            200; streams/error-without-choices.sse;      `InternalServerException`, keeps “Once”; The server had an error
            200; streams/event-without-json.sse;         `InternalServerException`, keeps “Once”; not JSON
            400; errors/model-not-found.json;            `ModelNotFoundException`; acme/fake-1.0 is not a valid model ID
            400; errors/max-tokens-below-reasoning.json; `InvalidRequestException`; max_tokens must be greater
            400; errors/raw-object.json;                 `InvalidRequestException`; Corrupted thought signature
            401; errors/code-as-text.json;               `AuthenticationException`; User not found.
            402; errors/insufficient-credits.json;       `OpenRouterInsufficientCreditsException`; can only afford 900
            402; errors/negative-balance.json;           `OpenRouterInsufficientCreditsException`; Insufficient credits
            404; errors/no-endpoint-for-tools.json;      `InvalidRequestException`; No endpoints found that support tool use
            404; errors/constraint-filtered.json;        `InvalidRequestException`; require_parameters
            429; errors/rate-limit-upstream.json;        `RateLimitException`; temporarily rate-limited upstream
            500; errors/masked-500.json;                 `InternalServerException`; Internal Server Error
            502; errors/raw-json-in-string.json;         `InternalServerException`; The server had an error
            502; errors/bad-gateway.html;                `InternalServerException`; Bad gateway
            503; errors/code-null.json;                  `InternalServerException`; The server had an error
            """)
    void a_failure_wherever_it_hides_is_that_failure(int status, String file, String outcome, String words) {
        for (Style style : styles(file)) {
            server.answer(answer(status, file));

            assertThat(Outcome.of(failure(style, once), words)).as("%s", style).isEqualTo(outcome);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            answers/usage-null.json;                   answer, usage unknown
            streams/usage-null.sse;                    answer, usage unknown
            streams/done-without-finish-or-usage.sse;  answer, usage unknown
            streams/claude-late-signature.sse;         answer, usage unknown
            answers/usage-without-cost.json;           answer, 12 + 2 tokens, cost unknown
            streams/usage-without-cost.sse;            answer, 12 + 2 tokens, cost unknown
            answers/numbers-in-disguise.json;          answer, 12 + 12 tokens, $0.00000016
            streams/text.sse;                          answer, 14 + 5 tokens, $0.0000675
            streams/images.sse;                        answer, 9 + 1290 tokens, $0.0387
            streams/usage-growing-finish-repeated.sse; answer, 5 + 3 tokens, $0.000012
            """)
    void usage_is_what_was_reported_last_or_unknown(String file, String outcome) {
        for (Style style : styles(file)) {
            server.answer(answer(200, file));

            assertThat(Outcome.usageOf(style.chat(once, "Hi"))).as("%s", style).isEqualTo(outcome);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', nullValues = "-", textBlock = """
            claude-thinking-tool-call;       Need |a tool
            claude-late-signature;           Look it up.
            gemini-tool-call;                -
            gemini-thinking-tool-call;       The tool |knows.
            openai-reasoning-tool-call;      **Plan|ning**|Next
            reasoning-content-empty-details; 2+|2
            """)
    void reasoning_is_told_once(String name, String pieces) {
        assertThat(String.join("|", told("thinking", name))).isEqualTo(pieces == null ? "" : pieces);
    }

    @Test
    void a_call_is_complete_once_and_when_nothing_more_can_come() {
        assertThat(told("call", "tool-call-no-arguments-finish-null"))
                .containsExactly(
                        "0 functions.now:0 now {}",
                        "1 functions.get_weather:1 get_weather {\"city\":\"Paris\",\"days\":1.5}");
        assertThat(told("call", "gemini-tool-call"))
                .containsExactly("0 tool_get_weather_x get_weather {\"city\":\"Paris\"}");
    }

    @ParameterizedTest
    @EnumSource
    void a_call_that_was_cut_off_is_told_but_never_as_a_whole_one(Style style) {
        server.answer(answer(200, style.payload("tool-call-cut-off")));

        ChatResponse response = style.chat(once, "Hi");

        assertThat(((OpenRouterChatResponseMetadata) response.metadata()).cutOffToolCalls())
                .extracting(ToolExecutionRequest::name, ToolExecutionRequest::arguments)
                .containsExactly(tuple("write_file", "{\"text\":\"Once up"));
        assertThat(told("call", "tool-call-cut-off")).isEmpty();
    }

    @Test
    void a_call_that_the_stream_broke_off_in_is_no_call_of_the_partial_answer() {
        server.answer(Answer.stream()
                .toolCall("c1", "write_file", "{\"text\":\"Once up")
                .cut());

        ChatResponse partial = OpenRouterException.in(failure(Style.STREAMING, once))
                .orElseThrow()
                .partialResponse();

        assertThat(partial.aiMessage().hasToolExecutionRequests()).isFalse();
        assertThat(partial.finishReason()).isEqualTo(FinishReason.OTHER);
        assertThat(((OpenRouterChatResponseMetadata) partial.metadata()).cutOffToolCalls())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"answers/choices-empty.json", "answers/malformed-function-call.json"})
    void an_answer_in_which_nothing_was_generated_is_asked_for_again(String file) {
        for (Style style : Style.values()) {
            server.answer(answer(200, file), Answer.text("Hello"));

            assertThat(style.chat(patient, "Hi").aiMessage().text())
                    .as("%s", style)
                    .isEqualTo("Hello");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"answers/broken-off.txt", "answers/empty.txt"})
    void an_answer_that_cannot_be_read_may_be_charged_and_is_not_asked_for_again(String file) {
        for (Style style : Style.values()) {
            server.reset();
            server.answer(answer(200, file), Answer.text("Hello"));

            failure(style, patient);

            assertThat(server.requests()).as("%s", style).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"answers/broken-off.txt", "answers/empty.txt"})
    void retry_broken_answers_asks_again_for_what_cannot_be_read(String file) {
        try (OpenRouter stubborn = builder().retryBrokenAnswers(true).build()) {
            for (Style style : Style.values()) {
                server.answer(answer(200, file), Answer.text("Hello"));

                assertThat(style.chat(stubborn, "Hi").aiMessage().text())
                        .as("%s", style)
                        .isEqualTo("Hello");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"streams/error-after-text.sse", "streams/cut-off.sse"})
    void a_stream_that_has_begun_is_never_asked_for_again(String file) {
        server.answer(answer(200, file), Answer.text("Hello"));

        failure(Style.STREAMING, patient);

        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void a_quota_that_is_used_up_until_tomorrow_is_not_waited_for(Style style) {
        server.answer(answer(429, "errors/rate-limit-free-models.json"), Answer.text("Hello"));

        Exception failure = failure(style, patient);

        assertThat(failure)
                .isInstanceOf(RateLimitException.class)
                .hasMessageContainingAll("free-models-per-day", "75355 s");
        assertThat(server.requests()).hasSize(1);
        assertThat(time.waits()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_header_without_an_id_does_not_hide_the_id_of_the_body(Style style) {
        server.answer(answer(200, style.payload("text")).header("X-Generation-Id", " "));

        ChatResponse response = style.chat(once, "Hi");

        assertThat(((OpenRouterChatResponseMetadata) response.metadata()).generationId())
                .isEqualTo(response.id())
                .isNotBlank();
    }

    @ParameterizedTest
    @EnumSource
    void a_failure_that_says_nothing_names_its_generation(Style style) {
        server.answer(answer(500, "errors/masked-500.json").header("X-Generation-Id", "gen-7"));

        assertThat(failure(style, once)).hasMessageContaining("gen-7");
    }

    @ParameterizedTest
    @EnumSource
    void a_failure_tells_how_it_was_routed(Style style) {
        server.answer(answer(429, "errors/capacity-exhausted.json"));

        OpenRouterException cause = OpenRouterException.in(failure(style, once)).orElseThrow();

        assertThat(cause.routerMetadata()).isNotNull();
        assertThat(cause.routerMetadata().requested()).isEqualTo("anthropic/claude-sonnet-4.5");
    }

    @ParameterizedTest
    @EnumSource
    void a_failure_inside_a_success_tells_how_it_was_routed(Style style) {
        String error = "\"error\":{\"code\":502,\"message\":\"down\"}";
        String routing = ",\"openrouter_metadata\":{\"requested\":\"acme/one\"}}";
        for (String body : List.of(
                "{" + error + routing,
                "{\"choices\":[{\"finish_reason\":\"error\",\"message\":{\"content\":\"part\"}," + error + "}]"
                        + routing,
                "{\"choices\":[{\"finish_reason\":\"error\",\"message\":{\"content\":\"part\"}}]" + routing,
                "{\"choices\":[]" + routing)) {
            server.answer(Answer.payload(style.isStreamed() ? "data: " + body + "\n\ndata: [DONE]\n\n" : body));

            OpenRouterException cause =
                    OpenRouterException.in(failure(style, once)).orElseThrow();

            assertThat(cause.routerMetadata()).as(body).isNotNull();
            assertThat(cause.routerMetadata().requested()).isEqualTo("acme/one");
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_field_that_was_refused_is_kept(Style style) {
        server.answer(Answer.raw(
                400,
                "application/json",
                "{\"error\":{\"message\":\"Unsupported value\",\"param\":\"temperature\",\"code\":400}}"));

        OpenRouterException cause = OpenRouterException.in(failure(style, once)).orElseThrow();

        assertThat(cause.metadata()).isEqualTo(Map.of("param", "temperature"));
    }

    @ParameterizedTest
    @EnumSource
    void a_file_that_was_parsed_before_the_failure_is_kept(Style style) {
        server.answer(answer(502, "errors/parsed-file-kept.json"));

        OpenRouterException cause = OpenRouterException.in(failure(style, once)).orElseThrow();

        assertThat(cause.metadata().get("file_annotations"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void the_model_is_the_one_that_answered(Style style) {
        server.answer(answer(200, style.payload("text")));

        assertThat(style.chat(once, "Hi").metadata().modelName()).isEqualTo("openai/gpt-5.2");
        assertThat(server.lastChatRequest().path("model").textValue()).isEqualTo("~openai/gpt-latest");
    }

    @ParameterizedTest
    @EnumSource
    void a_hit_of_the_response_cache_is_an_answer_without_cost(Style style) {
        server.answer(answer(200, style.payload("cache-hit")).header("X-OpenRouter-Cache-Status", "HIT"));

        ChatResponse response = style.chat(once, "Hi");

        assertThat(response.aiMessage().text()).isEqualTo("Kept.");
        assertThat(((OpenRouterChatResponseMetadata) response.metadata()).cacheStatus())
                .isEqualTo("HIT");
        assertThat(((OpenRouterTokenUsage) response.tokenUsage()).cost()).isZero();
    }

    @Test
    void effort_has_one_name_on_the_wire() {
        ChatRequest request = ChatRequest.builder()
                .messages(UserMessage.from("hi"))
                .parameters(OpenRouterChatRequestParameters.builder()
                        .reasoning(OpenRouterReasoning.effort("high"))
                        .build())
                .build();

        assertThat(RequestPayload.of(request)).isEqualTo(RequestPayload.file("reasoning-effort.json"));
    }

    /** What the callbacks of this name brought, in order. */
    private List<String> told(String callback, String stream) {
        server.answer(answer(200, Style.STREAMING.payload(stream)));
        HandlerRecorder handler = new HandlerRecorder();
        once.streamingChatModel().returnThinking(true).build().chat("Hi", handler);
        handler.awaitAnswer();
        return handler.calls().stream()
                .filter(call -> call.startsWith(callback + " "))
                .map(call -> call.substring(callback.length() + 1))
                .toList();
    }

    private static Exception failure(Style style, OpenRouter openRouter) {
        return catchThrowableOfType(LangChain4jException.class, () -> style.chat(openRouter, "Hi"));
    }

    /** Events are for streams; everything else may come in place of a plain answer and of a stream. */
    private static List<Style> styles(String file) {
        return Stream.of(Style.values())
                .filter(style -> style.isStreamed() || !file.endsWith(".sse"))
                .toList();
    }

    private static RawAnswer answer(int status, String file) {
        String type =
                file.endsWith(".sse") ? "text/event-stream" : file.endsWith(".html") ? "text/html" : "application/json";
        return Answer.raw(status, type, Payloads.bytes(file));
    }
}
