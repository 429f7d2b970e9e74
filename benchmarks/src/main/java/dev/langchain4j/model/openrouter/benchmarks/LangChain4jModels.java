package dev.langchain4j.model.openrouter.benchmarks;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.scoring.ScoringModel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The common part of the clients that use LangChain4j; each provides its models, created on first use. */
abstract class LangChain4jModels implements Client {

    final Scenario scenario;
    final ChatRequest request;
    private final Lazy<ChatModel> chatModel = new Lazy<>(this::chatModel);
    final Lazy<StreamingChatModel> streamingModel = new Lazy<>(this::streamingModel);
    private final Lazy<ScoringModel> scoringModel = new Lazy<>(this::scoringModel);
    private final Lazy<EmbeddingModel> embeddingModel = new Lazy<>(this::embeddingModel);
    private final Lazy<List<TextSegment>> documents = new Lazy<>(() -> segments(Workload.documents()));
    private final Lazy<List<TextSegment>> texts = new Lazy<>(() -> segments(Workload.texts()));

    LangChain4jModels(Scenario scenario) {
        this.scenario = scenario;
        this.request = Workload.chatRequest(scenario);
    }

    abstract ChatModel chatModel();

    abstract StreamingChatModel streamingModel();

    abstract ScoringModel scoringModel();

    abstract EmbeddingModel embeddingModel();

    @Override
    public final Supplier<String> call() {
        return switch (scenario.kind) {
            case RERANK -> rerank();
            case EMBED -> embed();
            case CHAT, ASYNC, HELD, STREAM, PACED -> chat();
        };
    }

    @Override
    public final CompletableFuture<Supplier<String>> callAsync() {
        return chatModel.get().chatAsync(request).thenApply(response -> () -> Workload.words(response));
    }

    @Override
    public void stream(Listener listener) {
        streamingModel.get().chat(request, new StreamHandler(listener));
    }

    private Supplier<String> chat() {
        ChatResponse response = chatModel.get().chat(request);
        return () -> Workload.words(response);
    }

    private Supplier<String> rerank() {
        List<Double> scores =
                scoringModel.get().scoreAll(documents.get(), Workload.QUERY).content();
        return () -> Workload.words(scores);
    }

    private Supplier<String> embed() {
        List<Embedding> embeddings = embeddingModel.get().embedAll(texts.get()).content();
        return () -> Workload.wordsOfVectors(
                embeddings.stream().map(Embedding::vector).toList());
    }

    private static List<TextSegment> segments(List<String> texts) {
        return texts.stream().map(TextSegment::from).toList();
    }

    /** Created once, on first use; a cold start creates only what it needs. */
    static final class Lazy<T> {

        private final Supplier<T> maker;
        private volatile @Nullable T made;

        Lazy(Supplier<T> maker) {
            this.maker = maker;
        }

        T get() {
            T value = made;
            return value == null ? make() : value;
        }

        private synchronized T make() {
            T value = made;
            if (value == null) {
                value = maker.get();
                made = value;
            }
            return value;
        }
    }
}
