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
        return new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), colour, 96);
    }

    Screen narrow(int width) {
        return new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, width);
    }

    String text() {
        return bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
}
