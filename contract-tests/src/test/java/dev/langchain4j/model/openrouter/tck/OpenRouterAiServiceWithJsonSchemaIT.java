package dev.langchain4j.model.openrouter.tck;

import static dev.langchain4j.model.chat.Capability.RESPONSE_FORMAT_JSON_SCHEMA;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openrouter.OpenRouterChatModel;
import dev.langchain4j.service.common.AbstractAiServiceWithJsonSchemaIT;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What LangChain4j's AI services that return objects expect of a chat model, with and without strict schemas. */
class OpenRouterAiServiceWithJsonSchemaIT extends AbstractAiServiceWithJsonSchemaIT {

    @AutoClose
    private static final Target TARGET = Target.open();

    private final ChatModel model = builder().build();
    private final ChatModel strictModel = builder().strictJsonSchema(true).build();

    private static OpenRouterChatModel.Builder builder() {
        return builder(Target.model());
    }

    private static OpenRouterChatModel.Builder builder(String name) {
        return TARGET.chatModel(name).supportedCapabilities(RESPONSE_FORMAT_JSON_SCHEMA);
    }

    @Override
    protected List<ChatModel> models() {
        return Target.models(List.of(model, strictModel), name -> builder(name).build());
    }

    @Override
    protected boolean isStrictJsonSchemaEnabled(ChatModel model) {
        return model == strictModel;
    }

    /** The object has a {@code Map}, for which a strict schema has no place: it would always be empty. */
    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_extract_pojo_with_missing_data(ChatModel model) {
        if (isStrictJsonSchemaEnabled(model)) {
            assertThatThrownBy(() -> super.should_extract_pojo_with_missing_data(model))
                    .isInstanceOf(UnsupportedFeatureException.class)
                    .hasMessageContaining("'$.map'");
        } else {
            super.should_extract_pojo_with_missing_data(model);
        }
    }

    @Override
    protected boolean supportsRecursion() {
        return true;
    }
}
