package org.example.library;

import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** The test resource that docs/quarkus.md shows. */
// region stand-in
public class StandIn implements QuarkusTestResourceLifecycleManager {

    private OpenRouterServer server;

    @Override
    public Map<String, String> start() {
        server = OpenRouterServer.start();
        return Map.of("openrouter.base-url", server.baseUrl(), "openrouter.api-key", server.apiKey());
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(server, field -> field.getType() == OpenRouterServer.class);
    }

    @Override
    public void stop() {
        server.close();
    }
}
// endregion
