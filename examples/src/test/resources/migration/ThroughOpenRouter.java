import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import java.util.Map;

public class ThroughOpenRouter {

    public static void main(String[] args) {
        ChatModel model = OpenAiChatModel.builder()
                .baseUrl("https://openrouter.ai/api/v1")
                .apiKey(System.getenv("OPENROUTER_API_KEY"))
                .modelName("anthropic/claude-sonnet-5")
                .customParameters(Map.of("transforms", java.util.List.of("middle-out")))
                .logprobs(true)
                .topLogprobs(2)
                .useInputImageFormat(false)
                .build();
        System.out.println(model.chat("Which port comes next?"));
    }
}
