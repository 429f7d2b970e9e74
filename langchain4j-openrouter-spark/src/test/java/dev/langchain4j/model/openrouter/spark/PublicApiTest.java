package dev.langchain4j.model.openrouter.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.build.PublicApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Public names change on purpose only: {@code -Dupdate.api=true} accepts a change. */
class PublicApiTest {

    private static final Path FILE = Path.of("src", "test", "resources", "public-api.txt");
    private static final Path SOURCES = Path.of("src", "main", "java");

    @Test
    void the_public_api_is_the_one_on_file() throws Exception {
        String actual = PublicApi.describe(OpenRouterSpark.class);
        if (Boolean.getBoolean("update.api")) {
            Files.writeString(FILE, actual);
        }
        assertThat(Files.readString(FILE)).isEqualTo(actual);
    }

    @Test
    void nothing_comes_from_the_inside_of_the_other_modules_or_from_okhttp() throws IOException {
        assertThat(sourcesWith("import (static )?(dev\\.langchain4j\\.model\\.openrouter\\.internal|okhttp3)"))
                .isEmpty();
    }

    private static List<String> sourcesWith(String pattern) throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            assertThat(sources).hasSizeGreaterThan(10);
            return sources.stream()
                    .filter(file -> java.util.regex.Pattern.compile(pattern)
                            .matcher(read(file))
                            .find())
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
