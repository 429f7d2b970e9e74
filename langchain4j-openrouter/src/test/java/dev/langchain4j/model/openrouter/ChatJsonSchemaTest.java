package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonAnyOfSchema;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonNullSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonReferenceSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import dev.langchain4j.model.openrouter.support.Style;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.service.output.JsonSchemas;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas of answers and of tools, as they arrive at the server. */
@ExtendWith(OpenRouterServerExtension.class)
class ChatJsonSchemaTest {

    private static final JsonSchemaElement COLOURS =
            JsonEnumSchema.builder().enumValues("RED", "GREEN").build();
    private static final JsonSchemaElement TEXT_OR_NUMBER = JsonAnyOfSchema.builder()
            .anyOf(new JsonStringSchema(), new JsonIntegerSchema())
            .build();

    private final OpenRouterServer server;

    ChatJsonSchemaTest(OpenRouterServer server) {
        this.server = server;
    }

    record Chain(String v, Chain next) {}

    record Labels(String name, Map<String, Integer> counts) {}

    record Shelf(List<Labels> rows) {}

    record Maybe(Optional<String> nickname) {}

    @Test
    void an_optional_enum_may_be_null_where_a_schema_is_strict() {
        JsonNode sent = strict(object().addProperty("colour", COLOURS).build());

        assertThat(sent.at("/properties/colour"))
                .isEqualTo(json("{'type':['string','null'],'enum':['RED','GREEN',null]}"));
        assertThat(sent.path("required")).isEqualTo(json("['name','colour']"));
    }

    @Test
    void a_required_enum_and_one_that_is_not_strict_stay_as_they_are() {
        JsonSchemaElement required =
                object().addProperty("colour", COLOURS).required("colour").build();

        assertThat(strict(required).at("/properties/colour"))
                .isEqualTo(json("{'type':'string','enum':['RED','GREEN']}"));
        assertThat(lenient(object().addProperty("colour", COLOURS).build()).at("/properties/colour"))
                .isEqualTo(json("{'type':'string','enum':['RED','GREEN']}"));
    }

    @Test
    void an_optional_choice_may_be_null_once() {
        JsonSchemaElement orNull = JsonAnyOfSchema.builder()
                .anyOf(new JsonStringSchema(), new JsonNullSchema())
                .build();
        JsonNode sent = strict(object().addProperty("a", TEXT_OR_NUMBER)
                .addProperty("b", orNull)
                .addProperty("c", TEXT_OR_NUMBER)
                .required("c")
                .build());

        assertThat(sent.at("/properties/a"))
                .isEqualTo(json("{'anyOf':[{'type':'string'},{'type':'integer'},{'type':'null'}]}"));
        assertThat(sent.at("/properties/b")).isEqualTo(json("{'anyOf':[{'type':'string'},{'type':'null'}]}"));
        assertThat(sent.at("/properties/c")).isEqualTo(json("{'anyOf':[{'type':'string'},{'type':'integer'}]}"));
    }

    @Test
    void a_chain_of_records_can_end() {
        JsonNode sent =
                strict(JsonSchemas.jsonSchemaFrom(Chain.class).orElseThrow().rootElement());

        assertThat(sent.at("/properties/next/anyOf/1")).isEqualTo(json("{'type':'null'}"));
        JsonNode definition = sent.path("$defs").elements().next();
        assertThat(definition.at("/properties/next/anyOf/0/$ref").asText()).startsWith("#/$defs/");
        assertThat(definition.at("/properties/next/anyOf/1")).isEqualTo(json("{'type':'null'}"));
        assertThat(lenient(JsonSchemas.jsonSchemaFrom(Chain.class).orElseThrow().rootElement())
                        .at("/properties/next")
                        .has("anyOf"))
                .isFalse();
    }

