import static dev.langchain4j.model.openai.OpenAiChatModelName.GPT_4_O;

import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;

public class Lookout {

    public static void main(String[] args) {
        ChatModel model = OpenAiChatModel.builder()
                .apiKey(System.getenv("OPENAI_API_KEY"))
                .modelName(GPT_4_O)
                .maxTokens(50)
                .build();
        UserMessage message = UserMessage.from(
                TextContent.from("What do you see?"), ImageContent.from("https://example.org/lighthouse.png"));
        System.out.println(model.chat(message).aiMessage().text());
    }
}
