import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModelName;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.util.concurrent.CompletableFuture;

public class Harbour {

    static OpenAiStreamingChatModel.OpenAiStreamingChatModelBuilder builder() {
        return OpenAiStreamingChatModel.builder().apiKey(System.getenv("OPENAI_API_KEY"));
    }

    public static void main(String[] args) {
        OpenAiStreamingChatModel model = OpenAiStreamingChatModel.builder()
                .apiKey(System.getenv("OPENAI_API_KEY"))
                .modelName(OpenAiChatModelName.GPT_4_O)
                .accumulateToolCallId(false)
                .build();
        CompletableFuture<ChatResponse> whole = new CompletableFuture<>();
        model.chat("Describe a harbour", new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String text) {
                System.out.print(text);
            }

            @Override
            public void onCompleteResponse(ChatResponse response) {
                whole.complete(response);
            }

            @Override
            public void onError(Throwable error) {
                whole.completeExceptionally(error);
            }
        });
        System.out.println(whole.join().tokenUsage());
    }
}
