package dev.langchain4j.model.openrouter.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(OpenRouterServerExtension.class)
class ErrorAnswerTest {

    private OpenRouterServer server;
    private Client client;

    @BeforeEach
    void client(OpenRouterServer server) {
        this.server = server;
        this.client = new Client(server);
    }

    private static ErrorAnswer failure() {
        return Answer.error(502, "Provider disconnected");
    }

    /** Each envelope with the status and the body, as JSON or text, that a plain request gets. */
    static Stream<Arguments> envelopes() {
        return Stream.of(
                arguments(failure().envelope(Envelope.STANDARD).errorType("provider_unavailable"), 502, """
                        {"error":{"message":"Provider disconnected","code":502,"metadata":{"error_type":"provider_unavailable"}},"user_id":"user_2standin"}"""),
                arguments(
                        failure()
                                .envelope(Envelope.STANDARD)
                                .code("server_error")
                                .userId(null),
                        502,
                        """
                        {"error":{"message":"Provider disconnected","code":"server_error"}}"""),
                arguments(
                        failure()
                                .errorType("provider_unavailable")
                                .retryAfter(40)
                                .availability("temporarily_unavailable", true)
                                .affectedProviders("openai")
                                .fallbackModels("openai/gpt-5.2")
                                .excludedBy("max_price")
                                .userId(null),
                        502,
                        """
                        {"error":{"message":"Provider disconnected","error_type":"provider_unavailable","http_status":502,
                          "availability":{"code":"temporarily_unavailable","retryable":true,"retry_after":40,
                            "docs_url":"https://openrouter.ai/docs/errors#temporarily_unavailable",
                            "requested_models":["openai/gpt-4o"],"affected_providers":["openai"],
                            "fallback_models":["openai/gpt-5.2"],"excluded_by":["max_price"]}}}"""),
                arguments(failure().envelope(Envelope.STATUS_200).userId("org_1"), 200, """
                        {"error":{"message":"Provider disconnected","code":502},"user_id":"org_1"}"""),
                arguments(failure().envelope(Envelope.OPENAI), 502, """
                        {"error":{"message":"Provider disconnected","type":"server_error","param":null,"code":null}}"""),
                arguments(failure().envelope(Envelope.RESPONSES), 502, """
                        {"error":{"code":"server_error","message":"Provider disconnected"},"metadata":null}"""),
                arguments(failure().envelope(Envelope.MESSAGES).errorType("provider_unavailable"), 502, """
                        {"type":"error","error":{"type":"server_error","message":"Provider disconnected",
                          "error_type":"provider_unavailable"},"request_id":"req_standin"}"""),
                arguments(failure().envelope(Envelope.STRING), 502, "{\"error\":\"Provider disconnected\"}"),
                arguments(failure().envelope(Envelope.MESSAGE_ONLY), 502, "{\"message\":\"Provider disconnected\"}"),
                arguments(failure().envelope(Envelope.VALIDATION), 502, """
                        {"success":false,"error":{"name":"ZodError",
                          "message":"[{\\"code\\":\\"invalid_type\\",\\"message\\":\\"Provider disconnected\\"}]"}}"""),
                arguments(failure().envelope(Envelope.PLAIN_TEXT), 502, "Provider disconnected"),
                arguments(failure().envelope(Envelope.EMPTY), 502, ""));
    }

    @ParameterizedTest
    @MethodSource("envelopes")
    void wraps_a_failure_in_an_envelope(ErrorAnswer error, int status, String body) throws Exception {
        server.answer(error);

        HttpResponse<String> response = client.chat(Client.says("Hi"));

        assertThat(response.statusCode()).isEqualTo(status);
        if (body.startsWith("{")) {
            assertThat(Json.parse(response.body())).isEqualTo(Json.parse(body));
        } else {
            assertThat(response.body()).isEqualTo(body);
        }
    }

    @ParameterizedTest
    @MethodSource("envelopes")
    void refuses_a_stream_with_the_same_body(ErrorAnswer error, int status, String body) throws Exception {
        server.answer(error, error);

        HttpResponse<String> plain = client.chat(Client.says("Hi"));
        HttpResponse<String> streamed = client.chat(Client.streams("Hi"));

        assertThat(streamed.statusCode()).isEqualTo(status);
        assertThat(streamed.body()).isEqualTo(plain.body());
        assertThat(streamed.headers().firstValue("Content-Type"))
                .isEqualTo(plain.headers().firstValue("Content-Type"));
    }

    @Test
    void sends_a_page_of_a_proxy() throws Exception {
        server.answer(failure().envelope(Envelope.HTML));

        HttpResponse<String> response = client.chat(Client.says("Hi"));

        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/html; charset=UTF-8");
        assertThat(response.body()).startsWith("<!DOCTYPE html>").contains("Provider disconnected");
    }

    @Test
    void sends_no_content_type_with_nothing() throws Exception {
        server.answer(failure().envelope(Envelope.EMPTY));

        assertThat(client.chat(Client.says("Hi")).headers().firstValue("Content-Type"))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Envelope.class,
            names = {"CHOICE", "FINISH_REASON"})
    void fails_inside_the_choice(Envelope envelope) throws Exception {
        server.answer(failure().envelope(envelope).partialText("Once upon"));

        HttpResponse<String> response = client.chat(Client.says("Hi"));

        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode choice = Json.parse(response.body()).at("/choices/0");
        assertThat(choice.path("finish_reason").asText()).isEqualTo("error");
        assertThat(choice.at("/message/content").asText()).isEqualTo("Once upon");
        assertThat(choice.has("error")).isEqualTo(envelope == Envelope.CHOICE);
        assertThat(Json.parse(response.body()).has("error")).isFalse();
    }

