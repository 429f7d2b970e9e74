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
 * A chat on the console: tokens as they come, thinking dimmed, the cost of each turn. Ctrl-C cancels the answer that is
 * being written, closes its connection and leaves; an empty line or the end of the input leaves, too.
 *
 * <p>Asks what is typed; without a keyboard a short dialogue of its own, or the lines of {@code -Dexample.input}, which
 * are separated by {@code |}.
 */
final class StreamingConsole {

    private static final String MODEL = "deepseek/deepseek-r1";

    private final StreamingChatModel model;
    private final Screen screen;
    private final List<ChatMessage> conversation = new ArrayList<>();

    /** The answer that is being written. Set by the console's thread, read by the one that cancels. */
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
            // It is running: the answer has been cancelled.
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

    /** Ends the answer that is being written, if there is one, and its connection with it. */
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
        }
        return !asked.cancelled;
    }

    /** One answer while it is written. The callbacks come one at a time, on a thread of the stream. */
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
            return end.complete(null); // no callback comes any more
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
                throw new IllegalStateException(e); // cannot be: it only completes
            }
        }

        /** A cancel before the first token has had no handle to cancel with. */
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
