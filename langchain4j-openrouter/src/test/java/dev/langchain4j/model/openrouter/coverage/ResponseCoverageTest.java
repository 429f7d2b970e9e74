package dev.langchain4j.model.openrouter.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.audio.AudioTranscriptionRequest;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.support.OpenApiFile;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Every leaf of every answer that OpenRouter's OpenAPI file describes can be read: by a method, or as it came, in
 * {@code fields()} or {@code rawResponse()}.
 */
@ExtendWith(OpenRouterServerExtension.class)
class ResponseCoverageTest {

    /** Alternatives of one value are tried one after the other. */
    private static final int VARIANTS = 3;

    private static JsonNode file;

    private final OpenRouterServer server;

    ResponseCoverageTest(OpenRouterServer server) {
        this.server = server;
    }

    @BeforeAll
    static void read_the_file() {
        file = OpenApiFile.read();
    }

    /**
     * An operation whose answers this library reads.
     *
     * @param given leaves that need a certain value
     * @param elsewhere leaves that are not here, with the reason
     */
    record Operation(
            String method,
            String path,
            String type,
            Map<String, String> given,
            Map<String, String> elsewhere,
            Function<OpenRouter, Object> call) {

        static Operation get(String path, Map<String, String> elsewhere, Function<OpenRouter, Object> call) {
            return new Operation("get", path, "application/json", Map.of(), elsewhere, call);
        }

        static Operation post(String path, Map<String, String> given, Function<OpenRouter, Object> call) {
            return new Operation("post", path, "application/json", given, Map.of(), call);
        }

        Match match() {
            return Match.path(path.replace("{author}", "acme").replace("{slug}", "open"));
        }

        @Override
        public String toString() {
            return method + " " + path + (type.contains("event") ? ", streamed" : "");
        }
    }

    private static final Map<String, String> CHAT = Map.of(
            "choices[].index",
            "0",
            "choices[].finish_reason",
            "\"stop\"",
            "choices[].message.tool_calls[].function.arguments",
            "\"{}\"",
            "choices[].message.images[].image_url.url",
            "\"data:image/png;base64,AAAA\"");

    private static final Map<String, String> CHUNK = Map.of(
            "error",
            "",
            "choices[].index",
            "0",
            "choices[].finish_reason",
            "\"stop\"",
            "choices[].delta.tool_calls[].index",
            "0",
            "choices[].delta.tool_calls[].function.arguments",
            "\"{}\"",
            "choices[].delta.images[].image_url.url",
            "\"data:image/png;base64,AAAA\"");

    private static final Map<String, String> WHOLE_LIST =
            Map.of("total_count", "the list is whole: its size", "links.next", "no pages are asked for");

