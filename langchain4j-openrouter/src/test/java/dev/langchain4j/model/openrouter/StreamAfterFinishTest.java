package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.langchain4j.model.openrouter.outcomes.Outcome;
import dev.langchain4j.model.openrouter.support.RawServer;
import dev.langchain4j.model.openrouter.support.Style;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream that breaks off after its finish reason has lost no part of the answer. */
@Timeout(60)
class StreamAfterFinishTest {

    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n";
    private static final String TEXT = "data: {\"choices\":[{\"delta\":{\"content\":\"Once\"}}]}\n\n";
    private static final String FINISH = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    private static final String USAGE = "data: {\"choices\":[],\"usage\":{\"cost\":0.5}}\n\n";

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = "STREAMING|PUBLISHED")
    void a_connection_that_is_lost_then_loses_no_answer(Style style) {
        String answer = answered(style, HEAD + "Content-Length: 9999\r\n\r\n" + TEXT + FINISH + USAGE);

        assertThat(answer).isEqualTo("answer “Once”, STOP");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"data: {\"choices\":[],\"usa", "data: [DO", "dat", "data: [DONE]", "data: {\"choices\":[]}"})
    void an_event_that_is_cut_off_then_loses_no_answer(String rest) {
        assertThat(answered(Style.STREAMING, HEAD + "\r\n" + TEXT + FINISH + rest))
                .isEqualTo("answer “Once”, STOP");
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: {\"choices\":[{\"del", "data: [DO"})
    void an_event_that_is_cut_off_before_is_a_failure(String rest) {
        Throwable failure = catchThrowable(() -> answered(Style.STREAMING, HEAD + "\r\n" + TEXT + rest));

        assertThat(Outcome.of(failure, "not JSON")).isEqualTo("`InternalServerException`, keeps “Once”");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 9999\r\n", ""})
    void a_finish_reason_in_every_chunk_is_the_end_only_with_done(String length) {
        String chunk = "data: {\"choices\":[{\"delta\":{\"content\":\" Once\"},\"finish_reason\":\"stop\"}]}\n\n";
        String cut = HEAD + length + "\r\n" + chunk.repeat(3) + "data: {\"choi";
        String whole = HEAD + length + "\r\n" + chunk.repeat(3) + "data: [DONE]\n\n";

        Throwable failure = catchThrowable(() -> answered(Style.STREAMING, cut));

        assertThat(Outcome.of(failure, null)).isEqualTo("`InternalServerException`, keeps “ Once Once Once”");
        assertThat(answered(Style.STREAMING, whole)).isEqualTo("answer “ Once Once Once”, STOP");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'delta':{'content':' upon'},'finish_reason':'stop'",
                "'delta':{'tool_calls':[{'id':'1','function':{'name':'f'}}]}",
                "'delta':{'tool_calls':[{'id':'1','function':{'name':'f','arguments':'{}'}}]},'finish_reason':'tool_calls'"
            })
    void an_answer_that_goes_on_then_needs_another_finish_reason(String more) {
        String answer = HEAD + "\r\n" + TEXT + FINISH + event("{'choices':[{" + more + "}]}");

        Throwable failure = catchThrowable(() -> answered(Style.STREAMING, answer));

        assertThat(Outcome.of(failure, "neither a finish reason nor"))
                .startsWith("`InternalServerException`, keeps “Once");
        assertThat(answered(Style.STREAMING, answer + FINISH)).startsWith("answer “Once");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'content':'\\n'",
                "'annotations':[{'type':'url_citation','url_citation':{'url':'https://example.com'}}]",
                "'tool_calls':[{'index':0,'function':{'arguments':' '}}]",
                "'tool_calls':[{'index':0,'id':'1','function':{'name':'f','arguments':'{}'}}]"
            })
    void blanks_citations_and_repetitions_then_are_no_more_of_the_answer(String delta) {
        String call =
                "{'choices':[{'delta':{'tool_calls':[{'index':0,'id':'1','function':{'name':'f','arguments':'{}'}}]}}]}";
        String after = "{'choices':[{'delta':{" + delta + "}}]}";

        assertThat(answered(Style.STREAMING, HEAD + "\r\n" + event(call) + FINISH + event(after)))
                .contains("call f {}, TOOL_EXECUTION");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {\"error\":{\"code\":502,\"message\":\"Late\"}}",
                "data: {\"error\":{\"message\":\"Late\"}}\n\n"
            })
    void an_error_then_is_still_an_error(String error) {
        Throwable failure = catchThrowable(() ->
                answered(Style.STREAMING, HEAD + "Content-Length: 9999\r\n\r\n" + TEXT + FINISH + error + "\n\n"));

        assertThat(Outcome.of(failure, "Late")).isEqualTo("`InternalServerException`, keeps “Once”");
    }

    private static String event(String data) {
        return "data: " + data.replace('\'', '"') + "\n\n";
    }

    private static String answered(Style style, String response) {
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            connection.send(response);
        })) {
            return answered(style, server);
        }
    }

    private static String answered(Style style, RawServer server) {
        try (OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey("sk-or-v1-key")
                .modelName("openai/gpt-4o")
                .maxRetries(0)
                .build()) {
            return Outcome.of(style.chat(openRouter, "Hi"));
        }
    }
}
