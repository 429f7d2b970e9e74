package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.batch.BatchRequest;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openrouter.support.LoggedEvents;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OpenRouterServerExtension.class)
class RequestLogTest {

    private static final String PROMPT = "the secret recipe";
    private static final String ANSWER = "two spoons of sugar";

    private final OpenRouterServer server;
    private final LoggedEvents log = LoggedEvents.ofLibrary(Level.DEBUG);

    RequestLogTest(OpenRouterServer server) {
        this.server = server;
    }

    @AfterEach
    void stopListening() {
        log.close();
    }

    @Test
    void nothing_is_logged_unless_asked_for() {
        server.answer(ANSWER);

        model().build().chat(PROMPT);

        assertThat(log.text()).isEmpty();
    }

    @Test
    void requests_and_responses_are_logged_without_secrets() {
        server.answer(ANSWER);

        model().logRequests(true)
                .logResponses(true)
                .customHeaders(Map.of("X-Internal-Token", "hush-hush", "X-Team", "cooks"))
                .build()
                .chat(PROMPT);

        assertThat(log.text())
                .contains("POST", server.baseUrl(), PROMPT, ANSWER, "status: 200", "[X-Team: cooks]")
                .contains("[Authorization: ********]", "[X-Internal-Token: ********]")
                .doesNotContain(server.apiKey(), "hush-hush");
    }

    @Test
    void long_base64_is_shortened() {
        String image = "iVBORw0KGgo".repeat(1000);

        model().logRequests(true)
                .build()
                .chat(UserMessage.from(TextContent.from(PROMPT), ImageContent.from(image, "image/png")));

        assertThat(log.text())
                .contains("(11000 characters)")
                .doesNotContain(image)
                .hasSizeLessThan(2000);
    }

    @Test
    void a_batch_is_logged_as_its_length() {
        OpenRouterBatchChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o-mini")
                .logRequests(true)
                .build()
                .submit(new BatchRequest<>(List.of(
                        ChatRequest.builder().messages(UserMessage.from(PROMPT)).build())));

        assertThat(log.text()).containsPattern("body: \\d+ bytes of JSON").doesNotContain(PROMPT);
    }

    @Test
    void audio_is_logged_as_its_length() {
        server.answer(Answer.raw(200, "audio/mpeg", "not for the log"));

        OpenRouterSpeechModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("mistralai/voxtral-mini-tts-2603")
                .logResponses(true)
                .build()
                .synthesize(PROMPT);

        assertThat(log.text()).contains("15 bytes of audio/mpeg").doesNotContain("not for the log");
    }

    @Test
    void a_retry_is_logged_at_debug_with_attempt_status_and_delay_and_without_texts() {
        server.answer(Answer.error(429, "slow down, " + PROMPT).header("Retry-After", "0"), Answer.text(ANSWER));

        model().build().chat(PROMPT);

        assertThat(log.events()).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.DEBUG);
            assertThat(event.getFormattedMessage())
                    .containsPattern("/chat/completions failed on attempt 1 \\(status 429\\); next attempt in \\d+ ms");
        });
        assertThat(log.text()).doesNotContain(PROMPT, ANSWER, server.apiKey());
    }

    @Test
    void the_users_own_logger_is_used() {
        try (LoggedEvents mine = LoggedEvents.of("mine", Level.INFO)) {
            model().logRequests(true).logger(mine.logger()).build().chat(PROMPT);

            assertThat(mine.events()).hasSize(1);
        }
        assertThat(log.events()).isEmpty();
    }

    private OpenRouterChatModel.Builder model() {
        return OpenRouterChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o");
    }
}
