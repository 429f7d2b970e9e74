package dev.langchain4j.model.openrouter.tck;

import static dev.langchain4j.model.chat.Capability.RESPONSE_FORMAT_JSON_SCHEMA;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openrouter.OpenRouterChatModel;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.service.common.AbstractAiServiceWithJsonSchemaIT;
import java.util.List;
import org.junit.jupiter.api.AutoClose;

/** What LangChain4j's AI services that return objects expect of a chat model, with and without strict schemas. */
class OpenRouterAiServiceWithJsonSchemaIT extends AbstractAiServiceWithJsonSchemaIT {

    @AutoClose
    private static final OpenRouterServer SERVER = TckScript.start();

    private final ChatModel model = builder().build();
    private final ChatModel strictModel = builder().strictJsonSchema(true).build();

    private static OpenRouterChatModel.Builder builder() {
        return OpenRouterChatModel.builder()
                .baseUrl(SERVER.baseUrl())
                .apiKey(SERVER.apiKey())
                .modelName("openai/gpt-4o-mini")
                .supportedCapabilities(RESPONSE_FORMAT_JSON_SCHEMA);
    }

    @Override
    protected List<ChatModel> models() {
        return List.of(model, strictModel);
    }

    @Override
    protected boolean isStrictJsonSchemaEnabled(ChatModel model) {
        return model == strictModel;
    }

    @Override
    protected boolean supportsRecursion() {
        return true;
    }
}
