package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.outcomes.Outcome;
import dev.langchain4j.model.openrouter.support.Style;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.output.FinishReason;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Providers' own spellings of the finish reasons that mean a limit or a filter. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class FinishWordsTest {

    private final OpenRouterServer server;

    @AutoClose
    private final OpenRouter openRouter;

    FinishWordsTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .maxRetries(0)
                .build();
    }

    static Stream<Arguments> limits() {
        return Stream.of(Style.values())
                .flatMap(style -> Stream.of(
                                "MAX_TOKENS ",
                                "FINISH_REASON_MAX_TOKENS",
                                "maxTokens",
                                "MaxTokens",
                                "max-tokens",
                                "MAXTOKENS",
                                "maximum_tokens",
                                "FinishReason.MAX_TOKENS",
                                "STOP_REASON_MAX_TOKENS",
                                "FINISHED_LENGTH_CAPPED",
                                "REASON_MAX_LEN")
                        .map(word -> Arguments.of(style, word)));
    }

    @ParameterizedTest
    @MethodSource("limits")
    void a_limit_in_another_spelling_cuts_a_call_too(Style style, String word) {
        server.answer(Answer.toolCall("wipe", "{\"folder\":\"sp")
                .finishReason("tool_calls")
                .nativeFinishReason(word));

        ChatResponse response = style.chat(openRouter, "Wipe my spam");

        assertThat(response.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(response.aiMessage().toolExecutionRequests()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_filter_in_another_spelling_counts_too(Style style) {
        server.answer(Answer.text("Once").finishReason("stop").nativeFinishReason("FINISH_REASON_SAFETY"));

        assertThat(style.chat(openRouter, "Hi").finishReason()).isEqualTo(FinishReason.CONTENT_FILTER);
    }

    static Stream<Arguments> more() {
        return Stream.of(Style.values())
                .flatMap(style -> Stream.of(
                        Arguments.of(style, "incomplete", FinishReason.LENGTH),
                        Arguments.of(style, "MAX_TOKENS_REACHED", FinishReason.LENGTH),
                        Arguments.of(style, "max_new_tokens", FinishReason.LENGTH),
                        Arguments.of(style, "ERROR_LIMIT", FinishReason.LENGTH),
                        Arguments.of(style, "length_limit", FinishReason.LENGTH),
                        Arguments.of(style, "context_window_exceeded", FinishReason.LENGTH),
                        Arguments.of(style, "output_limit", FinishReason.LENGTH),
                        Arguments.of(style, "limit", FinishReason.LENGTH),
                        Arguments.of(style, "max_output", FinishReason.LENGTH),
                        Arguments.of(style, "out_of_tokens", FinishReason.LENGTH),
                        Arguments.of(style, "context", FinishReason.LENGTH),
                        Arguments.of(style, "pause_turn", FinishReason.LENGTH),
                        Arguments.of(style, "repetition", FinishReason.LENGTH),
                        Arguments.of(style, "LANGUAGE", FinishReason.CONTENT_FILTER),
                        Arguments.of(style, "content_policy_violation", FinishReason.CONTENT_FILTER),
                        Arguments.of(style, "CONTENT_BLOCKED", FinishReason.CONTENT_FILTER),
                        Arguments.of(style, "moderation", FinishReason.CONTENT_FILTER),
                        Arguments.of(style, "time_limit", FinishReason.LENGTH),
                        Arguments.of(style, "NOT_FINISHED", FinishReason.LENGTH),
                        Arguments.of(style, "MODEL_ARMOR", FinishReason.CONTENT_FILTER),
                        Arguments.of(style, "sensitive", FinishReason.CONTENT_FILTER),
                        Arguments.of(style, "refusal", FinishReason.CONTENT_FILTER),
                        Arguments.of(style, "IMAGE_PROHIBITED_CONTENT", FinishReason.CONTENT_FILTER)));
    }

    @ParameterizedTest
    @MethodSource("more")
    void providers_have_more_words_for_a_limit_or_a_filter(Style style, String word, FinishReason reason) {
        server.answer(Answer.text("Once").finishReason("stop").nativeFinishReason(word));

        assertThat(style.chat(openRouter, "Hi").finishReason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @EnumSource
    void what_cut_it_off_by_openrouters_own_word_counts_first(Style style) {
        server.answer(Answer.text("Once").finishReason("content_filter").nativeFinishReason("MAX_TOKENS"));

        assertThat(style.chat(openRouter, "Hi").finishReason()).isEqualTo(FinishReason.CONTENT_FILTER);
    }

    static Stream<Arguments> failures() {
        return Stream.of(Style.values())
                .flatMap(style -> Stream.of(
                        Arguments.of(style, "Error", null),
                        Arguments.of(style, "stop", "MALFORMED_FUNCTION_CALL"),
                        Arguments.of(style, "stop", "error"),
                        Arguments.of(style, "stop", "failed"),
                        Arguments.of(style, "tool_calls", "abort"),
                        Arguments.of(style, "stop", "insufficient_system_resource"),
                        Arguments.of(style, "stop", "malformed_model_output"),
                        Arguments.of(style, "tool_calls", "malformedToolUse"),
                        Arguments.of(style, "stop", "UPSTREAM_ERROR"),
                        Arguments.of(style, "network_error", null)));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void a_word_for_a_failure_is_a_failure(Style style, String word, @Nullable String ofProvider) {
        server.answer(Answer.text("Once").finishReason(word).nativeFinishReason(ofProvider));

        assertThat(Outcome.of(catchThrowable(() -> style.chat(openRouter, "Hi")), "ended the generation with an error"))
                .startsWith("`InternalServerException`, keeps “Once”");
    }

    @ParameterizedTest
    @CsvSource({"length, LENGTH", "content_filter, CONTENT_FILTER"})
    void a_second_finish_reason_does_not_make_a_cut_answer_whole(String first, FinishReason reason) {
        server.answer(Answer.raw(200, "text/event-stream", """
                data: {"choices":[{"delta":{"content":"Once"},"finish_reason":"%s"}]}

                data: {"choices":[{"delta":{},"finish_reason":"stop"}]}

                data: [DONE]

                """.formatted(first)));

        assertThat(Style.STREAMING.chat(openRouter, "Hi").finishReason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "", "None", "FINISH_REASON_UNSPECIFIED"})
    void a_word_for_no_finish_reason_makes_no_broken_stream_whole(String word) {
        server.answer(Answer.raw(200, "text/event-stream", """
                data: {"choices":[{"delta":{"content":"Once"},"finish_reason":"%s"}]}

                """.formatted(word)));

        assertThat(Outcome.of(
                        catchThrowable(() -> Style.STREAMING.chat(openRouter, "Hi")), "neither a finish reason nor"))
                .isEqualTo("`InternalServerException`, keeps “Once”");
    }

    @ParameterizedTest
    @EnumSource
    void a_word_for_no_finish_reason_is_none(Style style) {
        server.answer(Answer.text("Once").finishReason("null").nativeFinishReason("null"));

        assertThat(style.chat(openRouter, "Hi").finishReason()).isEqualTo(FinishReason.STOP);
    }

    static Stream<Arguments> wholeAnswers() {
        return Stream.of(
                        "STOP",
                        "end_turn",
                        "stop_sequence",
                        "completed",
                        "COMPLETE",
                        "eos",
                        "eos_token",
                        "stop_token",
                        "end_of_turn",
                        "REASON_STOP",
                        "normal",
                        "other")
                .flatMap(word -> Stream.of(Style.values()).map(style -> Arguments.of(style, word)));
    }

    @ParameterizedTest
    @MethodSource("wholeAnswers")
    void a_whole_answer_stays_whole_by_every_providers_word(Style style, String word) {
        server.answer(Answer.text("Once").finishReason("stop").nativeFinishReason(word));

        assertThat(style.chat(openRouter, "Hi").finishReason()).isEqualTo(FinishReason.STOP);
    }

    @ParameterizedTest
    @EnumSource
    void a_whole_answers_word_in_another_spelling_is_no_limit(Style style) {
        server.answer(Answer.toolCall("wipe", "{}").finishReason("tool_calls").nativeFinishReason("toolUse"));

        assertThat(style.chat(openRouter, "Hi").finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
    }
}
