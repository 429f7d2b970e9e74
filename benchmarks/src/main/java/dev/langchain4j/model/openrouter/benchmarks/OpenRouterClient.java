package dev.langchain4j.model.openrouter.benchmarks;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.OpenRouter;
import java.util.function.Supplier;

/** The library as it comes. */
final class OpenRouterClient implements Client {

    private final ChatRequest request;
    private final ChatModel model;
    private final StreamingChatModel streamingModel;

    OpenRouterClient(Scenario scenario, String baseUrl) {
        OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(baseUrl)
                .apiKey(Workload.KEY)
                .modelName(Workload.MODEL)
                .build();
        request = Workload.chatRequest(scenario);
        model = openRouter.chatModel().build();
        streamingModel = openRouter.streamingChatModel().build();
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
