import static dev.langchain4j.model.openai.OpenAiChatModelName.GPT_4_O_MINI;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.memory.chat.TokenWindowChatMemory;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.openai.OpenAiTokenCountEstimator;

public class Memory {

    ChatMemory memory() {
        return TokenWindowChatMemory.builder()
                .maxTokens(1000, new OpenAiTokenCountEstimator(GPT_4_O_MINI))
                .build();
    }

    int count(String text) {
        TokenCountEstimator estimator = new OpenAiTokenCountEstimator("gpt-5-mini");
        return estimator.estimateTokenCountInMessage(UserMessage.from(text));
    }
}
