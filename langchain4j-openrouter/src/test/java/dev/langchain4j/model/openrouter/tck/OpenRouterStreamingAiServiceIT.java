package dev.langchain4j.model.openrouter.tck;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.model.openrouter.OpenRouterChatResponseMetadata;
import dev.langchain4j.model.openrouter.OpenRouterStreamingChatModel;
import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.service.common.AbstractStreamingAiServiceIT;
import java.util.List;
import org.junit.jupiter.api.AutoClose;

/** What LangChain4j's AI services that stream expect of a streaming chat model. */
class OpenRouterStreamingAiServiceIT extends AbstractStreamingAiServiceIT {

    @AutoClose
    private static final OpenRouterServer SERVER = TckScript.start();

    private final StreamingChatModel model = OpenRouterStreamingChatModel.builder()
            .baseUrl(SERVER.baseUrl())
            .apiKey(SERVER.apiKey())
            .modelName("openai/gpt-4o-mini")
            .build();

    @Override
    protected List<StreamingChatModel> models() {
        return List.of(model);
    }

    @Override
    protected Class<? extends ChatResponseMetadata> chatResponseMetadataType(StreamingChatModel model) {
        return OpenRouterChatResponseMetadata.class;
    }

    @Override
    protected Class<? extends TokenUsage> tokenUsageType(StreamingChatModel model) {
        return OpenRouterTokenUsage.class;
    }
}
