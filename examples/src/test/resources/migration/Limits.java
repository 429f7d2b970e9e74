import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatModelName;
import java.time.Duration;
import java.util.List;
import java.util.Map;

public class Limits {

    ChatModel model(String key) {
        return OpenAiChatModel.builder()
                .baseUrl("https://api.openai.com/v1")
                .apiKey(key)
                .organizationId("org-1")
                .projectId("project-1")
                .modelName(OpenAiChatModelName.GPT_4_1_NANO)
                .temperature(0.2)
                .topP(0.9)
                .stop(List.of("END"))
                .maxTokens(300)
                .presencePenalty(0.1)
                .frequencyPenalty(0.1)
                .logitBias(Map.of("50256", -100))
                .seed(7)
                .user("captain")
                .timeout(Duration.ofSeconds(40))
                .maxRetries(1)
                .logRequests(true)
                .logResponses(true)
                .customHeaders(Map.of("X-Ship", "Albatross"))
                .customQueryParams(Map.of("trace", "1"))
                .build();
    }
}
