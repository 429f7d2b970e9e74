package dev.langchain4j.model.openrouter.benchmarks;

import dev.langchain4j.http.client.jdk.JdkHttpClient;
import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.cohere.CohereScoringModel;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.scoring.ScoringModel;
import java.net.http.HttpClient;

/** LangChain4j's OpenAI module with another base URL, on the JDK's HTTP client; its Cohere module for reranking. */
final class LangChain4jClient extends LangChain4jModels {

    private final JdkHttpClientBuilder http = JdkHttpClient.builder();
    private final String baseUrl;

    LangChain4jClient(Scenario scenario, String baseUrl) {
        super(scenario);
        this.baseUrl = baseUrl;
        if (scenario.virtualThreads) {
            http.httpClientBuilder(HttpClient.newBuilder().executor(Threads.of(scenario)));
        }
    }

    @Override
    ChatModel chatModel() {
        return OpenAiChatModel.builder()
                .httpClientBuilder(http)
                .baseUrl(baseUrl)
                .apiKey(Workload.KEY)
                .modelName(Workload.MODEL)
                .build();
    }

    @Override
    StreamingChatModel streamingModel() {
        return OpenAiStreamingChatModel.builder()
                .httpClientBuilder(http)
                .baseUrl(baseUrl)
                .apiKey(Workload.KEY)
                .modelName(Workload.MODEL)
                .build();
    }

    @Override
    ScoringModel scoringModel() {
        return CohereScoringModel.builder()
                .baseUrl(baseUrl + "/")
                .apiKey(Workload.KEY)
                .modelName("cohere/rerank-v3.5")
                .build();
    }

    @Override
    EmbeddingModel embeddingModel() {
        return OpenAiEmbeddingModel.builder()
                .httpClientBuilder(http)
                .baseUrl(baseUrl)
                .apiKey(Workload.KEY)
                .modelName(Workload.MODEL)
                .maxSegmentsPerBatch(Workload.texts().size())
                .build();
    }
}
