package dev.langchain4j.model.openrouter.examples.snippets;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterModelAliases;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;

class ConnectionSnippets {

    void connection() {
        // region connection
        try (OpenRouter openRouter = OpenRouter.builder()
                .apiKey(System.getenv("OPENROUTER_API_KEY"))
                .siteUrl("https://shop.example.org")
                .appName("Bicycle shop")
                .modelName("gpt-4o-mini")
                .build()) {
            ChatModel fast = openRouter.chatModel().build();
            StreamingChatModel strong = openRouter
                    .streamingChatModel()
                    .modelName("anthropic/claude-sonnet-5")
                    .build();
            // one connection pool, one key, one set of limits for both
            use(fast, strong);
        }
        // endregion
    }

    OpenRouter rotatingKey(Supplier<String> vault) {
        // region key-supplier
        OpenRouter openRouter = OpenRouter.builder().apiKey(vault::get).build();
        // endregion
        return openRouter;
    }

    OpenRouter proxy() {
        // region proxy
        OkHttpClient client = new OkHttpClient.Builder()
                .proxy(new Proxy(Proxy.Type.HTTP, new InetSocketAddress("proxy.example.org", 3128)))
                .build();
        OpenRouter openRouter = OpenRouter.builder()
                .apiKey(System.getenv("OPENROUTER_API_KEY"))
                .okHttpClient(client)
                .build();
        // endregion
        return openRouter;
    }

    void quickChat() {
        // region quick-chat
        String answer = OpenRouter.quickChat("Which river runs through Paris?");
        // endregion
        System.out.println(answer);
    }

    OpenRouter aliases() {
        // region aliases
        OpenRouter openRouter = OpenRouter.builder()
                .apiKey(System.getenv("OPENROUTER_API_KEY"))
                .modelAliases(OpenRouterModelAliases.defaults()
                        .with("writer", "anthropic/claude-sonnet-4.6")
                        .with("gpt-4o", "openai/gpt-4o:nitro"))
                .modelName("writer")
                .build();
        // endregion
        return openRouter;
    }

    private static void use(ChatModel model, StreamingChatModel streamingModel) {
        System.out.println(model + " " + streamingModel);
    }

    // region own-ca
    static OkHttpClient trusting(KeyStore authorities) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(authorities);
        X509TrustManager trust = (X509TrustManager) factory.getTrustManagers()[0];
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, new TrustManager[] {trust}, null);
        return new OkHttpClient.Builder()
                .sslSocketFactory(tls.getSocketFactory(), trust)
                .build();
    }
    // endregion
}
