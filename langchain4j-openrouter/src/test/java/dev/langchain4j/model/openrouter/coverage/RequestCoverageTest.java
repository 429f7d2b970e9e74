package dev.langchain4j.model.openrouter.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.audio.AudioTranscriptionRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterModelFilter;
import dev.langchain4j.model.openrouter.OpenRouterProviderPreferences;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.support.OpenApiFile;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every field of every request that OpenRouter's OpenAPI file describes can be sent: by a setter, or as a custom parameter. */
@ExtendWith(OpenRouterServerExtension.class)
class RequestCoverageTest {

    private static final OpenRouterProviderPreferences PROVIDER =
            OpenRouterProviderPreferences.builder().allowFallbacks(true).build();

    private final OpenRouterServer server;

    RequestCoverageTest(OpenRouterServer server) {
        this.server = server;
    }

    /**
     * A kind of request.
     *
     * @param call sends a request with these custom parameters; those of LangChain4j's own names are set as well
     * @param never fields that no request needs, with the reason
     */
    record Kind(String path, BiConsumer<OpenRouter, Map<String, Object>> call, Map<String, String> never) {

        @Override
        public String toString() {
            return path;
        }
    }

    static Stream<Kind> kinds() {
        return Stream.of(
                new Kind("/chat/completions", RequestCoverageTest::chat, Map.of()),
                new Kind(
                        "/embeddings",
                        (openRouter, custom) -> openRouter
                                .embeddingModel()
                                .modelName("openai/text-embedding-3-small")
                                .dimensions(4)
                                .inputType(EmbeddingInputType.QUERY)
                                .user("u-1")
                                .provider(PROVIDER)
                                .customParameters(custom)
                                .build()
                                .embed("hi"),
                        Map.of()),
                new Kind(
                        "/rerank",
                        (openRouter, custom) -> openRouter
                                .scoringModel()
                                .modelName("cohere/rerank-v3.5")
                                .provider(PROVIDER)
                                .customParameters(custom)
                                .build()
                                .scoreAll(List.of(TextSegment.from("hi")), "hi"),
                        Map.of()),
                new Kind(
                        "/images",
                        (openRouter, custom) -> openRouter
                                .imageModel()
                                .modelName("bytedance-seed/seedream-4.5")
                                .resolution("2K")
                                .aspectRatio("16:9")
                                .size("2K")
                                .quality("high")
                                .outputFormat("webp")
                                .outputCompression(80)
                                .background("opaque")
                                .seed(7)
                                .provider(PROVIDER)
                                .customParameters(custom)
                                .build()
                                .edit(
                                        Image.builder()
                                                .url("https://example.com/a.png")
                                                .build(),
                                        "hi"),
                        Map.of("n", "generate(prompt, n)", "stream", "partial images have no place in ImageModel")),
                new Kind(
                        "/audio/speech",
                        (openRouter, custom) -> openRouter
                                .speechModel()
                                .modelName("mistralai/voxtral-mini-tts-2603")
                                .voice("en_paul_neutral")
                                .responseFormat("mp3")
                                .speed(1.0)
                                .voiceSample(wav())
                                .providerOptions(Map.of("mistral", Map.of("a", 1)))
                                .customParameters(custom)
                                .build()
                                .synthesize("hi"),
                        Map.of()),
                new Kind(
                        "/audio/transcriptions",
                        (openRouter, custom) -> openRouter
                                .transcriptionModel()
                                .modelName("openai/whisper-large-v3")
                                .language("en")
                                .temperature(0.1)
                                .timestampGranularities("word")
                                .providerOptions(Map.of("groq", Map.of("a", 1)))
                                .customParameters(custom)
                                .build()
                                .transcribe(AudioTranscriptionRequest.builder()
                                        .audio(wav())
                                        .build()),
                        Map.of()));
    }

    private static Audio wav() {
        return Audio.builder().base64Data("UklGRg==").mimeType("audio/wav").build();
    }

