package dev.langchain4j.model.openrouter.examples;

import static dev.langchain4j.model.LambdaStreamingResponseHandler.onPartialResponseAndError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.langchain4j.data.message.AudioContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterBudget;
import dev.langchain4j.model.openrouter.OpenRouterChatModel;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Envelope;
import dev.langchain4j.model.openrouter.test.Fault;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import okhttp3.OkHttpClient;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every message of the page on troubleshooting is provoked here, and every message that is provoked has its row. */
@ExtendWith(OpenRouterServerExtension.class)
class TroubleshootingTest {

    /** Of another class path: OldLibrariesTest. */
    private static final String OLD_LIBRARY = "langchain4j-openrouter needs";

    private final OpenRouterServer server;

    TroubleshootingTest(OpenRouterServer server) {
        this.server = server;
    }

    @Test
    void every_row_is_the_message_of_a_failure() {
        Map<String, String> messages = messages();
        List<String> rows = rows("docs/troubleshooting.md", "Message").stream()
                .filter(row -> !row.startsWith(OLD_LIBRARY))
                .toList();

        assertThat(rows)
                .isNotEmpty()
                .allSatisfy(row -> assertThat(messages.values()).as(row).anyMatch(message -> matches(row, message)));
        assertThat(messages)
                .allSatisfy((name, message) ->
                        assertThat(rows).as(name + ": " + message).anyMatch(row -> matches(row, message)));
    }

    @Test
    void the_quick_start_names_messages_that_exist() {
        Map<String, String> messages = messages();
        List<String> rows = rows("docs/quick-start.md", "Message").stream()
                .filter(row -> !row.startsWith("Could not find artifact")) // Maven's own
                .filter(row -> !row.startsWith(OLD_LIBRARY))
                .toList();

        assertThat(rows)
                .isNotEmpty()
                .allSatisfy(row -> assertThat(messages.values()).as(row).anyMatch(message -> matches(row, message)));
    }

    /** By what is done, the message of the exception. */
    private Map<String, String> messages() {
        var messages = new LinkedHashMap<String, String>();
        messages.put(
                "no key", failure(() -> OpenRouter.fromEnvironment(Map.of()).chat("Ahoy")));
        messages.put(
                "a time limit that is no number",
                failure(() -> OpenRouter.fromEnvironment(
                        Map.of("OPENROUTER_API_KEY", server.apiKey(), "OPENROUTER_TIMEOUT", "soon"))));
        messages.put(
                "an unknown short name",
                failure(() -> model().modelName("gpt-4").build()));
        messages.put(
                "no model for an endpoint that has no default",
                failure(() -> connection().embeddingModel().build()));
        messages.put(
                "no network",
                failure(() -> OpenRouterChatModel.builder()
                        .baseUrl("http://127.0.0.1:1/api/v1")
                        .apiKey("sk-or-v1-none")
                        .maxRetries(0)
                        .build()
                        .chat("Ahoy")));
        messages.put("an unknown host", failsWith(new UnknownHostException("openrouter.ai")));
        messages.put(
                "a certificate of a company's own authority",
                failsWith(new SSLHandshakeException(
                        "PKIX path building failed: unable to find valid certification path")));
        messages.put(
                "plain http",
                failure(() -> OpenRouterChatModel.builder()
                        .baseUrl("http://gateway.example.org/api/v1")
                        .build()));
        messages.put("401", answered(Answer.error(401, "User not found.")));
        messages.put("402", answered(Answer.error(402, "Insufficient credits.")));
        messages.put("403", answered(Answer.error(403, "Your input was flagged")));
        messages.put("404 no endpoint", answered(Answer.error(404, "No endpoints found that support tool use.")));
        messages.put("400 no such model", answered(Answer.error(400, "acme/gone is not a valid model ID")));
        messages.put(
                "400 too long", answered(Answer.error(400, "This endpoint's maximum context length is 8192 tokens.")));
        messages.put("429", answered(Answer.error(429, "Rate limit exceeded: free-models-per-min.")));
        messages.put("a limit of the key", answered(Answer.error(403, "Key limit exceeded (total limit).")));
        messages.put("a web page", answered(Answer.error(404, "Not found").envelope(Envelope.HTML)));
        messages.put("a lost connection", answered(Answer.fault(Fault.CONNECTION_RESET)));
        messages.put("half an answer", answered(Answer.cut(Answer.text("Aye"))));
        messages.put("502", answered(Answer.error(502, "Provider returned error")));
        messages.put(
                "silence", answeredIn(Duration.ofMillis(50), Answer.text("late").afterDelay(Duration.ofSeconds(5))));
        messages.put("silence in the middle of a stream", silentStream());
        messages.put("a budget", failure(() -> {
            try (OpenRouter small = OpenRouter.builder()
                    .baseUrl(server.baseUrl())
                    .apiKey(server.apiKey())
                    .budget(OpenRouterBudget.builder()
                            .perDay(new BigDecimal("0.0000001"))
                            .build())
                    .build()) {
                small.chatModel()
                        .modelName("gpt-4o")
                        .maxOutputTokens(1000)
                        .build()
                        .chat("Ahoy");
            }
        }));
        messages.put("half a JSON", failure(() -> {
            server.answer(Answer.text("{\"port\":\"Ham"));
            model().responseFormat(ResponseFormat.JSON).build().chat("Which port?");
        }));
        messages.put("a closed connection", failure(() -> {
            OpenRouter closed = connection();
            var model = closed.chatModel().build();
            closed.close();
            model.chat("Ahoy");
        }));
        messages.put(
                "content of a kind that has no field",
                failure(() ->
                        model().build().chat(UserMessage.from(AudioContent.from("https://example.org/whale.mp3")))));
        messages.put(
                "a value out of range", failure(() -> model().temperature(3.0).build()));
        return messages;
    }

