package dev.langchain4j.model.openrouter.examples;

import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The server of an example: OpenRouter if the environment has a key, else a local stand-in. The other variables apply
 * in both cases.
 *
 * @param server the stand-in; null if this is OpenRouter itself
 */
record Connection(OpenRouter openRouter, @Nullable OpenRouterServer server) implements AutoCloseable {

    static Connection open(Map<String, String> environment) {
        String key = environment.get("OPENROUTER_API_KEY");
        return key == null || key.isBlank()
                ? toStandIn(environment)
                : new Connection(OpenRouter.fromEnvironment(environment), null);
    }

    private static Connection toStandIn(Map<String, String> environment) {
        OpenRouterServer server = OpenRouterServer.start();
        var variables = new HashMap<>(environment);
        variables.put("OPENROUTER_BASE_URL", server.baseUrl());
        variables.put("OPENROUTER_API_KEY", server.apiKey());
        try {
            return new Connection(OpenRouter.fromEnvironment(variables), server);
        } catch (RuntimeException malformedVariable) {
            server.close();
            throw malformedVariable;
        }
    }

    boolean isLive() {
        return server == null;
    }

    /** Sets the stand-in's script; OpenRouter itself needs none. */
    void script(Consumer<OpenRouterServer> script) {
        if (server != null) {
            script.accept(server);
        }
    }

    @Override
    public void close() {
        openRouter.close();
        if (server != null) {
            server.close();
        }
    }
}
