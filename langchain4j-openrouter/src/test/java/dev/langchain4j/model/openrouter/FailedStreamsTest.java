package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.support.EveryCall;
import dev.langchain4j.model.openrouter.support.RawServer;
import java.util.List;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Failures outside a stream whose body has the form of one, as some gateways send it. */
@Timeout(60)
class FailedStreamsTest {

    private static final String ERROR =
            "event: error\r\ndata: {\"error\":{\"message\":\"No such model\",\"code\":%d}}\r\n\r\n";

    /** The text of an answer may have Unicode's own line ends. */
    private static final String ONCE = "Once\u2028upon\u0085a time";

    private static final String PART =
            "data: {\"id\":\"gen-1\",\"error\":{},\"choices\":[{\"delta\":{\"content\":\"" + ONCE + "\"}}]}\n\n";

    private final OpenRouterCostTotals totals = new OpenRouterCostTotals();

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "CHAT_ASYNC", "STREAM", "EMBEDDINGS", "RERANK", "SPEECH"})
    void the_error_of_an_event_is_the_error(EveryCall call) {
        String comment = ": OPENROUTER PROCESSING\n\n";
        for (String before : new String[] {"", comment, comment.replace('\n', '\r'), "\n\n", "\ufeff"}) {
            String body = before + String.format(ERROR, 404) + "data: [DONE]\n\n";
            try (RawServer server = RawServer.answering(RawServer.response(404, "text/event-stream", body));
                    OpenRouter openRouter = openRouter(server)) {
                assertThatThrownBy(() -> call.on(openRouter))
                        .isInstanceOf(ModelNotFoundException.class)
                        .hasMessageContaining("No such model")
                        .hasMessageNotContaining("data:");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "CHAT_ASYNC", "STREAM", "EMBEDDINGS"})
    void a_part_of_an_answer_may_have_been_charged_and_is_in_no_message(EveryCall call) {
        String bare = "{\"error\":{\"message\":\"No such model\",\"code\":502}}\n";
        for (String error : new String[] {"", String.format(ERROR, 502), bare}) {
            try (RawServer server = RawServer.answering(RawServer.response(502, "text/event-stream", PART + error));
                    OpenRouter openRouter = openRouter(server)) {
                long unsettled = totals.total().unsettled();

                Throwable failure = catchThrowable(() -> call.on(openRouter));

                assertThat(failure)
                        .isInstanceOf(InternalServerException.class)
                        .hasMessageContaining(error.isEmpty() ? "without an explanation" : "No such model");
                assertThat(Throwables.getStackTrace(failure)).doesNotContain("Once");
                assertThat(OpenRouterException.in(failure)
                                .orElseThrow()
                                .partialResponse()
                                .aiMessage()
                                .text())
                        .isEqualTo(ONCE);
                assertThat(server.requests()).hasSize(1);
                assertThat(totals.total().unsettled()).isEqualTo(unsettled + 1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "CHAT_ASYNC", "STREAM"})
    void a_part_of_an_answer_is_not_a_page_of_another_server(EveryCall call) {
        try (RawServer server = RawServer.answering(RawServer.response(404, "text/event-stream", PART));
                OpenRouter openRouter = openRouter(server)) {
            assertThatThrownBy(() -> call.on(openRouter)).hasMessageNotContainingAny("no body", "baseUrl");

            assertThat(totals.total().unsettled()).isOne();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "CHAT_ASYNC", "EMBEDDINGS", "RERANK", "DECISION", "IMAGE", "SPEECH", "TRANSCRIPTION"})
    void the_error_of_an_event_that_nobody_asked_for_is_the_error(EveryCall call) {
        String error = String.format(ERROR, 404);
        String ofChunk = error.replace("{\"error\"", "{\"id\":\"gen-1\",\"choices\":[],\"error\"");
        for (String event : new String[] {error, ofChunk}) {
            String body = event + "data: [DONE]\n\n";
            try (RawServer server = RawServer.answering(RawServer.response(200, "text/event-stream", body));
                    OpenRouter openRouter = openRouter(server)) {
                assertThatThrownBy(() -> call.on(openRouter))
                        .isInstanceOf(ModelNotFoundException.class)
                        .hasMessageContaining("No such model");
                assertThat(totals.total().unsettled()).isZero();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void an_error_of_several_lines_is_one_and_is_free(String lineEnd) {
        String bare = "event: error\n: PROCESSING\n{\n  \"error\": {\n    \"message\": \"Overloaded\"\n  }\n}\n";
        String named =
                "event: error\ndata: {\"error\":\n: PROCESSING\ndata\ndata:{\"message\":\"Overloaded\"}\nid: 1\ndata: }\n";
        String done = "data: [DONE]\n\n";
        String commented = "\uFEFF" + bare.replace("{\n", "{\n: PROCESSING\nid: 1\n");
        List<String> errors =
                List.of(bare, bare + done, bare + "\n" + done, commented, named, named + done, named + "\n" + done);
        for (EveryCall call : List.of(EveryCall.CHAT, EveryCall.CHAT_ASYNC, EveryCall.STREAM, EveryCall.IMAGE)) {
            for (String error : errors) {
                String body = error.replace("\n", lineEnd);
                try (RawServer server = RawServer.answering(RawServer.response(503, "text/event-stream", body));
                        OpenRouter openRouter = openRouter(server)) {
                    assertThatThrownBy(() -> call.on(openRouter)).hasMessageContaining("answered 503: Overloaded");
                    assertThat(server.requests()).as(body).hasSize(2);
                }
            }
        }
        assertThat(totals.total().unsettled()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "STREAM"})
    void any_number_of_blank_lines_may_follow_an_error(EveryCall call) {
        String body = String.format(ERROR, 503) + "\n\r\n".repeat(100_000);

        assertThat(failure(call, 503, body)).hasMessageContaining("answered 503: No such model");
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "STREAM"})
    void words_that_only_begin_like_an_event_are_told(EveryCall call) {
        try (RawServer server = RawServer.answering(RawServer.response(503, "text/plain", "data: none today"));
                OpenRouter openRouter = openRouter(server)) {
            assertThatThrownBy(() -> call.on(openRouter)).hasMessageContaining("data: none today");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "''", "false"})
    void an_empty_error_is_from_openrouter(String empty) {
        String error = "{'error':" + empty + "}";
        for (String body : new String[] {error, "data: " + error + "\n\n"}) {
            for (int status : new int[] {200, 403, 404}) {
                assertThat(failure(EveryCall.CHAT, status, body.replace('\'', '"')))
                        .hasMessageContaining("without an explanation")
                        .hasMessageNotContainingAny("proxy", "baseUrl", "data:");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Once"})
    void the_error_of_a_choice_is_the_error(String text) {
        String choice =
                "{\"error\":{},\"choices\":[{\"index\":0,\"finish_reason\":\"error\",\"message\":{\"content\":\"" + text
                        + "\"},\"error\":{\"code\":404,\"message\":\"No such model\"}}]}";
        for (String body : new String[] {choice, "data: " + choice + "\n\ndata: [DONE]\n\n"}) {
            for (EveryCall call : List.of(EveryCall.CHAT, EveryCall.CHAT_ASYNC, EveryCall.STREAM)) {
                assertThat(failure(call, 503, body))
                        .isInstanceOf(ModelNotFoundException.class)
                        .hasMessageContaining("answered 404: No such model");
            }
        }
        assertThat(totals.total().unsettled()).isEqualTo(text.isEmpty() ? 0 : 6);
    }

    /** Such as of the Responses API, or of a queue. */
    @ParameterizedTest
    @ValueSource(strings = {"{'response':{'id':'resp-1','error':null}}", "{'message':'Queued','status':'queued'}"})
    void an_event_without_an_error_tells_nothing_about_the_bill(String event) {
        for (EveryCall call : List.of(EveryCall.CHAT, EveryCall.CHAT_ASYNC, EveryCall.DECISION)) {
            long unsettled = totals.total().unsettled();

            failure(call, 200, "data: " + event.replace('\'', '"') + "\n\n");

            assertThat(totals.total().unsettled()).isEqualTo(unsettled + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'id':'gen-1','choices':[{'message':{'content':'Once upon",
                "data: {'id':'gen-1','choices':[{'delta':{'content':'Once upon",
                "data: {'id':'gen-1',\ndata: 'choices':[{'delta':{'content':'Once upon'}}]}\n\n"
            })
    void the_words_of_a_damaged_answer_are_in_no_message(String body) {
        Throwable failure = failure(EveryCall.CHAT, 502, body.replace('\'', '"'));

        assertThat(failure).hasMessageContaining("without an explanation");
        assertThat(Throwables.getStackTrace(failure)).doesNotContain("Once");
    }

    @Test
    void the_last_error_of_a_stream_is_told() {
        String begun = "data: {\"response\":{\"id\":\"resp-1\",\"error\":null}}\n\n";

        assertThat(failure(EveryCall.CHAT, 502, begun + String.format(ERROR, 502)))
                .hasMessageContaining("No such model");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'response.failed','response':{'id':'resp-1','error':{'code':'server_error','message':'Overloaded'}}}",
                "{'error':'','response':{'error':{'message':'Overloaded'}}}"
            })
    void the_error_of_a_response_is_told(String event) {
        String json = event.replace('\'', '"');

        assertThat(failure(EveryCall.CHAT, 502, json)).hasMessageContaining("502: Overloaded (");
        assertThat(failure(EveryCall.CHAT, 502, "data: " + json + "\n\n")).hasMessageContaining("502: Overloaded (");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"response\":{\"status\":\"failed\"}}", "data: {\"response\":{\"status\":\"failed\"}}\n\n"})
    void a_response_without_an_error_is_openrouters_all_the_same(String body) {
        assertThat(failure(EveryCall.CHAT, 403, body)).hasMessageContaining("403: HTTP 403 without an explanation");
    }

    @ParameterizedTest
    @EnumSource
    void an_error_in_an_event_is_told_beside_an_id(EveryCall call) {
        String event = "data: {\"id\":\"gen-1\",\"error\":{\"code\":503,\"message\":\"Overloaded\"}}\n\n";

        assertThat(failure(call, 200, event)).hasMessageContaining("503: Overloaded");
    }

    @Test
    void an_answer_with_an_id_that_lacks_its_content_is_no_error_of_another_form() {
        assertThat(failure(EveryCall.EMBEDDINGS, 200, "{\"id\":\"gen-1\",\"message\":\"Done\"}"))
                .hasMessageContaining("The response has no vectors");
    }

    private Throwable failure(EveryCall call, int status, String body) {
        String type = body.startsWith("{") ? "application/json" : "text/event-stream";
        try (RawServer server = RawServer.answering(RawServer.response(status, type, body));
                OpenRouter openRouter = openRouter(server)) {
            return catchThrowable(() -> call.on(openRouter));
        }
    }

    private OpenRouter openRouter(RawServer server) {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey("sk-or-v1-key")
                .modelName("openai/gpt-4o")
                .maxRetries(1)
                .costListener(new OpenRouterCostListener(totals))
                .time(new FakeTime())
                .build();
    }
}
