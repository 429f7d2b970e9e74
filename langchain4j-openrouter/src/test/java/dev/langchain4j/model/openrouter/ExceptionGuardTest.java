package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelErrorContext;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.embedding.listener.EmbeddingModelErrorContext;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import dev.langchain4j.model.embedding.listener.EmbeddingModelRequestContext;
import dev.langchain4j.model.embedding.listener.EmbeddingModelResponseContext;
import dev.langchain4j.model.openrouter.support.Async;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.support.Style;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.openrouter.test.SimulatedJudge;
import dev.langchain4j.model.openrouter.test.SimulatedJudge.Noise;
import dev.langchain4j.model.scoring.ScoringModel;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Listeners, sinks and caches that throw lose no answer. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class ExceptionGuardTest {

    private static final String EMBEDDING_MODEL = "openai/text-embedding-3-small";
    private static final List<TextSegment> SEGMENTS = List.of(TextSegment.from("Seine"), TextSegment.from("Rhine"));

    private final OpenRouterServer server;
    private final List<OpenRouterCostRecord> records = new CopyOnWriteArrayList<>();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final OpenRouter openRouter;

    ExceptionGuardTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = connection().build();
    }

    private OpenRouter.Builder connection() {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o");
    }

    @AfterEach
    void close() {
        openRouter.close();
    }

    enum Thrown {
        EXCEPTION(new IllegalStateException("disk full")),
        CHECKED_EXCEPTION(new IOException("thrown by Kotlin, which has no checked exceptions")),
        LINKAGE_ERROR(new NoSuchMethodError("Timer MeterRegistry.timer(String, Tags)")),
        ASSERTION_ERROR(new AssertionError("expected 1"));

        private final Throwable throwable;

        Thrown(Throwable throwable) {
            this.throwable = throwable;
        }

        <T> T now() {
            throw ExceptionGuardTest.<RuntimeException>unchecked(throwable);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T unchecked(Throwable throwable) throws T {
        throw (T) throwable;
    }

    static List<Arguments> stylesAndThrown() {
        return List.of(Style.values()).stream()
                .flatMap(style -> List.of(Thrown.values()).stream().map(thrown -> Arguments.of(style, thrown)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("stylesAndThrown")
    void a_sink_costs_neither_the_answer_of_a_chat_nor_the_record_of_the_next_sink(Style style, Thrown thrown) {
        try (OpenRouter told = connection().costListener(failing(thrown)).build()) {
            server.answer("Seine");

            assertThat(style.chat(told, "River?").aiMessage().text()).isEqualTo("Seine");
        }
        assertThat(records)
                .singleElement()
                .satisfies(record -> assertThat(record.successful()).isTrue());
    }

    @ParameterizedTest
    @MethodSource("stylesAndThrown")
    void a_sink_does_not_replace_the_failure_of_a_chat(Style style, Thrown thrown) {
        server.answer(Answer.error(400, "Input too long"));

        try (OpenRouter told = connection().costListener(failing(thrown)).build()) {
            assertThatThrownBy(() -> style.chat(told, "River?")).isInstanceOf(InvalidRequestException.class);
        }
        assertThat(records).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void a_sink_costs_no_vectors(Thrown thrown) {
        var model = openRouter
                .embeddingModel()
                .modelName(EMBEDDING_MODEL)
                .maxSegmentsPerBatch(1)
                .costListener(failing(thrown))
                .build();

        assertThat(model.embedAll(SEGMENTS).content()).hasSize(2);
        assertThat(records).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void a_sink_costs_no_picture_no_speech_and_no_transcript(Thrown thrown) {
        try (OpenRouter told = connection().costListener(failing(thrown)).build()) {
            assertThat(told.imageModel()
                            .modelName("bytedance-seed/seedream-4.5")
                            .build()
                            .generate("A river")
                            .content())
                    .isNotNull();
            assertThat(told.speechModel()
                            .modelName("mistralai/voxtral-mini-tts-2603")
                            .build()
                            .synthesize("Seine")
                            .audio())
                    .isNotNull();
            assertThat(told.transcriptionModel()
                            .modelName("openai/whisper-large-v3")
                            .build()
                            .transcribeToText(Audio.builder()
                                    .binaryData(new byte[] {1})
                                    .mimeType("audio/wav")
                                    .build()))
                    .isNotNull();
        }
        assertThat(records).hasSize(3);
    }

    @ParameterizedTest
    @MethodSource("stylesAndThrown")
    void a_warning_of_a_budget_costs_no_answer(Style style, Thrown thrown) {
        server.answer(Answer.text("Seine").usage(1, 1, "0.5"));
        var warned = new AtomicInteger();
        OpenRouterBudget budget = OpenRouterBudget.builder()
                .limit(BigDecimal.ONE)
                .warnAt(0.1, warning -> {
                    warned.incrementAndGet();
                    thrown.now();
                })
                .build();

        try (OpenRouter limited = connection().budget(budget).build()) {
            assertThat(style.chat(limited, "River?").aiMessage().text()).isEqualTo("Seine");
        }
        assertThat(warned).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource
    void a_sink_and_a_listener_cost_no_scores(Thrown thrown) {
        ScoringModel model = openRouter
                .scoringModel()
                .modelName("cohere/rerank-v3.5")
                .costListener(failing(thrown))
                .listener(report -> thrown.now())
                .build();

        assertThat(model.scoreAll(SEGMENTS, "Seine").content()).hasSize(2);
        assertThat(records).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void a_listener_and_a_cache_cost_no_verdicts_of_a_chat_model(Thrown thrown) {
        var judge = new SimulatedJudge((query, passage) -> passage.equals(query) ? 9 : 1, Noise.IDEAL, 1);
        server.when(SimulatedJudge.prompts()).answer(judge.asAnswer());
        ScoringModel model = openRouter
                .llmScoringModel()
                .costListener(failing(thrown))
                .listener(report -> thrown.now())
                .cache(new OpenRouterRerankCache() {
                    @Override
                    public String get(String key) {
                        return thrown.now();
                    }

                    @Override
                    public void put(String key, String reply) {
                        thrown.now();
                    }
                })
                .build();

        List<Double> scores = model.scoreAll(SEGMENTS, "Seine").content();

        assertThat(scores.get(0)).isGreaterThan(scores.get(1));
        assertThat(records).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("stylesAndThrown")
    void a_chat_listener_costs_neither_the_answer_nor_the_next_listener(Style style, Thrown thrown) {
        server.answer(Answer.text("Seine"), Answer.error(400, "Input too long"));

        assertThat(chat(style, chatListeners(thrown))).isEqualTo("Seine");
        assertThatThrownBy(() -> chat(style, chatListeners(thrown))).isInstanceOf(InvalidRequestException.class);

        assertThat(told).containsExactly("request", "response", "request", "error");
    }

    @ParameterizedTest
    @EnumSource
    void an_embedding_listener_costs_neither_the_vectors_nor_the_next_listener(Thrown thrown) {
        var model = openRouter
                .embeddingModel()
                .modelName(EMBEDDING_MODEL)
                .listeners(embeddingListeners(thrown))
                .build();

        assertThat(model.embedAll(SEGMENTS).content()).hasSize(2);
        server.answer(Answer.error(400, "Input too long"));
        assertThatThrownBy(() -> model.embedAll(SEGMENTS)).isInstanceOf(InvalidRequestException.class);

        assertThat(told).containsExactly("request", "response", "request", "error");
    }

    @ParameterizedTest
    @EnumSource
    void a_catalog_that_cannot_tell_prices_costs_the_saving_only(Thrown thrown) {
        server.answer(Answer.text("Seine").cachedTokens(1000));
        var catalog =
                new OpenRouterModelCatalog(OpenRouterModelCatalog.builder().baseUrl(server.baseUrl())) {
                    @Override
                    public Optional<OpenRouterModelInfo> find(String idOrAlias) {
                        return thrown.now();
                    }
                };
        var listener = new OpenRouterCostListener(catalog, records::add);

        assertThat(openRouter.chatModel().costListener(listener).build().chat("River?"))
                .isEqualTo("Seine");

        assertThat(records)
                .singleElement()
                .satisfies(record -> assertThat(record.cacheSaving()).isNull());
    }

    /** As one that serialises what refers to itself. */
    @ParameterizedTest
    @EnumSource
    void a_chat_listener_without_stack_leaves_no_stream_open(Style style) {
        server.answer(Answer.text("Seine"), Answer.error(400, "Input too long"));
        List<ChatModelListener> endless = List.of(new ChatModelListener() {
            @Override
            public void onResponse(ChatModelResponseContext context) {
                throw new StackOverflowError();
            }

            @Override
            public void onError(ChatModelErrorContext context) {
                throw new StackOverflowError();
            }
        });

        assertThat(chat(style, endless)).isEqualTo("Seine");
        assertThatThrownBy(() -> chat(style, endless)).isInstanceOf(InvalidRequestException.class);
    }

    @ParameterizedTest
    @EnumSource
    void every_listener_hears_once_why_a_request_is_not_sent(Style style) {
        List<String> spans = new CopyOnWriteArrayList<>();
        ChatModelListener curious = new ChatModelListener() {
            @Override
            public void onRequest(ChatModelRequestContext context) {
                context.attributes().put("span", "open");
                chat(style, chatListeners(Thrown.EXCEPTION)); // its listeners hear of no failure
            }

            @Override
            public void onError(ChatModelErrorContext context) {
                spans.add(
                        context.attributes().get("span") + " " + context.error().getMessage());
                throw new IllegalStateException("from a listener");
            }
        };
        server.answer(Answer.text("Seine"), Answer.text("Seine"));

        assertThatThrownBy(() -> chat(style, "gpt-none", List.of(curious, curious)))
                .isInstanceOf(ModelNotFoundException.class);
        assertThat(spans).hasSize(2).allMatch(span -> span.startsWith("open Unknown model 'gpt-none'"));
        assertThat(told).containsExactly("request", "response", "request", "response");
    }

    @Test
    void listeners_hear_once_of_a_refusal_that_a_handler_throws_on() {
        OpenRouterBudget spent =
                OpenRouterBudget.builder().limit(new BigDecimal("0.000000001")).build();
        StreamingChatModel model = openRouter
                .streamingChatModel()
                .budget(spent)
                .listeners(chatListeners(Thrown.EXCEPTION))
                .build();
        var handler = new StreamingChatResponseHandler() {
            @Override
            public void onCompleteResponse(ChatResponse response) {
                throw new AssertionError("expected a refusal");
            }

            @Override
            public void onError(Throwable error) {
                throw new AssertionError("expected an answer");
            }
        };

        assertThatThrownBy(() -> model.chat("River?", handler)).hasMessage("expected an answer");
        assertThat(told).containsExactly("request", "error");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PLAIN")
    void a_sink_without_stack_leaves_no_stream_open(Style style) {
        server.answer(Answer.text("Seine"), Answer.error(400, "Input too long"));
        var endless = new OpenRouterCostListener(cost -> {
            throw new StackOverflowError();
        });
        try (OpenRouter told = connection().costListener(endless).build()) {
            assertThat(catchThrowable(() -> style.chat(told, "River?")))
                    .isNotNull()
                    .hasMessageNotContaining("has not ended");
            assertThat(catchThrowable(() -> style.chat(told, "River?")))
                    .isNotNull()
                    .hasMessageNotContaining("has not ended");
        }
    }

    @Test
    void an_error_of_the_virtual_machine_passes() {
        var listener = new OpenRouterCostListener(cost -> {
            throw new StackOverflowError();
        });

        assertThatThrownBy(() ->
                        openRouter.chatModel().costListener(listener).build().chat("River?"))
                .isInstanceOf(StackOverflowError.class);
    }

    private OpenRouterCostListener failing(Thrown thrown) {
        return new OpenRouterCostListener(cost -> thrown.now(), records::add);
    }

    private String chat(Style style, List<ChatModelListener> listeners) {
        return chat(style, "openai/gpt-4o", listeners);
    }

    private String chat(Style style, String modelName, List<ChatModelListener> listeners) {
        ChatRequest request = ChatRequest.builder()
                .modelName(modelName)
                .messages(UserMessage.from("River?"))
                .build();
        if (style == Style.PLAIN) {
            return openRouter
                    .chatModel()
                    .listeners(listeners)
                    .build()
                    .chat(request)
                    .aiMessage()
                    .text();
        }
        if (style == Style.ASYNC) {
            ChatModel model = openRouter.chatModel().listeners(listeners).build();
            return Async.result(model.chatAsync(request)).aiMessage().text();
        }
        var handler = new HandlerRecorder();
        style.streaming(openRouter.streamingChatModel().listeners(listeners).build())
                .chat(request, handler);
        return handler.response().aiMessage().text();
    }

    private List<ChatModelListener> chatListeners(Thrown thrown) {
        return List.of(
                new ChatModelListener() {
                    @Override
                    public void onRequest(ChatModelRequestContext context) {
                        thrown.now();
                    }

                    @Override
                    public void onResponse(ChatModelResponseContext context) {
                        thrown.now();
                    }

                    @Override
                    public void onError(ChatModelErrorContext context) {
                        thrown.now();
                    }
                },
                new ChatModelListener() {
                    @Override
                    public void onRequest(ChatModelRequestContext context) {
                        told.add("request");
                    }

                    @Override
                    public void onResponse(ChatModelResponseContext context) {
                        told.add("response");
                    }

                    @Override
                    public void onError(ChatModelErrorContext context) {
                        told.add("error");
                    }
                });
    }

    private List<EmbeddingModelListener> embeddingListeners(Thrown thrown) {
        return List.of(
                new EmbeddingModelListener() {
                    @Override
                    public void onRequest(EmbeddingModelRequestContext context) {
                        thrown.now();
                    }

                    @Override
                    public void onResponse(EmbeddingModelResponseContext context) {
                        thrown.now();
                    }

                    @Override
                    public void onError(EmbeddingModelErrorContext context) {
                        thrown.now();
                    }
                },
                new EmbeddingModelListener() {
                    @Override
                    public void onRequest(EmbeddingModelRequestContext context) {
                        told.add("request");
                    }

                    @Override
                    public void onResponse(EmbeddingModelResponseContext context) {
                        told.add("response");
                    }

                    @Override
                    public void onError(EmbeddingModelErrorContext context) {
                        told.add("error");
                    }
                });
    }
}
