package dev.langchain4j.model.openrouter.tck;

import static dev.langchain4j.model.chat.Capability.RESPONSE_FORMAT_JSON_SCHEMA;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openrouter.OpenRouterChatModel;
import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.service.common.AbstractAiServiceIT;
import java.util.List;
import org.junit.jupiter.api.AutoClose;

/** What LangChain4j's AI services expect of a chat model. */
class OpenRouterAiServiceIT extends AbstractAiServiceIT {

    @AutoClose
    private static final OpenRouterServer SERVER = TckScript.start();

    private final ChatModel model = OpenRouterChatModel.builder()
            .baseUrl(SERVER.baseUrl())
            .apiKey(SERVER.apiKey())
            .modelName("openai/gpt-4o-mini")
            .supportedCapabilities(RESPONSE_FORMAT_JSON_SCHEMA)
            .build();

    @Override
    protected List<ChatModel> models() {
        return List.of(model);
    }

    @Override
    protected Class<? extends TokenUsage> tokenUsageType(ChatModel model) {
        return OpenRouterTokenUsage.class;
    }
}
