package dev.langchain4j.model.openrouter.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files under {@code src/test/resources/payloads}. */
public final class Payloads {

    private Payloads() {}

    /** @param path below {@code payloads}, for example {@code answers/text.json} */
    public static byte[] bytes(String path) {
        try {
            return Files.readAllBytes(resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String text(String path) {
        return new String(bytes(path), StandardCharsets.UTF_8);
    }

    /** File names without extension, sorted. */
    public static List<String> names(String folder) {
        try (Stream<Path> files = Files.list(resolve(folder))) {
            return files.map(file -> file.getFileName().toString())
                    .map(name -> name.substring(0, name.lastIndexOf('.')))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The {@code data} of each event, {@code [DONE]} included; just enough of SSE for files that we wrote ourselves. */
    public static List<String> events(String path) {
        return Stream.of(text(path).split("\n\n"))
                .filter(event -> event.startsWith("data: "))
                .map(event -> event.substring("data: ".length()).strip())
                .toList();
    }

    private static Path resolve(String path) {
        try {
            return Path.of(Payloads.class.getResource("/payloads/" + path).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
