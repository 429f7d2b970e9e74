import static dev.langchain4j.model.openai.OpenAiChatModelName.*;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.SystemMessage;
import dev.langchain4j.service.UserMessage;

public class Assistant {

    interface Purser {
        @SystemMessage("You are the purser of a ferry")
        String answer(@MemoryId int cabin, @UserMessage String question);
    }

    static class Fares {
        @Tool("Fare in euros")
        double fare(@P("port of arrival") String port) {
            return 20 + port.length();
        }
    }

    public static void main(String[] args) {
        Purser purser = AiServices.builder(Purser.class)
                .chatModel(OpenAiChatModel.builder()
                        .apiKey(System.getenv("OPENAI_API_KEY"))
                        .modelName(GPT_4_1_MINI)
                        .temperature(0.3)
                        .maxTokens(200)
                        .build())
                .chatMemoryProvider(cabin -> MessageWindowChatMemory.withMaxMessages(10))
                .tools(new Fares())
                .build();
        System.out.println(purser.answer(7, "What is the fare to Oban?"));
        System.out.println(purser.answer(7, "And with a bicycle?"));
    }
}
