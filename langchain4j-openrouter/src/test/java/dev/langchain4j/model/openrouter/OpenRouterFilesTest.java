package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.message.VideoContent;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openrouter.internal.api.chat.PromptSize;
import dev.langchain4j.model.openrouter.internal.chat.ChatModelIds;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenRouterFilesTest {

    private static final byte[] PDF = "%PDF-".getBytes(StandardCharsets.US_ASCII);
    private static final UserMessage MESSAGE = UserMessage.from(
            OpenRouterFiles.pdf("offer ä.pdf", PDF),
            OpenRouterFiles.pdf("terms.pdf", URI.create("https://example.com/download?id=7")),
            OpenRouterFiles.stored("or_file_8Jk2"),
            VideoContent.from("https://example.com/clip.mp4"));

    @Test
    void sends_names_ids_and_the_processing_of_videos() {
        assertThat(RequestPayload.of(request(MESSAGE))).isEqualTo(RequestPayload.file("files.json"));
    }

    @Test
    void they_survive_a_memory_that_is_stored_as_json() {
        ChatMessage stored = ChatMessageDeserializer.messageFromJson(ChatMessageSerializer.messageToJson(MESSAGE));

        assertThat(RequestPayload.of(request(stored))).isEqualTo(RequestPayload.file("files.json"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            application/pdf; name=a.pdf                     | a.pdf
            application/pdf;charset=x; NAME = "b c.pdf"     | b c.pdf
            application/pdf; name=""                        | document.pdf
            application/pdf; filename=x.pdf                 | document.pdf
            """)
    void the_name_is_the_parameter_of_the_media_type(String mimeType, String name) {
        assertThat(sent(PdfFileContent.from("JVBERi0=", mimeType))
                        .path("filename")
                        .asText())
                .isEqualTo(name);
    }

    @Test
    void nobody_knows_how_long_a_stored_file_is() {
        var request = request(UserMessage.from(OpenRouterFiles.stored("file-1")));

        assertThat(PromptSize.of(new ChatRequestMapper(OpenRouterDataPolicy.NONE)
                                .toWire(request, ChatModelIds.of("a/b"), false))
                        .measurable())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "or file", "a/b", "https://example.com/a"})
    void refuses_what_is_no_id(String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenRouterFiles.stored(id))
                .withMessageContaining("id");
    }

    @Test
    void refuses_a_name_that_would_end_the_parameter() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenRouterFiles.pdf("a\".pdf", PDF))
                .withMessageContaining("name");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenRouterFiles.pdf("a.pdf", new byte[0]))
                .withMessageContaining("bytes");
    }

    private static JsonNode sent(Content file) {
        return RequestPayload.treeOf(request(UserMessage.from(file))).at("/messages/0/content/0/file");
    }

    private static ChatRequest request(ChatMessage message) {
        return ChatRequest.builder()
                .messages(message)
                .parameters(OpenRouterChatRequestParameters.builder()
                        .videoProcessing("agentic")
                        .build())
                .build();
    }
}
