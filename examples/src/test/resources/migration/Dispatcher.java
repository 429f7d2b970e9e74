import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatModelName;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiChatResponseMetadata;
import dev.langchain4j.model.openai.OpenAiTokenUsage;

public class Dispatcher {

    public static void main(String[] args) {
        ChatModel model = OpenAiChatModel.builder()
                .apiKey(System.getenv("OPENAI_API_KEY"))
                .defaultRequestParameters(OpenAiChatRequestParameters.builder()
                        .modelName("gpt-4o")
                        .maxCompletionTokens(500)
                        .build())
                .build();
        ChatResponse response = model.chat(ChatRequest.builder()
                .messages(SystemMessage.from("Answer in one line"), UserMessage.from("Which ship is next?"))
                .parameters(OpenAiChatRequestParameters.builder()
                        .modelName(OpenAiChatModelName.GPT_4_O_MINI)
                        .seed(3)
                        .user("pier-2")
                        .build())
                .build());
        var metadata = (OpenAiChatResponseMetadata) response.metadata();
        OpenAiTokenUsage usage = metadata.tokenUsage();
        System.out.println(metadata.modelName() + " " + metadata.finishReason() + " " + usage.totalTokenCount());
    }
}
