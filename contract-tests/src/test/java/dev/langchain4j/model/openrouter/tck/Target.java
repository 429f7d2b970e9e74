package dev.langchain4j.model.openrouter.tck;

import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterChatModel;
import dev.langchain4j.model.openrouter.OpenRouterEmbeddingModel;
import dev.langchain4j.model.openrouter.OpenRouterModelCatalog;
import dev.langchain4j.model.openrouter.OpenRouterStreamingChatModel;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Whom LangChain4j's tests ask: a stand-in that plays {@link TckScript}, or, in a live check, OpenRouter itself. */
public final class Target implements AutoCloseable {

    /** The longest answer in a live check, so that a budget reserves little. No test of LangChain4j sets it. */
    static final int ENOUGH = 1000;

    private static final Live STAND_IN =
            new Live(null, List.of("openai/gpt-4o-mini"), "anthropic/claude-sonnet-4.6", "google/gemini-embedding-2");

    private static volatile Live live = STAND_IN;

    private final boolean scripted;
    private @Nullable OpenRouterServer server;

    /**
     * What a live check gives.
     *
     * @param openRouter the connection; null for the stand-in
     * @param models whom each test asks; a test with one model asks the first
     * @param otherModel for tests that change the model
     * @param embeddingModel reads text
     */
    public record Live(
            @Nullable OpenRouter openRouter, List<String> models, String otherModel, String embeddingModel) {}

    private Target(boolean scripted) {
        this.scripted = scripted;
    }

    /** Directs the tests that start from now on to OpenRouter. */
    public static void goLive(Live target) {
        live = target;
    }

    /** And back. */
    public static void goOffline() {
        live = STAND_IN;
    }

    /** Lets a stand-in answer the tests as a model would. */
    public static void script(OpenRouterServer server) {
        TckScript.write(server);
    }

    static Target open() {
        return new Target(true);
    }

    /** One that knows no script. */
    static Target openWithoutScript() {
        return new Target(false);
    }

    static boolean isLive() {
        return live.openRouter() != null;
    }

    static String model() {
        return live.models().get(0);
    }

    static String otherModel() {
        return live.otherModel();
    }

    /** One model for each name in a live check, else {@code offline}. */
    static <M> List<M> models(List<M> offline, Function<String, M> byName) {
        return isLive() ? live.models().stream().map(byName).toList() : offline;
    }

    OpenRouterChatModel.Builder chatModel(String name) {
        OpenRouterChatModel.Builder builder = chatModel().modelName(name);
        return isLive() ? builder.maxOutputTokens(ENOUGH) : builder;
    }

    /** One that has only these parameters, as far as a live check allows. */
    OpenRouterChatModel.Builder chatModel(ChatRequestParameters parameters) {
        return chatModel().defaultRequestParameters(priced(parameters));
    }

    OpenRouterStreamingChatModel.Builder streamingChatModel(ChatRequestParameters parameters) {
        return streamingChatModel().defaultRequestParameters(priced(parameters));
    }

    /** A budget has to know the model and how long the answer can be. */
    private static ChatRequestParameters priced(ChatRequestParameters parameters) {
        return isLive()
                ? ChatRequestParameters.builder()
                        .modelName(model())
                        .maxOutputTokens(ENOUGH)
                        .build()
                        .overrideWith(parameters)
                : parameters;
    }

    private OpenRouterChatModel.Builder chatModel() {
        OpenRouter openRouter = live.openRouter();
        return openRouter != null
                ? openRouter.chatModel()
                : OpenRouterChatModel.builder().baseUrl(server().baseUrl()).apiKey(server().apiKey());
    }

    OpenRouterStreamingChatModel.Builder streamingChatModel(String name) {
        OpenRouterStreamingChatModel.Builder builder = streamingChatModel().modelName(name);
        return isLive() ? builder.maxOutputTokens(ENOUGH) : builder;
    }

    private OpenRouterStreamingChatModel.Builder streamingChatModel() {
        OpenRouter openRouter = live.openRouter();
        return openRouter != null
                ? openRouter.streamingChatModel()
                : OpenRouterStreamingChatModel.builder()
                        .baseUrl(server().baseUrl())
                        .apiKey(server().apiKey());
    }

    OpenRouterEmbeddingModel.Builder embeddingModel() {
        OpenRouter openRouter = live.openRouter();
        OpenRouterEmbeddingModel.Builder builder = openRouter != null
                ? openRouter.embeddingModel()
                : OpenRouterEmbeddingModel.builder().baseUrl(server().baseUrl()).apiKey(server().apiKey());
        return builder.modelName(live.embeddingModel());
    }

    OpenRouterModelCatalog modelCatalog() {
        OpenRouter openRouter = live.openRouter();
        return openRouter != null
                ? openRouter.modelCatalog()
                : OpenRouterModelCatalog.builder().baseUrl(server().baseUrl()).build();
    }

    /** Streams that the stand-in still writes; OpenRouter does not say. */
    int openStreams() {
        return isLive() ? 0 : server().openStreams();
    }

    /** Started when it is needed, for the same class may run live and offline in one JVM. */
    private synchronized OpenRouterServer server() {
        if (server == null) {
            server = scripted ? TckScript.start() : OpenRouterServer.start();
        }
        return server;
    }

    @Override
    public synchronized void close() {
        if (server != null) {
            server.close();
            server = null;
        }
    }
}
