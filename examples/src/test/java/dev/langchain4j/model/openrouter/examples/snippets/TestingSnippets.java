package dev.langchain4j.model.openrouter.examples.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterChatModel;
import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Fault;
import dev.langchain4j.model.openrouter.test.Gate;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterRecording;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import okhttp3.OkHttpClient;

class TestingSnippets {

    void twoLines() {
        // region two-lines
        OpenRouterServer server = OpenRouterServer.start();
        ChatModel model = OpenRouterChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .build();
        // endregion
        System.out.println(model);
        server.close();
    }

    void http2() {
        // region http2
        OpenRouterServer server = OpenRouterServer.startTls();
        OkHttpClient trusting = new OkHttpClient.Builder()
                .sslSocketFactory(server.sslContext().getSocketFactory(), server.trustManager())
                .build();
        OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .okHttpClient(trusting)
                .build();
        // endregion
        openRouter.close();
        server.close();
    }

    void http2Faults(OpenRouterServer server) {
        // region http2-faults
        server.answer(
                Answer.fault(Fault.RST_REFUSED_STREAM),
                Answer.fault(Fault.GOAWAY),
                Answer.stream().text("Half an ans").fault(Fault.RST_INTERNAL_ERROR),
                Answer.stream().text("one ").goAway().text("two").finish("stop").done());
        // endregion
    }

    void script(OpenRouterServer server) {
        // region script
        server.answer("The next answer").answer("and the one after it");
        // endregion
    }

    void rules(OpenRouterServer server) {
        // region rules
        server.when(Match.userSays("weather")).answer(Answer.toolCall("temperature", "{\"city\":\"Oslo\"}"));
        server.when(Match.hasToolResult()).answer("Take a coat.");
        // endregion
    }

    void failures(OpenRouterServer server) {
        // region failures
        server.answer(
                Answer.error(429, "Rate limit exceeded").retryAfter(2),
                Answer.error(502, "Provider returned error")
                        .provider("DeepInfra")
                        .raw("out of memory"),
                Answer.fault(Fault.CONNECTION_RESET),
                Answer.stream().text("Half an ans").cut());
        // endregion
    }

    void recording(Path directory) {
        // region recording
        boolean again = Files.notExists(directory); // delete it to record it again
        try (OpenRouterRecording recording =
                again ? OpenRouterRecording.record(directory) : OpenRouterRecording.replay(directory)) {
            ChatModel model = OpenRouterChatModel.builder()
                    .baseUrl(recording.baseUrl())
                    .apiKey(again ? System.getenv("OPENROUTER_API_KEY") : recording.apiKey())
                    .build();

            assertThat(model.chat("Do I need a coat in Oslo?")).contains("coat");
            recording.verify();
        }
        // endregion
    }

    void soak(OpenRouterServer server) {
        // region soak
        server.faults(0.1, 42); // about one POST request in ten, the same ones in each run
        // endregion
    }

    void lenient(OpenRouterServer server) {
        // region lenient
        server.addKey("sk-or-v1-of-a-tenant"); // accepts a second key
        server.lenient(); // accepts any key and any value
        // endregion
    }

    void gate(OpenRouterServer server) {
        // region gate
        Gate gate = new Gate();
        server.answer(Answer.stream()
                .text("Hel")
                .waitFor(gate)
                .text("lo")
                .finish("stop")
                .done());
        // start the stream, see "Hel" arrive, and only then
        gate.open();
        // endregion
    }

    void cost(OpenRouterServer server, OpenRouterTokenUsage total) {
        // region ledger
        assertThat(total.cost()).isEqualByComparingTo(server.ledger().cost());
        // endregion
    }

    OpenRouter environment(OpenRouterServer server) {
        // region environment
        OpenRouter openRouter = OpenRouter.fromEnvironment(
                Map.of("OPENROUTER_BASE_URL", server.baseUrl(), "OPENROUTER_API_KEY", server.apiKey()));
        // endregion
        return openRouter;
    }

    void computed(OpenRouterServer server) {
        // region computed
        server.when(Match.hasTools().negate())
                .answer(Answer.computed(request ->
                        Answer.text("I am " + request.body().path("model").asText())));
        // endregion
    }

    void before() {
        // region before
        ChatModel model = OpenAiChatModel.builder()
                .baseUrl("https://openrouter.ai/api/v1")
                .apiKey(System.getenv("OPENROUTER_API_KEY"))
                .modelName("openai/gpt-4o-mini")
                .build();
        // endregion
        System.out.println(model);
    }

    void after() {
        // region after
        ChatModel model = OpenRouterChatModel.builder()
                .apiKey(System.getenv("OPENROUTER_API_KEY"))
                .modelName("openai/gpt-4o-mini")
                .build();
        // endregion
        System.out.println(model);
    }
}
