package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletion;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletionReader;
import dev.langchain4j.model.openrouter.internal.api.chat.ChunkMerger;
import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.error.ErrorBody;
import dev.langchain4j.model.openrouter.internal.api.json.JsonText;
import dev.langchain4j.model.openrouter.internal.http.HttpAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The body of a failure. Some gateways send it as a stream, with any status, even if none was asked for.
 *
 * @param error the answer with nothing in its body but the error
 * @param isEvent whether the error is an event of a stream
 * @param partial the part of an answer, or the usage, that the body has beside the error; null if there is none
 * @param mayHaveMore whether the body may have content that is not in {@code partial}: that of an endpoint other than
 *     chat, or content in JSON that cannot be read; after a refusal, only what looks like content
 */
record FailureBody(
        HttpAnswer error, boolean isEvent, @Nullable ChatCompletion partial, boolean mayHaveMore) {

    private static final Pattern FIELD = Pattern.compile("[\\s\uFEFF]*(?:data|event|id|retry):");

    /** Texts in JSON may have Unicode's other line ends. */
    private static final Pattern BLANK_LINE = Pattern.compile("(?>\\r\\n|\\r|\\n){2,}+");

    private static final String BEGINNING_OF_LINE = "(?<![^\\r\\n])[ \\t\uFEFF]*+";
    private static final String REST_OF_LINE = "[^\\r\\n]*+";

    /** A line of data, or of JSON without the field's name. */
    private static final Pattern DATA =
            Pattern.compile(BEGINNING_OF_LINE + "(?:data: ?+|(?=\\{))(" + REST_OF_LINE + ")");

    /** What is not data among the lines of JSON without the field's name, and the end of the stream after it. */
    private static final Pattern OTHER_LINES =
            Pattern.compile(BEGINNING_OF_LINE + "(?:(?:event|id|retry)?:|data: ?+\\[DONE])" + REST_OF_LINE);

    static FailureBody of(HttpAnswer received) {
        HttpAnswer answer = received.withoutComments();
        String text = answer.text();
        return FIELD.matcher(text).lookingAt() ? ofStream(answer, text) : ofObject(answer);
    }

    private static FailureBody ofObject(HttpAnswer answer) {
        ChatCompletion partial = unlessEmpty(chunk(answer.bytes(), answer.length()));
        return new FailureBody(answer, false, partial, body(answer).mayHaveContent());
    }

    private static FailureBody ofStream(HttpAnswer answer, String text) {
        List<byte[]> events = BLANK_LINE
                .splitAsStream(text)
                .flatMap(FailureBody::dataOf)
                .map(data -> data.getBytes(StandardCharsets.UTF_8))
                .toList();
        ChatCompletion partial = unlessEmpty(merged(events));
        boolean refused = answer.head().status() / 100 == 4;
        boolean more = false;
        byte[] error = null; // the last one: an error ends a stream
        for (byte[] event : events) {
            ErrorBody body = ErrorBody.of(event, event.length);
            more |= !refused && body.isDamagedObject() || body.mayHaveContent();
            error = body.isEnvelope() ? event : error;
        }
        if (error != null) {
            return new FailureBody(answer.with(error), true, partial, more);
        }
        return new FailureBody(partial == null ? answer : answer.with(new byte[0]), false, partial, more);
    }

    private static ErrorBody body(HttpAnswer answer) {
        return ErrorBody.of(answer.bytes(), answer.length());
    }

    /** The error of an answer whose status reports a failure. */
    ApiError ofStatus() {
        return body(error).error(error.head().status());
    }

    /** The error of a success that has no content; null if it reports none. */
    @Nullable
    ApiError inSuccess() {
        return body(error).inSuccess(isEvent);
    }

    /**
     * The lines of data joined, or the lines of JSON without the field's name; each line by itself if there is only a
     * line end between two events.
     */
    private static Stream<String> dataOf(String event) {
        List<String> lines = DATA.matcher(event)
                .results()
                .map(line -> line.group(1))
                .filter(line -> !line.strip().equals("[DONE]"))
                .toList();
        return Stream.of(String.join("\n", lines), OTHER_LINES.matcher(event).replaceAll(""))
                .filter(JsonText::isOneObject)
                .findFirst()
                .map(Stream::of)
                .orElseGet(lines::stream);
    }

    private static ChatCompletion merged(List<byte[]> events) {
        ChunkMerger merger = new ChunkMerger();
        events.forEach(event -> merger.accept(chunk(event, event.length)));
        return merger.toCompletion();
    }

    private static @Nullable ChatCompletion unlessEmpty(ChatCompletion read) {
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
