package dev.langchain4j.openrouter.playground;

import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** Without a key, a connection to a stand-in on this machine replaces that of the starter. */
@Configuration(proxyBeanMethods = false)
@Conditional(Offline.NoKey.class)
class Offline {

    /** Not an expression: it would run what the key contains, and print the key if it cannot. */
    static final class NoKey implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !StringUtils.hasText(context.getEnvironment().getProperty("langchain4j.openrouter.api-key"));
        }
    }

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
