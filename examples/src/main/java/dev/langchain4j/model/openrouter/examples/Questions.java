package dev.langchain4j.model.openrouter.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The questions of a chat. */
interface Questions {

    /** The next question, visible on the screen; null at the end. */
    @Nullable
    String next(Screen screen);

    static Questions given(List<String> questions) {
        Iterator<String> rest = questions.iterator();
        return screen -> {
            if (!rest.hasNext()) {
                return null;
            }
            String question = rest.next().strip();
            screen.row("you", question);
            return question;
        };
    }

    static Questions typed(BufferedReader keyboard) {
        return screen -> {
            screen.label("you");
            try {
                return keyboard.readLine();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    /**
     * Those of {@code -Dexample.input}, separated by {@code |}; else from the keyboard; without one, {@code dialogue}.
     */
    static Questions ofThisRun(List<String> dialogue) {
        String input = System.getProperty("example.input");
        if (input != null) {
            return given(List.of(input.split("\\|")));
        }
        return Screen.isTerminal()
                ? typed(new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())))
                : given(dialogue);
    }
}
