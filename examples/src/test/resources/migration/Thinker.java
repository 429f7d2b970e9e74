import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import java.util.Map;

public class Thinker {

    OpenAiChatModel model(String key) {
        return OpenAiChatModel.builder()
                .apiKey(key)
                .modelName("gpt-5")
                .maxCompletionTokens(2000)
                .reasoningEffort("high")
                .returnThinking(true)
                .sendThinking(true, "reasoning_content")
                .store(true)
                .metadata(Map.of("ship", "Albatross"))
                .serviceTier("flex")
                .parallelToolCalls(false)
                .defaultRequestParameters(OpenAiChatRequestParameters.builder()
                        .maxCompletionTokens(1000)
                        .reasoningEffort("low")
                        .store(false)
                        .build())
                .build();
    }

    int limit(OpenAiChatRequestParameters parameters) {
        return parameters.maxCompletionTokens();
    }
}
