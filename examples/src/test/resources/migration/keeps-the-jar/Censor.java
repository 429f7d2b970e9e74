import dev.langchain4j.model.moderation.ModerationModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiModerationModel;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.Moderate;

public class Censor {

    interface Radio {
        @Moderate
        String answer(String message);
    }

    Radio radio(String key) {
        ModerationModel moderation = OpenAiModerationModel.builder()
                .apiKey(key)
                .modelName("omni-moderation-latest")
                .build();
        return AiServices.builder(Radio.class)
                .chatModel(OpenAiChatModel.builder().apiKey(key).modelName("gpt-4o").build())
                .moderationModel(moderation)
                .build();
    }
}
