package dev.langchain4j.model.openrouter.outcomes;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.support.Style;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Gate;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.StreamAnswer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One call of one client against one answer of the server. */
@FunctionalInterface
interface Scenario {

    ChatRequest HI = ChatRequest.builder().messages(UserMessage.from("Hi")).build();
    Duration PATIENT = Duration.ofSeconds(60);
    Duration IMPATIENT = Duration.ofMillis(200);

    /** @return the outcome so far: a stream that has ended may still be ended again */
    Supplier<String> play(OpenRouterServer server, Client client);

    /** A plain call. */
    static Scenario plain(
            ChatRequest question, Answer answer, @Nullable String words, Function<ChatResponse, String> view) {
        return (server, client) -> {
            server.when(Match.path("/chat/completions")).answer(answer);
            String outcome = call(client, question, 0, words, view);
            return () -> outcome;
        };
    }

    /** A stream. */
    static Scenario streamed(
            ChatRequest question, Answer answer, @Nullable String words, Function<ChatResponse, String> view) {
        return (server, client) -> {
            server.when(Match.path("/chat/completions")).answer(answer);
            HandlerRecorder handler = new HandlerRecorder();
            client.streaming(PATIENT, 0).chat(question, handler);
            handler.awaitEnd();
            return () -> outcome(handler, words, view);
        };
    }

    /** A stream that says nothing more, to a client that should not wait long. */
    static Scenario silent(StreamAnswer answer) {
        return (server, client) -> {
            server.when(Match.streaming()).answer(answer);
            HandlerRecorder handler = begun(client, IMPATIENT);
            long giveUp = System.nanoTime() + IMPATIENT.multipliedBy(5).toNanos();
            HandlerRecorder.patiently().until(() -> {
                client.pass(IMPATIENT.plusMillis(1));
                return handler.hasEnded() || client instanceof Client.Theirs && System.nanoTime() > giveUp;
            });
            return () -> outcome(handler, null, Outcome::of);
        };
    }

    /** Until its first text: on a busy machine that may take their client, on its real clock, longer than it waits. */
    private static HandlerRecorder begun(Client client, Duration silence) {
        HandlerRecorder handler = new HandlerRecorder();
        client.streaming(silence, 0).chat("Hi", handler);
        HandlerRecorder.patiently().until(() -> !handler.calls().isEmpty());
        return client instanceof Client.Theirs && handler.hasEnded() ? begun(client, silence.multipliedBy(2)) : handler;
    }

    /** A refusal that asks to wait before the next attempt, then an answer. */
    static Scenario askedToWait(Style style, int seconds) {
        return (server, client) -> {
            server.answer(Answer.error(429, "Slow down").retryAfter(seconds), Answer.text("Hello"));
            long start = System.nanoTime();
            String outcome = style == Style.PLAIN
                    ? call(client, HI, 1, null, Outcome::of)
                    : streamed(client.streaming(PATIENT, 1));
            boolean waited = client.waits().equals(List.of(Duration.ofSeconds(seconds)));
            boolean tooEarly =
                    System.nanoTime() - start < Duration.ofSeconds(seconds).toNanos();
            String attempt = server.requests().size() == 1
                    ? ", not retried"
                    : waited ? " after the wait" : tooEarly ? " after a retry that came too early" : "";
            return () -> outcome + attempt;
        };
    }

    private static String streamed(StreamingChatModel model) {
        HandlerRecorder handler = new HandlerRecorder();
        model.chat("Hi", handler);
        return outcome(handler.awaitEnd(), null, Outcome::of);
    }

    /** A callback that throws at the first text. */
    static Scenario throwingCallback(Answer answer) {
        return (server, client) -> {
            server.answer(answer);
            HandlerRecorder handler = new HandlerRecorder();
            handler.in("text", () -> {
                throw new IllegalStateException("the user's own");
            });
            client.streaming(PATIENT, 0).chat("Hi", handler);
            handler.awaitAnswer();
            return () -> outcome(handler, null, Outcome::of);
        };
    }

    /** A cancel while the server says nothing. */
    static Scenario cancelled() {
        return (server, client) -> {
            Gate silence = new Gate();
            server.answer(Answer.stream()
                    .text("Once upon")
                    .waitFor(silence)
                    .text(" a time")
                    .finish("stop")
                    .done());
            HandlerRecorder handler = new HandlerRecorder();
            client.streaming(PATIENT, 0).chat("Hi", handler);
            handler.awaitCall("text Once upon");
            // a cancel inside the callback ends their stream in another way
            HandlerRecorder.patiently().until(() -> client instanceof Client.Ours || waits(handler));
            handler.cancel();
            long giveUp = System.nanoTime() + IMPATIENT.multipliedBy(50).toNanos();
            HandlerRecorder.patiently()
                    .until(() ->
                            server.openStreams() == 0 || client instanceof Client.Theirs && System.nanoTime() > giveUp);
            boolean closed = server.openStreams() == 0;
            silence.open();
            return () -> (closed ? "connection closed at once" : "connection open until the next byte")
                    + (handler.hasEnded() ? ", then " + outcome(handler, null, Outcome::of) : "");
        };
    }

    private static boolean waits(HandlerRecorder handler) {
        return handler.threads().get(0).getState() == Thread.State.WAITING;
    }

    private static String call(
            Client client,
            ChatRequest question,
            int maxRetries,
            @Nullable String words,
            Function<ChatResponse, String> view) {
        ChatResponse response;
        try {
            response = client.plain(maxRetries).chat(question);
        } catch (RuntimeException e) {
            return Outcome.of(e, words);
        }
        return view.apply(response);
    }

    private static String outcome(
            HandlerRecorder handler, @Nullable String words, Function<ChatResponse, String> view) {
        Map<String, Integer> ends = new LinkedHashMap<>();
        handler.errors().forEach(error -> ends.merge(Outcome.of(error, words), 1, Integer::sum));
        handler.answers().forEach(answer -> ends.merge(view.apply(answer), 1, Integer::sum));
        String told = ends.entrySet().stream()
                .map(end -> end.getValue() == 1 ? end.getKey() : end.getValue() + " × " + end.getKey())
                .collect(Collectors.joining(", then "));
        return told.isEmpty() ? Outcome.NO_END : told;
    }
}
