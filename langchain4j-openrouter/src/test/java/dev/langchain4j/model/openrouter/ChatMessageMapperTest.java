package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.AudioContent;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ContentType;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.ImageContent.DetailLevel;
import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.message.VideoContent;
import dev.langchain4j.data.video.Video;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatMessageMapperTest {

    private static final String CLAUDE = "anthropic/claude-sonnet-4.6";

    @Test
    void sends_roles_in_place_and_names() {
        assertThat(RequestPayload.of(request(
                        SystemMessage.from("You are terse."),
                        UserMessage.from("ada", "Grüß dich 😀 \"quoted\"\n"),
                        AiMessage.from("Hello."),
                        AiMessage.builder().build(),
                        SystemMessage.from("From now on in French."),
                        UserMessage.from(TextContent.from("One."), TextContent.from("Two.")))))
                .isEqualTo(RequestPayload.file("roles-and-names.json"));
    }

    @Test
    void sends_every_kind_of_content() {
        assertThat(RequestPayload.of(request(UserMessage.from(
                        TextContent.from("What is this?"),
                        ImageContent.from("https://example.com/cat.png?size=1"),
                        ImageContent.from("https://example.com/cat.png", DetailLevel.AUTO),
                        ImageContent.from("iVBORw==", "image/png", DetailLevel.HIGH),
                        ImageContent.from("iVBORw==", "image/png", DetailLevel.ULTRA_HIGH),
                        AudioContent.from("SUQz", "audio/mpeg"),
                        VideoContent.from("https://example.com/clip.mp4"),
                        VideoContent.from("AAAA", "video/mp4"),
                        PdfFileContent.from(URI.create("https://example.com/annual%20report.pdf?v=2")),
                        PdfFileContent.from("JVBERi0=", "application/pdf")))))
                .isEqualTo(RequestPayload.file("every-content.json"));
    }

    @Test
    void sends_a_tool_loop_as_the_model_produced_it() {
        var reasoning = entries("""
                [{"type":"reasoning.text","text":"Two cities, two calls.","signature":"ErUBCkYIBRgC",
                  "format":"anthropic-claude-v1","index":0,"id":null}]""");
        var request = ChatRequest.builder()
                .messages(
                        UserMessage.from("Weather in Paris and Rome?"),
                        AiMessage.builder()
                                .text("")
                                .toolExecutionRequests(List.of(
                                        call("toolu_01", "get_weather", "{\"unit\": \"C\",  \"city\":\"Paris\"}"),
                                        call("toolu_02", "get_weather", " ")))
                                .attributes(Map.of("reasoning_details", reasoning))
                                .build(),
                        ToolExecutionResultMessage.from("toolu_01", "get_weather", "{\"temp_c\":18}"),
                        ToolExecutionResultMessage.builder()
                                .id("toolu_02")
                                .toolName("get_weather")
                                .text("no such city")
                                .isError(true)
                                .build(),
                        AiMessage.from(
                                "Let me look at the map.",
                                List.of(call("toolu_03", "show_map", "{\"city\":\"Rome\"}"))),
                        ToolExecutionResultMessage.builder()
                                .id("toolu_03")
                                .toolName("show_map")
                                .contents(TextContent.from("Rome"), ImageContent.from("iVBORw==", "image/png"))
                                .build(),
                        AiMessage.from(call("toolu_04", "ping", null)),
                        ToolExecutionResultMessage.from("toolu_04", "ping", ""))
                .toolSpecifications(ToolSpecification.builder().name("ping").build())
                .build();

        assertThat(RequestPayload.of(CLAUDE, request)).isEqualTo(RequestPayload.file("tool-loop.json"));
    }

    @Test
    void makes_up_the_ids_of_tool_calls_on_both_sides() {
        assertThat(RequestPayload.of(request(
                        UserMessage.from("Weather and time?"),
                        AiMessage.from(
                                call(null, "weather", "{\"city\":\"Paris\"}"),
                                call("", "time", ""),
                                call(null, "weather", "{\"city\":\"Rome\"}")),
                        ToolExecutionResultMessage.from(null, "time", "noon"),
                        ToolExecutionResultMessage.from(null, "weather", "sunny"),
                        ToolExecutionResultMessage.from(null, "weather", "rainy"))))
                .isEqualTo(RequestPayload.file("tool-calls-without-ids.json"));
    }

    @Test
    void a_result_without_an_id_does_not_take_the_place_of_one_with_an_id() {
        var messages = RequestPayload.treeOf(request(
                        UserMessage.from("hi"),
                        AiMessage.from(call("a", "weather", "{}"), call(null, "weather", "{}")),
                        ToolExecutionResultMessage.from("a", "weather", "1"),
                        ToolExecutionResultMessage.from(null, null, "2")))
                .path("messages");

        assertThat(messages.findValuesAsText("tool_call_id")).containsExactly("a", "call_1_1");
    }

    @Test
    void sends_reasoning_details_back_verbatim_but_nothing_twice_and_nothing_unsigned_to_claude() {
        assertThat(RequestPayload.of(request(
                        UserMessage.from("1"),
                        answer("one", """
                                [{"type":"reasoning.summary","summary":"Plan","format":"openai-responses-v1","index":0,
                                  "extra":{"kept":[1,2.5,null,true]}},
                                 {"type":"reasoning.encrypted","id":"rs_1","data":"gAAAA",
                                  "format":"openai-responses-v1","index":1},
                                 {"type":"reasoning.new_kind","anything":"é"}]"""),
                        UserMessage.from("2"),
                        answer("two", """
                                [{"type":"reasoning.encrypted","id":"rs_1","data":"gAAAA",
                                  "format":"openai-responses-v1","index":0},
                                 {"type":"reasoning.encrypted","id":"rs_2","data":"gBBBB",
                                  "format":"openai-responses-v1","index":0}]"""),
                        UserMessage.from("3"),
                        answer("three", """
                                [{"type":"reasoning.text","text":"unsigned","format":"anthropic-claude-v1","index":0}]"""),
                        UserMessage.from("4"),
                        answer("four", """
                                [{"type":"reasoning.encrypted","id":"tool_now","data":"CiQA",
                                  "format":"google-gemini-v1","index":0},
                                 {"type":"reasoning.encrypted","id":"tool_now","data":"CiQB",
                                  "format":"google-gemini-v1","index":0}]"""),
                        UserMessage.from("5"),
                        answer("five", "[]"),
                        UserMessage.from("6"))))
                .isEqualTo(RequestPayload.file("reasoning-replay.json"));
    }

    @Test
    void sends_annotations_back() {
        var annotations = entries("""
                [{"type":"file","file":{"hash":"3a5b","name":"paper.pdf",
                  "content":[{"type":"text","text":"Parsed."}]}}]""");

        assertThat(RequestPayload.of(request(
                        UserMessage.from(
                                TextContent.from("Sum it up."), PdfFileContent.from("https://example.com/paper.pdf")),
                        AiMessage.builder()
                                .text("It is short.")
                                .attributes(Map.of("annotations", annotations))
                                .build(),
                        UserMessage.from("And the title?"))))
                .isEqualTo(RequestPayload.file("annotations.json"));
    }

    @Test
    void attributes_survive_a_persisted_memory_to_the_byte() {
        ChatRequest request = request(UserMessage.from("1"), answer("one", """
                        [{"type":"reasoning.encrypted","data":"é\\u0000\\/=","index":0,"b":1.0,"a":12345678901,
                          "nested":{"z":[1e-7,null,false],"y":""}}]"""), UserMessage.from("2"));
        List<ChatMessage> restored =
                ChatMessageDeserializer.messagesFromJson(ChatMessageSerializer.messagesToJson(request.messages()));

        assertThat(RequestPayload.of(request(restored.toArray(ChatMessage[]::new))))
                .isEqualTo(RequestPayload.of(request))
                .contains("\"reasoning_details\"", "\"z\"");
    }

    @Test
    void an_attribute_that_another_module_filled_otherwise_is_left_alone() {
        var message = AiMessage.builder()
                .text("hi")
                .attributes(Map.of("reasoning_details", "text", "annotations", List.of("text")))
                .build();

        assertThat(assistant(RequestPayload.MODEL, null, message).toString())
                .isEqualTo("{\"role\":\"assistant\",\"content\":\"hi\"}");
    }

    @Test
    void plain_thinking_is_sent_only_if_wanted() {
        var message = AiMessage.builder().text("hi").thinking("hm").build();

        assertThat(assistant("deepseek/deepseek-r1", true, message)
                        .path("reasoning")
                        .textValue())
                .isEqualTo("hm");
        assertThat(assistant("deepseek/deepseek-r1", false, message).has("reasoning"))
                .isFalse();
        assertThat(assistant("deepseek/deepseek-r1", null, message).has("reasoning"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {CLAUDE, "~anthropic/claude-opus-latest", "anthropic/claude-3-haiku:beta"})
    void plain_thinking_is_never_sent_to_claude(String model) {
        var message = AiMessage.builder().text("hi").thinking("hm").build();

        assertThat(assistant(model, true, message).has("reasoning")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"openai/gpt-4o, true", CLAUDE + ", false"})
    void plain_thinking_is_not_sent_if_claude_may_get_it_as_a_fallback(String fallback, boolean sent) {
        var request = ChatRequest.builder()
                .messages(AiMessage.builder().text("hi").thinking("hm").build())
                .parameters(OpenRouterChatRequestParameters.builder()
                        .sendThinking(true)
                        .build())
                .build();

        JsonNode tree = RequestPayload.treeOf("deepseek/deepseek-r1", List.of("openai/gpt-4o", fallback), request);

        assertThat(tree.at("/messages/0").has("reasoning")).isEqualTo(sent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"unknown\"", "null", "\"anthropic-claude-v1\""})
    void claude_gets_no_unsigned_reasoning_of_another_model(String format) {
        var message = answer(
                "hi",
                "[{\"type\":\"reasoning.text\",\"text\":\"hm\",\"format\":" + format
                        + "},{\"type\":\"reasoning.text\",\"text\":\"so\",\"signature\":\"Er\",\"format\":" + format
                        + "}]");

        JsonNode details =
                assistant("anthropic/claude-sonnet-4.6", false, message).path("reasoning_details");

        assertThat(details).hasSize(1);
        assertThat(details.at("/0/text").asText()).isEqualTo("so");
    }

    @Test
    void reasoning_details_win_over_plain_thinking() {
        var message = answer("hi", "[{\"type\":\"reasoning.text\",\"text\":\"hm\"}]").toBuilder()
                .thinking("hm")
                .build();

        JsonNode sent = assistant("deepseek/deepseek-r1", true, message);

        assertThat(sent.has("reasoning")).isFalse();
        assertThat(sent.path("reasoning_details")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "audio/mpeg, mp3",
        "audio/mp3, mp3",
        "audio/wav, wav",
        "audio/x-wav, wav",
        "AUDIO/WAV, wav",
        "audio/ogg; codecs=opus, ogg",
        "audio/flac, flac",
        "audio/mp4, m4a",
        "audio/x-m4a, m4a",
        "audio/aac, aac",
        "audio/aiff, aiff",
        "audio/pcm16, pcm16"
    })
    void an_audio_mime_type_becomes_a_documented_format(String mimeType, String format) {
        assertThat(content(AudioContent.from("AAAA", mimeType))
                        .at("/input_audio/format")
                        .textValue())
                .isEqualTo(format);
    }

    @Test
    void audio_bytes_are_encoded() {
        var audio = Audio.builder()
                .binaryData(new byte[] {1, 2, 3})
                .mimeType("audio/wav")
                .build();

        assertThat(content(AudioContent.from(audio)).at("/input_audio/data").textValue())
                .isEqualTo("AQID");
    }

    @Test
    void what_the_wire_has_no_form_for_is_refused() {
        assertRefused(AudioContent.from("https://example.com/a.mp3"), "AudioContent with a URL is not supported");
        assertRefused(AudioContent.from("AAAA", "audio/midi"), "'audio/midi' is not supported");
        assertRefused(ImageContent.from("https://example.com/a.png", DetailLevel.MEDIUM), "MEDIUM is not supported");
        assertRefused(new UnknownContent(), "UnknownContent is not supported");
    }

    private static void assertRefused(Content content, String words) {
        assertThatThrownBy(() -> content(content))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining(words);
    }

    private static final class UnknownContent implements Content {
        @Override
        public ContentType type() {
            return ContentType.TEXT;
        }
    }

    @Test
    void data_without_a_mime_type_is_refused() {
        assertThatThrownBy(() -> content(
                        ImageContent.from(Image.builder().base64Data("AAAA").build())))
                .hasMessageContaining("ImageContent")
                .hasMessageContaining("mimeType");
        assertThatThrownBy(() -> content(
                        VideoContent.from(Video.builder().base64Data("AAAA").build())))
                .hasMessageContaining("VideoContent")
                .hasMessageContaining("mimeType");
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.com/a/b.PDF#p=2, b.PDF",
        "https://arxiv.org/pdf/2401.12345, 2401.12345.pdf",
        "https://example.com/, document.pdf",
        "https://example.com, document.pdf",
        "'data:application/pdf;base64,JVBERi0=', document.pdf"
    })
    void a_pdf_is_named_after_its_url(String url, String name) {
        assertThat(content(PdfFileContent.from(url)).at("/file/filename").textValue())
                .isEqualTo(name);
    }

    private static JsonNode content(Content content) {
        return RequestPayload.treeOf(request(UserMessage.from(content))).at("/messages/0/content/0");
    }

    private static JsonNode assistant(String model, Boolean sendThinking, AiMessage message) {
        var request = ChatRequest.builder()
                .messages(UserMessage.from("?"), message, UserMessage.from("?"))
                .parameters(OpenRouterChatRequestParameters.builder()
                        .sendThinking(sendThinking)
                        .build())
                .build();
        return RequestPayload.tree(RequestPayload.of(model, request)).at("/messages/1");
    }

    private static ChatRequest request(ChatMessage... messages) {
        return ChatRequest.builder().messages(messages).build();
    }

    private static AiMessage answer(String text, String reasoningDetails) {
        return AiMessage.builder()
                .text(text)
                .attributes(Map.of("reasoning_details", entries(reasoningDetails)))
                .build();
    }

    private static ToolExecutionRequest call(String id, String name, String arguments) {
        return ToolExecutionRequest.builder()
                .id(id)
                .name(name)
                .arguments(arguments)
                .build();
    }

    private static List<Map<String, Object>> entries(String json) {
        try {
            return new ObjectMapper().readValue(json, new TypeReference<>() {});
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
