package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.AudioContent;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.ImageContent.DetailLevel;
import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.message.VideoContent;
import dev.langchain4j.data.pdf.PdfFile;
import dev.langchain4j.data.video.Video;
import dev.langchain4j.model.audio.AudioTranscriptionRequest;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.support.Style;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images, audio, video and files as users have them are sent in the form that providers accept. */
@ExtendWith(OpenRouterServerExtension.class)
class ContentsOnTheWireTest {

    private final OpenRouterServer server;

    @AutoClose
    private final OpenRouter openRouter;

    ContentsOnTheWireTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .build();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            image/jpg                   | AAAA                              | data:image/jpeg;base64,AAAA
            IMAGE/JPEG                  | AAAA                              | data:image/jpeg;base64,AAAA
            image/png; charset=binary   | AAAA                              | data:image/png;base64,AAAA
            ' Image/PNG '               | AAAA                              | data:image/png;base64,AAAA
            image/x-png                 | AAAA                              | data:image/png;base64,AAAA
            image/png                   | data:image/png;base64,AAAA        | data:image/png;base64,AAAA
            image/png                   | DATA:image/jpg;BASE64,AAAA        | data:image/jpeg;base64,AAAA
                                        | data:image/webp;base64,AAAA       | data:image/webp;base64,AAAA
            image/jfif                  | AAAA                              | data:image/jpeg;base64,AAAA
            image/x-webp                | AAAA                              | data:image/webp;base64,AAAA
            image/png                   | ' data:image/png;base64, AAAA'    | data:image/png;base64,AAAA
            image/png                   | data:image/jpg;base64,data:;base64,AAAA | data:image/jpeg;base64,AAAA
            image/png                   | AA-_                              | data:image/png;base64,AA+/
            image/png                   | _-8                               | data:image/png;base64,/+8=
            image/png                   | data:image/png;base64,AA          | data:image/png;base64,AA==
            image/png                   | 'AA AA'                           | data:image/png;base64,AAAA
            """)
    void images_go_out_as_one_data_url_of_a_registered_type(String mimeType, String base64, String url) {
        assertThat(part(new ImageContent(Image.builder()
                                .base64Data(base64)
                                .mimeType(mimeType)
                                .build()))
                        .at("/image_url/url")
                        .asText())
                .isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            audio/ogg ; codecs=opus     | AAAA                                    | ogg
            Audio/MPEG                  | AAAA                                    | mp3
            audio/wav;rate=16000        | data:audio/wav;rate=16000;base64,AAAA   | wav
            audio/x-m4a                 | AAAA                                    | m4a
            audio/mpeg3                 | AAAA                                    | mp3
            audio/x-pn-wav              | ' data:audio/wav;base64,AAAA'           | wav
            audio/aacp                  | AAAA                                    | aac
            """)
    void audio_goes_out_with_the_name_of_its_format(String mimeType, String base64, String format) {
        server.lenient(); // the model cannot hear
        Audio audio = Audio.builder().base64Data(base64).mimeType(mimeType).build();

        JsonNode sent = part(new AudioContent(audio)).path("input_audio");
        openRouter
                .transcriptionModel()
                .modelName("openai/whisper-large-v3")
                .build()
                .transcribe(AudioTranscriptionRequest.builder(audio).build());

        assertThat(sent.path("format").asText()).isEqualTo(format);
        assertThat(sent.path("data").asText()).isEqualTo("AAAA");
        assertThat(server.requests("/audio/transcriptions").get(0).body().path("input_audio"))
                .isEqualTo(sent);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            data:audio/mpeg;base64,AAAA            |            | mp3
            DATA:Audio/Ogg;codecs=opus;base64,AAAA | audio/wav  | ogg
            data:;base64,AAAA                      | audio/flac | flac
            """)
    void audio_by_data_url_goes_out_as_its_data(URI url, String mimeType, String format) {
        server.lenient(); // the model cannot hear
        Audio audio = Audio.builder().url(url).mimeType(mimeType).build();

        JsonNode sent = part(new AudioContent(audio)).path("input_audio");
        openRouter
                .transcriptionModel()
                .modelName("openai/whisper-large-v3")
                .build()
                .transcribe(AudioTranscriptionRequest.builder(audio).build());

        assertThat(sent.toString()).isEqualTo("{\"data\":\"AAAA\",\"format\":\"" + format + "\"}");
        assertThat(server.requests("/audio/transcriptions").get(0).body().path("input_audio"))
                .isEqualTo(sent);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            data:;base64,AAAA      | needs a mimeType
            data:audio/wav,AAAA    | not base64
            data:audio/wav;base64, | empty data
            data:audio/wav         | give the audio as base64 or bytes
            """)
    void audio_by_a_data_url_without_usable_data_is_refused(URI url, String message) {
        Content audio = AudioContent.from(url);

        assertThatThrownBy(() -> part(audio)).hasMessageContaining(message);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void a_data_url_without_a_type_goes_out_with_the_type_of_its_content() {
        server.lenient(); // the model takes no video
        URI url = URI.create("data:;base64,AAAA");
        Image image = Image.builder().url(url).mimeType("image/jpg").build();

        openRouter
                .imageModel()
                .modelName("google/gemini-2.5-flash-image")
                .build()
                .edit(image, "paint it red");

        assertThat(part(ImageContent.from(image)).at("/image_url/url").asText())
                .isEqualTo("data:image/jpeg;base64,AAAA");
        assertThat(part(VideoContent.from(
                                Video.builder().url(url).mimeType("video/mp4").build()))
                        .at("/video_url/url")
                        .asText())
                .isEqualTo("data:video/mp4;base64,AAAA");
        assertThat(part(PdfFileContent.from(PdfFile.builder().url(url).build()))
                        .at("/file/file_data")
                        .asText())
                .isEqualTo("data:application/pdf;base64,AAAA");
        assertThat(server.requests().get(0).body().findValue("url").asText()).isEqualTo("data:image/jpeg;base64,AAAA");
    }

    @Test
    void a_data_url_with_escapes_goes_out_without_them() {
        server.lenient(); // the model takes no video
        URI url = URI.create("data:image/png;base64,iVBO%2b+%2FA%0A%3D");
        Image image = Image.builder().url(url).build();

        imageModel().edit(image, "paint it red");
        openRouter
                .scoringModel()
                .modelName("cohere/rerank-v3.5")
                .documentMapper(segment -> OpenRouterRerankDocument.image(url.toString()))
                .build()
                .score("a", "b");

        String unescaped = "data:image/png;base64,iVBO++/A=";
        assertThat(server.requests().get(0).body().findValue("url").asText()).isEqualTo(unescaped);
        assertThat(server.requests().get(1).body().findValue("image").asText()).isEqualTo(unescaped);
        assertThat(part(ImageContent.from(image)).at("/image_url/url").asText()).isEqualTo(unescaped);
        assertThat(part(new ImageContent(
                                Image.builder().base64Data(url.toString()).build()))
                        .at("/image_url/url")
                        .asText())
                .isEqualTo(unescaped);
        assertThat(part(PdfFileContent.from(URI.create("data:application/pdf;base64,JVBE%3D")))
                        .at("/file/file_data")
                        .asText())
                .isEqualTo("data:application/pdf;base64,JVBE=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data:image/svg+xml,%3Csvg%2F%3E",
                "data:image/svg+xml;utf8,abc",
                "data:image/png",
                "data:image/png;base64,a~b"
            })
    void a_data_url_that_is_not_base64_is_refused(URI url) {
        for (Content content : List.of(
                ImageContent.from(url),
                VideoContent.from(url),
                PdfFileContent.from(url),
                new ImageContent(Image.builder().base64Data(url.toString()).build()))) {
            assertThatThrownBy(() -> part(content))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("not base64");
        }
        assertThatThrownBy(() -> imageModel().edit(Image.builder().url(url).build(), "brighter"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not base64");
        assertThatThrownBy(() -> openRouter
                        .scoringModel()
                        .modelName("cohere/rerank-v3.5")
                        .documentMapper(segment -> OpenRouterRerankDocument.image(url.toString()))
                        .build()
                        .score("a", "b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not base64");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void a_data_url_with_any_number_of_parameters_is_read() {
        String url = "data:image/png" + ";a=b;c".repeat(20_000) + ";base64,AAAA";

        assertThat(part(new ImageContent(Image.builder().base64Data(url).build()))
                        .toString())
                .contains("data:image/png;base64,AAAA");
    }

    @Test
    void a_data_url_of_unknown_type_is_refused() {
        assertThatThrownBy(() -> part(ImageContent.from(URI.create("data:;base64,AAAA"))))
                .hasMessage("ImageContent with data needs a mimeType");
        assertThat(server.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "data:image/png;base64,"})
    void empty_data_is_refused(String nothing) {
        for (Content content : List.of(
                new ImageContent(Image.builder()
                        .base64Data(nothing)
                        .mimeType("image/png")
                        .build()),
                new VideoContent(Video.builder()
                        .base64Data(nothing)
                        .mimeType("video/mp4")
                        .build()),
                new AudioContent(Audio.builder()
                        .base64Data(nothing)
                        .mimeType("audio/wav")
                        .build()),
                new AudioContent(Audio.builder()
                        .binaryData(new byte[0])
                        .mimeType("audio/wav")
                        .build()),
                new PdfFileContent(PdfFile.builder()
                        .base64Data(nothing)
                        .mimeType("application/pdf")
                        .build()))) {
            assertThatThrownBy(() -> part(content))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("empty data");
        }
        assertThatThrownBy(() -> imageModel()
                        .edit(
                                Image.builder()
                                        .base64Data(nothing)
                                        .mimeType("image/png")
                                        .build(),
                                "brighter"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(server.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            image/png | https://example.com/cat.png | URL
            image/png | '"AAAA"'                    | not base64
            image/png | base64,AAAA                 | not base64
            image/png | data:image/png;base64,%zz   | not base64
            png       | AAAA                        | 'png'
            image/*   | AAAA                        | 'image/*'
            """)
    void invalid_data_and_an_invalid_media_type_are_refused(String mimeType, String base64, String words) {
        Image image = Image.builder().base64Data(base64).mimeType(mimeType).build();

        assertThatThrownBy(() -> part(new ImageContent(image)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("ImageContent", words);
        assertThatThrownBy(() -> imageModel().edit(image, "brighter"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
        assertThat(server.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///home/me/cat",
                "FILE:/cat",
                "cat",
                "../cat",
                "C:/cat",
                "jar:file:/a.jar!/cat",
                "nested:/a.jar!/cat",
                "vfs:/cat",
                "blob:https://example.com/1",
                "content://media/1"
            })
    void a_url_of_this_machine_is_refused_with_advice(String url) {
        URI uri = URI.create(url);
        for (Content content : List.of(
                new ImageContent(Image.builder().url(uri).build()),
                new VideoContent(Video.builder().url(uri).build()),
                new PdfFileContent(PdfFile.builder().url(uri).build()))) {
            assertThatThrownBy(() -> part(content))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("this machine", "base64");
        }
        assertThatThrownBy(() -> imageModel().edit(Image.builder().url(uri).build(), "brighter"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("base64");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void an_answer_with_nothing_in_it_is_not_sent() {
        assertThat(messages(
                        UserMessage.from("one"),
                        AiMessage.builder().text("").build(),
                        UserMessage.from("two"),
                        AiMessage.builder().text(" \n").thinking("not sent").build(),
                        AiMessage.from("three"),
                        UserMessage.from("four")))
                .extracting(message -> message.path("content").asText())
                .containsExactly("one", "two", "three", "four");
    }

    @Test
    void the_provider_that_only_a_header_names_is_kept() {
        server.when(Match.path("/images"))
                .answer(Answer.raw(
                                200,
                                "application/json",
                                "{\"data\":[{\"b64_json\":\"iVBORw0KGgo=\",\"media_type\":\"image/png\"}]}")
                        .header("x-provider-name", "Seedream"));

        assertThat(imageModel().generate("a cat").metadata()).containsEntry(OpenRouterImageModel.PROVIDER, "Seedream");

        server.reset();
        server.when(Match.path("/images")).answer(Answer.error(400, "No").header("x-provider-name", "Seedream"));
        assertThatThrownBy(() -> imageModel().generate("a cat"))
                .satisfies(failure -> assertThat(
                                OpenRouterException.in(failure).orElseThrow().provider())
                        .isEqualTo("Seedream"));

        server.reset();
        server.when(Match.path("/images"))
                .answer(Answer.error(400, "No").provider("Azure").header("x-provider-name", "Seedream"));
        assertThatThrownBy(() -> imageModel().generate("a cat"))
                .satisfies(failure -> assertThat(
                                OpenRouterException.in(failure).orElseThrow().provider())
                        .isEqualTo("Azure"));
    }

    @Test
    void the_detail_of_an_image_goes_out_only_if_somebody_has_set_it() {
        String url = "https://example.com/cat.png";

        assertThat(part(ImageContent.from(url)).path("image_url").has("detail")).isFalse();
        assertThat(detail(DetailLevel.LOW)).isEqualTo("low");
        assertThat(detail(DetailLevel.AUTO)).isEqualTo("auto");
        assertThat(detail(DetailLevel.HIGH)).isEqualTo("high");
        assertThat(detail(DetailLevel.ULTRA_HIGH)).isEqualTo("original");
    }

    /** LangChain4j's JSON does not tell its default from a choice. */
    @Test
    void a_memory_that_is_stored_as_json_gives_low_detail_to_an_image_without_a_level() {
        String url = "https://example.com/cat.png";

        assertThat(part(throughJson(ImageContent.from(url)))
                        .at("/image_url/detail")
                        .asText())
                .isEqualTo("low");
        server.reset();
        assertThat(part(throughJson(ImageContent.from(url, DetailLevel.AUTO)))
                        .at("/image_url/detail")
                        .asText())
                .isEqualTo("auto");
    }

    private static Content throughJson(Content content) {
        String stored = ChatMessageSerializer.messageToJson(UserMessage.from(content));
        return ((UserMessage) ChatMessageDeserializer.messageFromJson(stored))
                .contents()
                .get(0);
    }

    @Test
    void a_blank_text_beside_other_content_is_not_sent() {
        ImageContent image = ImageContent.from("https://example.com/cat.png");

        assertThat(partsOf(TextContent.from(""), image, TextContent.from(" \n")))
                .containsExactly("image_url");
        assertThat(partsOf(TextContent.from("What is it?"), image)).containsExactly("text", "image_url");
        assertThat(partsOf(TextContent.from(""), TextContent.from(""))).isEmpty();
    }

    /** Their types; none if the content is a plain text. */
    private List<String> partsOf(Content... contents) {
        server.reset();
        server.answer(Answer.text("A cat."));
        openRouter.chatModel().build().chat(UserMessage.from(contents));
        return server.lastChatRequest().at("/messages/0/content").findValuesAsText("type");
    }

    private String detail(DetailLevel level) {
        server.reset();
        return part(ImageContent.from("https://example.com/cat.png", level))
                .at("/image_url/detail")
                .asText();
    }

    @ParameterizedTest
    @CsvSource({"mp3,   audio/mpeg", "wav,   audio/wav", "opus,  audio/ogg", "flac,  audio/flac", "pcm16, audio/pcm16"})
    void generated_speech_is_an_audio_of_the_answer_and_is_not_sent_back(String format, String mimeType) {
        server.answer(Answer.stream()
                .delta("{\"audio\":{\"id\":\"a1\",\"data\":\"QUJD\",\"transcript\":\"He\"}}")
                .delta("{\"audio\":{\"data\":\"REVG\",\"transcript\":\"y\"}}")
                .finish("stop")
                .done());
        HandlerRecorder handler = new HandlerRecorder();
        openRouter
                .streamingChatModel()
                .audioOutput(OpenRouterAudioOutput.of("alloy", format))
                .build()
                .chat("Say hey", handler);
        AiMessage answer = handler.response().aiMessage();

        assertThat(answer.audios()).singleElement().satisfies(audio -> {
            assertThat(audio.base64Data()).isEqualTo("QUJDREVG");
            assertThat(audio.mimeType()).isEqualTo(mimeType);
        });
        assertThat(((OpenRouterChatResponseMetadata) handler.response().metadata()).audio())
                .satisfies(audio -> assertThat(audio.transcript()).isEqualTo("Hey"));
        List<JsonNode> sent = messages(UserMessage.from("Say hey"), answer, UserMessage.from("Again"));
        assertThat(sent.toString()).doesNotContain("QUJD", "generated_audio", "openrouter_");
    }

    @Test
    void the_words_of_an_answer_that_was_only_spoken_are_its_text_in_the_next_request() {
        server.answer(Answer.stream()
                .delta("{\"audio\":{\"data\":\"QUJD\",\"transcript\":\"Hey\"}}")
                .finish("stop")
                .done());
        AiMessage answer = Style.STREAMING.chat(openRouter, "Say hey").aiMessage();
        List<ChatMessage> stored =
                ChatMessageDeserializer.messagesFromJson(ChatMessageSerializer.messagesToJson(List.of(answer)));

        assertThat(answer.text()).isNull();
        for (ChatMessage message : List.of(answer, stored.get(0))) {
            List<JsonNode> sent = messages(UserMessage.from("Say hey"), message, UserMessage.from("Again"));
            assertThat(sent.get(1).toString()).isEqualTo("{\"role\":\"assistant\",\"content\":\"Hey\"}");
        }
    }

    @Test
    void speech_in_a_plain_answer_is_an_audio_too() {
        server.answer(
                Answer.raw(
                        200,
                        "application/json",
                        "{\"choices\":[{\"message\":{\"content\":\"Hey\",\"audio\":{\"data\":\"QUJD\"}},\"finish_reason\":\"stop\"}]}"));

        AiMessage answer = Style.PLAIN.chat(openRouter, "Hi").aiMessage();

        assertThat(answer.audios()).singleElement().satisfies(audio -> {
            assertThat(audio.base64Data()).isEqualTo("QUJD");
            assertThat(audio.mimeType()).isNull();
        });
    }

    @Test
    void a_bare_number_of_logprobs_is_kept() {
        server.answer(
                Answer.raw(
                        200,
                        "application/json",
                        "{\"choices\":[{\"message\":{\"content\":\"Hello\"},\"finish_reason\":\"stop\",\"logprobs\":-0.125}]}"));
        var metadata = (OpenRouterChatResponseMetadata)
                openRouter.chatModel().build().chat(UserMessage.from("Hi")).metadata();
        assertThat(metadata.logprobs()).hasToString("{logprob=-0.125}");

        server.answer(Answer.stream()
                .data("{\"choices\":[{\"delta\":{\"content\":\"Hello\"},\"logprobs\":-0.125}]}")
                .data("{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\",\"logprobs\":{\"content\":null}}]}")
                .done());
        assertThat(((OpenRouterChatResponseMetadata)
                                Style.STREAMING.chat(openRouter, "Hi").metadata())
                        .logprobs())
                .containsKey("logprob");
    }

    private OpenRouterImageModel imageModel() {
        return openRouter
                .imageModel()
                .modelName("google/gemini-2.5-flash-image")
                .build();
    }

    private JsonNode part(Content content) {
        return messages(UserMessage.from(content)).get(0).path("content").get(0);
    }

    private List<JsonNode> messages(ChatMessage... messages) {
        openRouter.chatModel().build().chat(messages);
        return List.copyOf(server.lastChatRequest().path("messages").findParents("role"));
    }
}
