package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerAssert;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.service.output.JsonSchemas;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OpenRouterServerExtension.class)
class ChatRequestFormTest {

    private static final String REFUSAL = "No endpoints found that can handle the requested parameters.";

    private final OpenRouterServer server;

    ChatRequestFormTest(OpenRouterServer server) {
        this.server = server;
    }

    @Test
    void a_refused_schema_is_an_exception_unless_a_fallback_is_allowed() {
        server.answer(Answer.error(404, REFUSAL));

        assertThatThrownBy(() -> plain(null)).isInstanceOf(InvalidRequestException.class);
        OpenRouterServerAssert.assertThat(server).hasReceivedRequests(1);
    }

    @Test
    void a_taken_schema_is_noted_as_such() {
        server.answer(Answer.json("{}"));

        assertThat(form(plain(OpenRouterStructuredOutput.INSTRUCTIONS)))
                .isEqualTo(OpenRouterStructuredOutput.JSON_SCHEMA);
    }

    @Test
    void goes_from_the_schema_to_a_json_object_to_instructions() {
        server.answer(Answer.error(404, REFUSAL), Answer.error(404, REFUSAL), Answer.json("{}"));

        ChatResponse response = plain(OpenRouterStructuredOutput.INSTRUCTIONS);

        assertThat(form(response)).isEqualTo(OpenRouterStructuredOutput.INSTRUCTIONS);
        JsonNode second = server.requests().get(1).body();
        assertThat(second.path("response_format").toString()).isEqualTo("{\"type\":\"json_object\"}");
        assertThat(second.at("/provider/require_parameters").booleanValue()).isTrue();
        assertThat(second.at("/messages/0/content").textValue()).isEqualTo("Be terse.");
        assertThat(second.at("/messages/1/content").textValue())
                .contains("JSON schema")
                .contains("legs");
        JsonNode third = server.requests().get(2).body();
        assertThat(third.has("response_format")).isFalse();
        assertThat(third.has("provider")).isFalse();
        assertThat(third.path("messages")).isEqualTo(second.path("messages"));
    }

    /** The schema that was refused, with the definitions of recursive types where their references look for them. */
    @Test
    void tells_the_schema_in_the_form_that_was_refused() throws Exception {
        server.answer(Answer.error(404, REFUSAL), Answer.json("{}"));

        model(OpenRouterStructuredOutput.INSTRUCTIONS)
                .chat(request(JsonObjectSchema.builder()
                        .addProperty(
                                "herd",
                                JsonArraySchema.builder()
                                        .items(JsonSchemas.jsonSchemaFrom(Cow.class)
                                                .orElseThrow()
                                                .rootElement())
                                        .build())
                        .build()));

        JsonNode refused = server.requests().get(0).body().at("/response_format/json_schema/schema");
        String told = server.requests().get(1).body().at("/messages/1/content").textValue();
        assertThat(new ObjectMapper().readTree(told.substring(told.indexOf('{'))))
                .isEqualTo(refused);
        assertThat(refused.path("$defs")).hasSize(1);
    }

    record Cow(String name, Cow calf) {}

    @Test
    void goes_no_further_than_allowed() {
        server.answer(Answer.error(404, REFUSAL), Answer.error(404, REFUSAL));

        assertThatThrownBy(() -> plain(OpenRouterStructuredOutput.JSON_OBJECT))
                .isInstanceOf(InvalidRequestException.class);
        OpenRouterServerAssert.assertThat(server).hasReceivedRequests(2);
    }

    @Test
    void a_stream_goes_the_same_way_and_says_nothing_of_the_refusals() {
        server.answer(Answer.error(404, REFUSAL), Answer.json("{\"legs\":4}"));
        var handler = new HandlerRecorder();

        OpenRouterStreamingChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .structuredOutputFallback(OpenRouterStructuredOutput.JSON_OBJECT)
                .build()
                .chat(request(), handler);

        assertThat(form(handler.response())).isEqualTo(OpenRouterStructuredOutput.JSON_OBJECT);
        assertThat(handler.response().aiMessage().text()).isEqualTo("{\"legs\":4}");
    }

    @Test
    void other_failures_are_not_a_reason_to_ask_for_less() {
        server.answer(Answer.error(429, "Rate limit exceeded"));

        assertThatThrownBy(() -> plain(OpenRouterStructuredOutput.INSTRUCTIONS)).isInstanceOf(RateLimitException.class);
        OpenRouterServerAssert.assertThat(server).hasReceivedRequests(1);
    }

    @Test
    void an_answer_without_a_schema_has_no_form() {
        server.answer(Answer.text("hi"));

        assertThat(form(model(OpenRouterStructuredOutput.INSTRUCTIONS).chat(UserMessage.from("hi"))))
                .isNull();
    }

    @Test
    void a_model_with_a_fallback_lets_ai_services_send_schemas() {
        assertThat(model(OpenRouterStructuredOutput.INSTRUCTIONS).supportedCapabilities())
                .containsExactly(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
        assertThat(model(null).supportedCapabilities()).isEmpty();
    }

    @Test
    void capabilities_that_are_set_count_whatever_the_fallback() {
        assertThat(OpenRouterChatModel.builder()
                        .structuredOutputFallback(OpenRouterStructuredOutput.JSON_OBJECT)
                        .supportedCapabilities(Set.of())
                        .build()
                        .supportedCapabilities())
                .isEmpty();
    }

    private ChatResponse plain(@Nullable OpenRouterStructuredOutput weakest) {
        return model(weakest).chat(request());
    }

    private OpenRouterChatModel model(@Nullable OpenRouterStructuredOutput weakest) {
        return OpenRouterChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .maxRetries(0)
                .structuredOutputFallback(weakest)
                .build();
    }

    private static ChatRequest request() {
        return request(JsonObjectSchema.builder().addIntegerProperty("legs").build());
    }

    private static ChatRequest request(JsonObjectSchema root) {
        return ChatRequest.builder()
                .messages(SystemMessage.from("Be terse."), UserMessage.from("Describe a cow."))
                .responseFormat(ResponseFormat.builder()
                        .type(ResponseFormatType.JSON)
                        .jsonSchema(JsonSchema.builder()
                                .name("Animal")
                                .rootElement(root)
                                .build())
                        .build())
                .build();
    }

    private static @Nullable OpenRouterStructuredOutput form(ChatResponse response) {
        return ((OpenRouterChatResponseMetadata) response.metadata()).structuredOutput();
    }
}
