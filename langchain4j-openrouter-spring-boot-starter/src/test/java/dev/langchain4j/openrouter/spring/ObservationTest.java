package dev.langchain4j.openrouter.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openrouter.OpenRouterBudget;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.scoring.ScoringModel;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Every call is an observation, from which an application with tracing makes a span. */
@ExtendWith(OpenRouterServerExtension.class)
class ObservationTest {

    private static final String PREFIX = "langchain4j.openrouter.";

    private final OpenRouterServer server;
    private final ObservationRegistry registry = ObservationRegistry.create();
    private final List<Observation.Context> started = new CopyOnWriteArrayList<>();
    private final List<Observation.Context> stopped = new CopyOnWriteArrayList<>();
    private final ApplicationContextRunner application;

    ObservationTest(OpenRouterServer server) {
        this.server = server;
        registry.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public void onStart(Observation.Context context) {
                started.add(context);
            }

            @Override
            public void onStop(Observation.Context context) {
                stopped.add(context);
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
        application = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        OpenRouterAutoConfiguration.class, OpenRouterObservationAutoConfiguration.class))
                .withBean(ObservationRegistry.class, () -> registry)
                .withPropertyValues(
                        PREFIX + "base-url=" + server.baseUrl(),
                        PREFIX + "api-key=" + server.apiKey(),
                        PREFIX + "max-retries=0",
                        PREFIX + "chat-model.model-name=gpt-4o-mini",
                        PREFIX + "streaming-chat-model.model-name=gpt-4o-mini",
                        PREFIX + "scoring-model.model-name=cohere/rerank-v3.5");
    }

    @Test
    void a_call_has_its_model_tokens_and_cost() {
        server.answer(Answer.text("On shelf 3.").usage(12, 3, "0.00006"));

        application.run(context -> {
            context.getBean(ChatModel.class).chat("Where is Walden?");

            Observation.Context call = stopped.get(0);
            assertThat(call.getName()).isEqualTo("openrouter.call");
            assertThat(call.getContextualName()).isEqualTo("chat openai/gpt-4o-mini");
            assertThat(value(call, "gen_ai.response.model")).isEqualTo("openai/gpt-4o-mini");
            assertThat(value(call, "gen_ai.usage.input_tokens")).isEqualTo("12");
            assertThat(value(call, "openrouter.cost")).isEqualTo("6.0E-5");
            assertThat(value(call, "error.type")).isEqualTo("none");
            assertThat(call.getAllKeyValues().toString()).doesNotContain("Walden", "shelf");
        });
    }

    @Test
    void it_belongs_to_the_observation_in_which_it_was_made_a_stream_too() {
        application.run(context -> {
            Observation request = Observation.start("request", registry);
            request.scoped(() -> {
                context.getBean(ChatModel.class).chat("Where is Walden?");
                stream(context.getBean(StreamingChatModel.class));
            });
            await().until(() -> stopped.size() == 2);
            request.stop();

            assertThat(stopped.stream().filter(call -> call.getName().equals("openrouter.call")))
                    .hasSize(2)
                    .allSatisfy(call -> assertThat(call.getParentObservation()).isSameAs(request));
        });
    }

    @Test
    void a_failed_call_is_marked_without_what_the_answer_says() {
        server.answer(Answer.error(503, "Walden is down"));

        application.run(context -> {
            assertThatThrownBy(() -> context.getBean(ChatModel.class).chat("Where is Walden?"))
                    .hasMessageContaining("503");

            assertThat(stopped.get(0).getError()).hasNoCause().message().doesNotContain("Walden");
            assertThat(value(stopped.get(0), "error.type")).isNotEqualTo("none");
        });
    }

    @Test
    void calls_of_all_endpoints_are_observed() {
        application.run(context -> {
            context.getBean(ScoringModel.class).score("Cats purr.", "What do cats do?");

            assertThat(value(stopped.get(0), "gen_ai.operation.name")).isEqualTo("rerank");
        });
    }

    @Test
    void a_call_that_is_not_sent_is_not_observed() {
        application
                .withBean(
                        OpenRouterBudget.class,
                        () -> OpenRouterBudget.builder()
                                .limit(new BigDecimal("0.0000001"))
                                .build())
                .run(context -> {
                    assertThatThrownBy(() -> context.getBean(ChatModel.class).chat("Where is Walden?"))
                            .isInstanceOf(RuntimeException.class);

                    assertThat(started).isEmpty();
                });
    }

    @Test
    void observations_can_be_turned_off() {
        application.withPropertyValues(PREFIX + "observations.enabled=false").run(context -> {
            context.getBean(ChatModel.class).chat("Where is Walden?");

            assertThat(started).isEmpty();
        });
    }

    private static String value(Observation.Context context, String name) {
        return context.getAllKeyValues().stream()
                .filter(entry -> entry.getKey().equals(name))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    private static void stream(StreamingChatModel model) {
        var answer = new CompletableFuture<ChatResponse>();
        model.chat("Where is Walden?", new StreamingChatResponseHandler() {
            @Override
            public void onCompleteResponse(ChatResponse response) {
                answer.complete(response);
            }

            @Override
            public void onError(Throwable error) {
                answer.completeExceptionally(error);
            }
        });
        answer.orTimeout(20, TimeUnit.SECONDS).join();
    }
}
