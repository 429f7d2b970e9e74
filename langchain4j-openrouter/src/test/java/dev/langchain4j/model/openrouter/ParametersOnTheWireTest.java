package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openrouter.OpenRouterChatRequestParametersTest.Case;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every parameter, set on the model or given with the request, as the server gets it from both chat models. */
@ExtendWith(OpenRouterServerExtension.class)
class ParametersOnTheWireTest {

    private final OpenRouterServer server;

    ParametersOnTheWireTest(OpenRouterServer server) {
        this.server = server;
    }

    static Stream<Case<?>> parameters() {
        return OpenRouterChatRequestParametersTest.parameters();
    }

    /** {@code customHeaders} of a model are those of its connection. */
    static Stream<Case<?>> modelParameters() {
        return parameters().filter(parameter -> parameter.parameter() != ChatParameter.CUSTOM_HEADERS);
    }

    /** Speech is refused by the plain model. */
    static Stream<Case<?>> plainModelParameters() {
        return modelParameters().filter(parameter -> parameter.parameter() != ChatParameter.AUDIO_OUTPUT);
    }

    @ParameterizedTest
    @MethodSource("plainModelParameters")
    <T> void set_on_the_plain_model(Case<T> parameter) {
        OpenRouterChatModel.Builder builder = OpenRouterChatModel.builder();
        set(builder, parameter);

        chat(plain(builder), OpenRouterChatRequestParameters.EMPTY);

        assertThat(received()).isEqualTo(parameter.json());
    }

    @ParameterizedTest
    @MethodSource("modelParameters")
    <T> void set_on_the_streaming_model(Case<T> parameter) {
        OpenRouterStreamingChatModel.Builder builder = OpenRouterStreamingChatModel.builder();
        set(builder, parameter);

        chat(streaming(builder), OpenRouterChatRequestParameters.EMPTY);

        assertThat(received()).isEqualTo(parameter.json());
    }

    @ParameterizedTest
    @MethodSource("plainModelParameters")
    <T> void the_plain_request_wins_over_the_model(Case<T> parameter) {
        OpenRouterChatModel.Builder builder =
                OpenRouterChatModel.builder().defaultRequestParameters(parameter.with(parameter.other()));

        chat(plain(builder), parameter.with(parameter.value()));

        assertThat(received()).isEqualTo(parameter.json());
    }

    @ParameterizedTest
    @MethodSource("modelParameters")
    <T> void the_streaming_request_wins_over_the_model(Case<T> parameter) {
        OpenRouterStreamingChatModel.Builder builder =
                OpenRouterStreamingChatModel.builder().defaultRequestParameters(parameter.with(parameter.other()));

        chat(streaming(builder), parameter.with(parameter.value()));

        assertThat(received()).isEqualTo(parameter.json());
    }

    @Test
    void a_request_that_wants_no_log_probabilities_has_no_number_of_the_model() {
        OpenRouterChatModel.Builder builder = OpenRouterChatModel.builder().topLogprobs(3);

        chat(
                plain(builder),
                OpenRouterChatRequestParameters.builder().logprobs(false).build());
        assertThat(received()).isEqualTo("{\"logprobs\":false}");

        chat(
                plain(builder),
                OpenRouterChatRequestParameters.builder().logprobs(true).build());
        assertThat(received()).isEqualTo("{\"logprobs\":true,\"top_logprobs\":3}");
    }

    @Test
    void a_request_that_wants_a_number_of_log_probabilities_has_no_refusal_of_the_model() {
        OpenRouterStreamingChatModel.Builder builder =
                OpenRouterStreamingChatModel.builder().logprobs(false);

        chat(
                streaming(builder),
                OpenRouterChatRequestParameters.builder().topLogprobs(3).build());

        assertThat(received()).isEqualTo("{\"top_logprobs\":3,\"logprobs\":true}");
    }

    @Test
    void speech_is_for_streams() {
        for (var speech : List.of(
                OpenRouterChatRequestParameters.builder()
                        .audioOutput(OpenRouterAudioOutput.of("alloy", "pcm16"))
                        .build(),
                OpenRouterChatRequestParameters.builder()
                        .modalities("text", "audio")
                        .build())) {
            assertThatThrownBy(() -> plain(OpenRouterChatModel.builder()).chat(request(speech)))
                    .isInstanceOf(UnsupportedFeatureException.class)
                    .hasMessageContaining("OpenRouterStreamingChatModel");
        }
        assertThat(server.requests()).isEmpty();
    }

    /** By the setter of the parameter's name, which is how every model builder must have it. */
    private static <T> void set(ChatBuilder<?> builder, Case<T> parameter) {
        Method setter = Arrays.stream(ChatBuilder.class.getMethods())
                .filter(method -> method.getName().equals(parameter.parameter().setter())
                        && method.getParameterCount() == 1
                        && method.getParameterTypes()[0].isInstance(parameter.value()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No builder setter " + parameter));
        try {
            setter.invoke(builder, parameter.value());
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new AssertionError(parameter.toString(), e);
        }
    }

    private ChatModel plain(OpenRouterChatModel.Builder builder) {
        return builder.baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .build();
    }

    private StreamingChatModel streaming(OpenRouterStreamingChatModel.Builder builder) {
        return builder.baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .build();
    }

    private void chat(ChatModel model, OpenRouterChatRequestParameters parameters) {
        server.answer(Answer.text("ok"));
        model.chat(request(parameters));
    }

    private void chat(StreamingChatModel model, OpenRouterChatRequestParameters parameters) {
        server.answer(Answer.text("ok"));
        var recorder = new HandlerRecorder();
        model.chat(request(parameters), recorder);
        recorder.response();
    }

    private static ChatRequest request(OpenRouterChatRequestParameters parameters) {
        return ChatRequest.builder()
                .messages(UserMessage.from("hi"))
                .parameters(parameters)
                .build();
    }

    /** The last request without what every request has. */
    private String received() {
        return ((ObjectNode) server.lastChatRequest())
                .without(List.of("model", "messages", "stream"))
                .toString();
    }
}
