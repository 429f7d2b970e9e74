package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterRecording;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The library's messages and the stand-in's recordings hide the same secrets, wherever a header has them. Each has code of its own,
 * because the stand-in serves clients without the library; this table and the spellings of {@link EchoedSecretsTest} hold both.
 */
@ExtendWith(OpenRouterServerExtension.class)
class SecretShapesTest {

    private final OpenRouterServer server;

    @TempDir
    Path folder;

    SecretShapesTest(OpenRouterServer server) {
        this.server = server;
    }

    static Stream<Arguments> shapes() {
        String basic = Base64.getEncoder().encodeToString("user1:b4sic-p4ss-9931".getBytes(StandardCharsets.UTF_8));
        return Stream.of(
                Arguments.of("X-Api-Key", "a1b2c3d4e5f6g7h8", "a1b2c3d4e5f6g7h8"),
                Arguments.of("X-Auth-Token", "Bearer 0f9e8d7c6b5a4321", "0f9e8d7c6b5a4321"),
                Arguments.of("X-Gateway-Authorization", "Basic " + basic, "b4sic-p4ss-9931"),
                Arguments.of("X-Gateway-Authorization", "Basic " + basic, basic),
                Arguments.of("X-Provider-Keys", "{\"openai\":\"pk-77f0aa91cc\",\"n\":[4417882266]}", "pk-77f0aa91cc"),
                Arguments.of("X-Provider-Keys", "{\"openai\":\"pk-77f0aa91cc\",\"n\":[4417882266]}", "4417882266"),
                Arguments.of("Cookie", "session=s3ss10n-aa01bb; csrf=cs7f-99a1c2", "s3ss10n-aa01bb"),
                Arguments.of("Cookie", "session=s3ss10n-aa01bb; csrf=cs7f-99a1c2", "cs7f-99a1c2"),
                Arguments.of("X-Signature", "keyId=\"k1\", sig=\"9a8b7c6d5e4f\"", "9a8b7c6d5e4f"),
                Arguments.of("X-Password", "tr0ub4", "tr0ub4"),
                Arguments.of("X-Client-Secret", "  s3cret-with-blanks-77  ", "s3cret-with-blanks-77"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("shapes")
    void neither_shows_it(String header, String value, String secret) throws IOException {
        server.answer(Answer.error(400, "Refused because of " + secret + " today"));
        Throwable failure;
        try (OpenRouterRecording recording = OpenRouterRecording.record(folder, server.baseUrl());
                OpenRouter openRouter = OpenRouter.builder()
                        .baseUrl(recording.baseUrl())
                        .apiKey(server.apiKey())
                        .customHeaders(Map.of(header, value))
                        .build()) {
            failure = catchThrowable(() -> openRouter.chat("Hi"));
        }

        assertThat(failure).hasMessageContaining("Refused because of ******** today");
        assertThat(Files.readString(folder.resolve("001-chat-completions.json")))
                .contains("Refused because of ******** today")
                .doesNotContain(secret);
    }
}
