import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatModelName;
import dev.langchain4j.service.AiServices;

public class Weather {

    interface Officer {
        String answer(String question);
    }

    static class Barometer {
        @Tool("Air pressure in hPa")
        int pressure(@P("name of the port") String port) {
            return 1000 + port.length();
        }
    }

    Officer officer(String key) {
        return AiServices.builder(Officer.class)
                .chatModel(OpenAiChatModel.builder()
                        .apiKey(key)
                        .modelName(OpenAiChatModelName.O4_MINI)
                        .strictTools(true)
                        .build())
                .chatMemory(MessageWindowChatMemory.withMaxMessages(10))
                .tools(new Barometer())
                .build();
    }
}
