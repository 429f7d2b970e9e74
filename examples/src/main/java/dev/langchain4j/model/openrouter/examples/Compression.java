package dev.langchain4j.model.openrouter.examples;

import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.examples.compression.Compressed;
import dev.langchain4j.model.openrouter.examples.compression.CompressingChatMemory;
import dev.langchain4j.model.openrouter.examples.compression.CompressionService;
import dev.langchain4j.model.openrouter.examples.scripts.CompressionScript;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.Result;
import dev.langchain4j.service.SystemMessage;
import dev.langchain4j.service.UserMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * A report shortened to 60 % that keeps every name and number; one shortened to an impossible length; and a
 * conversation that never exceeds its context, because old messages are shortened.
 */
final class Compression {

    static final List<String> QUESTIONS = List.of(
            "I am Ada Lovelace. My order is 4711, a touring bicycle, for a tour along the Leie in May.",
            "Which tyres does it have?",
            "And which lights?",
            "Can I carry a tent on it?",
            "What must I look after on the way?",
            "Where is it repaired, if need be?",
            "May I take it on a train?",
            "What was my order again, and how much air on cobbles?");

    private static final String MODEL = "gpt-4o-mini";

    interface Desk {

        @SystemMessage("You advise the customers of a bicycle shop, in one or two sentences.")
        @UserMessage("{{it}}")
        Result<String> ask(String question);
    }

    private final OpenRouter openRouter;
    private final Screen screen;
    private final CompressionService service;
    private int steps;

    private Compression(OpenRouter openRouter, Screen screen) {
        this.openRouter = openRouter;
        this.screen = screen;
        this.service = new CompressionService(
                openRouter.chatModel().modelName(MODEL).temperature(0.0).build());
    }

    static void run(Connection connection, Screen screen) {
        connection.script(CompressionScript::answers);
        screen.title(
                "Shorter texts, and an endless conversation",
                connection.isLive()
                        ? "Live: your key, a real model, less than a cent."
                        : "Offline: a stand-in plays a model that forgets a name and cannot go below a certain"
                                + " length. What is checked and measured is real.");
        Compression example = new Compression(connection.openRouter(), screen);
        String report = report();
        example.someOf(report);
        example.tooShort(report);
        example.endless();
        screen.line();
    }

    private void someOf(String report) {
        screen.step(++steps, "A report, and 60 % of it", "service.compress(report, 0.6)");
        Compressed compressed = service.compress(report, 0.6);
        compressed.text().lines().filter(line -> !line.isBlank()).forEach(line -> screen.row("", line));
        screen.line();
        show(compressed);
    }

    private void tooShort(String report) {
        screen.step(++steps, "A length that is too short", "service.compress(report, 0.15)");
        show(service.compress(report, 0.15));
    }

    private void show(Compressed compressed) {
        if (compressed.isAsAsked()) {
            screen.good("result", compressed.verdict());
        } else {
            screen.bad("result", compressed.verdict());
        }
        compressed.notes().forEach(note -> screen.row("note", note));
        screen.row("cost", Screen.dollars(compressed.usage()) + ", calls of the model: " + compressed.calls());
    }

    private void endless() {
        screen.step(++steps, "An endless conversation", "new CompressingChatMemory(\"ada\", service, 800, listener)");
        Desk desk = desk();
        for (String question : QUESTIONS) {
            screen.row("you", question);
            Result<String> answer = desk.ask(question);
            screen.good("desk", answer.content());
            screen.row("sent", answer.tokenUsage().inputTokenCount() + " tokens");
        }
    }

    private Desk desk() {
        CompressingChatMemory.Listener listener = listener();
        // region memory
        CompressingChatMemory memory = new CompressingChatMemory("ada", service, 800, listener);
        ChatModel model = openRouter
                .chatModel()
                .modelName(MODEL)
                .maxContextMessages(Integer.MAX_VALUE) // the memory limits them
                .build();
        Desk desk = AiServices.builder(Desk.class)
                .chatModel(model)
                .chatMemory(memory)
                .build();
        // endregion
        return desk;
    }

    private CompressingChatMemory.Listener listener() {
        return new CompressingChatMemory.Listener() {
            @Override
            public void onCompressed(Compressed summary) {
                screen.line();
                screen.row("shortened", summary.verdict());
                screen.row("", summary.text());
                screen.row("cost", Screen.dollars(summary.usage()));
                screen.line();
            }

            @Override
            public void onForgotten(int characters) {
                screen.bad("forgotten", characters + " characters");
            }

            @Override
            public void onFailure(LangChain4jException failure) {
                screen.bad("failed", "No summary this time: " + failure.getMessage());
            }
        };
    }

    static String report() {
        String name = "incident-report.md";
        try (InputStream file = Objects.requireNonNull(Compression.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
