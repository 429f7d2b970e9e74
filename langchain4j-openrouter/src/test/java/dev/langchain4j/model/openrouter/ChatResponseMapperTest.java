package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.internal.api.ResponseHead;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletion;
import dev.langchain4j.model.openrouter.support.Answers;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.rag.content.Content;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatResponseMapperTest {

    @Test
    void maps_everything_that_openrouter_reports() {
        ChatResponse response = ChatResponseMapper.toChatResponse(
                Answers.plain("everything"), new ResponseHead("gen-head", "HIT"), () -> "{raw}", false);

        assertThat(response.aiMessage().text()).isEqualTo("Hi");
        assertThat(response.metadata())
                .isEqualTo(OpenRouterChatResponseMetadata.builder()
                        .id("gen-1755600001-Claude1")
                        .modelName("anthropic/claude-sonnet-4.6")
                        .finishReason(FinishReason.STOP)
                        .tokenUsage(OpenRouterTokenUsage.builder()
                                .inputTokenCount(10)
                                .outputTokenCount(4)
                                .totalTokenCount(14)
                                .cachedInputTokens(6)
                                .cacheWriteInputTokens(2)
                                .audioInputTokens(1)
                                .videoInputTokens(0)
                                .reasoningTokens(3)
                                .audioOutputTokens(1)
                                .imageOutputTokens(2)
                                .cost(new BigDecimal("0.00000725"))
                                .upstreamCost(new BigDecimal("0.000145"))
                                .byok(true)
                                .upstreamInputCost(new BigDecimal("0.00003"))
                                .upstreamOutputCost(new BigDecimal("0.000115"))
                                .serverToolCost(new BigDecimal("0.0002"))
                                .webSearchRequests(2)
                                .serverToolCallsRequested(2)
                                .serverToolCallsExecuted(2)
                                .build())
                        .provider("Anthropic")
                        .nativeFinishReason("end_turn")
                        .generationId("gen-head")
                        .created(Instant.ofEpochSecond(1755600000))
                        .serviceTier("flex")
                        .systemFingerprint("fp_44709d6fcb")
                        .cacheStatus("HIT")
                        .routerMetadata(((OpenRouterChatResponseMetadata) response.metadata()).routerMetadata())
                        .build());
        assertThat(metadata(response).routerMetadata())
                .extracting("strategy", "region", "attempt")
                .containsExactly("latest", null, 1);
        assertThat(metadata(response).rawResponse()).isEqualTo("{raw}");
    }

    @Test
    void keeps_reasoning_details_but_no_thinking_unless_asked() {
        AiMessage message = ChatResponseMapper.toChatResponse(
                        Answers.plain("claude-thinking-tool-call"), ResponseHead.NONE, null, false)
                .aiMessage();

        assertThat(message.thinking()).isNull();
        assertThat(message.attributes())
                .isEqualTo(Map.of(
                        "reasoning_details",
                        List.of(Map.of(
                                "type", "reasoning.text",
                                "text", "Need a tool",
                                "signature", "SIG1",
                                "format", "anthropic-claude-v1",
                                "index", 0))));
    }

    @Test
    void shows_reasoning_once_although_it_arrives_twice() {
        assertThat(map("claude-thinking-tool-call").aiMessage().thinking()).isEqualTo("Need a tool");
    }

    @Test
    void never_shows_the_placeholder_of_encrypted_reasoning() {
        assertThat(map("gemini-tool-call").aiMessage().thinking()).isNull();
    }

    @Test
    void keeps_an_empty_list_of_reasoning_details_as_some_models_want_it_back() {
        assertThat(map("reasoning-content-empty-details").aiMessage().attributes())
                .containsEntry("reasoning_details", List.of());
    }

    @Test
    void text_is_null_when_there_is_none() {
        assertThat(map("claude-thinking-tool-call").aiMessage().text()).isNull();
        assertThat(map("tool-call-no-arguments-finish-null").aiMessage().text()).isNull();
    }

    @Test
    void an_answer_without_anything_is_visible_as_such() {
        assertThat(metadata(map("empty-text")).emptyAnswer()).isTrue();
        assertThat(metadata(map("length-on-reasoning-only")).emptyAnswer()).isTrue();
        assertThat(metadata(map("text")).emptyAnswer()).isFalse();
        assertThat(metadata(map("images")).emptyAnswer()).isFalse();
        assertThat(metadata(map("audio")).emptyAnswer()).isFalse();
        assertThat(metadata(map("gemini-tool-call")).emptyAnswer()).isFalse();
    }

    @Test
    void completes_tool_calls() {
        var calls = map("tool-call-no-arguments-finish-null").aiMessage().toolExecutionRequests();

        assertThat(calls).extracting(call -> call.id()).containsExactly("functions.now:0", "functions.get_weather:1");
        assertThat(calls)
                .extracting(call -> call.arguments())
                .containsExactly("{}", "{\"city\":\"Paris\",\"days\":1.5}");
    }

    @Test
    void gives_every_tool_call_an_id_of_its_own() {
        var calls = map("tool-calls-same-or-no-id").aiMessage().toolExecutionRequests();

        assertThat(calls)
                .extracting(call -> call.id())
                .containsExactly("call_0", "call_0_2", "call_AbCdEf_2", "call_AbCdEf_3");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            stop,           text,  STOP
            length,         text,  LENGTH
            content_filter, text,  CONTENT_FILTER
            eos,            text,  OTHER
            tool_calls,     text,  OTHER
            -,              text,  STOP
            '',             text,  STOP
            -,              empty, OTHER
            stop,           empty, STOP
            tool_calls,     calls, TOOL_EXECUTION
            stop,           calls, TOOL_EXECUTION
            -,              calls, TOOL_EXECUTION
            eos,            calls, TOOL_EXECUTION
            length,         calls, LENGTH
            content_filter, calls, CONTENT_FILTER
            error,          calls, OTHER
            """)
    void maps_finish_reasons(String word, String content, FinishReason expected) {
        String message = switch (content) {
            case "text" -> "{\"content\":\"a\"}";
            case "calls" -> "{\"tool_calls\":[{\"id\":\"1\",\"function\":{\"name\":\"f\"}}]}";
            default -> "{\"content\":null}";
        };
        String finish = word == null ? "null" : "\"" + word + "\"";
        ChatCompletion answer =
                Answers.read("{\"choices\":[{\"finish_reason\":" + finish + ",\"message\":" + message + "}]}");

        assertThat(map(answer).finishReason()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            stop, end_turn, end_turn
            eos,  -,        eos
            eos,  EOS,      EOS
            eos,  '',       eos
            null, -,        -
            NONE, -,        -
            stop, -,        -
            '',   -,        -
            -,    -,        -
            """)
    void a_finish_reason_that_openrouter_passes_on_is_the_providers(String word, String ofProvider, String expected) {
        ChatCompletion answer = new ChatCompletion(
                null,
                null,
                null,
                null,
                null,
                null,
                ChatCompletion.Choice.of(word, ofProvider, null, null, null),
                null,
                null,
                null);

        assertThat(metadata(map(answer)).nativeFinishReason()).isEqualTo(expected);
    }

    @Test
    void usage_that_is_not_reported_is_null_not_zero() {
        assertThat(map("choices-null").tokenUsage()).isNull();
        assertThat(usage(map("gemini-tool-call")).cost()).isNull();
        assertThat(usage(map("gemini-tool-call")).cachedInputTokens()).isNull();
        assertThat(usage(map("text")).reasoningTokens()).isZero();
    }

    @Test
    void reads_numbers_in_any_disguise() {
        OpenRouterTokenUsage usage = usage(map("numbers-in-disguise"));

        assertThat(usage)
                .isEqualTo(OpenRouterTokenUsage.builder()
                        .inputTokenCount(12)
                        .outputTokenCount(12)
                        .totalTokenCount(24)
                        .cost(new BigDecimal("0.00000016"))
                        .upstreamCost(new BigDecimal("0.00000000000000012345"))
                        .byok(true)
                        .webSearchRequests(3)
                        .build());
    }

    @Test
    void citations_may_lack_everything_but_the_address() {
        assertThat(metadata(map("web-search-citations")).citations())
                .containsExactly(
                        new OpenRouterCitation("https://example.com/w", "Weather", "Sunny, 18C", 12, 48),
                        new OpenRouterCitation("https://example.com/bare", null, null, null, null));
        assertThat(metadata(map("web-search-citations")).annotations())
                .extracting(annotation -> annotation.get("type"))
                .containsExactly("url_citation", "url_citation", "something_new");
    }

    @Test
    void offsets_of_citations_may_be_text_and_none_is_wrong() {
        ChatResponse response = map(Answers.read("""
                {"choices":[{"finish_reason":"stop","message":{"content":"Sunny","annotations":[
                 {"type":"url_citation","url_citation":{"url":"https://example.com/w","start_index":"12","end_index":4294967344}}]}}]}"""));

        assertThat(metadata(response).citations())
                .containsExactly(new OpenRouterCitation("https://example.com/w", null, null, 12, null));
    }

    @Test
    void the_excerpt_of_a_citation_is_not_shown() {
        assertThat(new OpenRouterCitation("https://example.com/w", "Weather", "Sunny, 18C", 12, 48))
                .hasToString(
                        "OpenRouterCitation[url=https://example.com/w, title=Weather, startIndex=12, endIndex=48]");
    }

    @Test
    void citations_are_sources() {
        List<Content> sources = metadata(map("web-search-citations")).citations().stream()
                .map(OpenRouterCitation::toContent)
                .toList();

        assertThat(sources)
                .extracting(Content::textSegment)
                .containsExactly(
                        TextSegment.from(
                                "Sunny, 18C",
                                Metadata.from("url", "https://example.com/w")
                                        .put("title", "Weather")
                                        .put("start_index", 12)
                                        .put("end_index", 48)),
                        TextSegment.from("https://example.com/bare", Metadata.from("url", "https://example.com/bare")));
        assertThat(new OpenRouterCitation("https://example.com", "A title", " ", null, null)
                        .toContent()
                        .textSegment()
                        .text())
                .isEqualTo("A title");
    }

    @Test
    void only_parsed_files_are_kept_to_be_sent_back() {
        assertThat(map("web-search-citations").aiMessage().attributes()).isEmpty();
        assertThat(map("parsed-file").aiMessage().attributes()).containsOnlyKeys("annotations");
    }

    @Test
    void a_refusal_beside_text_is_kept() {
        assertThat(metadata(map("refusal-beside-text")).refusal()).isEqualTo("Not the other half.");
    }

    @Test
    void speech_is_kept() {
        assertThat(metadata(map("audio")).audio())
                .isEqualTo(new OpenRouterChatResponseMetadata.Audio(
                        "audio_1", "aGVsbG8gd29ybGQ=", "Hello world", Instant.ofEpochSecond(1755603600)));
    }

    @Test
    void images_become_images() {
        assertThat(map("images").aiMessage().images())
                .containsExactly(
                        Image.builder()
                                .base64Data("iVBORw0KGgo=")
                                .mimeType("image/png")
                                .build(),
                        Image.builder().url("https://example.com/second.webp").build());
    }

    @Test
    void a_failed_answer_is_mapped_as_far_as_it_got() {
        ChatResponse partial = map("error-in-choice");

        assertThat(partial.aiMessage().text()).isEqualTo("part");
        assertThat(partial.tokenUsage().totalTokenCount()).isEqualTo(30);
        assertThat(map("choices-missing").aiMessage().text()).isNull();
    }

    @Test
    void reasoning_details_survive_a_persistent_chat_memory() {
        for (String name : List.of("claude-thinking-tool-call", "gemini-tool-call", "openai-reasoning-tool-call")) {
            AiMessage message = map(name).aiMessage();

            assertThat(persisted(message)).as(name).isEqualTo(message);
        }
    }

    @Test
    void images_keep_their_data_in_a_persistent_chat_memory() {
        Object image = ((List<?>)
                        persisted(map("images").aiMessage()).attributes().get(AiMessage.GENERATED_IMAGES_KEY))
                .get(0);

        assertThat(image)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .contains(entry("base64Data", "iVBORw0KGgo="), entry("mimeType", "image/png"));
    }

    private static AiMessage persisted(AiMessage message) {
        return (AiMessage) ChatMessageDeserializer.messageFromJson(ChatMessageSerializer.messageToJson(message));
    }

    private static ChatResponse map(String name) {
        return map(Answers.plain(name));
    }

    private static ChatResponse map(ChatCompletion completion) {
        return ChatResponseMapper.toChatResponse(completion, ResponseHead.NONE, null, true);
    }

    private static OpenRouterChatResponseMetadata metadata(ChatResponse response) {
        return (OpenRouterChatResponseMetadata) response.metadata();
    }

    private static OpenRouterTokenUsage usage(ChatResponse response) {
        return (OpenRouterTokenUsage) response.tokenUsage();
    }
}
