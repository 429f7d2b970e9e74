package dev.langchain4j.model.openrouter.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The part of a file that a test writes: the lines between the one that holds {@code <!-- name -->} and the one that
 * holds {@code <!-- /name -->}.
 */
public record MarkedBlock(Path file, String name) {

    /** Fails if the file shows another text; writes it with {@code -Dupdate.readme=true}. */
    public void check(String expected) {
        String text = read();
        int from = text.indexOf('\n', text.indexOf("<!-- " + name + " -->")) + 1;
        int to = text.lastIndexOf('\n', text.indexOf("<!-- /" + name + " -->")) + 1;
        assertThat(from).as("%s has no line with <!-- %s -->", file, name).isPositive();
        if (Boolean.getBoolean("update.readme")) {
            write(text.substring(0, from) + expected + text.substring(to));
        } else {
            assertThat(text.substring(from, to))
                    .as("%s shows another %s than the tests prove; run them with -Dupdate.readme=true", file, name)
                    .isEqualTo(expected);
        }
    }

    private String read() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