    static Stream<Operation> operations() {
        return Stream.of(
                Operation.post(
                        "/chat/completions",
                        CHAT,
                        openRouter -> openRouter
                                .chatModel()
                                .modelName("acme/open")
                                .returnThinking(true)
                                .build()
                                .chat(UserMessage.from("hi"))),
                new Operation("post", "/chat/completions", "text/event-stream", CHUNK, Map.of(), openRouter -> {
                    HandlerRecorder handler = new HandlerRecorder();
                    openRouter
                            .streamingChatModel()
                            .modelName("acme/open")
                            .returnThinking(true)
                            .returnRawResponse(true)
                            .build()
                            .chat(List.of(UserMessage.from("hi")), handler);
                    return handler.awaitAnswer();
                }),
                Operation.post(
                        "/embeddings",
                        Map.of("data[].index", "0"),
                        openRouter -> openRouter
                                .embeddingModel()
                                .modelName("acme/open")
                                .encodingFormat("float")
                                .returnRawResponse(true)
                                .build()
                                .embed(EmbeddingRequest.builder().input("hi").build())),
                Operation.post(
                        "/rerank",
                        Map.of("results[].index", "0"),
                        openRouter -> openRouter
                                .scoringModel()
                                .modelName("acme/open")
                                .returnRawResponse(true)
                                .build()
                                .scoreAll(List.of(TextSegment.from("hi")), "hi")),
                Operation.post(
                        "/images",
                        Map.of(),
                        openRouter -> openRouter
                                .imageModel()
                                .modelName("acme/open")
                                .returnRawResponse(true)
                                .build()
                                .generate("hi")),
                Operation.post(
                        "/audio/transcriptions",
                        Map.of(),
                        openRouter -> openRouter
                                .transcriptionModel()
                                .modelName("acme/open")
                                .build()
                                .transcribe(AudioTranscriptionRequest.builder()
                                        .audio(Audio.builder()
                                                .base64Data("UklGRg==")
                                                .mimeType("audio/wav")
                                                .build())
                                        .build())),
                Operation.get(
                        "/models",
                        WHOLE_LIST,
                        openRouter -> openRouter.modelCatalog().models()),
                Operation.get(
                        "/models/user",
                        WHOLE_LIST,
                        openRouter -> openRouter.modelCatalog().modelsOfKey()),
                Operation.get(
                        "/models/{author}/{slug}/endpoints",
                        Map.of("data.", "the model is in the catalog"),
                        openRouter -> openRouter.modelCatalog().endpoints("acme/open")),
                Operation.get(
                        "/endpoints/zdr",
                        Map.of(),
                        openRouter -> openRouter.modelCatalog().zeroDataRetentionEndpoints()),
                Operation.get("/key", Map.of(), OpenRouter::key),
                Operation.get("/credits", Map.of(), OpenRouter::credits),
                new Operation(
                        "get",
                        "/generation",
                        "application/json",
                        Map.of("data.id", "\"gen-1\""), // the record of another one is refused
                        Map.of(),
                        openRouter -> openRouter.generation("gen-1")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void every_leaf_of_an_answer_can_be_read(Operation operation) {
        JsonNode schema = OpenApiFile.answer(file, operation.method(), operation.path(), "200", operation.type());
        boolean streamed = operation.type().contains("event");
        for (int variant = 0; variant < VARIANTS; variant++) {
            var sentinels = new Sentinels(file, operation.given(), variant);
            String body = sentinels.answer(
                    streamed ? OpenApiFile.resolved(file, schema).at("/properties/data") : schema);
            if (operation.path().equals("/embeddings") && !body.contains("\"embedding\":[")) {
                continue; // no numbers but base64, which no sentinel is
            }
            server.when(operation.match())
                    .answer(Answer.payload(streamed ? "data: " + body + "\n\ndata: [DONE]\n\n" : body));

            Object answer;
            try (OpenRouter openRouter = openRouter()) {
                answer = operation.call().apply(openRouter);
            }

            assertThat(sentinels.leaves()).hasSizeGreaterThan(1);
            assertThat(unread(sentinels, operation.elsewhere(), Reachable.in(answer, true)))
                    .as("leaves of %s that nobody can read", operation)
                    .isEmpty();
        }
    }

    static Stream<String> statuses() {
        return Stream.of(
                "400", "401", "402", "403", "404", "408", "413", "422", "429", "500", "502", "503", "524", "529");
    }

    @ParameterizedTest
    @MethodSource("statuses")
    void every_leaf_of_an_error_can_be_read(String status) {
        JsonNode schema = OpenApiFile.answer(file, "post", "/chat/completions", status, "application/json");
        var sentinels = new Sentinels(file, Map.of(), 0);
        String body = sentinels.answer(schema);
        server.when(Match.path("/chat/completions"))
                .answer(Answer.raw(Integer.parseInt(status), "application/json", body));

        Throwable failure;
        try (OpenRouter openRouter = openRouter()) {
            failure = catchThrowable(
                    () -> openRouter.chatModel().modelName("acme/open").build().chat("hi"));
        }

        Set<String> readable = Reachable.in(failure, true);
        assertThat(sentinels.leaves()).hasSizeGreaterThan(2);
        assertThat(unread(sentinels, Map.of(), readable)).isEmpty();
    }

    /** @param elsewhere places, or the beginnings of places, that end where a list begins */
    private static Map<String, String> unread(
            Sentinels sentinels, Map<String, String> elsewhere, Set<String> readable) {
        Map<String, String> unread = new TreeMap<>();
        sentinels.leaves().forEach((leaf, value) -> {
            String place = leaf.substring(0, leaf.indexOf('#'));
            boolean excused = elsewhere.containsKey(place)
                    || elsewhere.keySet().stream()
                            .anyMatch(
                                    one -> one.endsWith(".") && place.startsWith(one) && !place.contains("endpoints"));
            boolean told = readable.contains(value) || readable.stream().anyMatch(text -> text.contains(value));
            if (!excused && !told) {
                unread.put(leaf, value);
            }
        });
        return unread;
    }

    private OpenRouter openRouter() {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .maxRetries(0)
                .build();
    }
}
