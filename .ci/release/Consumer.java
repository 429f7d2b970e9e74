import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;

/** What a first project has: the library, and the stand-in for its tests. */
final class Consumer {

    public static void main(String[] arguments) {
        try (OpenRouterServer server = OpenRouterServer.start();
                OpenRouter openRouter = OpenRouter.builder()
                        .baseUrl(server.baseUrl())
                        .apiKey(server.apiKey())
                        .build()) {
            ChatModel model = openRouter.chatModel().modelName("openrouter/free").build();
            System.out.println(model.chat("Hello"));
        }
    }
}