    /** LangChain4j describes a list as the items of an object, with the definitions of its type inside. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_reference_inside_a_list_finds_its_definition_at_the_root(boolean strictly) {
        JsonSchemaElement chain =
                JsonSchemas.jsonSchemaFrom(Chain.class).orElseThrow().rootElement();
        JsonObjectSchema chains = JsonObjectSchema.builder()
                .addProperty("values", JsonArraySchema.builder().items(chain).build())
                .build();

        JsonNode tool = tools(tool("link", chains, strictly)).at("/0/function/parameters");
        for (JsonNode sent : List.of(strictly ? strict(chains) : lenient(chains), tool)) {
            assertThat(sent.findValuesAsText("$ref"))
                    .isNotEmpty()
                    .allSatisfy(reference -> assertThat(sent.at(reference.substring(1))
                                    .path("properties")
                                    .has("next"))
                            .isTrue());
            assertThat(sent.path("properties").findValue("$defs")).isNull();
        }
    }

    @Test
    void two_definitions_of_one_name_are_refused_if_they_differ() {
        JsonObjectSchema text = scope(new JsonStringSchema());
        JsonObjectSchema described =
                scope(JsonStringSchema.builder().description("of another place").build());
        JsonObjectSchema both = JsonObjectSchema.builder()
                .addProperty("a", text)
                .addProperty("b", scope(new JsonIntegerSchema()))
                .build();

        assertThatThrownBy(() -> lenient(both))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("responseFormat")
                .hasMessageContaining("'node'")
                .hasMessageContaining("another name");
        assertThatThrownBy(() -> tools(tool("link", both, null))).hasMessageContaining("the tool 'link'");
        assertThat(server.requests()).isEmpty();
        assertThat(lenient(object().addProperty("a", text)
                                .addProperty("b", described)
                                .build())
                        .at("/$defs/node/type")
                        .asText())
                .isEqualTo("string");
    }

    private static JsonObjectSchema scope(JsonSchemaElement node) {
        return JsonObjectSchema.builder()
                .addProperty(
                        "link", JsonReferenceSchema.builder().reference("node").build())
                .definitions(Map.of("node", node))
                .build();
    }

    @Test
    void optional_values_inside_lists_and_choices_may_be_null_too() {
        JsonSchemaElement item = object().addProperty("colour", COLOURS).build();
        JsonNode sent = strict(object().addProperty(
                        "items", JsonArraySchema.builder().items(item).build())
                .addProperty("one", JsonAnyOfSchema.builder().anyOf(item).build())
                .build());

        JsonNode colour = json("{'type':['string','null'],'enum':['RED','GREEN',null]}");
        assertThat(sent.at("/properties/items/items/properties/colour")).isEqualTo(colour);
        assertThat(sent.at("/properties/one/anyOf/0/properties/colour")).isEqualTo(colour);
    }

    @ParameterizedTest
    @EnumSource
    void a_strict_schema_with_a_map_is_refused_by_its_path_before_anything_is_sent(Style style) {
        JsonSchemaElement root =
                JsonSchemas.jsonSchemaFrom(Shelf.class).orElseThrow().rootElement();

        try (OpenRouter openRouter = openRouter()) {
            assertThatThrownBy(() -> style.chat(openRouter, request(root, true)))
                    .isInstanceOf(UnsupportedFeatureException.class)
                    .hasMessageContaining("'$.rows[].counts'")
                    .hasMessageContaining("T instead of Optional<T>, which LangChain4j cannot read.")
                    .hasMessageContaining("For the others, use a class, a list of entries")
                    .hasMessageContaining("strictJsonSchema(false)");
        }
        assertThat(server.requests()).isEmpty();
        assertThat(lenient(root)
                        .at("/properties/rows/items/properties/counts/type")
                        .asText())
                .isEqualTo("object");
    }

    @Test
    void a_strict_schema_with_an_optional_is_refused_with_what_to_write_instead() {
        JsonSchemaElement root =
                JsonSchemas.jsonSchemaFrom(Maybe.class).orElseThrow().rootElement();

        assertThatThrownBy(() -> strict(root))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("'$.nickname")
                .hasMessageContaining("T instead of Optional<T>");
    }

    @ParameterizedTest
    @CsvSource({"$.open", "$.nested.open"})
    void a_strict_schema_that_allows_other_properties_is_refused(String path) {
        JsonObjectSchema open = JsonObjectSchema.builder()
                .addStringProperty("a")
                .additionalProperties(true)
                .build();
        JsonObjectSchema.Builder root = object();
        if (path.contains("nested")) {
            root.addProperty("nested", object().addProperty("open", open).build());
        } else {
            root.addProperty("open", open);
        }

        assertThatThrownBy(() -> strict(root.build()))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("'" + path + "'");
    }

    @Test
    void an_object_that_is_meant_to_be_empty_is_not_refused() {
        JsonObjectSchema empty =
                JsonObjectSchema.builder().additionalProperties(false).build();

        assertThat(strict(object().addProperty("nothing", empty).build())
                        .at("/properties/nothing/additionalProperties"))
                .isEqualTo(json("false"));
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void additional_properties_are_sent_as_they_were_chosen(boolean allowed) {
        JsonObjectSchema inner = JsonObjectSchema.builder()
                .addStringProperty("a")
                .additionalProperties(allowed)
                .build();

        JsonNode sent = lenient(object().addProperty("inner", inner)
                .additionalProperties(allowed)
                .build());

        assertThat(sent.path("additionalProperties").booleanValue()).isEqualTo(allowed);
        assertThat(sent.at("/properties/inner/additionalProperties").booleanValue())
                .isEqualTo(allowed);
        assertThat(lenient(object().build()).has("additionalProperties")).isFalse();
    }

    @Test
    void the_schemas_of_tools_are_sent_in_the_same_way() {
        JsonObjectSchema open = JsonObjectSchema.builder()
                .addProperty("colour", COLOURS)
                .additionalProperties(true)
                .build();
        JsonObjectSchema closed =
                JsonObjectSchema.builder().addProperty("colour", COLOURS).build();

        JsonNode tools = tools(tool("open", open, null), tool("closed", closed, true), tool("none", null, true));

        assertThat(tools.at("/0/function/parameters/additionalProperties").booleanValue())
                .isTrue();
        assertThat(tools.at("/1/function/parameters/properties/colour/enum")).isEqualTo(json("['RED','GREEN',null]"));
        assertThat(tools.at("/2/function/parameters/properties")).isEqualTo(json("{}"));
        assertThatThrownBy(() -> tools(tool("open", open, true)))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("'$'")
                .hasMessageContaining("strict(false) for the tool 'open'");
    }

    @Test
    void what_was_not_chosen_is_sent_as_not_strict() {
        ask(request(object().build(), null));

        assertThat(server.lastChatRequest().at("/response_format/json_schema/strict"))
                .isEqualTo(json("false"));
    }

    @ParameterizedTest
    @EnumSource
    void the_limit_of_tokens_goes_by_the_name_that_most_endpoints_list(Style style) {
        server.answer(Answer.json("{\"a\":1}"));
        ChatRequest request = request(object().build(), null);
        try (OpenRouter openRouter = openRouter()) {
            style.chat(
                    openRouter,
                    request.toBuilder()
                            .parameters(
                                    OpenRouterChatRequestParameters.EMPTY.overrideWith(request.parameters()).toBuilder()
                                            .maxOutputTokens(77)
                                            .build())
                            .build());
        }

        assertThat(server.lastChatRequest().path("max_tokens").intValue()).isEqualTo(77);
        assertThat(server.lastChatRequest().has("max_completion_tokens")).isFalse();
    }

    private static JsonObjectSchema.Builder object() {
        return JsonObjectSchema.builder().addStringProperty("name");
    }

    private static ToolSpecification tool(
            String name, @Nullable JsonObjectSchema parameters, @Nullable Boolean strict) {
        return ToolSpecification.builder()
                .name(name)
                .parameters(parameters)
                .strict(strict)
                .build();
    }

    private JsonNode strict(JsonSchemaElement root) {
        ask(request(root, true));
        return server.lastChatRequest().at("/response_format/json_schema/schema");
    }

    private JsonNode lenient(JsonSchemaElement root) {
        ask(request(root, false));
        return server.lastChatRequest().at("/response_format/json_schema/schema");
    }

    private JsonNode tools(ToolSpecification... tools) {
        ask(ChatRequest.builder()
                .messages(UserMessage.from("Hi"))
                .toolSpecifications(tools)
                .build());
        return server.lastChatRequest().path("tools");
    }

    private void ask(ChatRequest request) {
        server.answer(Answer.json("{\"a\":1}"));
        try (OpenRouter openRouter = openRouter()) {
            Style.PLAIN.chat(openRouter, request);
        }
    }

    private static ChatRequest request(JsonSchemaElement root, @Nullable Boolean strict) {
        return ChatRequest.builder()
                .messages(UserMessage.from("Hi"))
                .parameters(OpenRouterChatRequestParameters.builder()
                        .responseFormat(ResponseFormat.builder()
                                .type(ResponseFormatType.JSON)
                                .jsonSchema(JsonSchema.builder()
                                        .name("it")
                                        .rootElement(root)
                                        .build())
                                .build())
                        .strictJsonSchema(strict)
                        .build())
                .build();
    }

    private OpenRouter openRouter() {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .build();
    }

    private static JsonNode json(String json) {
        try {
            return new ObjectMapper().readTree(json.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