    /** As OkHttp fails before it has a connection. */
    private String failsWith(IOException reason) {
        OkHttpClient client = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    throw reason;
                })
                .build();
        return failure(() -> model().okHttpClient(client).build().chat("Ahoy"));
    }

    private String answered(Answer answer) {
        return answeredIn(Duration.ofSeconds(10), answer);
    }

    private String answeredIn(Duration timeout, Answer answer) {
        server.answer(answer);
        String message = failure(() -> model().timeout(timeout).build().chat("Ahoy"));
        server.reset(); // a request that was given up and is read later must not take the next answer
        return message;
    }

    private String silentStream() {
        server.answer(Answer.stream().text("Half an ans").silence());
        try (OpenRouter impatient = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .streamIdleTimeout(Duration.ofMillis(50))
                .build()) {
            var failure = new CompletableFuture<Throwable>();
            impatient
                    .streamingChatModel()
                    .build()
                    .chat("Ahoy", onPartialResponseAndError(text -> {}, failure::complete));
            return failure.orTimeout(30, TimeUnit.SECONDS).join().getMessage();
        }
    }

    private OpenRouterChatModel.Builder model() {
        return OpenRouterChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .maxRetries(0);
    }

    private OpenRouter connection() {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .build();
    }

    private static String failure(ThrowingCallable call) {
        Throwable failure = catchThrowable(call);
        assertThat(failure).isNotNull();
        return String.valueOf(failure.getMessage());
    }

    private static List<String> rows(String page, String heading) {
        return Pages.rows(Pages.ROOT.resolve(page), heading).stream()
                .map(row -> Pages.code(row.get(0)).get(0))
                .toList();
    }

    /** {@code ...} in a row stands for anything. */
    private static boolean matches(String row, String message) {
        String pattern =
                Stream.of(row.split(" ?\\.\\.\\. ?", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.compile(pattern, Pattern.DOTALL).matcher(message).lookingAt();
    }
}
