package dev.langchain4j.model.openrouter.examples;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A screen whose text a test can read, while it is written, too. */
final class Printed {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Screen screen() {
        return screen(false);
    }

    Screen screen(boolean colour) {
        return new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), colour, 96, true);
    }

    Screen narrow(int width) {
        return new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, width, true);
    }

    String text() {
        return bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    /** What a terminal shows: of lines that were drawn over each other the last. */
    String shown() {
        return text().replaceAll("(?m)^.*\r", "");
    }
}
