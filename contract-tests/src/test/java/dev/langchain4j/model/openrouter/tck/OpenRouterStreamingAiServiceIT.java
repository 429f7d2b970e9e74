package dev.langchain4j.model.openrouter.tck;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.model.openrouter.OpenRouterChatResponseMetadata;
import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.service.common.AbstractStreamingAiServiceIT;
import java.util.List;
import org.junit.jupiter.api.AutoClose;

/** What LangChain4j's AI services that stream expect of a streaming chat model. */
class OpenRouterStreamingAiServiceIT extends AbstractStreamingAiServiceIT {

    @AutoClose
    private static final Target TARGET = Target.open();

    private final StreamingChatModel model =
            TARGET.streamingChatModel(Target.model()).build();

    @Override
    protected List<StreamingChatModel> models() {
        return Target.models(
                List.of(model), name -> TARGET.streamingChatModel(name).build());
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
