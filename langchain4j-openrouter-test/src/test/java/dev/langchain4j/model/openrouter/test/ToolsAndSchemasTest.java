package dev.langchain4j.model.openrouter.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OpenRouterServerExtension.class)
class ToolsAndSchemasTest {

    private static final String TOOLS = """
            [{"type": "function", "function": {"name": "get_weather", "parameters": {"type": "object",
               "properties": {"city": {"type": "string"}}, "required": ["city"]}}},
             {"type": "function", "function": {"name": "currentTime", "parameters": {"type": "object",
               "properties": {"country": {"type": "string"}}, "required": ["country"]}}},
             {"type": "function", "function": {"name": "toss_coin"}}]
            """;

    private Client client;

    @BeforeEach
    void client(OpenRouterServer server) {
        client = new Client(server);
    }

    private static ObjectNode request(String text) {
        ObjectNode request = Json.parseObject(Client.says(text));
        request.set("tools", Json.parse(TOOLS));
        return request;
    }

    private JsonNode choice(ObjectNode request) throws Exception {
        return client.chatJson(Json.text(request)).at("/choices/0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Please use get_weather for Paris", "How is the weather in Paris?"})
    void calls_the_tool_that_the_user_mentions(String text) throws Exception {
        JsonNode choice = choice(request(text));

        assertThat(choice.path("finish_reason").asText()).isEqualTo("tool_calls");
        assertThat(choice.at("/message/content").isNull()).isTrue();
        JsonNode call = choice.at("/message/tool_calls/0");
        assertThat(call.path("id").asText()).startsWith("call_");
        assertThat(call.path("type").asText()).isEqualTo("function");
        assertThat(call.at("/function/name").asText()).isEqualTo("get_weather");
        assertThat(call.at("/function/arguments").asText()).isEqualTo("{\"city\":\"Paris\"}");
    }

    @Test
    void calls_several_tools_at_once() throws Exception {
        JsonNode calls = choice(request("What is the weather in Munich and time in France?"))
                .at("/message/tool_calls");

        assertThat(calls.findValuesAsText("name")).containsExactly("get_weather", "currentTime");
        assertThat(calls.at("/0/function/arguments").asText()).isEqualTo("{\"city\":\"Munich\"}");
        assertThat(calls.at("/1/function/arguments").asText()).isEqualTo("{\"country\":\"France\"}");
        assertThat(calls.at("/0/id")).isNotEqualTo(calls.at("/1/id"));
    }

    @Test
    void calls_a_tool_without_parameters() throws Exception {
        assertThat(choice(request("Toss a coin!"))
                        .at("/message/tool_calls/0/function/arguments")
                        .asText())
                .isEqualTo("{}");
    }

    @Test
    void calls_one_tool_if_parallel_calls_are_off() throws Exception {
        JsonNode choice = choice(request("Weather and time in Paris?").put("parallel_tool_calls", false));

        assertThat(choice.at("/message/tool_calls")).hasSize(1);
    }

    @Test
    void calls_some_tool_if_it_must() throws Exception {
        JsonNode choice = choice(request("Hello").put("tool_choice", "required"));

        assertThat(choice.at("/message/tool_calls/0/function/name").asText()).isEqualTo("get_weather");
    }

    @Test
    void calls_the_tool_that_it_was_told_to() throws Exception {
        ObjectNode request = request("How is the weather?");
        request.set("tool_choice", Json.parse("{\"type\":\"function\",\"function\":{\"name\":\"currentTime\"}}"));

        assertThat(choice(request).at("/message/tool_calls/0/function/name").asText())
                .isEqualTo("currentTime");
    }

    @Test
    void calls_no_tool_if_it_may_not() throws Exception {
        assertThat(choice(request("How is the weather?").put("tool_choice", "none"))
                        .at("/message/content")
                        .asText())
                .isEqualTo("You said: \"How is the weather?\"");
    }

    @Test
    void calls_no_tool_that_nobody_mentions() throws Exception {
        assertThat(choice(request("Hello")).path("finish_reason").asText()).isEqualTo("stop");
    }

    @Test
    void answers_from_the_results_of_tools() throws Exception {
        ObjectNode request = request("How is the weather in Paris?");
        request.withArray("/messages").addAll((ArrayNode) Json.parse("""
                                [{"role": "assistant", "content": null, "tool_calls": [
                                   {"id": "call_1", "type": "function", "function": {"name": "get_weather", "arguments": "{}"}}]},
                                 {"role": "tool", "tool_call_id": "call_1", "content": "18 degrees"}]
                                """));

        JsonNode choice = choice(request);

        assertThat(choice.path("finish_reason").asText()).isEqualTo("stop");
        assertThat(choice.at("/message/content").asText()).isEqualTo("get_weather says: 18 degrees");
    }

    @Test
    void fills_a_json_schema_from_the_words_of_the_user() throws Exception {
        ObjectNode request =
                Json.parseObject(Client.says("Klaus is 37 years old and lives in New York. He is not married."));
        request.set("response_format", Json.parse("""
                        {"type": "json_schema", "json_schema": {"name": "person", "strict": true, "schema": {
                          "type": "object",
                          "properties": {
                            "name": {"type": "string"},
                            "age": {"type": "integer"},
                            "married": {"type": "boolean"},
                            "address": {"$ref": "#/$defs/Address"},
                            "mood": {"enum": ["HAPPY", "OLD"]}},
                          "required": ["name", "age", "married", "address", "mood"],
                          "additionalProperties": false,
                          "$defs": {"Address": {"type": "object", "properties": {"city": {"type": "string"}},
                            "required": ["city"], "additionalProperties": false}}}}}
                        """));

        JsonNode answer = Json.parse(choice(request).at("/message/content").asText());

        assertThat(answer).isEqualTo(Json.parse("""
                        {"name": "Klaus", "age": 37, "married": false, "address": {"city": "New York"}, "mood": "OLD"}
                        """));
    }

    @Test
    void answers_with_an_object_in_json_mode() throws Exception {
        ObjectNode request = Json.parseObject(Client.says("Hi"));
        request.putObject("response_format").put("type", "json_object");

        assertThat(choice(request).at("/message/content").asText()).isEqualTo("{\"answer\":\"Hi\"}");
    }
}