    @Test
    void fails_beside_empty_choices() throws Exception {
        server.answer(failure().envelope(Envelope.EMPTY_CHOICES));

        JsonNode body = client.chatJson(Client.says("Hi"));

        assertThat(body.at("/error/code").asInt()).isEqualTo(502);
        assertThat(body.path("choices").isArray()).isTrue();
        assertThat(body.path("choices")).isEmpty();
    }

    @Test
    void fails_inside_the_choice_of_a_stream() throws Exception {
        server.answer(failure().envelope(Envelope.CHOICE).partialText("Once upon"));

        List<JsonNode> events =
                Payloads.events(client.chat(Client.streams("Hi")).body());

        assertThat(events.get(0).at("/choices/0/delta/content").asText()).isEqualTo("Once upon");
        assertThat(events.get(1).at("/choices/0/error/code").asInt()).isEqualTo(502);
        assertThat(events.get(1).at("/choices/0/finish_reason").asText()).isEqualTo("error");
    }

    @Test
    void reports_and_charges_what_a_failed_answer_has_cost() throws Exception {
        ErrorAnswer error = failure().envelope(Envelope.CHOICE).usage(10, 2, "0.0001");
        server.answer(error, Answer.stream().text("Once").error(error));

        JsonNode plain = client.chatJson(Client.says("Hi"));
        List<JsonNode> events =
                Payloads.events(client.chat(Client.streams("Hi")).body());

        assertThat(plain.at("/usage/cost").decimalValue()).isEqualByComparingTo("0.0001");
        assertThat(events.get(1).path("usage")).isEqualTo(plain.path("usage"));
        assertThat(server.ledger().cost()).isEqualByComparingTo("0.0002");
    }

    /** Each envelope with what the event in the middle of a stream must contain. */
    static Stream<Arguments> events() {
        return Stream.of(
                arguments(failure().errorType("provider_unavailable"), """
                        {"object":"chat.completion.chunk","model":"openai/gpt-4o",
                         "error":{"code":502,"message":"Provider disconnected","metadata":{"error_type":"provider_unavailable"}},
                         "choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}]}"""),
                arguments(failure().code("server_error"), """
                        {"error":{"code":"server_error","message":"Provider disconnected"},"choices":[{"finish_reason":"error"}]}"""),
                arguments(failure().availability("temporarily_unavailable", true), """
                        {"error":{"http_status":502,"availability":{"code":"temporarily_unavailable","retryable":true}}}"""),
                arguments(failure().envelope(Envelope.CHOICE), """
                        {"choices":[{"index":0,"finish_reason":"error","error":{"code":502,"message":"Provider disconnected"}}]}"""),
                arguments(failure().envelope(Envelope.FINISH_REASON), """
                        {"choices":[{"finish_reason":"error","native_finish_reason":"MALFORMED_FUNCTION_CALL"}]}"""),
                arguments(failure().envelope(Envelope.EMPTY_CHOICES), """
                        {"choices":[],"error":{"code":502,"message":"Provider disconnected"}}"""),
                arguments(failure().envelope(Envelope.OPENAI), """
                        {"error":{"message":"Provider disconnected","type":"server_error","param":null,"code":null}}"""));
    }

    @ParameterizedTest
    @MethodSource("events")
    void fails_in_the_middle_of_a_stream(ErrorAnswer error, String event) throws Exception {
        server.answer(Answer.stream().text("Once").error(error));

        List<JsonNode> events =
                Payloads.events(client.chat(Client.streams("Hi")).body());

        assertThat(events).hasSize(2);
        assertThat(JsonDifference.missing(Json.parse(event), events.get(1))).isEmpty();
    }

    @Test
    void breaks_into_a_stream_with_what_is_no_json() throws Exception {
        server.answer(Answer.stream().text("Once").error(failure().envelope(Envelope.PLAIN_TEXT)));

        assertThat(client.chat(Client.streams("Hi")).body()).endsWith("data: Provider disconnected\n\n");
    }

    @Test
    void passes_on_what_the_provider_said() throws Exception {
        server.answer(
                Answer.error(502, "Provider returned error").provider("OpenAI").raw("{\"error\":\"down\"}"),
                Answer.error(502, "Provider returned error").rawJson("{\"message\":\"down\"}"),
                Answer.error(403, "Input was flagged").metadata("{\"reasons\":[\"violence\"]}"));

        assertThat(client.chatJson(Client.says("Hi")).at("/error/metadata"))
                .isEqualTo(Json.parse("{\"provider_name\":\"OpenAI\",\"raw\":\"{\\\"error\\\":\\\"down\\\"}\"}"));
        assertThat(client.chatJson(Client.says("Hi"))
                        .at("/error/metadata/raw/message")
                        .asText())
                .isEqualTo("down");
        assertThat(client.chatJson(Client.says("Hi"))
                        .at("/error/metadata/reasons/0")
                        .asText())
                .isEqualTo("violence");
    }

    @Test
    void says_when_to_come_back() throws Exception {
        server.answer(Answer.error(429, "Rate limit exceeded: free-models-per-day")
                .rateLimit(50, 0, 1_755_648_000_000L)
                .retryAfter(3));

        HttpResponse<String> response = client.chat(Client.says("Hi"));

        assertThat(response.headers().firstValue("Retry-After")).contains("3");
        assertThat(response.headers().firstValue("X-RateLimit-Reset")).contains("1755648000000");
        assertThat(Json.parse(response.body())
                        .at("/error/metadata/headers/X-RateLimit-Remaining")
                        .asText())
                .isEqualTo("0");
    }
}
