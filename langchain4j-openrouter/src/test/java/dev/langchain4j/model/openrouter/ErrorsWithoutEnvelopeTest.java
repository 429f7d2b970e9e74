package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.support.EveryCall;
import dev.langchain4j.model.openrouter.support.RawServer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No endpoint believes or loses an error with status 200 that is reported without the member {@code error}. */
@Timeout(60)
class ErrorsWithoutEnvelopeTest {

    /** {@code FETCH} returns what it gets: any member may be content. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FETCH")
    void a_message_is_told(EveryCall call) {
        assertThatItIsTold(call, "{\"message\":\"Upstream is down\"}");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FETCH")
    void a_list_of_errors_is_told(EveryCall call) {
        assertThatItIsTold(call, "[{\"error\":{\"message\":\"Upstream is down\",\"code\":400}}]");
    }

    private static void assertThatItIsTold(EveryCall call, String body) {
        try (RawServer server = RawServer.answering(RawServer.response(200, "application/json", body));
                OpenRouter openRouter = OpenRouter.builder()
                        .baseUrl(server.baseUrl())
                        .apiKey("sk-or-v1-key")
                        .modelName("openai/gpt-4o")
                        .maxRetries(0)
                        .time(new FakeTime())
                        .build()) {
            assertThatThrownBy(() -> call.on(openRouter))
                    .isInstanceOf(LangChain4jException.class)
                    .hasMessageContaining("Upstream is down");
        }
    }
}
