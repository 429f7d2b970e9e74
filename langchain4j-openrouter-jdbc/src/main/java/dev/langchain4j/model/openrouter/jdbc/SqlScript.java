package dev.langchain4j.model.openrouter.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A file of SQL in the jar, beside this class. */
final class SqlScript {

    private static final String QUOTE = "$$";

    private SqlScript() {}

    /** Its commands: each ends with a semicolon at the end of a line, outside of a quoted body. */
    static List<String> commands(String name) {
        List<String> commands = new ArrayList<>();
        StringBuilder command = new StringBuilder();
        boolean quoted = false;
        for (String line : text(name).lines().toList()) {
            if (line.startsWith("--")) {
                continue;
            }
            command.append(line).append('\n');
            quoted ^= line.contains(QUOTE);
            if (!quoted && line.endsWith(";")) {
                commands.add(command.substring(0, command.lastIndexOf(";")));
                command.setLength(0);
            }
        }
        return commands;
    }

    private static String text(String name) {
        try (InputStream script = SqlScript.class.getResourceAsStream(name)) {
            if (script == null) {
                throw new IllegalStateException(name + " is missing in the jar");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
