package dev.langchain4j.openrouter.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openrouter.OpenRouterCostListener;
import dev.langchain4j.model.openrouter.OpenRouterCostTotals;
import dev.langchain4j.model.openrouter.OpenRouterMeters;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.RequiredSearch;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

/** An application with actuator, whose Micrometer is the one that its Spring Boot manages. */
@ExtendWith(OpenRouterServerExtension.class)
class ActuatorTest {

    private final OpenRouterServer server;
    private final ApplicationContextRunner application;

    ActuatorTest(OpenRouterServer server) {
        this.server = server;
        application = new ApplicationContextRunner()
                .withUserConfiguration(Application.class)
                .withPropertyValues(
                        "langchain4j.openrouter.base-url=" + server.baseUrl(),
                        "langchain4j.openrouter.api-key=" + server.apiKey(),
                        "langchain4j.openrouter.chat-model.model-name=gpt-4o-mini",
                        "langchain4j.openrouter.streaming-chat-model.model-name=gpt-4o-mini");
    }

    @Configuration
    @EnableAutoConfiguration
    static class Application {}

    @Test
    void the_micrometer_is_the_one_that_this_spring_boot_manages() {
        String managed = SpringBootVersion.getVersion().startsWith("3.5.") ? "1.15." : "1.17.";

        assertThat(MeterRegistry.class.getPackage().getImplementationVersion()).startsWith(managed);
    }

    @Test
    void an_application_with_actuator_has_all_of_it_by_itself() {
        application.run(context -> assertThat(context)
                .hasBean("openRouterMeters")
                .hasBean("openRouterObservations")
                .hasBean("openRouterHealthIndicator")
                .hasBean("openRouterInfoContributor"));
    }

    @Test
    void an_answer_arrives_and_is_metered() {
        server.answer(
                Answer.error(503, "busy").header("Retry-After", "0"),
                Answer.text("On shelf 3.")
                        .usage(12, 3, "0.00006")
                        .cachedTokens(8)
                        .header("X-OpenRouter-Cache-Status", "HIT"));

        application.run(context -> {
            assertThat(context.getBean(ChatModel.class).chat("Where is Walden?"))
                    .isEqualTo("On shelf 3.");

            MeterRegistry registry = context.getBean(MeterRegistry.class);
            assertThat(meter(registry, "openrouter.calls").timer().count()).isEqualTo(1);
            assertThat(meter(registry, "openrouter.retries").counter().count()).isEqualTo(1);
            assertThat(meter(registry, "openrouter.cache.hits").counter().count())
                    .isEqualTo(1);
            assertThat(meter(registry, "openrouter.cost").summary().totalAmount())
                    .isEqualTo(0.00006);
            assertThat(meter(registry, "openrouter.tokens")
                            .tag("type", "input.cached")
                            .summary()
                            .totalAmount())
                    .isEqualTo(8);
        });
    }

    @Test
    void a_stream_arrives_and_is_metered() {
        server.answer("On shelf 3.");

        application.run(context -> {
            assertThat(stream(context.getBean(StreamingChatModel.class), "Where is Walden?"))
                    .isEqualTo("On shelf 3.");

            MeterRegistry registry = context.getBean(MeterRegistry.class);
            assertThat(meter(registry, "openrouter.calls").timer().count()).isEqualTo(1);
            assertThat(meter(registry, "openrouter.first.token").timer().count())
                    .isEqualTo(1);
        });
    }

    @Test
    void a_cost_listener_of_the_application_replaces_the_meters() {
        application
                .withBean(OpenRouterCostListener.class, () -> new OpenRouterCostListener())
                .run(context -> {
                    context.getBean(ChatModel.class).chat("Where is Walden?");

                    assertThat(context.getBean(MeterRegistry.class)
                                    .find("openrouter.calls")
                                    .meters())
                            .isEmpty();
                });
    }

    @Test
    void sinks_of_the_application_get_what_is_metered() {
        var totals = new OpenRouterCostTotals();
        application.withBean(OpenRouterCostTotals.class, () -> totals).run(context -> {
            context.getBean(ChatModel.class).chat("Where is Walden?");

            assertThat(totals.total().calls()).isEqualTo(1);
            assertThat(meter(context.getBean(MeterRegistry.class), "openrouter.calls")
                            .timer()
                            .count())
                    .isEqualTo(1);
        });
    }

    @Test
    void meters_can_be_turned_off() {
        application
                .withPropertyValues("langchain4j.openrouter.metrics.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(OpenRouterMeters.class));
    }

    @Test
    void the_meters_that_spring_boot_makes_of_observations_can_be_turned_off() {
        assertThat(metersOfACall("management.metrics.enable.openrouter.call=true"))
                .contains("openrouter.call", "openrouter.call.active", "openrouter.calls");
        assertThat(metersOfACall("management.metrics.enable.openrouter.call=false"))
                .contains("openrouter.calls", "openrouter.tokens")
                .doesNotContain("openrouter.call", "openrouter.call.active");
    }

    private Set<String> metersOfACall(String property) {
        var names = new TreeSet<String>();
        application.withPropertyValues(property).run(context -> {
            context.getBean(ChatModel.class).chat("Where is Walden?");
            context.getBean(MeterRegistry.class)
                    .getMeters()
                    .forEach(meter -> names.add(meter.getId().getName()));
        });
        return names;
    }

    private static RequiredSearch meter(MeterRegistry registry, String name) {
        return registry.get(name).tag("operation", "chat").tag("model", "openai/gpt-4o-mini");
    }

    private static String stream(StreamingChatModel model, String question) throws Exception {
        var answer = new CompletableFuture<ChatResponse>();
        model.chat(question, new StreamingChatResponseHandler() {
            @Override
            public void onCompleteResponse(ChatResponse response) {
                answer.complete(response);
            }

            @Override
            public void onError(Throwable error) {
                answer.completeExceptionally(error);
            }
        });
        return answer.get(20, TimeUnit.SECONDS).aiMessage().text();
    }
}
