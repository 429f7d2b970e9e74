package dev.langchain4j.model.openrouter.examples;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.openrouter.examples.scripts.ConsoleScript;
import dev.langchain4j.model.output.TokenUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A chat on the console: tokens as they arrive, thinking dimmed, the cost of each turn. Ctrl-C cancels the current
 * answer, closes its connection and exits; an empty line or the end of the input exits, too.
 *
 * <p>Reads questions from the keyboard; without one it uses a short dialogue, or the lines of {@code -Dexample.input},
 * separated by {@code |}.
 */
final class StreamingConsole {

    private static final String MODEL = "deepseek/deepseek-r1";

    private final StreamingChatModel model;
    private final Screen screen;
    private final List<ChatMessage> conversation = new ArrayList<>();

    /** The current answer. Set by the console's thread, read by the one that cancels. */
    private volatile @Nullable Turn turn;

    StreamingConsole(Connection connection, Screen screen) {
        this.model = connection
                .openRouter()
                .streamingChatModel()
                .modelName(MODEL)
                .returnThinking(true)
                .build();
        this.screen = screen;
        conversation.add(SystemMessage.from("You are brief."));
    }

    static void run(Connection connection, Screen screen) {
        connection.script(server -> ConsoleScript.answers(server, Duration.ofMillis(40)));
        screen.title(
                "A chat with " + MODEL,
                connection.isLive()
                        ? "Live. Ctrl-C cancels an answer and leaves."
                        : "Offline: a stand-in answers, and mostly echoes. Ctrl-C cancels an answer and leaves.");
        StreamingConsole console = new StreamingConsole(connection, screen);
        Thread ctrlC = new Thread(console::cancel, "ctrl-c");
        Runtime.getRuntime().addShutdownHook(ctrlC);
        console.talk(Questions.ofThisRun(ConsoleScript.QUESTIONS));
        try {
            Runtime.getRuntime().removeShutdownHook(ctrlC);
        } catch (IllegalStateException leaving) {
            // The hook is running: the answer was cancelled.
        }
    }

    /** Asks one question after the other; stops at a blank one, after a cancel and at the end. */
    void talk(Questions questions) {
        boolean goesOn = true;
        while (goesOn) {
            screen.line();
            String question = questions.next(screen);
            goesOn = question != null && !question.isBlank() && ask(question);
        }
    }

    /** Ends the current answer, if there is one, and its connection. */
    void cancel() {
        Turn current = turn;
        if (current != null && current.cancel()) {
            screen.line();
            screen.bad("cancelled", "the connection is closed");
        }
    }

    private boolean ask(String question) {
        conversation.add(UserMessage.from(question));
        Turn asked = new Turn();
        turn = asked;
        model.chat(conversation, asked);
        ChatResponse response = asked.await();
        turn = null;
        if (response != null) {
            conversation.add(response.aiMessage());
        } else {
            conversation.remove(conversation.size() - 1); // the next request would ask both questions
        }
        return !asked.cancelled;
    }

    /** One answer during its stream. The callbacks come one at a time, on a thread of the stream. */
    private final class Turn implements StreamingChatResponseHandler {

        private final CompletableFuture<@Nullable ChatResponse> end = new CompletableFuture<>();
        private volatile @Nullable StreamingHandle handle;
        private volatile boolean cancelled;
        private String label = "";

        @Override
        public void onPartialThinking(PartialThinking thinking, PartialThinkingContext context) {
            if (goesOn(context.streamingHandle())) {
                begin("thinking");
                screen.dim(thinking.text());
            }
        }

        @Override
        public void onPartialResponse(PartialResponse answer, PartialResponseContext context) {
            if (goesOn(context.streamingHandle())) {
                begin("model");
                screen.text(answer.text());
            }
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            screen.line();
            TokenUsage usage = response.tokenUsage();
            String tokens = usage == null
                    ? ""
                    : " for " + usage.inputTokenCount() + " tokens in, " + usage.outputTokenCount() + " out";
            screen.row("cost", Screen.dollars(usage) + tokens);
            end.complete(response);
        }

        @Override
        public void onError(Throwable error) {
            screen.line();
            screen.bad("failed", error.getClass().getSimpleName() + ": " + error.getMessage());
            end.complete(null);
        }

        /** False if there is nothing left to cancel. */
        boolean cancel() {
            cancelled = true;
            StreamingHandle current = handle;
            if (current != null) {
                current.cancel();
            }
            return end.complete(null); // no callback follows
        }

        @Nullable
        ChatResponse await() {
            try {
                return end.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                StreamingConsole.this.cancel();
                return null;
            } catch (ExecutionException e) {
                throw new IllegalStateException(e); // impossible: it only completes
            }
        }

        /** A cancel before the first token had no handle yet. */
        private boolean goesOn(StreamingHandle current) {
            handle = current;
            if (cancelled) {
                current.cancel();
            }
            return !cancelled;
        }

        private void begin(String next) {
            if (!label.equals(next)) {
                if (!label.isEmpty()) {
                    screen.line();
                }
                screen.label(next);
                label = next;
            }
        }
    }
}
