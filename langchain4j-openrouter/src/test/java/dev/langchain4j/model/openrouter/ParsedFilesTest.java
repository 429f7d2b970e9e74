package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A PDF is parsed and billed once in a conversation, because the library sends the parsed text back. */
@ExtendWith(OpenRouterServerExtension.class)
class ParsedFilesTest {

    private static final String PARSED =
            "{\"type\":\"file\",\"file\":{\"hash\":\"h-1\",\"name\":\"a.pdf\",\"content\":[{\"type\":\"text\",\"text\":\"parsed\"}]}}";

    private final OpenRouterServer server;

    ParsedFilesTest(OpenRouterServer server) {
        this.server = server;
    }

    @Test
    void what_was_parsed_is_sent_back_with_the_next_turn_as_it_came() {
        server.answer(
                Answer.payload("{\"id\":\"gen-1\",\"model\":\"openai/gpt-4o\",\"choices\":[{\"index\":0,"
                        + "\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\",\"content\":\"A contract.\","
                        + "\"annotations\":[" + PARSED + "]}}]}"),
                Answer.text("Two parties."));
        OpenRouterChatModel model = OpenRouterChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .plugins(OpenRouterPlugin.fileParser("mistral-ocr"))
                .build();
        UserMessage question =
                UserMessage.from(TextContent.from("What is this?"), PdfFileContent.from("aGk=", "application/pdf"));

        AiMessage answer = model.chat(question).aiMessage();
        ChatMessage remembered = ChatMessageDeserializer.messageFromJson(ChatMessageSerializer.messageToJson(answer));
        model.chat(List.of(question, remembered, UserMessage.from("Who signs?")));

        assertThat(server.lastChatRequest().at("/messages/1/annotations").toString())
                .isEqualTo("[" + PARSED + "]");
        assertThat(server.lastChatRequest().at("/plugins/0/pdf/engine").textValue())
                .isEqualTo("mistral-ocr");
    }
}
