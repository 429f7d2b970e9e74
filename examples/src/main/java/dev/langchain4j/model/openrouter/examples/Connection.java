package dev.langchain4j.model.openrouter.examples;

import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an example talks to: OpenRouter where the environment holds a key, else a stand-in on this machine. The rest of
 * the environment counts either way.
 *
 * @param server the stand-in; null when this is OpenRouter itself
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

    /** Tells the stand-in what to say; OpenRouter itself knows. */
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
