import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiTokenUsage;

public class Bill {

    static void print(ChatResponse response) {
        OpenAiTokenUsage usage = (OpenAiTokenUsage) response.tokenUsage();
        System.out.println("input  " + usage.inputTokenCount());
        if (usage.inputTokensDetails() != null) {
            System.out.println("cached " + usage.inputTokensDetails().cachedTokens());
        }
        if (usage.outputTokensDetails() != null) {
            Integer thought = usage.outputTokensDetails().reasoningTokens();
            System.out.println("thought " + thought);
        }
    }
}
