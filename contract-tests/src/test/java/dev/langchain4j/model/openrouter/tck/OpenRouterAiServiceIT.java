package dev.langchain4j.model.openrouter.tck;

import static dev.langchain4j.model.chat.Capability.RESPONSE_FORMAT_JSON_SCHEMA;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.service.common.AbstractAiServiceIT;
import java.util.List;
import org.junit.jupiter.api.AutoClose;

/** What LangChain4j's AI services expect of a chat model. */
class OpenRouterAiServiceIT extends AbstractAiServiceIT {

    @AutoClose
    private static final Target TARGET = Target.open();

    private final ChatModel model = model(Target.model());

    private static ChatModel model(String name) {
        return TARGET.chatModel(name)
                .supportedCapabilities(RESPONSE_FORMAT_JSON_SCHEMA)
                .build();
    }

    @Override
    protected List<ChatModel> models() {
        return Target.models(List.of(model), OpenRouterAiServiceIT::model);
    }

    @Override
    protected Class<? extends TokenUsage> tokenUsageType(ChatModel model) {
        return OpenRouterTokenUsage.class;
    }
}
