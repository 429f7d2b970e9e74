package dev.langchain4j.model.openrouter.tck;

import dev.langchain4j.data.image.Image;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openrouter.OpenRouterChatModel;
import dev.langchain4j.service.common.AbstractAiServiceWithToolsIT;
import java.util.List;
import org.junit.jupiter.api.AutoClose;

/** What LangChain4j's AI services with tools expect of a chat model, with and without strict schemas for the arguments. */
class OpenRouterAiServiceWithToolsIT extends AbstractAiServiceWithToolsIT {

    @AutoClose
    private static final Target TARGET = Target.open();

    private final ChatModel model = builder().build();
    private final ChatModel strictModel = builder().strictTools(true).build();

    private static OpenRouterChatModel.Builder builder() {
        return TARGET.chatModel(Target.model());
    }

    @Override
    protected List<ChatModel> models() {
        return Target.models(
                List.of(model, strictModel), name -> TARGET.chatModel(name).build());
    }

    /** A strict schema has to name every property, so it cannot describe a map. */
    @Override
    protected List<ChatModel> modelsSupportingMapParametersInTools() {
        return List.of(model);
    }

    @Override
    protected boolean supportsRecursion() {
        return true;
    }

    @Override
    protected boolean supportsMultimodalToolResults() {
        return true;
    }

    @Override
    protected boolean verifyModelInteractions() {
        return true;
    }

    @Override
    protected Image catImage() {
        return Picture.CAT.image();
    }
}
