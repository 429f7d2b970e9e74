package dev.langchain4j.model.openrouter.test;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * An answer for {@link OpenRouterServer}. Set it up first, then pass it to the server; you can pass it more than once.
 *
 * <pre>{@code
 * server.answer(Answer.text("Paris.").thinking("France, so..."));
 * server.answer(Answer.toolCall("get_weather", "{\"city\":\"Paris\"}"));
 * server.answer(Answer.error(429, "Rate limit exceeded").retryAfter(2));
 * server.answer(Answer.fault(Fault.CONNECTION_RESET));
 * server.answer(Answer.stream().text("Hel").cut());
 * }</pre>
 *
 * @see <a href="https://openrouter.ai/docs/api-reference/overview">OpenRouter's responses</a>
 */
public sealed interface Answer permits ScriptedAnswer {

    /** An answer with text. */
    static MessageAnswer text(String text) {
        return new MessageAnswer().text(requireNonNull(text, "text"));
    }

    /**
     * An answer whose text is JSON.
     *
     * @throws IllegalArgumentException if it is not JSON; {@link #text(String)} accepts invalid JSON
     */
    static MessageAnswer json(String json) {
        Json.parse(requireNonNull(json, "json"));
        return text(json);
    }

    /**
     * A tool call.
     *
     * @param arguments JSON as text, sent unchanged
     */
    static MessageAnswer toolCall(String name, String arguments) {
        return new MessageAnswer().andToolCall(name, arguments);
    }

    /**
     * An answer of a rerank model: the score of each document, in the order of the request; sent best first, as
     * OpenRouter does.
     */
    static RankingAnswer ranking(double... scores) {
        RankingAnswer answer = new RankingAnswer();
        IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> -scores[i]))
                .forEach(i -> answer.result(i, scores[i]));
        return answer;
    }

    /** An answer of a decision model, to which its answers are added. */
    static DecisionAnswer decision() {
        return new DecisionAnswer();
    }

    /**
     * An answer of a decision model to yes/no questions: the probability of yes for each, in the order of the request.
     */
    static DecisionAnswer yesNo(double... probabilities) {
        return new DecisionAnswer().yesNo(probabilities);
    }

    /** A refusal in OpenRouter's shape; {@link ErrorAnswer#envelope(Envelope)} chooses among its shapes. */
    static ErrorAnswer error(int status, String message) {
        return new ErrorAnswer(status, message);
    }

    /** A stream, event by event or byte by byte. */
    static StreamAnswer stream() {
        return new StreamAnswer();
    }

    /** Any body with any status; no {@code Content-Type} if that is empty. */
    static RawAnswer raw(int status, String contentType, String body) {
        return raw(status, contentType, requireNonNull(body, "body").getBytes(StandardCharsets.UTF_8));
    }

    /** Any bytes with any status; no {@code Content-Type} if that is empty. */
    static RawAnswer raw(int status, String contentType, byte[] body) {
        return new RawAnswer(status, requireNonNull(contentType, "contentType"), requireNonNull(body, "body"));
    }

    /** A recorded answer with status 200: JSON if it starts with a brace, server-sent events otherwise. */
    static RawAnswer payload(String payload) {
        requireNonNull(payload, "payload");
        return raw(200, payload.stripLeading().startsWith("{") ? "application/json" : "text/event-stream", payload);
    }

    /** The content of a file, as {@link #payload(String)}. */
    static RawAnswer payload(Path file) {
        try {
            return payload(Files.readString(requireNonNull(file, "file")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connection or stream that breaks. */
    static Answer fault(Fault fault) {
        return new FaultAnswer(requireNonNull(fault, "fault"));
    }

    /**
     * An answer that breaks off: one byte before its end, or as a stream before its finish reason. It is charged
     * anyway.
     *
     * @see OpenRouterServer#ledger()
     */
    static Answer cut(Answer whole) {
        return new BrokenAnswer(requireNonNull(whole, "whole"), BrokenAnswer.How.CUT);
    }

    /**
     * An answer whose last byte, or last event of a stream, never comes: the connection stays open and silent until the
     * client leaves or the server is reset. It is charged anyway.
     */
    static Answer stalled(Answer whole) {
        return new BrokenAnswer(requireNonNull(whole, "whole"), BrokenAnswer.How.STALL);
    }

    /** An answer that is generated, and charged unless it is a stream, but never arrives: the connection is reset. */
    static Answer lost(Answer whole) {
        return new BrokenAnswer(requireNonNull(whole, "whole"), BrokenAnswer.How.LOSS);
    }

    /** An answer computed from the request, on the thread that serves it: several threads may call in parallel. */
    static Answer computed(Function<RecordedRequest, Answer> rule) {
        return new ComputedAnswer(requireNonNull(rule, "rule"));
    }

    /** The server's answer without a script: in a list of answers, back to normal. */
    static Answer unscripted() {
        return new UnscriptedAnswer();
    }

    /** Sends a response header, instead of the server's own header with that name. */
    Answer header(String name, String value);

    /** Waits before the status line is sent. Ends early when the server is reset or closed. */
    Answer afterDelay(Duration delay);
}
