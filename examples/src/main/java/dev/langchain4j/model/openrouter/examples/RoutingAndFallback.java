package dev.langchain4j.model.openrouter.examples;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.UnresolvedModelServerException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterChatModel;
import dev.langchain4j.model.openrouter.OpenRouterChatRequestParameters;
import dev.langchain4j.model.openrouter.OpenRouterChatResponseMetadata;
import dev.langchain4j.model.openrouter.OpenRouterDataPolicy;
import dev.langchain4j.model.openrouter.OpenRouterEndpointInfo;
import dev.langchain4j.model.openrouter.OpenRouterModelCatalog;
import dev.langchain4j.model.openrouter.OpenRouterProviderPreferences;
import dev.langchain4j.model.openrouter.OpenRouterRoute;
import dev.langchain4j.model.openrouter.examples.scripts.RoutingScript;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which endpoints can answer, which one does, which model takes over, and which providers are excluded. */
final class RoutingAndFallback {

    static final String MODEL = "meta-llama/llama-3.1-70b-instruct";

    private final OpenRouter openRouter;
    private final OpenRouterModelCatalog catalog;
    private final Screen screen;
    private final ChatRequest request = ChatRequest.builder()
            .messages(UserMessage.from("Name a bridge in Ghent. One sentence."))
            .build();
    private int steps;

    private RoutingAndFallback(OpenRouter openRouter, Screen screen) {
        this.openRouter = openRouter;
        this.catalog = openRouter.modelCatalog();
        this.screen = screen;
    }

    static void run(Connection connection, Screen screen) {
        connection.script(server -> RoutingScript.answers(server, MODEL));
        screen.title(
                "Routing: which endpoints can answer, which one does, which takes over",
                connection.isLive()
                        ? "Live: your key, real models, less than a cent. Step 3 needs a model that fails, so a stand-in on"
                                + " this machine answers it."
                        : "Offline: a stand-in on this machine plays OpenRouter; endpoints and prices are made up.");
        RoutingAndFallback example = new RoutingAndFallback(connection.openRouter(), screen);
        example.step(example::preferences);
        example.step(example::tooPicky);
        try (OpenRouterServer server = OpenRouterServer.start();
                OpenRouter failing = OpenRouter.builder()
                        .baseUrl(server.baseUrl())
                        .apiKey(server.apiKey())
                        .build()) {
            RoutingScript.openAiIsDown(server);
            example.fallback(failing);
        }
        example.step(example::privacy);
        screen.line();
    }

