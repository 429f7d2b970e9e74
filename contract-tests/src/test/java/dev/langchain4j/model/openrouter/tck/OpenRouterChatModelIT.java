package dev.langchain4j.model.openrouter.tck;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.common.AbstractChatModelIT;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.model.openrouter.OpenRouterChatModel;
import dev.langchain4j.model.openrouter.OpenRouterChatRequestParameters;
import dev.langchain4j.model.openrouter.OpenRouterChatResponseMetadata;
import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import dev.langchain4j.model.output.TokenUsage;
import java.util.List;
import org.junit.jupiter.api.AutoClose;

/** LangChain4j's contract for chat models; every feature that it knows is claimed. */
class OpenRouterChatModelIT extends AbstractChatModelIT {

    @AutoClose
    private static final Target TARGET = Target.open();

    private final ChatModel model = builder().build();
    private final ChatModel strictModel =
            builder().strictTools(true).strictJsonSchema(true).build();

    private static OpenRouterChatModel.Builder builder() {
        return TARGET.chatModel(Target.model());
    }

    @Override
    protected List<ChatModel> models() {
        return Target.models(
                List.of(model, strictModel), name -> TARGET.chatModel(name).build());
    }

    @Override
    protected ChatModel createModelWith(ChatRequestParameters parameters) {
        return TARGET.chatModel(parameters).build();
    }

    @Override
    protected String customModelName() {
        return Target.otherModel();
    }

    @Override
    protected ChatRequestParameters createIntegrationSpecificParameters(int maxOutputTokens) {
        return OpenRouterChatRequestParameters.builder()
                .maxOutputTokens(maxOutputTokens)
                .build();
    }

    @Override
    protected String catImageUrl() {
        return Picture.CAT.url();
    }

    @Override
    protected String diceImageUrl() {
        return Picture.DICE.url();
    }

    @Override
    protected Class<? extends ChatResponseMetadata> chatResponseMetadataType(ChatModel model) {
        return OpenRouterChatResponseMetadata.class;
    }

    @Override
    protected Class<? extends TokenUsage> tokenUsageType(ChatModel model) {
        return OpenRouterTokenUsage.class;
    }
}
