package dev.langchain4j.model.openrouter.test;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Every endpoint refuses what OpenRouter's validator refuses, and a lenient server does not. */
@ExtendWith(OpenRouterServerExtension.class)
class EndpointStrictnessTest {

    private final OpenRouterServer server;
    private final Client client;

    EndpointStrictnessTest(OpenRouterServer server) {
        this.server = server;
        this.client = new Client(server);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "model": 7                                             | model: Invalid input: expected string, received number
            "models": "openai/gpt-4o"                              | models: Invalid input: expected array, received string
            "models": [7]                                          | models.0: Invalid input: expected string, received number
            "user": 7                                              | user: Invalid input: expected string, received number
            "trace": "t"                                           | trace: Invalid input: expected object, received string
            "stop": 7                                              | stop: Invalid input: expected array, received number
            "stop": [7]                                            | stop.0: Invalid input: expected string, received number
            "stream": "yes"                                        | stream: Invalid input: expected boolean, received string
            "seed": "x"                                            | seed: Invalid input: expected number, received string
            "plugins": {}                                          | plugins: Invalid input: expected array, received object
            "plugins": ["web"]                                     | plugins.0: Invalid input: expected object, received string
            "reasoning": "high"                                    | reasoning: Invalid input: expected object, received string
            "reasoning": {"max_tokens": -1}                        | reasoning.max_tokens: Too small: expected number to be >=0
            "reasoning": {"exclude": "no"}                         | reasoning.exclude: Invalid input: expected boolean, received string
            "max_tool_calls": 31                                   | max_tool_calls: Too big: expected number to be <=30
            "metadata": {"a": 1}                                   | metadata.a: Invalid input: expected string, received number
            "metadata": {"a":"","b":"","c":"","d":"","e":"","f":"","g":"","h":"","i":"","j":"","k":"","l":"","m":"","n":"","o":"","p":"","q":""} | metadata: Too big: expected record to have <=16 items
            "cache_control": {"type": "forever"}                   | cache_control.type: Invalid option: expected one of "ephemeral"
            "cache_control": {"type": "ephemeral", "ttl": "1d"}    | cache_control.ttl: Invalid option: expected one of "5m"|"1h"
            "logit_bias": [1]                                      | logit_bias: Invalid input: expected object, received array
            "image_config": "1K"                                   | image_config: Invalid input: expected object, received string
            "speed": "slow"                                        | speed: Invalid option: expected one of "fast"
            "audio": {"format": "midi"}                            | audio.format: Invalid option: expected one of "wav"|
            "modalities": {"a": 1}                                 | modalities: Invalid input: expected array, received object
            "tools": {}                                            | tools: Invalid input: expected array, received object
            "tools": [{"type": "function"}]                        | tools.0.function.name: Invalid input: expected string, received undefined
            "tools": [{"type": "function", "function": {"name": "n", "parameters": "none"}}] | tools.0.function.parameters: Invalid input: expected object, received string
            "tools": [{}]                                          | tools.0.type: Invalid input: expected string, received undefined
            "tool_choice": {"type": "function"}                    | tool_choice.function.name: Invalid input: expected string, received undefined
            "tool_choice": 7                                       | tool_choice: Invalid option: expected one of "none"|"auto"|"required"
            "response_format": "json"                              | response_format: Invalid input: expected object, received string
            "provider": {"order": "openai"}                        | provider.order: Invalid input: expected array, received string
            "provider": {"only": [7]}                              | provider.only.0: Invalid input: expected string, received number
            "provider": {"zdr": "yes"}                             | provider.zdr: Invalid input: expected boolean, received string
            "provider": {"max_price": {"prompt": "cheap"}}         | provider.max_price.prompt: Invalid input: expected number, received string
            "provider": {"max_price": {"prompt": -1}}              | provider.max_price.prompt: Too small: expected number to be >=0
            "provider": {"max_price": {"prompt": "1e9999999999"}}  | provider.max_price.prompt: Invalid input: expected number, received string
            "provider": {"max_price": {"tokens": 1}}               | provider.max_price: Unrecognized key: "tokens"
            "provider": {"preferred_max_latency": {"p42": 1}}      | provider.preferred_max_latency: Unrecognized key: "p42"
            "provider": {"orders": ["openai"]}                     | provider: Unrecognized key: "orders"
            """)
    void a_chat_with_a_wrong_value(String field, String message) throws Exception {
        assertRefused("/chat/completions", chat("", field), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"content": "Hi"}                                                     | messages.0.role: Invalid option
            {"role": "assistant", "content": "Hi", "tool_calls": {"a": 1}}        | messages.0.tool_calls: Invalid input: expected array, received object
            {"role": "user"}                                                      | messages.0.content: Invalid input: expected string, received undefined
            {"role": "user", "content": 7}                                        | messages.0.content: Invalid input: expected string, received number
            {"role": "user", "content": [{"type": "smell"}]}                      | messages.0.content.0.type: Invalid option: expected one of "text"|
            {"role": "user", "content": [{"type": "text"}]}                       | messages.0.content.0.text: Invalid input: expected string, received undefined
            {"role": "user", "content": [{"type": "image_url"}]}                  | messages.0.content.0.image_url.url: Invalid input
            {"role": "user", "content": [{"type": "image_url", "image_url": {"url": "u", "detail": "tiny"}}]} | messages.0.content.0.image_url.detail: Invalid option
            {"role": "user", "content": [{"type": "input_audio", "input_audio": {"data": "QQ=="}}]} | messages.0.content.0.input_audio.format: Invalid input
            {"role": "user", "content": [{"type": "video_url", "video_url": "u"}]} | messages.0.content.0.video_url.url: Invalid input
            {"role": "user", "content": [{"type": "file"}]}                       | messages.0.content.0.file: Invalid input: expected object
            {"role": "system", "content": [{"type": "image_url", "image_url": {"url": "u"}}]} | messages.0.content.0.type: Invalid option: expected one of "text"
            {"role": "tool", "content": "18"}                                     | messages.0.tool_call_id: Invalid input: expected string, received undefined
            {"role": "assistant", "tool_calls": [{"id": "c", "function": {"name": "n", "arguments": {}}}]} | messages.0.tool_calls.0.function.arguments: Invalid input: expected string, received object
            """)
    void a_malformed_message(String message, String problem) throws Exception {
        assertRefused("/chat/completions", chat(message, ""), problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            /embeddings           | "model":"openai/text-embedding-3-small","input":"a","dimensions":"many"   | dimensions: Invalid input: expected number, received string
            /embeddings           | "model":"openai/text-embedding-3-small","input":"a","provider":{"a":1}    | provider: Unrecognized key: "a"
            /embeddings           | "model":"openai/text-embedding-3-small","input":"a","user":1              | user: Invalid input: expected string, received number
            /embeddings           | "model":"openai/text-embedding-3-small","input":[true]                    | input.0: Invalid input: expected string, received boolean
            /embeddings           | "model":"openai/text-embedding-3-small","input":[{"content":[]}]          | input.0.content: Too small: expected array to have >=1 items
            /embeddings           | "model":"openai/text-embedding-3-small","input":[{"content":[{"type":"smell"}]}] | input.0.content.0.type: Invalid option: expected one of "text"|"image_url"|
            /embeddings           | "model":"openai/text-embedding-3-small","input":[{"content":[{"type":"text","text":""}]}] | input.0.content.0.text: Too small: expected string to have >=1 characters
            /embeddings           | "model":"openai/text-embedding-3-small","input":["a",{"content":[{"type":"text","text":"b"}]}] | input.1: Invalid input: expected string, received object
            /embeddings           | "model":"openai/text-embedding-3-small","input":["a",1]                           | input.1: Invalid input: expected string, received number
            /embeddings           | "model":"openai/text-embedding-3-small","input":[1,2.5]                           | input.1: Invalid input: expected int, received number
            /embeddings           | "model":"openai/text-embedding-3-small","input":[[1],[2,"a"]]                     | input.1.1: Invalid input: expected int, received string
            /embeddings           | "model":"openai/text-embedding-3-small","input":"a","dimensions":1537             | Provider returned error
            /embeddings           | "model":"qwen/qwen3-embedding-8b","input":"a","dimensions":1000000000          | Provider returned error
            /embeddings           | "model":"openai/text-embedding-3-small","input":[{"content":[{"type":"text"}]}] | input.0.content.0.text: Invalid input: expected string, received undefined
            /embeddings           | "model":"openai/text-embedding-3-small","input":[{"content":[{"type":"image_url","image_url":{}}]}] | input.0.content.0.image_url.url: Invalid input
            /embeddings           | "model":"openai/text-embedding-3-small","input":[{"content":[{"type":"input_file","input_file":{"format":"pdf"}}]}] | input.0.content.0.input_file.data: Invalid input
            /rerank               | "model":"cohere/rerank-v3.5","query":"a","documents":["b"],"top_n":"two"  | top_n: Invalid input: expected number, received string
            /rerank               | "model":"cohere/rerank-v3.5","query":"a","documents":["b",7]              | documents.1: Invalid input: expected string, received number
            /rerank               | "model":"cohere/rerank-v3.5","query":"a","documents":["b"],"provider":{"quantizations":{"a":1}} | provider.quantizations: Invalid input: expected array, received object
            /rerank               | "model":"cohere/rerank-v3.5","query":"a","documents":["b"],"provider":{"sort":"x"} | provider.sort: Invalid option
            /images               | "model":"openai/gpt-5-image","prompt":"a","n":0                           | n: Too small: expected number to be >=1
            /images               | "model":"openai/gpt-5-image","prompt":"a","aspect_ratio":"wide"           | aspect_ratio: Invalid option: expected one of
            /images               | "model":"openai/gpt-5-image","prompt":"a","size":"huge"                   | size: Invalid string: must match pattern
            /images               | "model":"openai/gpt-5-image","prompt":"a","output_compression":101        | output_compression: Too big
            /images               | "model":"openai/gpt-5-image","prompt":"a","size":"auto"                   | size: Invalid string: must match pattern
            /images               | "model":"openai/gpt-5-image","prompt":"a","input_references":"u"          | input_references: Invalid input: expected array, received string
            /images               | "model":"openai/gpt-5-image","prompt":"a","input_references":[{"type":"image_url"}] | input_references.0.image_url.url: Invalid input: expected string, received undefined
            /images               | "model":"openai/gpt-5-image","prompt":"a","input_references":[{"type":"file","url":"u"}] | input_references.0.type: Invalid option: expected one of "image_url"
            /images               | "model":"openai/gpt-5-image","prompt":"a","size":"1024x1024","resolution":"2K" | size: 1024x1024 conflicts with resolution 2K
            /images               | "model":"openai/gpt-5-image","prompt":"a","size":"2048x1536","resolution":"1K" | size: 2048x1536 conflicts with resolution 1K
            /audio/speech         | "model":"mistralai/voxtral-mini-tts-2603","input":"a","response_format":"ogg" | response_format: Invalid option: expected one of "mp3"|"pcm"
            /audio/speech         | "model":"mistralai/voxtral-mini-tts-2603","input":"a","voice":7           | voice: Invalid input: expected string, received number
            /audio/speech         | "model":"mistralai/voxtral-mini-tts-2603","input":"a","voice":"nobody"    | Voice nobody is not supported
            /audio/speech         | "model":"mistralai/voxtral-mini-tts-2603","input":"a","input_references":"u" | input_references: Invalid input: expected array, received string
            /audio/speech         | "model":"mistralai/voxtral-mini-tts-2603","input":"a","input_references":[{"type":"text","text":"a"},{"type":"input_audio"}] | input_references.1.input_audio.data: Invalid input
            /videos               | "model":"google/veo-3.1","prompt":"a","frame_images":[{"type":"image_url","image_url":{"url":"u"}}] | frame_images.0.frame_type: Invalid input: expected string, received undefined
            /videos               | "model":"google/veo-3.1","prompt":"a","input_references":[{"type":"audio_url","audio_url":"u"}] | input_references.0.audio_url.url: Invalid input
            /audio/transcriptions | "model":"openai/whisper-large-v3","input_audio":{"data":"QQ==","format":"wav"},"temperature":3 | temperature: Too big
            /audio/transcriptions | "model":"openai/whisper-large-v3","input_audio":{"data":"QQ==","format":"wav"},"timestamp_granularities":["day"] | timestamp_granularities.0: Invalid option
            /api/alpha/decisions  | "model":"typesafe/jev-1.13","state":"s","questions":{"q":{"type":"noul","instructions":"i"}},"provider":{"zdr":1} | provider.zdr: Invalid input
            /api/alpha/decisions  | "model":"typesafe/jev-1.13","state":"s","questions":{"q":{"type":"noul","instructions":"i"}},"user":1 | user: Invalid input: expected string, received number
            /batches              | "endpoint":"/v1/embeddings","model":"openai/text-embedding-3-small","callback_url":"http://a","requests":[{"custom_id":"1","body":{"input":"a"}}] | callback_url: Invalid string
            """)
    void a_wrong_value_of_another_endpoint(String path, String fields, String message) throws Exception {
        assertRefused(path, "{" + fields + "}", message);

        server.lenient();
        assertThat(post(path, "{" + fields + "}").statusCode()).isLessThan(300);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            /chat/completions | "model":"openai/gpt-4o","messages":{"a":1}                      | messages: Invalid input: expected array, received object
            /rerank           | "model":"cohere/rerank-v3.5","query":"a","documents":{"a":1}    | documents: Invalid input: expected array, received object
            """)
    void an_object_in_the_place_of_an_array(String path, String fields, String message) throws Exception {
        assertRefused(path, "{" + fields + "}", message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"body":{"input":"a"}}                | requests.0.custom_id: Invalid input: expected string, received undefined
            {"custom_id":"1","body":"a"}          | requests.0.body: Invalid input: expected object, received string
            {"custom_id":"1"}                     | requests.0.body: Invalid input: expected object, received undefined
            """)
    void a_malformed_line_of_a_batch(String line, String message) throws Exception {
        assertRefused(
                "/batches",
                "{\"endpoint\":\"/v1/embeddings\",\"model\":\"openai/text-embedding-3-small\",\"requests\":[" + line
                        + "]}",
                message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            /embeddings           | "input":"a"                                          | cohere/rerank-v3.5
            /embeddings           | "input":"a"                                          | openai/gpt-4o
            /rerank               | "query":"a","documents":["b"]                        | openai/text-embedding-3-small
            /rerank               | "query":"a","documents":["b"]                        | typesafe/jev-1.13
            /images               | "prompt":"a"                                         | openai/gpt-4o
            /audio/speech         | "input":"a"                                          | openai/gpt-4o
            /audio/transcriptions | "input_audio":{"data":"QQ==","format":"wav"}         | mistralai/voxtral-mini-tts-2603
            /api/alpha/decisions  | "state":"s","questions":{"q":{"type":"noul","instructions":"i"}} | openai/gpt-4o
            """)
    void a_model_of_another_endpoint(String path, String fields, String model) throws Exception {
        HttpResponse<String> answer = post(path, "{\"model\":\"" + model + "\"," + fields + "}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(model + " is not a ");
    }

    /** The log says nothing that does not help: {@code addModel} refuses an id without an author. */
    @ParameterizedTest
    @CsvSource({
        "my/model, my/model",
        "my/model:nitro, my/model",
        "my/model:free, my/model:free",
        "my/model@preset/brief, my/model",
        "gpt-4o, ''",
        "'', ''"
    })
    void a_model_until_it_is_added_as_the_log_says(String model, String added) throws Exception {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(OpenRouterServer.class);
        logger.addAppender(log);

        client.chat(Client.says("Hi").replace("openai/gpt-4o", model));

        logger.detachAppender(log);
        assertThat(log.list)
                .extracting(event -> event.getArgumentArray()[0])
                .containsExactlyElementsOf(added.isEmpty() ? List.of() : List.of(added));
        if (!added.isEmpty()) {
            server.addModel(added);
            assertThat(client.chat(Client.says("Hi").replace("openai/gpt-4o", model))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            /chat/completions     | "messages":[{"role":"user","content":"Hi"}]
            /embeddings           | "input":"a"
            /images               | "prompt":"a"
            /api/alpha/decisions  | "state":"s","questions":{"q":{"type":"noul","instructions":"i"}}
            /batches              | "requests":[{"custom_id":"1","body":{}}]
            """)
    void an_unknown_model_and_logs_once_how_to_add_it(String path, String fields) throws Exception {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(OpenRouterServer.class);
        logger.addAppender(log);
        String endpoint = path.equals("/batches") ? "\"endpoint\":\"/v1/embeddings\"," : "";
        String request = "{" + endpoint + "\"model\":\"my/model\"," + fields + "}";

        post(path, request);
        HttpResponse<String> answer = post(path, request);

        logger.detachAppender(log);
        assertThat(Json.parse(answer.body()).at("/error/message").asText())
                .isEqualTo("my/model is not a valid model ID");
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "The stand-in does not know the model my/model. If OpenRouter has it, server.addModel(\"my/model\") adds it.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            openai/gpt-4o:free   | /chat/completions | {"model":"openai/gpt-4o:free","messages":[{"role":"user","content":"Hi"}]}
            openai/gpt-4o:extra  | /chat/completions | {"model":"openai/gpt-4o:extra","messages":[{"role":"user","content":"Hi"}]}
            openai/gpt-5.2:batch | /batches          | {"endpoint":"/v1/chat/completions","model":"openai/gpt-5.2","requests":[{"custom_id":"1","body":{"messages":[]}}]}
            """)
    void an_unknown_variant_and_logs_its_id(String missing, String path, String request) throws Exception {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(OpenRouterServer.class);
        logger.addAppender(log);

        int refused = post(path, request).statusCode();
        server.addModel(missing);
        int added = post(path, request).statusCode();

        logger.detachAppender(log);
        assertThat(refused).isIn(400, 404);
        assertThat(added).isIn(200, 202);
        assertThat(log.list).extracting(event -> event.getArgumentArray()[0]).containsExactly(missing);
    }

    @ParameterizedTest
    @CsvSource({
        "google/gemma-4-31b-it-20260402, google/gemma-4-31b-it",
        "google/gemma-4-31b-it-20260402:free, google/gemma-4-31b-it:free",
        "nvidia/nemotron-nano-9b-v2,",
        "my/model,",
    })
    void a_slug_without_the_variant_that_is_left(String slug, @Nullable String answering) throws Exception {
        server.addModel("my/model:free");

        HttpResponse<String> answer = client.chat(Client.says("Hi").replace("openai/gpt-4o", slug));

        assertThat(answer.statusCode()).isEqualTo(answering == null ? 400 : 200);
        assertThat(Json.parse(answer.body()).path("model").asText(null)).isEqualTo(answering);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"type":"image_url","image_url":{"url":"data:image/png;base64,QQ=="}}        | image input
            {"type":"input_audio","input_audio":{"data":"QQ==","format":"wav"}}          | input audio
            {"type":"input_video","%s":{"%s":"data:video/mp4;base64,QQ=="}}              | input video
            """)
    void what_a_model_for_text_cannot_read(String part, String kind) throws Exception {
        String content = "[" + part.formatted("video_url", "url") + "]";
        HttpResponse<String> chat = client.chat(
                "{\"model\":\"deepseek/deepseek-r1\",\"messages\":[{\"role\":\"user\",\"content\":" + content + "}]}");
        HttpResponse<String> embeddings = post(
                "/embeddings",
                "{\"model\":\"openai/text-embedding-3-small\",\"input\":[{\"content\":["
                        + part.formatted("input_video", "data") + "]}]}");

        assertThat(chat.statusCode()).isEqualTo(404);
        assertThat(chat.body()).contains("No endpoints found that support " + kind);
        assertThat(embeddings.statusCode()).isEqualTo(404);
        assertThat(embeddings.body()).contains("No endpoints found that support " + kind);
    }

    @Test
    void a_document_is_for_every_chat_model() throws Exception {
        assertThat(client.chat(
                                "{\"model\":\"deepseek/deepseek-r1\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"file\",\"file\":"
                                        + "{\"filename\":\"a.pdf\",\"file_data\":\"data:application/pdf;base64,QQ==\"}}]}]}")
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/alpha/decisions",
                "/batches",
                "/chat/completions",
                "/embeddings",
                "/rerank",
                "/images",
                "/audio/speech",
                "/audio/transcriptions"
            })
    void a_wrong_key_of_what_costs(String path) throws Exception {
        HttpResponse<String> answer = client.send(client.absolute(path)
                .header("Authorization", "Bearer sk-or-v1-wrong")
                .POST(BodyPublishers.ofString("{}"))
                .build());

        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/batches/batch_1", "/batches/batch_1/results", "/models/user", "/credits", "/key"})
    void a_wrong_key_of_what_is_read(String path) throws Exception {
        HttpResponse<String> answer = client.send(client.absolute(path)
                .header("Authorization", "Bearer sk-or-v1-wrong")
                .build());

        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void a_lenient_server_takes_any_message() throws Exception {
        server.lenient();

        assertThat(client.chat(chat("{\"role\":\"boss\",\"content\":[{\"type\":\"smell\"}]}", "\"stop\": 7"))
                        .statusCode())
                .isEqualTo(200);
    }

    private static String chat(String message, String field) {
        String one = message.isEmpty() ? "{\"role\":\"user\",\"content\":\"Hi\"}" : message;
        String more = field.isEmpty() ? "" : "," + field;
        String model = field.startsWith("\"model\"") ? "" : "\"model\":\"openai/gpt-4o\",";
        return "{" + model + "\"messages\":[" + one + "]" + more + "}";
    }

    private void assertRefused(String path, String body, String message) throws Exception {
        HttpResponse<String> answer = post(path, body);

        assertThat(Json.parse(answer.body()).at("/error/message").asText()).startsWith(message);
        assertThat(answer.statusCode()).isEqualTo(400);
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return client.send(client.absolute(path)
                .header("Authorization", "Bearer " + server.apiKey())
                .POST(BodyPublishers.ofString(body))
                .build());
    }
}
