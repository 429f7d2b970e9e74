package dev.langchain4j.model.openrouter.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files under {@code src/test/resources/payloads}. */
public final class Payloads {

    private Payloads() {}

    /** @param path below {@code payloads}, for example {@code answers/text.json} */
    public static Path file(String path) {
        URL file = Payloads.class.getResource("/payloads/" + path);
        if (file == null) {
            throw new IllegalArgumentException("There is no payload " + path);
        }
        try {
            return Path.of(file.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public static byte[] bytes(String path) {
        try {
            return Files.readAllBytes(file(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String text(String path) {
        return new String(bytes(path), StandardCharsets.UTF_8);
    }

    /** File names without extension, sorted. */
    public static List<String> names(String folder) {
        try (Stream<Path> files = Files.list(file(folder))) {
            return files.map(file -> file.getFileName().toString())
                    .map(name -> name.substring(0, name.lastIndexOf('.')))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names of the answers that exist in both forms, plain and streamed. */
    public static List<String> pairs() {
        List<String> streams = names("streams");
        return names("answers").stream().filter(streams::contains).toList();
    }

    /** The {@code data} of each event, {@code [DONE]} included; just enough of SSE for files that we wrote ourselves. */
    public static List<String> events(String path) {
        return Stream.of(text(path).split("\n\n"))
                .filter(event -> event.startsWith("data: "))
                .map(event -> event.substring("data: ".length()).strip())
                .toList();
    }
}
