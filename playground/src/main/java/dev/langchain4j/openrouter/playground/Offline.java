package dev.langchain4j.openrouter.playground;

import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Without a key, a connection to a stand-in on this machine replaces that of the starter. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression("'${langchain4j.openrouter.api-key:}'.isEmpty()")
class Offline {

    @Bean(destroyMethod = "close")
    OpenRouterServer standIn() {
        OpenRouterServer server = OpenRouterServer.start();
        OfflineScript.answers(server);
        return server;
    }

    @Bean(destroyMethod = "close")
    OpenRouter openRouter(OpenRouterServer standIn) {
        return OpenRouter.builder()
                .baseUrl(standIn.baseUrl())
                .apiKey(standIn.apiKey())
                .maxRetries(0)
                .build();
    }
}
