import dev.langchain4j.model.language.LanguageModel;
import dev.langchain4j.model.openai.OpenAiLanguageModel;
import dev.langchain4j.model.openai.OpenAiTokenCountEstimator;

public class Completion {

    LanguageModel model(String key) {
        return OpenAiLanguageModel.builder().apiKey(key).modelName("gpt-3.5-turbo-instruct").temperature(0.0).build();
    }

    int tokens(String text) {
        return new OpenAiTokenCountEstimator("gpt-4o").estimateTokenCountInText(text);
    }
}
