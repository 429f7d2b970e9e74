package dev.langchain4j.openrouter.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Gate;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.service.AiServices;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import reactor.core.publisher.Flux;

/** The controllers of docs/streaming-to-a-browser.md, with the model of the starter. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class StreamingToABrowserTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final OpenRouterServer server;

    StreamingToABrowserTest(OpenRouterServer server) {
        this.server = server;
    }

    @Test
    void webflux_sends_each_part_as_it_arrives_with_its_blanks_and_then_the_end() {
        Gate gate = new Gate();
        server.answer(Answer.stream()
                .text("Once")
                .waitFor(gate)
                .text(" upon\n a time")
                .finish("stop")
                .done());
        withModel(model -> {
            Iterator<ServerSentEvent<WebFluxStoryController.Part>> events =
                    webFlux(model).toIterable().iterator();

            assertThat(events.next().data().text()).isEqualTo("Once");
            gate.open();
            assertThat(events.next().data().text()).isEqualTo(" upon\n a time");
            assertThat(events.next().event()).isEqualTo("end");
            assertThat(events.hasNext()).isFalse();
        });
    }

    @Test
    void webflux_ends_with_an_event_if_the_answer_fails() {
        server.answer(Answer.stream().text("Once").error(400, "no"));
        withModel(model -> {
            List<ServerSentEvent<WebFluxStoryController.Part>> events =
                    webFlux(model).collectList().block(PATIENCE);

            assertThat(events).extracting(ServerSentEvent::event).containsExactly("part", "failure");
        });
    }

    @Test
    void webflux_closes_the_connection_to_openrouter_when_the_browser_has_gone() {
        server.answer(Answer.stream().text("Once").silence());
        withModel(model -> {
            webFlux(model).take(1).blockLast(PATIENCE);

            await().atMost(PATIENCE).until(() -> server.openStreams() == 0);
        });
    }

    @Test
    void mvc_sends_each_part_as_it_arrives_with_its_blanks_and_then_the_end() {
        Gate gate = new Gate();
        server.answer(Answer.stream()
                .text("Once")
                .waitFor(gate)
                .text(" upon\n a time")
                .finish("stop")
                .done());
        withModel(model -> {
            MvcResult result = mvc(model);
            await().atMost(PATIENCE).until(() -> content(result).equals("event:part\ndata:{\"text\":\"Once\"}\n\n"));
            gate.open();

            await().atMost(PATIENCE)
                    .until(() -> content(result)
                            .equals("event:part\ndata:{\"text\":\"Once\"}\n\n"
                                    + "event:part\ndata:{\"text\":\" upon\\n a time\"}\n\n"
                                    + "event:end\ndata:{\"text\":\"\"}\n\n"));
        });
    }

    @Test
    void mvc_ends_with_an_event_if_the_answer_fails() {
        server.answer(Answer.stream().text("Once").error(400, "no"));
        withModel(model -> {
            MvcResult result = mvc(model);

            await().atMost(PATIENCE).until(() -> content(result).contains("event:failure\n"));
        });
    }

    @Test
    void mvc_closes_the_connection_to_openrouter_when_the_browser_has_gone() {
        server.answer(Answer.stream().text("Once").silence());
        withModel(model -> {
            MvcResult result = mvc(model);
            await().atMost(PATIENCE).until(() -> !content(result).isEmpty());

            result.getRequest().getAsyncContext().complete();

            await().atMost(PATIENCE).until(() -> server.openStreams() == 0);
        });
    }

    @Test
    void an_ai_service_sends_its_parts_and_then_the_end_or_the_failure() {
        server.answer(
                Answer.stream().text("Once").text(" upon").finish("stop").done(),
                Answer.stream().text("Once").error(400, "no"));
        withModel(model -> {
            MvcResult whole = assistant(model);
            await().atMost(PATIENCE).until(() -> content(whole).endsWith("event:end\ndata:{\"text\":\"\"}\n\n"));
            assertThat(content(whole)).contains("data:{\"text\":\"Once\"}", "data:{\"text\":\" upon\"}");

            MvcResult broken = assistant(model);
            await().atMost(PATIENCE).until(() -> content(broken).contains("event:failure\n"));
        });
    }

    @Test
    void an_ai_service_closes_the_connection_to_openrouter_when_the_browser_has_gone() {
        Gate gate = new Gate();
        server.answer(Answer.stream().text("Once").waitFor(gate).text(" upon").silence());
        withModel(model -> {
            MvcResult result = assistant(model);
            await().atMost(PATIENCE).until(() -> !content(result).isEmpty());

            result.getRequest().getAsyncContext().complete();
            gate.open();

            await().atMost(PATIENCE).until(() -> server.openStreams() == 0);
        });
    }

    private static Flux<ServerSentEvent<WebFluxStoryController.Part>> webFlux(StreamingChatModel model) {
        return WebTestClient.bindToController(new WebFluxStoryController(model))
                .configureClient()
                .responseTimeout(PATIENCE)
                .build()
                .get()
                .uri("/story?about=rivers")
                .exchange()
                .returnResult(new ParameterizedTypeReference<ServerSentEvent<WebFluxStoryController.Part>>() {})
                .getResponseBody();
    }

    private static MvcResult mvc(StreamingChatModel model) {
        return ask(new MvcStoryController(model), "/story?about=rivers");
    }

    private static MvcResult assistant(StreamingChatModel model) {
        MvcAssistantController.Assistant assistant = AiServices.builder(MvcAssistantController.Assistant.class)
                .streamingChatModel(model)
                .chatMemoryProvider(conversation -> MessageWindowChatMemory.withMaxMessages(10))
                .build();
        return ask(new MvcAssistantController(assistant), "/answer?conversation=1&question=Where");
    }

    private static MvcResult ask(Object controller, String path) {
        MockMvc mvc = MockMvcBuilders.standaloneSetup(controller).build();
        try {
            return mvc.perform(get(path)).andReturn();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String content(MvcResult result) {
        return new String(result.getResponse().getContentAsByteArray(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private void withModel(Consumer<StreamingChatModel> test) {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(OpenRouterAutoConfiguration.class))
                .withPropertyValues(
                        "langchain4j.openrouter.api-key=" + server.apiKey(),
                        "langchain4j.openrouter.base-url=" + server.baseUrl(),
                        "langchain4j.openrouter.streaming-chat-model.model-name=gpt-4o-mini")
                .run(context -> test.accept(context.getBean(StreamingChatModel.class)));
    }
}