    /** Sent as a stream, for the field that says so; the setters of the rest are in OpenApiContractTest. */
    private static void chat(OpenRouter openRouter, Map<String, Object> custom) {
        HandlerRecorder handler = new HandlerRecorder();
        openRouter
                .streamingChatModel()
                .modelName("openai/gpt-4o")
                .temperature(0.1)
                .topP(0.9)
                .topK(40)
                .frequencyPenalty(0.1)
                .presencePenalty(0.1)
                .maxOutputTokens(100)
                .stopSequences("END")
                .toolChoice(ToolChoice.AUTO)
                .responseFormat(ResponseFormat.JSON)
                .customParameters(custom)
                .build()
                .chat(
                        dev.langchain4j.model.chat.request.ChatRequest.builder()
                                .messages(UserMessage.from("hi"))
                                .toolSpecifications(
                                        ToolSpecification.builder().name("look").build())
                                .build(),
                        handler);
        handler.awaitEnd();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void every_field_of_a_request_can_be_sent(Kind kind) {
        var file = OpenApiFile.read();
        Set<String> fields = new TreeSet<>(OpenApiFile.resolved(file, OpenApiFile.request(file, kind.path()))
                .path("properties")
                .propertyNames());
        fields.removeAll(kind.never().keySet());

        Set<String> unsaid = new TreeSet<>();
        try (OpenRouter openRouter = openRouter()) {
            kind.call().accept(openRouter, Map.of());
            Set<String> typed = names(last(kind));
            for (String field : fields) {
                if (!typed.contains(field) && !hasSetter(kind, field) && !goesOut(kind, openRouter, field)) {
                    unsaid.add(field);
                }
            }
            assertThat(fields).hasSizeGreaterThan(4);
            assertThat(typed).hasSizeGreaterThan(4);
        }
        assertThat(unsaid).as("fields of %s that nobody can send", kind).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void a_custom_parameter_that_is_null_is_not_sent(Kind kind) {
        Map<String, Object> custom = new LinkedHashMap<>();
        custom.put("brand_new", null);
        custom.put("other", Collections.singletonMap("parent", null));
        try (OpenRouter openRouter = openRouter()) {
            kind.call().accept(openRouter, custom);
        }

        assertThat(last(kind).has("brand_new")).isFalse();
        assertThat(last(kind).at("/other/parent").isNull()).isTrue();
    }

    private boolean goesOut(Kind kind, OpenRouter openRouter, String field) {
        try {
            kind.call().accept(openRouter, Map.of(field, "sentinel"));
        } catch (IllegalArgumentException refused) {
            return false;
        }
        return last(kind).path(field).asText().equals("sentinel");
    }

    /** Refused as a custom parameter with the name of its setter, which a message of ours names. */
    private boolean hasSetter(Kind kind, String field) {
        if (!kind.path().equals("/chat/completions")) {
            return false;
        }
        try (OpenRouter openRouter = openRouter()) {
            openRouter.chatModel().customParameters(Map.of(field, "sentinel")).build();
            return false;
        } catch (IllegalArgumentException refused) {
            return refused.getMessage().matches("(?s).*\\b(setter|has its own|use ).*");
        }
    }

    @Test
    void every_query_of_the_catalog_can_be_sent() {
        var file = OpenApiFile.read();
        var filter = OpenRouterModelFilter.builder();
        Set<String> names = new TreeSet<>();
        file.path("paths").path("/models").path("get").path("parameters").forEach(parameter -> {
            String name = parameter.path("name").asString();
            if (!Set.of("offset", "limit", "use_rss", "use_rss_chat_links").contains(name)) {
                names.add(name);
                filter.query(name, "1");
            }
        });

        server.lenient(); // 1 is no region
        try (OpenRouter openRouter = openRouter()) {
            openRouter.modelCatalog().models(filter.build());
        }

        assertThat(names).hasSizeGreaterThan(10);
        assertThat(server.requests("/models").get(0).query().split("&"))
                .containsAll(names.stream().map(name -> name + "=1").toList());
    }

    private JsonNode last(Kind kind) {
        var requests = server.requests(kind.path());
        return requests.get(requests.size() - 1).body();
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private OpenRouter openRouter() {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .maxRetries(0)
                .build();
    }
}
