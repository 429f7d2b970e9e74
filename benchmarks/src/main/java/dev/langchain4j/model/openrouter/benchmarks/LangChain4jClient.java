package dev.langchain4j.model.openrouter.benchmarks;

import dev.langchain4j.http.client.jdk.JdkHttpClient;
import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.net.http.HttpClient;
import java.util.function.Supplier;

/** LangChain4j's OpenAI module with another base URL, on the JDK's HTTP client. */
final class LangChain4jClient implements Client {

    private final ChatRequest request;
    private final ChatModel model;
    private final StreamingChatModel streamingModel;

    LangChain4jClient(Scenario scenario, String baseUrl) {
        JdkHttpClientBuilder http = JdkHttpClient.builder();
        if (scenario.virtualThreads) {
            http.httpClientBuilder(HttpClient.newBuilder().executor(Threads.of(scenario)));
        }
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
    }

    @Override
    public Supplier<String> call() {
        ChatResponse response = model.chat(request);
        return () -> Workload.words(response);
    }

    @Override
    public void stream(Listener listener) {
        streamingModel.chat(request, new StreamHandler(listener));
    }
}
