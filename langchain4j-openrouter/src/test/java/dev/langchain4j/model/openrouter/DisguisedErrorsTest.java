package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.openrouter.outcomes.Outcome;
import dev.langchain4j.model.openrouter.support.EveryCall;
import dev.langchain4j.model.openrouter.support.Style;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors with status 200 in another envelope than OpenRouter's, or with another content type. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class DisguisedErrorsTest {

    private static final String TEXT = "data: {'choices':[{'delta':{'content':'Once'}}]}\n\n";
    private static final String DONE = "data: [DONE]\n\n";

    private final OpenRouterServer server;

    @AutoClose
    private final OpenRouter openRouter;

    DisguisedErrorsTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .maxRetries(0)
                .build();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            {'object':'error','message':'Too large','type':'BadRequestError','code':400}; `InvalidRequestException`; Too large
            {'message':'Upstream is down'};                                  `InternalServerException`; Upstream is down
            {'type':'error','message':'Slow down','code':429};               `RateLimitException`; Slow down
            {'detail':'Overloaded'};                                         `InternalServerException`; Overloaded
            {'detail':[{'loc':['body'],'msg':'field required'}],'code':422}; `InvalidRequestException`; field required
            {'errors':[{'message':'No quota'}]};                             `InternalServerException`; No quota
            {'error':{'message':'Too much','error_type':'new','type':'invalid_request_error'}}; `InvalidRequestException`; Too much
            {'error':{'message':'No','error_type':'new','metadata':{'error_type':'not_found'}}}; `ModelNotFoundException`; No
            {'error':{'message':'No','error_type':'new','type':'content_filter'}}; `ContentFilteredException`; No
            {'error':{'message':'No','error_type':'new','type':'timeout'}};  `TimeoutException`; No
            {'success':false,'message':'Bad gateway'};                       `InternalServerException`; Bad gateway
            {'success':false,'code':'rate_limit_exceeded'};                  `RateLimitException`; rate_limit_exceeded
            {'type':'error','code':'rate_limit_exceeded'};                   `RateLimitException`; error
            [{'error':{'code':429,'message':'Slow down'}}];                  `RateLimitException`; Slow down
            {'choices':[],'message':'Upstream is down'};                     `InternalServerException`; Upstream is down
            """)
    void an_error_without_the_envelope_is_an_error(String error, String outcome, String words) {
        for (Style style : Style.values()) {
            String body = json(style.isStreamed() ? TEXT + "data: " + error + "\n\n" + DONE : error);
            String kept = style.isStreamed() ? ", keeps “Once”" : "";
            server.answer(Answer.raw(200, style.isStreamed() ? "text/event-stream" : "application/json", body));

            assertThat(Outcome.of(catchThrowable(() -> style.chat(openRouter, "Hi")), words))
                    .as("%s", style)
                    .isEqualTo(outcome + kept);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'content':[{'type':'text','text':'Once'},{'type':'error','error':ERROR}]",
                "'content':[{'error':ERROR},'Once']",
                "'content':'Once','tool_calls':[{'id':'c1','function':{'name':'f','arguments':'{}'},'error':ERROR}]",
                "'content':'Once','tool_calls':[{'id':'c1','function':{'name':'f','error':ERROR}}]",
                "'content':'Once','tool_calls':{'error':ERROR}",
                "'content':'Once','function_call':{'name':'f','error':ERROR}",
                "'content':'Once','images':[{'type':'image_url','error':ERROR}]",
                "'content':'Once','audio':{'error':ERROR}"
            })
    void an_error_of_a_part_of_the_message_is_an_error(String members) {
        for (Style style : Style.values()) {
            for (String error : List.of("{'code':429,'message':'Slow down'}", "'Slow down'")) {
                String choice =
                        "{'choices':[{'message':{" + members.replace("ERROR", error) + "},'finish_reason':'stop'}]}";
                String body = style.isStreamed() ? "data: " + choice.replace("message':{", "delta':{") : choice;
                server.answer(Answer.raw(
                        200, style.isStreamed() ? "text/event-stream" : "application/json", json(body + "\n\n")));

                assertThat(Outcome.of(catchThrowable(() -> style.chat(openRouter, "Hi")), "Slow down"))
                        .as("%s", style)
                        .isEqualTo((error.contains("429") ? "`RateLimitException`" : "`InternalServerException`")
                                + ", keeps “Once”");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STREAMING", "PUBLISHED"})
    void an_event_of_a_failed_response_is_an_error_also_before_a_finish_reason(Style style) {
        server.answer(Answer.raw(
                200,
                "text/event-stream",
                json(TEXT + "data: {'type':'response.failed','response':{'status':'failed','error':{'code':"
                        + "'rate_limit_exceeded','message':'Slow down'}}}\n\n"
                        + "data: {'choices':[{'delta':{},'finish_reason':'stop'}]}\n\n" + DONE)));

        assertThat(Outcome.of(catchThrowable(() -> style.chat(openRouter, "Hi")), "Slow down"))
                .isEqualTo("`RateLimitException`, keeps “Once”");
    }

    @ParameterizedTest
    @EnumSource(names = {"MODELS", "MODELS_OF_KEY", "ZERO_DATA_RETENTION", "ENDPOINTS", "KEY", "CREDITS", "GENERATION"})
    void an_error_in_the_data_is_an_error(EveryCall call) {
        String error = "{'error':{'code':429,'message':'Slow down'}}";
        String data = switch (call) {
            case KEY, CREDITS, GENERATION -> error;
            case ENDPOINTS -> "{'id':'acme/open','endpoints':[{'name':'A'}," + error + "]}";
            default -> "[{'id':'acme/open'}," + error + "]";
        };
        server.when(Match.path(call.path())).answer(Answer.raw(200, "application/json", json("{'data':" + data + "}")));

        assertThat(Outcome.of(catchThrowable(() -> call.on(openRouter)), "Slow down"))
                .isEqualTo("`RateLimitException`");
    }

    @ParameterizedTest
    @EnumSource
    void what_stands_beside_the_error_is_told_as_with_an_error_status(EveryCall call) {
        String beside = "'user_id':'user_2abc','openrouter_metadata':{'strategy':'direct'}}";
        String envelope = "{'error':{'code':402,'message':'No credits'},";
        String bare = "{'code':402,'message':'No credits',"; // fetch(...) returns it
        for (String error : List.of(envelope, "[" + envelope, call == EveryCall.FETCH ? envelope : bare)) {
            for (int status : new int[] {200, 402}) {
                String body = json(error + beside) + (error.startsWith("[") ? "]" : "");
                server.when(Match.path(call.path())).answer(Answer.raw(status, "application/json", body));

                Throwable failure = catchThrowable(() -> call.on(openRouter));

                assertThat(OpenRouterException.in(failure))
                        .as("%s %s", status, body)
                        .hasValueSatisfying(cause -> assertThat(cause.metadata())
                                .containsEntry("user_id", "user_2abc")
                                .containsEntry("openrouter_metadata", Map.of("strategy", "direct")));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_type_beside_the_error_says_what_kind_of_error_it_is(EveryCall call) {
        String envelope = "{'error':{'message':'Slow down'},'error_type':'rate_limit_exceeded'}";
        String bare = "{'message':'Slow down','error_type':'rate_limit_exceeded'}"; // fetch(...) returns it
        for (String error : List.of(envelope, call == EveryCall.FETCH ? envelope : bare)) {
            server.when(Match.path(call.path())).answer(Answer.raw(200, "application/json", json(error)));

            Throwable failure = catchThrowable(() -> call.on(openRouter));

            assertThat(OpenRouterException.in(failure))
                    .as("%s", error)
                    .hasValueSatisfying(cause -> assertThat(cause.statusCode()).isEqualTo(429));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STREAM", "PUBLISHER"})
    void a_type_in_one_event_says_nothing_about_the_error_in_another(EveryCall call) {
        String events =
                TEXT.replace("}]}", "}],'error_type':'content_filter'}") + "data: {'error':'Upstream is down'}\n\n";
        server.answer(Answer.raw(200, "text/event-stream", json(events)));

        Throwable failure = catchThrowable(() -> call.on(openRouter));

        assertThat(Outcome.of(failure, "Upstream is down")).isEqualTo("`InternalServerException`, keeps “Once”");
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "EMBEDDINGS", "RERANK", "DECISION", "TRANSCRIPTION"})
    void an_id_with_which_a_gateway_fills_what_it_does_not_know_is_none(EveryCall call) {
        for (String nothing : List.of("0", "false", "null", "' '")) {
            server.when(Match.path(call.path()))
                    .answer(Answer.raw(
                            200,
                            "application/json",
                            json("{'id':" + nothing + ",'error':{'message':'Upstream is down'}}")));

            assertThat(OpenRouterException.in(catchThrowable(() -> call.on(openRouter))))
                    .as(nothing)
                    .hasValueSatisfying(
                            cause -> assertThat(cause.generationId()).isNull());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'status':'queued','message':'Position 3'}",
                "{'type':'ping'}",
                "{'code':200}",
                "[]",
                "{'success':true,'errors':[]}",
                "{'detail':''}",
                "{'message':'','code':0}"
            })
    void an_event_that_only_informs_is_no_error(String event) {
        String stop = "data: {'choices':[{'delta':{},'finish_reason':'stop'}]}\n\n";
        server.answer(Answer.raw(200, "text/event-stream", json("data: " + event + "\n\n" + TEXT + stop + DONE)));

        assertThat(Outcome.of(Style.STREAMING.chat(openRouter, "Hi"))).isEqualTo("answer “Once”, STOP");
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "CHAT",
                "CHAT_ASYNC",
                "EMBEDDINGS",
                "EMBEDDINGS_ASYNC",
                "RERANK",
                "RERANK_ASYNC",
                "DECISION",
                "DECISION_ASYNC",
                "IMAGE",
                "TRANSCRIPTION"
            })
    void what_was_generated_beside_an_error_may_be_charged_and_is_not_asked_for_again(EveryCall call) {
        String body = new String(call.body(), StandardCharsets.UTF_8).replace("\"usage\"", "\"other\"");
        String beside = body.replaceFirst("\\{", json("{'error':{'message':'Upstream is down','code':502},"));
        server.when(Match.path(call.path())).answer(Answer.raw(200, call.contentType(), beside));

        try (OpenRouter repeating = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .build()) {
            assertThat(catchThrowable(() -> call.on(repeating))).hasMessageContaining("Upstream is down");
        }
        assertThat(server.requests(call.path())).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "''", "false", "{'code':null,'message':''}"})
    void an_empty_error_does_not_hide_what_an_answer_without_content_has_cost(String empty) {
        server.answer(Answer.raw(
                200,
                "application/json",
                json("{'error':" + empty + ",'data':[],'usage':{'prompt_tokens':3,'cost':0.02}}")));

        Throwable failure = catchThrowable(() -> EveryCall.EMBEDDINGS.on(openRouter));

        assertThat(OpenRouterException.in(failure).orElseThrow().usage().cost()).isEqualByComparingTo("0.02");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'msg':'Quota','code':1113}",
                "{'msg':'Quota','code':1113}\n\ndata: {'choices':[]}",
                "{'error_code':336003,'error_msg':'Quota'}",
                "{'data':{'error':{'message':'Quota'}}}",
                "'Internal error'",
                "500",
                "{}"
            })
    void an_unknown_event_before_an_end_without_a_finish_reason_is_a_failure(String event) {
        server.answer(Answer.raw(200, "text/event-stream", json(TEXT + "data: " + event + "\n\n" + DONE)));

        Throwable failure = catchThrowable(() -> Style.STREAMING.chat(openRouter, "Hi"));

        assertThat(Outcome.of(failure, "no part of an answer")).isEqualTo("`InternalServerException`, keeps “Once”");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            {'error':{'message':'Slow down','code':429}};  `RateLimitException`; Slow down
            [{'error':{'message':'Slow down','code':429}}]; `RateLimitException`; Slow down
            {'error':{'message':'Slow;                     `InternalServerException`; JSON
            <html><body>Sign in</body></html>;             `InvalidRequestException`; baseUrl
            """)
    void a_document_that_is_declared_as_a_stream_is_read_as_what_it_is(String body, String outcome, String words) {
        server.answer(Answer.raw(200, "text/event-stream", json(body)));

        assertThat(Outcome.of(catchThrowable(() -> Style.STREAMING.chat(openRouter, "Hi")), words))
                .isEqualTo(outcome);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'error':{'message':'Slow down','code':429}}",
                "{'error':{'message':'Slow down','code':429}}\n\n",
                "{'error':{'message':'Slow down','code':429}}\n\ndata: [DONE]\n\n",
                "{'error':{'message':'Slow down','code':429}}\ndata: [DONE]\n\n",
                "{'error':{'message':'Slow down','code':429}}\r\ndata: [DONE]",
                "{'error':{'message':'Slow down','code':429}}\n: OPENROUTER PROCESSING\n\n",
                "{'error':{'message':'Slow down','code':429}}\n{'type':'end'}\nevent: end\ndata: {}\n\n",
                "{\n  'error': {\n    'message': 'Slow down',\n    'code': 429\n  }\n}\n",
                "{\n  'error': {\n    'message': 'Slow down',\n    'code': 429\n  }\n}\ndata: [DONE]\n\n"
            })
    void an_error_in_a_stream_without_the_name_of_its_field_is_an_error(String error) {
        List<String> beginnings = List.of(
                "\n",
                ": OPENROUTER PROCESSING\n\n",
                ": OPENROUTER PROCESSING\n",
                "event: error\n",
                TEXT,
                TEXT.strip() + "\n");
        for (String before : beginnings) {
            server.answer(Answer.raw(200, "text/event-stream", json(before + error)));

            Throwable failure = catchThrowable(() -> Style.STREAMING.chat(openRouter, "Hi"));

            assertThat(Outcome.of(failure, "Slow down"))
                    .as("after %s", before)
                    .isEqualTo("`RateLimitException`" + (before.contains("Once") ? ", keeps “Once”" : ""));
        }
    }

    @Test
    void an_error_directly_before_the_end_of_a_stream_is_an_error() {
        String error = "data: {'error':{'message':'Slow down','code':429}}\n";
        server.answer(Answer.raw(200, "text/event-stream", json(TEXT + error + DONE)));

        assertThat(Outcome.of(catchThrowable(() -> Style.STREAMING.chat(openRouter, "Hi")), "Slow down"))
                .isEqualTo("`RateLimitException`, keeps “Once”");
    }

    @Test
    void a_whole_answer_behind_the_comments_of_a_stream_is_the_answer() {
        String answer = "{'choices':[{'message':{'content':'Once'},'finish_reason':'stop'}]}";
        server.answer(Answer.raw(200, "text/event-stream", json(": OPENROUTER PROCESSING\n\n" + answer)));

        assertThat(Outcome.of(Style.STREAMING.chat(openRouter, "Hi"))).isEqualTo("answer “Once”, STOP");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/event-stream"})
    void a_whole_answer_to_a_request_for_a_stream_is_the_answer(String type) {
        server.answer(
                Answer.raw(200, type, json("{'choices':[{'message':{'content':'Once'},'finish_reason':'stop'}]}")));

        assertThat(Outcome.of(Style.STREAMING.chat(openRouter, "Hi"))).isEqualTo("answer “Once”, STOP");
    }

    @ParameterizedTest
    @EnumSource(
            value = Style.class,
            names = {"PLAIN", "ASYNC"})
    void a_whole_answer_as_a_stream_that_nobody_asked_for_has_told_its_cost(Style style) {
        String end = "data: {'id':'gen-1','choices':[{'delta':{},'finish_reason':'stop'}],'usage':{'cost':0.5}}\n\n";
        for (String type : List.of("text/event-stream", "application/json", "text/plain")) {
            server.answer(Answer.raw(200, type, json(TEXT + end + DONE)));

            Throwable failure = catchThrowable(() -> style.chat(openRouter, "Hi"));

            assertThat(Outcome.of(failure, "is not exactly one complete JSON value"))
                    .isEqualTo("`InternalServerException`, keeps “Once” and the cost of $0.5");
            assertThat(OpenRouterException.in(failure).orElseThrow().generationId())
                    .isEqualTo("gen-1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain", "application/octet-stream", "application/x-ndjson"})
    void a_stream_that_is_declared_as_something_else_is_read_as_a_stream(String type) {
        String stop = "data: {'choices':[{'delta':{},'finish_reason':'stop'}]}\n\n";
        server.answer(Answer.raw(200, type, json("event: message\n" + TEXT + stop + DONE)));

        assertThat(Outcome.of(Style.STREAMING.chat(openRouter, "Hi"))).isEqualTo("answer “Once”, STOP");
    }

    @Test
    void the_status_of_a_failure_that_is_larger_than_the_limit_is_kept() {
        String body = json("{'error':{'message':'" + "a".repeat(5_000) + "'}}");
        try (OpenRouter limited = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .maxRetries(0)
                .maxResponseBytes(1_000)
                .build()) {
            for (Style style : Style.values()) {
                server.answer(Answer.raw(429, "application/json", body));

                assertThat(catchThrowable(() -> style.chat(limited, "Hi")))
                        .as("%s", style)
                        .isInstanceOf(RateLimitException.class);
            }
        }
    }

    private static String json(String quoted) {
        return quoted.replace('\'', '"');
    }
}
