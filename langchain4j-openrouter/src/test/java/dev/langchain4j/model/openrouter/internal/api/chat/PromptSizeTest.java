package dev.langchain4j.model.openrouter.internal.api.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.langchain4j.model.openrouter.internal.http.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptSizeTest {

    private static final ToolDefinition TOOL =
            new ToolDefinition.Function("weather", "of a town", Map.of("type", "object"), true, Map.of());

    @ParameterizedTest
    @ValueSource(strings = {"", "Hi", "a \"quoted\" \\ word", "\n\t\r\b\f", "\u0000\u001f\u007f", "äß€ 漢字 😀/"})
    void a_message_has_the_size_in_which_it_is_written(String text) {
        assertThatSizeIsWritten(List.of(user(text)), List.of());
        assertThatSizeIsWritten(List.of(system(text)), List.of());
        assertThatSizeIsWritten(List.of(assistant(text, List.of())), List.of());
    }

    @Test
    void a_long_message_has_the_size_in_which_it_is_written() {
        assertThatSizeIsWritten(List.of(user("a \"long\" text: äß€ 漢字 😀\n".repeat(2_000))), List.of());
    }

    @Test
    void half_a_character_has_the_size_in_which_it_is_written() {
        assertThatSizeIsWritten(List.of(user("\ud83d"), user("a\ude00b"), user("\ude00\ud83d")), List.of());
    }

    @Test
    void messages_of_all_kinds_have_the_size_in_which_they_are_written() {
        List<RequestMessage> messages = List.of(
                system("Be short."),
                new RequestMessage.User("Ann", List.of(new ContentPart.Text("named"))),
                user("plain"),
                new RequestMessage.AssistantText("plain, too"),
                new RequestMessage.UserText("not as plain as it could be").full(),
                new RequestMessage.User(null, List.of(new ContentPart.Text("a"), new ContentPart.Text("b"))),
                new RequestMessage.User(null, List.of(new ContentPart.Text("kept", Map.of("type", "ephemeral")))),
                new RequestMessage.User(null, List.of(new ContentPart.Text("think")), "high"),
                assistant(null, List.of(new ToolCall(null, "1", "weather", "{}"))),
                new RequestMessage.Tool("1", List.of(new ContentPart.Text("rain"))),
                assistant("It rains.", List.of()));

        for (int from = 0; from <= messages.size(); from++) {
            for (int to = from; to <= messages.size(); to++) {
                assertThatSizeIsWritten(messages.subList(from, to), List.of());
                assertThatSizeIsWritten(messages.subList(from, to), List.of(TOOL));
            }
        }
    }

    private static void assertThatSizeIsWritten(List<RequestMessage> messages, List<ToolDefinition> tools) {
        var prompt = ChatCompletionRequest.prompt(RequestMessages.of(messages), tools, null);
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.generator(bytes)) {
            ChatRequestWriter.write(prompt, json);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }

        assertThat(PromptSize.of(prompt))
                .as(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo(new PromptSize(bytes.size(), 0, true));
    }

    private static RequestMessage system(String text) {
        return new RequestMessage.System("developer", null, List.of(new ContentPart.Text(text)));
    }

    private static RequestMessage user(String text) {
        return new RequestMessage.UserText(text);
    }

    private static RequestMessage assistant(@Nullable String text, List<ToolCall> calls) {
        return new RequestMessage.Assistant(null, text, calls, null, null, List.of(), null, null, null);
    }
}
