package dev.langchain4j.model.openrouter.tck;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.common.AbstractChatModelIT;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.model.openrouter.OpenRouterChatModel;
import dev.langchain4j.model.openrouter.OpenRouterChatRequestParameters;
import dev.langchain4j.model.openrouter.OpenRouterChatResponseMetadata;
import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.output.TokenUsage;
import java.util.List;
import org.junit.jupiter.api.AutoClose;

/** LangChain4j's contract for chat models; every feature that it knows is claimed. */
class OpenRouterChatModelIT extends AbstractChatModelIT {

    @AutoClose
    private static final OpenRouterServer SERVER = TckScript.start();

    private final ChatModel model = builder().build();
    private final ChatModel strictModel =
            builder().strictTools(true).strictJsonSchema(true).build();

    private static OpenRouterChatModel.Builder builder() {
        return OpenRouterChatModel.builder()
                .baseUrl(SERVER.baseUrl())
                .apiKey(SERVER.apiKey())
                .modelName("openai/gpt-4o-mini");
    }

    @Override
    protected List<ChatModel> models() {
        return List.of(model, strictModel);
    }

    @Override
    protected ChatModel createModelWith(ChatRequestParameters parameters) {
        return OpenRouterChatModel.builder()
                .baseUrl(SERVER.baseUrl())
                .apiKey(SERVER.apiKey())
                .defaultRequestParameters(parameters)
                .build();
    }

    @Override
    protected String customModelName() {
        return "anthropic/claude-sonnet-4.6";
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
