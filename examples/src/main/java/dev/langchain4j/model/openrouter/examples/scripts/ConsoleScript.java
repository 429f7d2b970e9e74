package dev.langchain4j.model.openrouter.examples.scripts;

import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.StreamAnswer;
import java.time.Duration;
import java.util.List;

/** The dialogue of {@code StreamingConsole} without a keyboard, and the stand-in's answers. */
public final class ConsoleScript {

    public static final List<String> QUESTIONS =
            List.of("How many times does the letter r occur in strawberry?", "And how sure are you?");

    private ConsoleScript() {}

    public static void answers(OpenRouterServer server, Duration pause) {
        StreamAnswer count = Answer.stream().comment(" OPENROUTER PROCESSING");
        words("s-t-r is one, a-w-b-e-r-r-y has two more.")
                .forEach(word -> count.thinking(word).pause(pause));
        words("Three: one in \"straw\", two in \"berry\".")
                .forEach(word -> count.text(word).pause(pause));
        server.when(Match.userSays("strawberry"))
                .answer(count.finish("stop").usage(24, 31, "0.0000847").done());

        StreamAnswer sure = Answer.stream();
        words("I have spelled it out. It is three.")
                .forEach(word -> sure.text(word).pause(pause));
        server.when(Match.userSays("sure"))
                .answer(sure.finish("stop").usage(49, 10, "0.0000523").done());
    }

    private static List<String> words(String text) {
        return List.of(text.split("(?<=\\s)"));
    }
}
