package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.internal.api.ResponseHead;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletion;
import dev.langchain4j.model.openrouter.internal.api.chat.ChunkMerger;
import dev.langchain4j.model.openrouter.internal.api.chat.StreamedToolCall;
import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.support.Answers;
import dev.langchain4j.model.openrouter.support.Payloads;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One answer, sent plain and as a stream: every payload that exists in both forms. */
class PlainAndStreamedAnswersTest {

    private static final ResponseHead HEAD = new ResponseHead("gen-head", "MISS");

    static List<String> pairs() {
        return Payloads.pairs();
    }

    @Test
    void there_are_pairs() {
        assertThat(pairs()).hasSizeGreaterThanOrEqualTo(21);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void the_same_answer_gives_the_same_response(String name) {
        ChatResponse plain = response(Answers.plain(name));
        ChatResponse streamed = response(Answers.merged(name).toCompletion());

        assertThat(streamed.aiMessage()).isEqualTo(plain.aiMessage());
        assertThat(streamed.metadata()).isEqualTo(plain.metadata());
        assertThat(streamed).isEqualTo(plain);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void the_same_answer_is_the_same_failure_or_none(String name) {
        var plain = Answers.plain(name).failure().map(ApiError::message);
        var streamed = Answers.merged(name).toCompletion().failure().map(ApiError::message);

        assertThat(streamed).isEqualTo(plain);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void what_the_chunks_add_is_the_whole_answer(String name) {
        ChunkMerger merger = new ChunkMerger();
        StringBuilder text = new StringBuilder();
        StringBuilder thinking = new StringBuilder();
        for (ChatCompletion chunk : Answers.chunks(name)) {
            merger.accept(chunk);
            text.append(merger.newText());
            thinking.append(merger.newReasoning());
        }
        var message = response(merger.toCompletion()).aiMessage();
        String arguments = merger.toolCalls().stream()
                .limit(message.toolExecutionRequests().size())
                .map(StreamedToolCall::takeLastPiece)
                .collect(Collectors.joining());
        assertThat(text).hasToString(message.text() == null ? "" : message.text());
        assertThat(thinking).hasToString(message.thinking() == null ? "" : message.thinking());
        assertThat(arguments)
                .isEqualTo(message.toolExecutionRequests().stream()
                        .map(call -> call.arguments())
                        .collect(Collectors.joining()));
    }

    private static ChatResponse response(ChatCompletion completion) {
        return ChatResponseMapper.toChatResponse(completion, HEAD, null, true);
    }
}
