package dev.langchain4j.model.openrouter.benchmarks;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.http.client.jdk.JdkHttpClient;
import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.net.http.HttpClient;
import java.util.List;
import java.util.function.Supplier;

/** LangChain4j's OpenAI module with another base URL, on the JDK's HTTP client. */
final class LangChain4jClient implements Client {

    private final ChatRequest request;
    private final ChatModel model;
    private final StreamingChatModel streamingModel;
    private final EmbeddingModel embeddingModel;
    private final List<TextSegment> texts =
            Workload.texts().stream().map(TextSegment::from).toList();
    private final Scenario scenario;

    LangChain4jClient(Scenario scenario, String baseUrl) {
        JdkHttpClientBuilder http = JdkHttpClient.builder();
        if (scenario.virtualThreads) {
            http.httpClientBuilder(HttpClient.newBuilder().executor(Threads.of(scenario)));
        }
        this.scenario = scenario;
        request = Workload.chatRequest(scenario);
        model = OpenAiChatModel.builder()
                .httpClientBuilder(http)
                .baseUrl(baseUrl)
                .apiKey(Workload.KEY)
                .modelName(Workload.MODEL)
                .build();
        streamingModel = OpenAiStreamingChatModel.builder()
                .httpClientBuilder(http)
                .baseUrl(baseUrl)
                .apiKey(Workload.KEY)
                .modelName(Workload.MODEL)
                .build();
        embeddingModel = OpenAiEmbeddingModel.builder()
                .httpClientBuilder(http)
                .baseUrl(baseUrl)
                .apiKey(Workload.KEY)
                .modelName(Workload.MODEL)
                .maxSegmentsPerBatch(texts.size())
                .build();
    }

    @Override
    public Supplier<String> call() {
        if (scenario.kind == Scenario.Kind.EMBED) {
            List<Embedding> embeddings = embeddingModel.embedAll(texts).content();
            return () -> Workload.wordsOfVectors(
                    embeddings.stream().map(Embedding::vector).toList());
        }
        ChatResponse response = model.chat(request);
        return () -> Workload.words(response);
    }

    @Override
    public void stream(Listener listener) {
        streamingModel.chat(request, new StreamHandler(listener));
    }
}
