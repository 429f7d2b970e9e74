package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.CustomMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import dev.langchain4j.model.openrouter.internal.chat.ChatModelIds;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatRequestMapperTest {

    private static final ToolSpecification NOW =
            ToolSpecification.builder().name("now").build();

    @Test
    void sends_every_parameter_under_its_wire_name() {
        var request = request(parameters -> parameters
                .temperature(0.2)
                .topP(0.9)
                .topK(40)
                .frequencyPenalty(0.5)
                .presencePenalty(-0.5)
                .maxOutputTokens(4000)
                .stopSequences("END", "STOP")
                .toolSpecifications(NOW)
                .toolChoice(ToolChoice.REQUIRED)
                .responseFormat(ResponseFormat.JSON)
                .seed(7)
                .user("user-1")
                .parallelToolCalls(false)
                .provider(OpenRouterProviderPreferences.builder()
                        .order("anthropic", "amazon-bedrock")
                        .allowFallbacks(true)
                        .maxPromptPrice(new BigDecimal(5))
                        .maxCompletionPrice(new BigDecimal(20))
                        .build())
                .minP(0.05)
                .metadata(Map.of("tenant", "a"))
                .speed("fast")
                .customParameters(Map.of("raw_mode", true))
                .customHeaders(Map.of("X-Trace", "1"))
                .strictTools(null)
                .returnThinking(true)
                .maxContextMessages(10));

        assertThat(RequestPayload.of(request)).isEqualTo(RequestPayload.file("every-parameter.json"));
    }

    @Test
    void sends_nothing_that_is_not_set() {
        assertThat(RequestPayload.treeOf(request(parameters -> parameters)).toString())
                .isEqualTo("{\"model\":\"openai/gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
    }

    @Test
    void says_stream_only_when_streaming() {
        var wire = new ChatRequestMapper(OpenRouterDataPolicy.NONE)
                .toWire(request(parameters -> parameters), ChatModelIds.of(null), true);

        assertThat(RequestPayload.written(wire))
                .isEqualTo("{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"stream\":true}");
    }

    @Test
    void takes_plain_parameters_too() {
        var request = ChatRequest.builder()
                .messages(UserMessage.from("hi"))
                .parameters(ChatRequestParameters.builder().topK(3).build())
                .build();

        assertThat(RequestPayload.treeOf(request).path("top_k").intValue()).isEqualTo(3);
    }

    @Test
    void sends_only_the_newest_messages_that_the_context_takes() {
        var request = ChatRequest.builder()
                .messages(UserMessage.from("1"), UserMessage.from("2"), UserMessage.from("3"))
                .parameters(OpenRouterChatRequestParameters.builder()
                        .maxContextMessages(2)
                        .build())
                .build();

        assertThat(RequestPayload.treeOf(request).path("messages").findValuesAsText("content"))
                .containsExactly("2", "3");
    }

    @Test
    void counts_the_messages_that_are_sent_of_calls_without_a_result_and_results_without_a_call() {
        var late = ToolExecutionResultMessage.from("b", "now", "noon");
        var call = AiMessage.from(
                ToolExecutionRequest.builder().id("a").name("now").build());
        var request = ChatRequest.builder()
                .messages(UserMessage.from("1"), call, UserMessage.from("2"), late, late, UserMessage.from("3"))
                .parameters(OpenRouterChatRequestParameters.builder()
                        .maxContextMessages(3)
                        .build())
                .build();

        assertThat(RequestPayload.treeOf(request).path("messages").findValuesAsText("content"))
                .containsExactly("2", "3");
    }

    @Test
    void the_strictness_of_a_tool_wins_over_the_models() {
        var weather = JsonObjectSchema.builder()
                .addStringProperty("city")
                .addStringProperty("unit")
                .required("city")
                .build();
        var city = JsonObjectSchema.builder().addStringProperty("city").build();

        var request = request(parameters -> parameters
                .strictTools(true)
                .toolChoice(ToolChoice.AUTO)
                .toolSpecifications(
                        ToolSpecification.builder()
                                .name("get_weather")
                                .description("Current weather")
                                .parameters(weather)
                                .addMetadata("internal", "not sent")
                                .addMetadata("eager_input_streaming", true)
                                .addMetadata("defer_loading", false)
                                .build(),
                        ToolSpecification.builder()
                                .name("lenient")
                                .parameters(city)
                                .strict(false)
                                .build(),
                        ToolSpecification.builder().name("bare").build()));

        assertThat(RequestPayload.of(request)).isEqualTo(RequestPayload.file("tools-strict-and-not.json"));
    }

    @Test
    void the_same_tools_are_mapped_once_and_changed_ones_anew() {
        var mapper = new ChatRequestMapper(OpenRouterDataPolicy.NONE);
        var strict = request(parameters -> parameters.toolSpecifications(NOW).strictTools(true));
        var lenient = request(parameters -> parameters.toolSpecifications(NOW));
        var other = request(parameters -> parameters.toolSpecifications(
                ToolSpecification.builder().name("then").build()));

        var first = mapper.toWire(strict, ChatModelIds.of(null), false).tools();

        assertThat(mapper.toWire(strict, ChatModelIds.of(null), false).tools()).isSameAs(first);
        assertThat(mapper.toWire(lenient, ChatModelIds.of(null), false).tools()).isNotEqualTo(first);
        assertThat(mapper.toWire(other, ChatModelIds.of(null), false).tools().toString())
                .contains("then");
    }

    @Test
    void tool_choice_without_tools_is_sent_only_if_it_demands_one() {
        assertThat(RequestPayload.treeOf(request(parameters -> parameters.toolChoice(ToolChoice.AUTO)))
                        .has("tool_choice"))
                .isFalse();
        assertThat(RequestPayload.treeOf(request(parameters -> parameters.toolChoice(ToolChoice.NONE)))
                        .has("tool_choice"))
                .isFalse();
        assertThat(toolChoice(request(parameters -> parameters.toolChoice(ToolChoice.REQUIRED))))
                .isEqualTo("required");
        assertThat(toolChoice(request(
                        parameters -> parameters.toolChoice(ToolChoice.NONE).toolSpecifications(NOW))))
                .isEqualTo("none");
    }

    @Test
    void a_preset_may_have_tools_that_must_not_be_called() {
        ChatRequest none = request(parameters -> parameters.toolChoice(ToolChoice.NONE));

        assertThat(toolChoice(request(
                        parameters -> parameters.toolChoice(ToolChoice.NONE).preset("shop"))))
                .isEqualTo("none");
        assertThat(RequestPayload.treeOf("openai/gpt-4o@preset/shop", List.of(), none)
                        .path("tool_choice")
                        .textValue())
                .isEqualTo("none");
        assertThat(toolChoice(none)).isNull();
    }

    private static String toolChoice(ChatRequest request) {
        return RequestPayload.treeOf(request).path("tool_choice").textValue();
    }

    @Test
    void a_schema_goes_to_providers_only_that_know_it_unless_turned_off() {
        var schema = ResponseFormat.builder()
                .type(ResponseFormatType.JSON)
                .jsonSchema(JsonSchema.builder()
                        .name("a")
                        .rootElement(JsonObjectSchema.builder().build())
                        .build())
                .build();

        assertThat(RequestPayload.treeOf(request(parameters -> parameters
                                .responseFormat(schema)
                                .provider(OpenRouterProviderPreferences.builder()
                                        .sort("price")
                                        .build())))
                        .path("provider")
                        .toString())
                .isEqualTo("{\"require_parameters\":true,\"sort\":\"price\"}");
        assertThat(RequestPayload.treeOf(request(parameters -> parameters
                                .responseFormat(schema)
                                .provider(OpenRouterProviderPreferences.builder()
                                        .requireParameters(false)
                                        .build())))
                        .path("provider")
                        .toString())
                .isEqualTo("{\"require_parameters\":false}");
        assertThat(RequestPayload.treeOf(request(parameters -> parameters.responseFormat(ResponseFormat.JSON)))
                        .has("provider"))
                .isFalse();
    }

    @Test
    void the_description_of_a_schema_is_that_of_its_root() {
        var described = JsonObjectSchema.builder()
                .description("One animal of the zoo")
                .addStringProperty("name")
                .build();

        assertThat(RequestPayload.treeOf(request(parameters -> parameters.responseFormat(schema("animal", described))))
                        .at("/response_format/json_schema/description")
                        .asText())
                .isEqualTo("One animal of the zoo");
    }

    @Test
    void posts_on_x_are_filtered_where_the_search_is() {
        var filter =
                OpenRouterXSearchFilter.builder().allowedHandles("OpenRouterAI").build();
        var sent = RequestPayload.treeOf(request(parameters -> parameters
                .serverTools(OpenRouterServerTool.webSearch().xSearch(filter))
                .plugins(
                        OpenRouterPlugin.web().xSearch(filter),
                        OpenRouterPlugin.switchyardRouter().algorithm("stage"))));

        assertThat(sent.at("/tools/0/parameters/x_search/allowed_x_handles/0").asText())
                .isEqualTo("OpenRouterAI");
        assertThat(sent.path("plugins").toString())
                .isEqualTo("[{\"id\":\"web\",\"x_search\":{\"allowed_x_handles\":[\"OpenRouterAI\"]}},"
                        + "{\"algorithm\":\"stage\",\"id\":\"switchyard-router\"}]");
    }

    @Test
    void server_tools_stand_beside_those_of_the_application_and_can_be_chosen() {
        var request = request(parameters -> parameters
                .toolSpecifications(NOW)
                .serverTools(OpenRouterServerTool.webSearch().maxResults(3))
                .toolChoice(ToolChoice.AUTO));
        var forced = request(parameters -> parameters.toolSpecifications(NOW).toolChoiceName("now"));

        assertThat(RequestPayload.treeOf(request).path("tools").findValuesAsText("type"))
                .containsExactly("function", "object", "openrouter:web_search");
        assertThat(RequestPayload.treeOf(request).at("/tools/1").toString())
                .isEqualTo("{\"parameters\":{\"max_results\":3},\"type\":\"openrouter:web_search\"}");
        assertThat(RequestPayload.treeOf(forced).path("tool_choice").toString())
                .isEqualTo("{\"function\":{\"name\":\"now\"},\"type\":\"function\"}");
    }

    @Test
    void a_schema_goes_out_beside_tools_and_without_strict_unless_chosen() {
        var request = request(
                parameters -> parameters.toolSpecifications(NOW).responseFormat(schema("List<of>Animal!", animal())));

        assertThat(RequestPayload.of(request)).isEqualTo(RequestPayload.file("json-schema.json"));
    }

    @Test
    void a_strict_schema_requires_every_property() {
        var request =
                request(parameters -> parameters.strictJsonSchema(true).responseFormat(schema("Animal", animal())));

        assertThat(RequestPayload.of(request)).isEqualTo(RequestPayload.file("json-schema-strict.json"));
    }

    @Test
    void a_schema_that_is_explicitly_not_strict_says_so_and_keeps_its_shape() {
        var request =
                request(parameters -> parameters.strictJsonSchema(false).responseFormat(schema("Animal", animal())));

        var jsonSchema = RequestPayload.treeOf(request).at("/response_format/json_schema");

        assertThat(jsonSchema.path("strict").isBoolean()).isTrue();
        assertThat(jsonSchema.path("strict").booleanValue()).isFalse();
        assertThat(jsonSchema.at("/schema/required")).hasSize(1);
    }

    @Test
    void a_raw_schema_goes_out_as_it_is() {
        var raw = JsonRawSchema.from("{\"type\":\"array\",\"items\":{\"type\":\"number\",\"maximum\":1.5}}");

        var tree = RequestPayload.treeOf(request(parameters -> parameters.responseFormat(schema("Numbers", raw))));

        assertThat(tree.at("/response_format/json_schema/schema"))
                .isEqualTo(RequestPayload.tree("{\"type\":\"array\",\"items\":{\"type\":\"number\",\"maximum\":1.5}}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"type\":", "[]", "\"object\"", "no JSON"})
    void a_raw_schema_that_is_no_object_is_refused_by_name(String text) {
        var raw = JsonRawSchema.from(text);

        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        RequestPayload.treeOf(request(parameters -> parameters.responseFormat(schema("Numbers", raw)))))
                .withMessageContaining("responseFormat")
                .withMessageContaining("JsonRawSchema");
    }

    @Test
    void a_schema_name_is_cut_to_what_the_wire_takes() {
        String name = schemaName("Überlänge-" + "x".repeat(80));

        assertThat(name).hasSize(64).startsWith("_berl_nge-xx");
    }

    private static String schemaName(String name) {
        return RequestPayload.treeOf(request(parameters -> parameters.responseFormat(schema(name, animal()))))
                .at("/response_format/json_schema/name")
                .textValue();
    }

    @Test
    void text_as_response_format_is_not_sent() {
        assertThat(RequestPayload.treeOf(request(parameters -> parameters.responseFormat(ResponseFormat.TEXT)))
                        .has("response_format"))
                .isFalse();
    }

    @Test
    void a_schema_whose_root_is_no_object_is_refused() {
        var array = JsonArraySchema.builder()
                .items(JsonStringSchema.builder().build())
                .build();
        var request = request(parameters -> parameters.responseFormat(schema("Names", array)));

        assertThatThrownBy(() -> RequestPayload.of(request))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("JsonArraySchema is not supported");
    }

    @Test
    void a_custom_message_is_refused() {
        var request = ChatRequest.builder()
                .messages(CustomMessage.from(Map.of("role", "developer")))
                .build();

        assertThatThrownBy(() -> RequestPayload.of(request))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("CustomMessage is not supported");
    }

    private static ChatRequest request(UnaryOperator<OpenRouterChatRequestParameters.Builder> parameters) {
        return ChatRequest.builder()
                .messages(UserMessage.from("hi"))
                .parameters(parameters
                        .apply(OpenRouterChatRequestParameters.builder())
                        .build())
                .build();
    }

    private static ResponseFormat schema(String name, JsonSchemaElement root) {
        return ResponseFormat.builder()
                .type(ResponseFormatType.JSON)
                .jsonSchema(JsonSchema.builder().name(name).rootElement(root).build())
                .build();
    }

    private static JsonSchemaElement animal() {
        return JsonObjectSchema.builder()
                .addStringProperty("name")
                .addIntegerProperty("legs")
                .required("name")
                .build();
    }
}
