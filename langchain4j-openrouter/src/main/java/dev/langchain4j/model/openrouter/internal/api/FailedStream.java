package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletion;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletionReader;
import dev.langchain4j.model.openrouter.internal.api.chat.ChunkMerger;
import dev.langchain4j.model.openrouter.internal.api.error.ApiErrorReader;
import dev.langchain4j.model.openrouter.internal.http.HttpAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The body of a failure. Some gateways send it in the form of a stream, with any status, also to whom asked for none.
 *
 * @param error the answer with nothing in its body but the error
 * @param partial the part of an answer, or the usage, that the body has beside the error; null if there is none
 */
record FailedStream(HttpAnswer error, @Nullable ChatCompletion partial) {

    private static final Pattern FIELD = Pattern.compile("(?:data|event|id|retry):");
    private static final Pattern DATA = Pattern.compile("^data: ?+(.*)", Pattern.MULTILINE);

    static FailedStream of(HttpAnswer received) {
        HttpAnswer answer = received.withoutComments();
        String text = answer.text();
        if (!FIELD.matcher(text).lookingAt()) {
            return new FailedStream(answer, some(chunk(answer.bytes(), answer.length())));
        }
        List<byte[]> events =
                DATA.matcher(text).results().map(FailedStream::bytes).toList();
        ChatCompletion partial = some(merged(events));
        return events.stream()
                .filter(ApiErrorReader::isEnvelope)
                .findFirst()
                .map(error -> new FailedStream(answer.with(error), partial))
                .orElseGet(() -> new FailedStream(partial == null ? answer : answer.with(new byte[0]), partial));
    }

    byte[] bytesOfError() {
        return Arrays.copyOf(error.bytes(), error.length());
    }

    private static byte[] bytes(MatchResult event) {
        return event.group(1).getBytes(StandardCharsets.UTF_8);
    }

    private static ChatCompletion merged(List<byte[]> events) {
        ChunkMerger merger = new ChunkMerger();
        events.forEach(event -> merger.accept(chunk(event, event.length)));
        return merger.toCompletion();
    }

    private static @Nullable ChatCompletion some(ChatCompletion read) {
        return read.hasOutput() || read.usage() != null ? read : null;
    }

    private static ChatCompletion chunk(byte[] body, int length) {
        try {
            return ChatCompletionReader.read(body, length);
        } catch (IOException | ArithmeticException | NumberFormatException noJson) {
            return ChatCompletion.NOTHING;
        }
    }
}
