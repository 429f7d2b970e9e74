package dev.langchain4j.model.openrouter.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server refuses what OpenRouter refuses, so that a test fails where the application would. */
@ExtendWith(OpenRouterServerExtension.class)
class StrictnessTest {

    private static final String IMAGE = """
            {"role": "user", "content": [{"type": "image_url", "image_url": {"url": "https://example.com/cat.png"}}]}
            """;

    private final OpenRouterServer server;
    private final Client client;

    StrictnessTest(OpenRouterServer server) {
        this.server = server;
        this.client = new Client(server);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/chat/completions",
                "/embeddings",
                "/rerank",
                "/images",
                "/audio/speech",
                "/audio/transcriptions",
                "/batches"
            })
    void every_paid_endpoint_refuses_a_wrong_key(String path) throws Exception {
        HttpResponse<String> answer = client.send(client.withoutKey(path)
                .header("Authorization", "Bearer sk-or-v1-wrong")
                .POST(BodyPublishers.ofString("{}"))
                .build());

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(Json.parse(answer.body()).at("/error/message").asText()).isEqualTo("User not found.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "zdr": true               | Zero data retention
            "data_collection": "deny" | Free model training
            """)
    void a_free_model_keeps_data_unless_another_one_may_answer(String preference, String violated) throws Exception {
        String free = """
                {"model": "openai/gpt-oss-20b:free", "messages": [{"role": "user", "content": "Hi"}], "provider": {%s}}
                """.formatted(preference);

        JsonNode refused = client.chatJson(free);

        assertThat(refused.at("/error/code").asInt()).isEqualTo(404);
        assertThat(refused.at("/error/message").asText())
                .startsWith("No endpoints found matching your data policy (" + violated + ")");
        assertThat(client.chat(free.replace(":free", "")).statusCode()).isEqualTo(200);
        assertThat(client.chat(free.replace("\"provider\"", "\"models\": [\"openai/gpt-4o\"], \"provider\""))
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            openai/gpt-4o-mini      | {"prompt": "0.15", "completion": 0.6} | 200
            openai/gpt-4o-mini      | {"prompt": "0.14"}                    | 404
            openai/gpt-4o-mini      | {"prompt": 1, "completion": 5.9e-1}   | 404
            openai/gpt-4o-mini      | {"prompt": null, "image": 0}          | 200
            openai/gpt-oss-20b:free | {"prompt": 0, "request": 0}           | 200
            openrouter/auto         | {"prompt": "0.01"}                    | 200
            """)
    void a_model_that_costs_more_than_the_limit_has_no_endpoint(String model, String limits, int status)
            throws Exception {
        String request = """
                {"model": "%s", "messages": [{"role": "user", "content": "Hi"}], "provider": {"max_price": %s}}
                """.formatted(model, limits);

        HttpResponse<String> answer = client.chat(request);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body().contains("No endpoints found that satisfy the max price for this request"))
                .isEqualTo(status == 404);

        server.lenient();
        assertThat(client.chat(request).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"0.002, 200", "0.001, 404"})
    void the_price_of_a_request_is_limited_per_request(String limit, int status) throws Exception {
        assertThat(client.post("/rerank", """
                {"model": "cohere/rerank-v3.5", "query": "a", "documents": ["b"], "provider": {"max_price": {"request": %s}}}
                """.formatted(limit)).statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/key", "/credits", "/generation?id=gen-1", "/models/user", "/batches"})
    void every_account_endpoint_refuses_a_wrong_key(String path) throws Exception {
        HttpResponse<String> answer = client.send(client.withoutKey(path)
                .header("Authorization", "Bearer sk-or-v1-wrong")
                .GET()
                .build());

        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void an_added_key_is_accepted_until_the_reset() throws Exception {
        server.addKey("sk-or-v1-mine");
        assertThat(statusWithKey("sk-or-v1-mine")).isEqualTo(200);

        server.reset();
        assertThat(statusWithKey("sk-or-v1-mine")).isEqualTo(401);
    }

    @Test
    void a_lenient_server_accepts_any_key_but_wants_one() throws Exception {
        server.lenient();

        assertThat(statusWithKey("anything")).isEqualTo(200);
        assertThat(client.send(client.withoutKey("/chat/completions")
                                .POST(BodyPublishers.ofString(Client.says("Hi")))
                                .build())
                        .statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "temperature": 2.1                        | temperature: Too big: expected number to be <=2
            "temperature": -0.1                       | temperature: Too small: expected number to be >=0
            "temperature": "hot"                      | temperature: Invalid input: expected number, received string
            "top_p": 0                                | top_p: Too small: expected number to be >0
            "top_p": 1.5                              | top_p: Too big: expected number to be <=1
            "top_k": -1                               | top_k: Too small: expected number to be >=0
            "min_p": 2                                | min_p: Too big: expected number to be <=1
            "top_a": -1                               | top_a: Too small: expected number to be >=0
            "frequency_penalty": 3                    | frequency_penalty: Too big: expected number to be <=2
            "presence_penalty": -3                    | presence_penalty: Too small: expected number to be >=-2
            "repetition_penalty": 2.5                 | repetition_penalty: Too big: expected number to be <=2
            "max_tokens": 0                           | max_tokens: Too small: expected number to be >=1
            "max_tokens": 1.5                         | max_tokens: Invalid input: expected int, received number
            "max_completion_tokens": -5               | max_completion_tokens: Too small: expected number to be >=1
            "top_logprobs": 21                        | top_logprobs: Too big: expected number to be <=20
            "stop": ["a","b","c","d","e"]             | stop: Too big: expected array to have <=4 items
            "logit_bias": {"1": 101}                  | logit_bias: Invalid input: expected numbers between -100 and 100
            "reasoning": {"effort": "huge"}           | reasoning.effort: Invalid option: expected one of "max"|"xhigh"|
            "reasoning_effort": "huge"                | reasoning_effort: Invalid option: expected one of "max"|
            "verbosity": "chatty"                     | verbosity: Invalid option: expected one of "low"|"medium"|
            "modalities": ["smell"]                   | modalities.0: Invalid option: expected one of "text"|"image"|"audio"
            "service_tier": "gold"                    | service_tier: Invalid option: expected one of "auto"|
            "tool_choice": "maybe"                    | tool_choice: Invalid option: expected one of "none"|"auto"|"required"
            "provider": {"sort": "beauty"}            | provider.sort: Invalid option: expected one of "price"|
            "provider": {"data_collection": "maybe"}  | provider.data_collection: Invalid option: expected one of "deny"|"allow"
            "provider": {"quantizations": ["fp1"]}    | provider.quantizations.0: Invalid option: expected one of "int4"|
            "provider": "openai"                      | provider: Invalid input: expected object, received string
            "response_format": {"type": "xml"}        | response_format.type: Invalid option: expected one of "text"|
            "response_format": {"type": "json_schema"} | response_format.json_schema: Invalid input: expected object, received undefined
            "tools": [{"type": "function", "function": {"name": "get weather"}}] | tools.0.function.name: Invalid string: must match pattern
            "tools": [{"type": "openrouter:tool_search"}] | tools.0.type: openrouter:tool_search is not available on chat completions
            "tools": [{"type": "function", "function": {}}] | tools.0.function.name: Invalid input: expected string, received undefined
            """)
    void refuses_values_that_openrouter_refuses(String field, String message) throws Exception {
        JsonNode answer = refused(chat(field), 400);

        assertThat(answer.at("/error/message").asText()).startsWith(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"temperature\": 2, \"top_p\": 1, \"top_k\": 0, \"min_p\": 0, \"repetition_penalty\": 2",
                "\"frequency_penalty\": -2, \"presence_penalty\": 2, \"top_logprobs\": 20, \"logprobs\": true",
                "\"temperature\": null, \"reasoning\": {\"effort\": \"xhigh\"}, \"stop\": \"END\", \"max_tokens\": 1",
                "\"provider\": {\"sort\": {\"by\": \"price\", \"partition\": \"none\"}}, \"tool_choice\": \"auto\"",
                "\"some_provider_parameter\": {\"of\": [\"its\", \"own\"]}"
            })
    void accepts_the_ends_of_the_ranges_and_unknown_fields(String fields) throws Exception {
        assertThat(client.chat(chat(fields)).statusCode()).isEqualTo(200);
    }

    @Test
    void refuses_an_unknown_role() throws Exception {
        JsonNode answer =
                refused("{\"model\":\"openai/gpt-4o\",\"messages\":[{\"role\":\"boss\",\"content\":\"Hi\"}]}", 400);

        assertThat(answer.at("/error/message").asText())
                .startsWith("messages.0.role: Invalid option: expected one of \"system\"|");
    }

    @Test
    void a_lenient_server_accepts_any_value() throws Exception {
        server.lenient();

        assertThat(client.chat(chat("\"temperature\": 9, \"verbosity\": \"chatty\", \"max_tokens\": -5"))
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "openai/text-embedding-3-small, is an embedding model and cannot be used with the chat/completions endpoint. Use the /embeddings endpoint instead.",
        "cohere/rerank-v3.5, is a rerank model and cannot be used with the chat/completions endpoint. Use the /rerank endpoint instead.",
        "mistralai/voxtral-mini-tts-2603, is a speech model and cannot be used with the chat/completions endpoint. Use the /audio/speech endpoint instead.",
        "google/veo-3.1, is a video model and cannot be used with the chat/completions endpoint. Use the /videos endpoint instead.",
        "openai/whisper-large-v3, is a transcription model and cannot be used with the chat/completions endpoint. Use the /audio/transcriptions endpoint instead.",
        "typesafe/jev-1.13, is a decision model and cannot be used with the chat/completions endpoint. Use the /api/alpha/decisions endpoint instead."
    })
    void a_model_of_another_endpoint_does_not_chat(String model, String message) throws Exception {
        JsonNode answer = refused(Client.says("Hi").replace("openai/gpt-4o", model), 400);

        assertThat(answer.at("/error/message").asText()).isEqualTo(model + " " + message);
    }

    @Test
    void a_model_for_text_cannot_see() throws Exception {
        JsonNode answer = refused("{\"model\":\"deepseek/deepseek-r1\",\"messages\":[" + IMAGE + "]}", 404);

        assertThat(answer.at("/error/message").asText()).isEqualTo("No endpoints found that support image input");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            openai/gpt-5-mini   | "temperature": 0.2                              | 404
            openai/gpt-5-mini   | "temperature": null                             | 200
            openai/gpt-5-mini   | "max_tokens": 50, "seed": 1                     | 200
            openai/gpt-5-mini   | "temperature": 0.2, "models": ["openai/gpt-4o"] | 200
            openrouter/auto     | "top_k": 3                                      | 200
            anthropic/claude-sonnet-5 | "seed": 1                                 | 404
            acme/invented       | "seed": 1, "top_k": 3, "logit_bias": {"7": 1}   | 200
            """)
    void a_parameter_that_is_required_must_be_one_of_the_model(String model, String field, int status)
            throws Exception {
        server.addModel("acme/invented");
        String request = chat(field).replace("openai/gpt-4o\",\"m", model + "\",\"m");
        String required = request.replaceFirst("}$", ",\"provider\":{\"require_parameters\":true}}");

        assertThat(client.chat(request).statusCode()).isEqualTo(200);
        assertThat(client.chat(required).statusCode()).isEqualTo(status);
        if (status == 404) {
            assertThat(refused(required, 404).at("/error/message").asText())
                    .isEqualTo("No endpoints found that can handle the requested parameters.");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            1024000 | "max_tokens": 1                                              | 400
            1023990 | "max_tokens": 1                                              | 200
            40      | "max_tokens": 128000                                         | 400
            40      | "max_completion_tokens": 128000                              | 400
            1040000 | "plugins": [{"id": "context-compression"}]                   | 200
            1040000 | "plugins": [{"id": "context-compression", "enabled": false}] | 400
            1040000 | "models": ["anthropic/claude-sonnet-5"]                      | 200
            """)
    void a_chat_must_fit_its_model(int characters, String field, int status) throws Exception {
        String request = chat(field).replace("Hi", "a".repeat(characters));

        assertThat(client.chat(request).statusCode()).isEqualTo(status);
        if (status == 400) {
            assertThat(refused(request, 400).at("/error/message").asText())
                    .startsWith("This endpoint's maximum context length is 128000 tokens. However, you requested");
        }
    }

    @Test
    void a_model_for_images_sees() throws Exception {
        assertThat(client.chat("{\"model\":\"openai/gpt-4o\",\"messages\":[" + IMAGE + "]}")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_chat_model_does_not_rerank() throws Exception {
        HttpResponse<String> answer =
                client.post("/rerank", "{\"model\":\"openai/gpt-4o\",\"query\":\"a\",\"documents\":[\"b\"]}");

        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"type": "strng"}                                          | got 'type: "strng"'
            {"type": "object", "properties": {"a": {"type": "strng"}}} | In context=('properties', 'a'), 'strng' is not valid under any of the given schemas.
            {"type": "object", "properties": {"a": {"type": "array"}}} | In context=('properties', 'a'), array schema missing items.
            {"type": "object", "properties": {"a": {"enum": []}}}      | In context=('properties', 'a'), [] is too short.
            {"type": "object", "properties": [1]}                      | In context=(), [1] is not of type 'object'.
            {"type": "object", "required": "a"}                        | In context=(), "a" is not of type 'array'.
            {"type": "object", "anyOf": {"a": {}}}                     | In context=(), {"a":{}} is not of type 'array'.
            {"$ref": "#"}                                              | In context=(), reference to component '#' which was not found in the schema.
            {"type": "object", "properties": {"a": {"$ref": "#/$defs/b"}}, "$defs": {"c": {}}}                | In context=('properties', 'a'), reference to component '#/$defs/b' which was not found in the schema.
            {"type": "object", "properties": {"a": {"$ref": "#/$defs/b", "$defs": {"b": {"type": "object"}}}}} | reference to component '#/$defs/b'
            {"$ref": "b.json"}                                         | In context=(), reference to component 'b.json'
            """)
    void refuses_a_malformed_schema_of_an_answer_or_a_tool(String schema, String message) throws Exception {
        String format = "\"response_format\": {\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"schema\":"
                + schema + "}}";
        String tool =
                "\"tools\": [{\"type\":\"function\",\"function\":{\"name\":\"n\",\"parameters\":" + schema + "}}]";

        assertThat(refused(chat(format), 400).at("/error/metadata/raw").asText())
                .startsWith("Invalid schema for response_format 'n': ")
                .contains(message);
        assertThat(refused(chat(tool), 400).at("/error/metadata/raw").asText())
                .startsWith("Invalid schema for function 'n': ")
                .contains(message);
    }

    @Test
    void openai_wants_a_strict_schema_to_be_closed() throws Exception {
        String format =
                "\"response_format\": {\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"strict\":true,\"schema\":"
                        + "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}},\"required\":[\"a\"]}}}";

        assertThat(refused(chat(format), 400).at("/error/metadata/raw").asText())
                .endsWith("'additionalProperties' is required to be supplied and to be false.");
        assertThat(client.chat(chat(format).replace("openai/gpt-4o", "anthropic/claude-sonnet-5"))
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "top_logprobs": 3                                                         | only allowed when 'logprobs' is enabled
            "tool_choice": "required"                                                 | only allowed when 'tools' are specified
            "tool_choice": {"type": "function", "function": {"name": "f"}}            | only allowed when 'tools' are specified
            "tools": [{"type": "function", "function": {"name": "g"}}], "tool_choice": {"type": "function", "function": {"name": "f"}} | function 'f' is not among 'tools'
            """)
    void a_provider_refuses_fields_that_do_not_go_together(String fields, String message) throws Exception {
        assertThat(refused(chat(fields), 400).at("/error/metadata/raw").asText())
                .contains(message);
    }

    @Test
    void an_effort_and_a_budget_of_thoughts_do_not_go_together() throws Exception {
        JsonNode answer = refused(chat("\"reasoning\": {\"effort\": \"high\", \"max_tokens\": 2000}"), 400);

        assertThat(answer.at("/error/message").asText())
                .isEqualTo("Only one of \"reasoning.effort\" and \"reasoning.max_tokens\" can be specified");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"reasoning\": {\"effort\": null, \"max_tokens\": 2000}",
                "\"logprobs\": true, \"top_logprobs\": 3",
                "\"tool_choice\": \"auto\"",
                "\"preset\": \"with-tools\", \"tool_choice\": \"required\"",
                "\"model\": \"openai/gpt-4o@preset/with-tools\", \"tool_choice\": \"required\"",
                "\"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"f\"}}], \"tool_choice\": {\"type\": \"function\","
                        + " \"function\": {\"name\": \"f\"}}",
                "\"tools\": [{\"type\": \"openrouter:web_search\"}], \"tool_choice\": {\"type\": \"openrouter:web_search\"}",
            })
    void a_provider_takes_fields_that_go_together(String fields) throws Exception {
        assertThat(client.chat(chat(fields)).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "anthropic/claude-sonnet-4.5, max_tokens, 1000, 400",
        "anthropic/claude-sonnet-4.5, max_completion_tokens, 2000, 400",
        "~anthropic/claude-haiku-latest, max_tokens, 1000, 400",
        "anthropic/claude-sonnet-4.5, max_tokens, 999, 200",
        "openai/gpt-5-mini, max_completion_tokens, 2000, 200",
        "google/gemini-2.5-flash, max_tokens, 1000, 200",
    })
    void anthropic_wants_more_tokens_than_the_budget_of_its_thoughts(String model, String field, int budget, int status)
            throws Exception {
        String body = chat("\"" + field + "\": 1000, \"reasoning\": {\"max_tokens\": " + budget + "}")
                .replace("openai/gpt-4o", model);

        HttpResponse<String> answer = client.chat(body);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body().contains("must be greater than `thinking.budget_tokens`"))
                .isEqualTo(status == 400);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            u t1          | messages with role 'tool' must be a response to a preceeding message
            u a1 t1 t1    | messages with role 'tool' must be a response to a preceeding message
            u a1 t2       | messages with role 'tool' must be a response to a preceeding message
            u a1 t1 u t1  | messages with role 'tool' must be a response to a preceeding message
            u a1 u        | did not have response messages: call_1
            u a12 t2 u    | did not have response messages: call_1
            u a1          | did not have response messages: call_1
            """)
    void a_provider_wants_one_result_of_each_tool_call(String turns, String message) throws Exception {
        JsonNode error = refused(conversation(turns), 400);

        assertThat(error.at("/error/message").asText()).isEqualTo("Provider returned error");
        assertThat(error.at("/error/metadata/raw").asText()).contains(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"u a1 t1", "u a12 t2 t1 u", "u a1 t1 a1 t1 a u"})
    void a_provider_takes_complete_turns_of_tools(String turns) throws Exception {
        assertThat(client.chat(conversation(turns)).statusCode()).isEqualTo(200);
    }

    /** @param turns "u" for a user message, "a12" for one with the calls 1 and 2, "t1" for the result of call 1 */
    private static String conversation(String turns) {
        String messages = Stream.of(turns.split(" "))
                .map(turn -> switch (turn.charAt(0)) {
                    case 'u' -> "{\"role\":\"user\",\"content\":\"hi\"}";
                    case 't' ->
                        "{\"role\":\"tool\",\"tool_call_id\":\"call_" + turn.charAt(1) + "\",\"content\":\"noon\"}";
                    default ->
                        "{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":["
                                + turn.substring(1)
                                        .chars()
                                        .mapToObj(id ->
                                                "{\"id\":\"call_" + (char) id + "\",\"type\":\"function\",\"function\":"
                                                        + "{\"name\":\"time\",\"arguments\":\"{}\"}}")
                                        .collect(Collectors.joining(","))
                                + "]}";
                })
                .collect(Collectors.joining(","));
        return "{\"model\":\"openai/gpt-4o\",\"messages\":[" + messages + "]}";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            /embeddings           | {"model":"openai/text-embedding-3-small","input":"a","encoding_format":"hex"} | encoding_format: Invalid option
            /embeddings           | {"model":"openai/text-embedding-3-small","input":"a","dimensions":0}          | dimensions: Too small
            /rerank               | {"model":"cohere/rerank-v3.5","query":"a","documents":["b"],"top_n":0}         | top_n: Too small
            /images               | {"model":"openai/gpt-5-image","prompt":"a","n":11}                            | n: Too big
            /images               | {"model":"openai/gpt-5-image","prompt":"a","background":"red"}                | background: Invalid option
            /audio/speech         | {"model":"mistralai/voxtral-mini-tts-2603","input":"a","speed":0}             | speed: Too small
            /audio/transcriptions | {"model":"openai/whisper-large-v3","input_audio":{"data":"QQ==","format":"wav"},"response_format":"srt"} | response_format: Invalid option
            /batches              | {"endpoint":"/v1/embeddings","model":"openai/gpt-4o","completion_window":"1h","requests":[]} | completion_window: Invalid option
            """)
    void every_endpoint_refuses_values_of_its_own(String path, String body, String message) throws Exception {
        HttpResponse<String> answer = client.post(path, body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Json.parse(answer.body()).at("/error/message").asText()).startsWith(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            openai/whisper-1              | /audio/transcriptions | {"input_audio":{"data":"QUJD","format":"wav"}}
            openai/gpt-4o-mini-transcribe | /audio/transcriptions | {"input_audio":{"data":"QUJD","format":"wav"}}
            openai/tts-1                  | /audio/speech         | {"input":"Hi"}
            openai/gpt-image-1            | /images               | {"prompt":"a dot"}
            black-forest-labs/flux-1.1    | /images               | {"prompt":"a dot"}
            acme/embed-3                  | /embeddings           | {"input":"Hi"}
            cohere/rerank-4               | /rerank               | {"query":"a","documents":["b"]}
            acme/writer                   | /chat/completions     | {"messages":[{"role":"user","content":"Hi"}]}
            """)
    void an_added_model_works_at_the_endpoint_of_its_name(String model, String path, String body) throws Exception {
        server.addModel(model);
        ObjectNode request = Json.parseObject(body).put("model", model);

        HttpResponse<String> answer = client.post(path, Json.text(request));

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    private static String chat(String fields) {
        return "{\"model\":\"openai/gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]," + fields + "}";
    }

    private JsonNode refused(String body, int status) throws Exception {
        HttpResponse<String> answer = client.chat(body);
        assertThat(answer.statusCode()).isEqualTo(status);
        return Json.parse(answer.body());
    }

    private int statusWithKey(String key) throws Exception {
        return client.send(client.withoutKey("/chat/completions")
                        .header("Authorization", "Bearer " + key)
                        .POST(BodyPublishers.ofString(Client.says("Hi")))
                        .build())
                .statusCode();
    }
}