    /** With a key, an endpoint may be gone or busy: the step says so, and the next one runs. */
    private void step(Runnable step) {
        try {
            step.run();
        } catch (AuthenticationException | UnresolvedModelServerException e) {
            throw e; // no later step would succeed
        } catch (LangChain4jException e) {
            screen.bad("failed", e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private void begin(String title, String code) {
        screen.step(++steps, title, code);
    }

    private void preferences() {
        begin("Preferences: where could this request go?", "catalog.explain(model, request)");
        // region preferences
        OpenRouterChatModel model = openRouter
                .chatModel()
                .modelName("llama-3.1-70b")
                .provider(OpenRouterProviderPreferences.builder()
                        .quantizations("fp8", "bf16")
                        .maxCompletionPrice(new BigDecimal("0.80")) // US dollars per million tokens
                        .ignore("novita")
                        .sort("price")
                        .build())
                .routerMetadata(true)
                .build();
        List<OpenRouterRoute> routes = catalog.explain(model, request);
        // endregion
        show(routes);
        ChatResponse response = model.chat(request);
        var metadata = OpenRouterChatResponseMetadata.of(response).orElseThrow();
        screen.line();
        screen.row("model", response.modelName());
        screen.row("answered by", String.valueOf(metadata.provider()));
        if (metadata.routerMetadata() != null) {
            screen.row("the router", String.valueOf(metadata.routerMetadata().summary()));
        }
        screen.good("answer", response.aiMessage().text());
    }

    private void tooPicky() {
        begin(
                "Preferences that no endpoint satisfies: known before, refused after",
                "routes.stream().anyMatch(OpenRouterRoute::isOpen)");
        // region too-picky
        OpenRouterChatModel model = openRouter
                .chatModel()
                .modelName("llama-3.1-70b")
                .provider(OpenRouterProviderPreferences.builder()
                        .maxCompletionPrice(new BigDecimal("0.0001"))
                        .build())
                .build();
        List<OpenRouterRoute> routes = catalog.explain(model, request);
        boolean worthAsking = routes.stream().anyMatch(OpenRouterRoute::isOpen);
        // endregion
        screen.row("endpoints", routes.size() + ", request possible: " + (worthAsking ? "yes" : "no"));
        try {
            screen.good("answer", model.chat(request).aiMessage().text());
        } catch (ModelNotFoundException | InvalidRequestException e) {
            screen.bad("class", e.getClass().getSimpleName());
            screen.bad("message", String.valueOf(e.getMessage()));
        }
    }

    private void fallback(OpenRouter openRouter) {
        begin(
                "A model fails, another one answers",
                ".fallbackModels(\"anthropic/claude-haiku-4.5\", \"mistral-large\")");
        ChatModel alone =
                openRouter.chatModel().modelName("gpt-4o").maxRetries(0).build();
        try {
            screen.good("answer", alone.chat(request).aiMessage().text());
        } catch (InternalServerException e) {
            screen.bad("alone", String.valueOf(e.getMessage()));
        }
        // region fallback
        ChatModel model = openRouter
                .chatModel()
                .modelName("gpt-4o")
                .fallbackModels("anthropic/claude-haiku-4.5", "mistral-large")
                .build();
        ChatResponse response = model.chat(request);
        String servedBy = response.modelName();
        // endregion
        screen.row("with others", "one request, and OpenRouter tries the list");
        screen.row("served by", servedBy);
        screen.good("answer", response.aiMessage().text());
    }

    private void privacy() {
        begin("A data policy: nothing is kept, and no request can loosen it", ".dataPolicy(policy)");
        // region privacy
        OpenRouterDataPolicy policy = OpenRouterDataPolicy.builder()
                .denyDataCollection(true)
                .zeroDataRetention(true)
                .build();
        OpenRouterChatModel model = openRouter
                .chatModel()
                .modelName("llama-3.1-70b")
                .dataPolicy(policy)
                .build();
        List<OpenRouterRoute> routes = catalog.explain(model, request);
        // endregion
        show(routes);
        screen.line();
        screen.good("answer", model.chat(request).aiMessage().text());
        // region loosened
        ChatRequest loosened = ChatRequest.builder()
                .messages(request.messages())
                .parameters(OpenRouterChatRequestParameters.builder()
                        .provider(OpenRouterProviderPreferences.builder()
                                .dataCollection("allow")
                                .build())
                        .build())
                .build();
        // endregion
        try {
            model.chat(loosened);
        } catch (IllegalArgumentException notSent) {
            screen.bad("not sent", String.valueOf(notSent.getMessage()));
        }
    }

    private void show(List<OpenRouterRoute> routes) {
        screen.table(
                List.of("endpoint", "precision", "$/M in", "$/M out", ""),
                routes.stream().map(RoutingAndFallback::row).toList());
    }

    private static List<String> row(OpenRouterRoute route) {
        OpenRouterEndpointInfo endpoint = route.endpoint();
        return List.of(
                String.valueOf(endpoint.tag()),
                endpoint.quantization() == null ? "unknown" : endpoint.quantization(),
                perMillion(endpoint.pricing().prompt()),
                perMillion(endpoint.pricing().completion()),
                route.isOpen() ? "can answer" : "excluded by " + String.join(", ", route.excludedBy()));
    }

    private static String perMillion(@Nullable BigDecimal perToken) {
        return perToken == null ? "?" : perToken.movePointRight(6).setScale(2).toPlainString();
    }
}
