package dev.langchain4j.model.openrouter.internal.api.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.support.Answers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatCompletionReaderTest {

    @Test
    void reads_content_that_is_an_array_of_parts() {
        assertThat(message("content-parts").content()).isEqualTo("Hello world");
    }

    @Test
    void reads_only_the_first_of_several_choices() {
        ChatCompletion answer = Answers.plain("several-choices");

        assertThat(answer.choice().message().content()).isEqualTo("first");
        assertThat(answer.choice().finishReason()).isEqualTo("stop");
    }

    @Test
    void finds_an_answer_nested_under_provider() {
        ChatCompletion answer = Answers.plain("nested-under-provider");

        assertThat(answer.failure()).isEmpty();
        assertThat(answer.id()).isEqualTo("gen-1755600010-Nested");
        assertThat(answer.provider()).isEqualTo("OpenAI");
        assertThat(answer.choice().message().content()).isEqualTo("found");
        assertThat(answer.usage().totalTokens()).isEqualTo(30);
    }

    @Test
    void keeps_arguments_byte_for_byte() {
        ChatCompletion answer = Answers.read("""
                {"choices":[{"message":{"tool_calls":[
                  {"id":"a","function":{"name":"f","arguments":"{ \\"b\\": 1,\\n \\"a\\" : 1.50 }"}}]}}]}""");

        assertThat(answer.choice().message().toolCalls().get(0).arguments()).isEqualTo("{ \"b\": 1,\n \"a\" : 1.50 }");
    }

    @Test
    void reads_arguments_that_come_as_an_object_digit_for_digit() {
        ChatCompletion answer = Answers.read("""
                {"choices":[{"message":{"tool_calls":[
                  {"id":"a","function":{"name":"f","arguments":{"b":[1, 0.10000000000000000001],"a":null}}}]}}]}""");

        assertThat(answer.choice().message().toolCalls().get(0).arguments())
                .isEqualTo("{\"b\":[1,0.10000000000000000001],\"a\":null}");
    }

    @Test
    void keeps_reasoning_details_verbatim() {
        ChatCompletion answer = Answers.read("""
                {"choices":[{"message":{"reasoning_details":[
                  {"type":"reasoning.new","zeta":{"x":[1,null,true]},"id":null,"big":12345678901}]}}]}""");

        Map<String, Object> detail =
                answer.choice().message().reasoningDetails().get(0);
        assertThat(detail.keySet()).containsExactly("type", "zeta", "id", "big");
        assertThat(detail).containsEntry("id", null).containsEntry("big", 12345678901L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\":[{\"message\":5}],\"usage\":[],\"created\":{},\"id\":[1],\"openrouter_metadata\":\"x\"}",
                "{\"choices\":[{\"delta\":{\"content\":[{\"a\":1}],\"tool_calls\":{\"a\":1},\"images\":\"x\",\"audio\":[]}}]}",
                "{\"choices\":[{\"delta\":{\"tool_calls\":[null,5,[],{}],\"annotations\":[null,\"x\"],\"reasoning_details\":\"x\"}}]}",
                "{\"choices\":{\"a\":[1]},\"provider\":{\"name\":\"x\"},\"usage\":{\"cost\":1e999999999,\"prompt_tokens\":1e99}}",
                "[{\"id\":\"x\"}]",
                "\"text\"",
                "42",
                "null"
            })
    void values_of_an_unexpected_kind_are_not_reported(String json) {
        ChatCompletion answer = Answers.read(json);

        assertThat(answer.id()).isNull();
        assertThat(answer.usage()).isNull();
        assertThat(answer.provider()).isNull();
        assertThat(answer.failure()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n",
                ": OPENROUTER PROCESSING\n\n",
                "{unparsable}",
                "{\"choices\":[{\"message\":{\"content\":\"cut",
                "<html>"
            })
    void what_is_not_json_or_nothing_fails(String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> ChatCompletionReader.read(body, body.length)).isInstanceOf(IOException.class);
    }

    @Test
    void the_chunks_of_a_stream_share_the_texts_they_repeat() {
        var chunks = Answers.chunks("claude-thinking-tool-call");

        assertThat(chunks.get(1).id())
                .isEqualTo("gen-1755600001-Claude1")
                .isSameAs(chunks.get(0).id());
        assertThat(chunks.get(1).model()).isSameAs(chunks.get(0).model());
        assertThat(chunks.get(1).provider()).isSameAs(chunks.get(0).provider());
    }

    @Test
    void an_empty_error_is_an_error_and_null_is_none() {
        assertThat(Answers.plain("empty-error-object").failure()).isPresent();
        assertThat(Answers.read("{\"error\":null,\"choices\":[{\"message\":{\"content\":\"a\"}}]}")
                        .failure())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":%s,\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}",
                "{\"choices\":[{\"error\":%s,\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}",
                "{\"choices\":[{\"message\":{\"content\":\"a\",\"error\":%s},\"finish_reason\":\"stop\"}]}",
                "{\"choices\":[{\"delta\":{\"error\":%s},\"finish_reason\":\"stop\"}]}",
                "{\"choices\":[{\"message\":{\"content\":\"a\"}},{\"error\":%s}]}",
                "{\"provider\":{\"error\":%s}}",
                "{\"provider\":{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]},\"error\":%s}"
            })
    void an_error_is_one_wherever_it_stands(String answer) {
        for (String error : List.of("{\"message\":\"no\"}", "{}", "\"no\"", "\"\"", "false", "0", "[]")) {
            assertThat(Answers.read(answer.formatted(error)).failure())
                    .as(error)
                    .isPresent();
        }
        assertThat(Answers.read(answer.formatted("null")).reportedError()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"choices\":[{\"message\":{\"content\":\"a\"}}]}"})
    void what_goes_on_after_the_answer_fails(String answer) {
        for (String more : List.of("x", "{}", "\"\"", "</html>", "]", "}", "\u0000", "null", "[DONE]")) {
            byte[] body = (answer + more).getBytes(StandardCharsets.UTF_8);

            assertThatThrownBy(() -> ChatCompletionReader.read(body, body.length))
                    .as(more)
                    .isInstanceOf(IOException.class);
        }
        assertThat(Answers.read(answer + " \r\n\t ")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "true", "false", "{}", "[\"stop\"]", "null", "\"\"", "\" \""})
    void a_finish_reason_that_is_no_word_is_none(String reason) {
        ChatCompletion.Choice choice = Answers.read("{\"choices\":[{\"finish_reason\":" + reason
                        + ",\"native_finish_reason\":" + reason + ",\"message\":{\"content\":\"a\"}}]}")
                .choice();

        assertThat(choice.finishReason()).isNull();
        assertThat(choice.nativeFinishReason()).isNull();
    }

    @Test
    void an_error_counts_before_any_choice() {
        ApiError failure = Answers.read(
                        "{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":\"a\"}}],\"error\":\"overloaded\"}")
                .failure()
                .orElseThrow();

        assertThat(failure.message()).isEqualTo("overloaded");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            error-with-status-200,   500, Internal Server Error
            error-in-choice,         502, Provider disconnected
            malformed-function-call, 502, MALFORMED_FUNCTION_CALL
            choices-empty,           502, no choices
            choices-null,            502, no choices
            choices-missing,         502, no choices
            message-null,            502, no message
            nothing-at-all,          502, returned nothing
            tool-call-without-name,  502, without naming it
            refusal,                 400, can't help
            """)
    void tells_which_failure_an_answer_is(String name, int status, String message) {
        ApiError failure = Answers.plain(name).failure().orElseThrow();

        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.message()).contains(message);
    }

    @Test
    void a_failure_names_the_provider_that_answered() {
        assertThat(Answers.plain("error-in-choice").failure().orElseThrow().provider())
                .isEqualTo("OpenAI");
        assertThat(Answers.plain("malformed-function-call")
                        .failure()
                        .orElseThrow()
                        .provider())
                .isEqualTo("Google");
    }

    @Test
    void a_refusal_instead_of_an_answer_is_a_failure_of_its_own_type() {
        assertThat(Answers.plain("refusal").failure().orElseThrow().type()).isEqualTo("refusal");
        assertThat(Answers.plain("refusal-beside-text").failure()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"empty-text", "length-on-reasoning-only", "images", "audio", "numbers-in-disguise"})
    void an_answer_without_text_is_no_failure_if_it_ended_properly(String name) {
        assertThat(Answers.plain(name).failure()).isEmpty();
    }

    private static AnswerMessage message(String name) {
        return Answers.plain(name).choice().message();
    }
}
