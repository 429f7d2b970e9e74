import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiChatResponseMetadata;
import java.util.List;

public class LogBook implements ChatModelListener {

    @Override
    public void onRequest(ChatModelRequestContext context) {
        if (context.modelProvider() == ModelProvider.OPEN_AI
                && context.chatRequest().parameters() instanceof OpenAiChatRequestParameters parameters) {
            System.out.println(parameters.user() + " thinks " + parameters.reasoningEffort());
        }
    }

    @Override
    public void onResponse(ChatModelResponseContext context) {
        if (context.chatResponse().metadata() instanceof OpenAiChatResponseMetadata metadata) {
            System.out.println(metadata.systemFingerprint() + " " + metadata.serviceTier() + " " + metadata.created());
            if (metadata.tokenUsage().outputTokensDetails() != null) {
                System.out.println(metadata.tokenUsage().outputTokensDetails().reasoningTokens());
            }
        }
    }

    public static void main(String[] args) {
        System.out.println(model(System.getenv("OPENAI_API_KEY")).chat("Which wind is it?"));
    }

    static ChatModel model(String key) {
        return OpenAiChatModel.builder().apiKey(key).listeners(List.of(new LogBook())).build();
    }
}
