package dev.langchain4j.openrouter.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

/** The health of the key and the info of the models, on the actuator of the running Spring Boot. */
@ExtendWith(OpenRouterServerExtension.class)
class HealthAndInfoTest {

    private static final String PREFIX = "langchain4j.openrouter.";

    private final OpenRouterServer server;
    private final ApplicationContextRunner application;

    HealthAndInfoTest(OpenRouterServer server) {
        this.server = server;
        application = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        OpenRouterAutoConfiguration.class,
                        OpenRouterHealthAutoConfiguration.class,
                        OpenRouterInfoAutoConfiguration.class))
                .withPropertyValues(
                        PREFIX + "base-url=" + server.baseUrl(),
                        PREFIX + "api-key=" + server.apiKey(),
                        PREFIX + "max-retries=0");
    }

    @Configuration
    @EnableAutoConfiguration
    static class Application {}

    @Test
    void the_key_is_healthy_and_its_limit_shown() {
        server.when(Match.path("/key"))
                .answer(Answer.raw(
                        200,
                        "application/json",
                        "{\"data\": {\"label\": \"sk-or-v1-0a1...b2c\", \"limit\": 10, \"limit_remaining\": 4.5}}"));

        application.run(context -> assertThat(health(context))
                .startsWith("UP")
                .contains("limit=10", "limitRemaining=4.5")
                .doesNotContain(server.apiKey(), "sk-or"));
    }

    @Test
    void probes_ask_once() {
        application.run(context -> {
            health(context);
            health(context);

            assertThat(server.requests("/key")).hasSize(1);
        });
    }

    @Test
    void a_key_whose_limit_is_used_up_is_down() {
        server.when(Match.path("/key"))
                .answer(Answer.raw(200, "application/json", "{\"data\": {\"limit\": 10, \"limit_remaining\": 0}}"));

        application.run(context -> assertThat(health(context)).startsWith("DOWN"));
    }

    @Test
    void a_refused_key_is_down_without_what_the_answer_says() {
        server.when(Match.path("/key")).answer(Answer.error(401, "User " + server.apiKey() + " not found."));

        application.run(context -> assertThat(health(context))
                .startsWith("DOWN")
                .contains("AuthenticationException")
                .doesNotContain(server.apiKey()));
    }

    @Test
    void without_a_key_it_is_unknown_and_nobody_is_asked() {
        application.withPropertyValues(PREFIX + "api-key=").run(context -> {
            assertThat(health(context)).startsWith("UNKNOWN").contains("api-key is not set");
            assertThat(server.requests("/key")).isEmpty();
        });
    }

    @Test
    void an_openrouter_of_the_application_is_asked_with_its_own_key() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        OpenRouterAutoConfiguration.class, OpenRouterHealthAutoConfiguration.class))
                .withBean(
                        OpenRouter.class,
                        () -> OpenRouter.builder()
                                .baseUrl(server.baseUrl())
                                .apiKey(server::apiKey)
                                .build())
                .run(context -> assertThat(health(context)).startsWith("UP"));
    }

    @Test
    void the_answer_can_be_used_for_ever() {
        application
                .withPropertyValues(PREFIX + "health.keep-for=999999999d")
                .run(context -> assertThat(health(context)).startsWith("UP"));
    }

    @Test
    void a_ring_of_keys_is_healthy_while_one_works() {
        server.when(Match.path("/key").and(Match.header("Authorization", "Bearer key-of-a")))
                .answer(Answer.error(401, "User not found."));

        application
                .withPropertyValues(PREFIX + "key-ring.keys.a=key-of-a", PREFIX + "key-ring.keys.b=" + server.apiKey())
                .run(context -> assertThat(health(context))
                        .startsWith("UP")
                        .contains("a={status=REFUSED}", "b={status=READY")
                        .doesNotContain("key-of-a", server.apiKey()));
    }

    @Test
    void the_answer_is_used_for_the_time_of_the_property() {
        var nanos = new AtomicLong();
        try (OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .build()) {
            var key = new KeyHealth(openRouter, Duration.ofSeconds(10), nanos::get);
            key.look();
            nanos.set(Duration.ofSeconds(10).toNanos() - 1);
            key.look();
            assertThat(server.requests("/key")).hasSize(1);

            nanos.set(Duration.ofSeconds(10).toNanos());
            key.look();
            assertThat(server.requests("/key")).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "langchain4j.openrouter.health.enabled",
                "management.health.openrouter.enabled",
                "management.health.defaults.enabled"
            })
    void health_can_be_turned_off(String property) {
        application
                .withPropertyValues(property + "=false")
                .run(context -> assertThat(context).doesNotHaveBean("openRouterHealthIndicator"));
    }

    @Test
    void a_negative_time_to_use_the_answer_is_refused() {
        application
                .withPropertyValues(PREFIX + "health.keep-for=-1m")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage(PREFIX + "health.keep-for must be 0 or more"));
    }

    @Test
    void health_and_info_can_be_turned_on_alone() {
        application
                .withPropertyValues(
                        "management.health.defaults.enabled=false",
                        "management.health.openrouter.enabled=true",
                        "management.info.defaults.enabled=false",
                        "management.info.openrouter.enabled=true")
                .run(context ->
                        assertThat(context).hasBean("openRouterHealthIndicator").hasBean("openRouterInfoContributor"));
    }

    @Test
    void the_models_are_part_of_the_info() {
        application
                .withPropertyValues(
                        PREFIX + "chat-model.model-name=gpt-4o",
                        PREFIX + "chat-models.fast.model-name=gpt-4o-mini",
                        PREFIX + "chat-models[gpt-5.2].model-name=openai/gpt-5.2",
                        PREFIX + "embedding-model.model-name=openai/text-embedding-3-small")
                .run(context -> {
                    var info = new Info.Builder();
                    context.getBean("openRouterInfoContributor", InfoContributor.class)
                            .contribute(info);

                    assertThat(info.build().getDetails())
                            .isEqualTo(Map.of(
                                    "openrouter",
                                    Map.of(
                                            "models",
                                            Map.of(
                                                    "chat-model", "gpt-4o",
                                                    "chat-models.fast", "gpt-4o-mini",
                                                    "chat-models[gpt-5.2]", "openai/gpt-5.2",
                                                    "embedding-model", "openai/text-embedding-3-small"))));
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "langchain4j.openrouter.info.enabled",
                "management.info.openrouter.enabled",
                "management.info.defaults.enabled"
            })
    void info_can_be_turned_off(String property) {
        application
                .withPropertyValues(property + "=false")
                .run(context -> assertThat(context).doesNotHaveBean("openRouterInfoContributor"));
    }

    @Test
    void all_of_it_can_be_turned_off() {
        application
                .withUserConfiguration(Application.class)
                .withPropertyValues(PREFIX + "enabled=false")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean("openRouterHealthIndicator")
                        .doesNotHaveBean("openRouterInfoContributor")
                        .doesNotHaveBean("openRouterMeters")
                        .doesNotHaveBean("openRouterObservations"));
    }

    /** Status and details, by the type of either version. */
    private static String health(ApplicationContext context) {
        Object indicator = context.getBean("openRouterHealthIndicator");
        return ClassUtils.isPresent("org.springframework.boot.actuate.health.HealthIndicator", null)
                ? ((org.springframework.boot.actuate.health.HealthIndicator) indicator)
                        .health()
                        .toString()
                : ((org.springframework.boot.health.contributor.HealthIndicator) indicator)
                        .health()
                        .toString();
    }
}
