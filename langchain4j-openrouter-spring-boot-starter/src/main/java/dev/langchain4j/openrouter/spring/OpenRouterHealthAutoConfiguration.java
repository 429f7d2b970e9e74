package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.openrouter.OpenRouter;
import java.time.Duration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** The health of the key, as {@code openRouter}. Spring Boot 4 moved the types of health to another package. */
@AutoConfiguration(after = OpenRouterAutoConfiguration.class)
@ConditionalOnBean({OpenRouter.class, OpenRouterProperties.class})
@ConditionalOnProperty(
        name = {OpenRouterProperties.PREFIX + ".enabled", OpenRouterProperties.PREFIX + ".health.enabled"},
        matchIfMissing = true)
@Conditional(OnManagement.Health.class)
public class OpenRouterHealthAutoConfiguration {

    private static final String BOOT_3 = "org.springframework.boot.actuate.health.HealthIndicator";
    private static final String BOOT_4 = "org.springframework.boot.health.contributor.HealthIndicator";
    private static final String BEAN = "openRouterHealthIndicator";
    private static final Duration KEEP_FOR = Duration.ofMinutes(1);

    private static KeyHealth keyHealth(OpenRouter openRouter, OpenRouterProperties properties) {
        OpenRouterProperties.Health health = properties.health();
        Duration keepFor = health == null || health.keepFor() == null ? KEEP_FOR : health.keepFor();
        if (keepFor.isNegative()) {
            String property = OpenRouterProperties.PREFIX + ".health.keep-for";
            throw new OpenRouterPropertyException(property, property + " must be 0 or more");
        }
        return new KeyHealth(openRouter, keepFor, System::nanoTime);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = BOOT_4)
    @ConditionalOnMissingClass(BOOT_3)
    static class OnBoot4 {

        @Bean(BEAN)
        @ConditionalOnMissingBean(name = BEAN)
        org.springframework.boot.health.contributor.HealthIndicator openRouterHealthIndicator(
                OpenRouter openRouter, OpenRouterProperties properties) {
            KeyHealth key = keyHealth(openRouter, properties);
            return () -> {
                KeyHealth.Look look = key.look();
                var health = new org.springframework.boot.health.contributor.Health.Builder();
                return (look.up() == null ? health.unknown() : look.up() ? health.up() : health.down())
                        .withDetails(look.details())
                        .build();
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = BOOT_3)
    static class OnBoot3 {

        @Bean(BEAN)
        @ConditionalOnMissingBean(name = BEAN)
        org.springframework.boot.actuate.health.HealthIndicator openRouterHealthIndicator(
                OpenRouter openRouter, OpenRouterProperties properties) {
            KeyHealth key = keyHealth(openRouter, properties);
            return () -> {
                KeyHealth.Look look = key.look();
                var health = new org.springframework.boot.actuate.health.Health.Builder();
                return (look.up() == null ? health.unknown() : look.up() ? health.up() : health.down())
                        .withDetails(look.details())
                        .build();
            };
        }
    }
}
