import static dev.langchain4j.model.openai.OpenAiChatModelName.GPT_4_O_MINI;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import java.util.concurrent.CompletableFuture;

public class Telegraph {

    interface Operator {
        TokenStream send(String message);
    }

    public static void main(String[] args) {
        StreamingChatModel model = OpenAiStreamingChatModel.builder()
                .apiKey(System.getenv("OPENAI_API_KEY"))
                .modelName(GPT_4_O_MINI)
                .logRequests(true)
                .build();
        CompletableFuture<ChatResponse> whole = new CompletableFuture<>();
        AiServices.create(Operator.class, model)
                .send("Write a telegram")
                .onPartialResponse(System.out::print)
                .onCompleteResponse(whole::complete)
                .onError(whole::completeExceptionally)
                .start();
        System.out.println("\n" + whole.join().tokenUsage().outputTokenCount());
    }
}
