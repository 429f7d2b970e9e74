package dev.langchain4j.model.openrouter.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How many files the root package has, which opens as one list (docs/decisions/0007-what-lives-in-the-root.md). */
class SizeTest {

    private static final Path MAIN = Path.of("src/main/java");
    private static final Path ROOT = MAIN.resolve("dev/langchain4j/model/openrouter");

    /** Lower it when a file goes. What needs a new one belongs below {@code internal}. */
    private static final int MOST_PRIVATE_FILES_OF_ROOT = 49;

    private static final Pattern PUBLIC_TYPE =
            Pattern.compile("^public (?:\\w+(?:-\\w+)? )*(?:class|interface|record|enum) ", Pattern.MULTILINE);

    @Test
    void the_root_package_does_not_grow_by_private_files() throws IOException {
        assertThat(privateFiles(ROOT))
                .as("private files of the root package")
                .hasSizeLessThanOrEqualTo(MOST_PRIVATE_FILES_OF_ROOT);
    }

    private static List<String> privateFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .filter(file -> !PUBLIC_TYPE.matcher(read(file)).find())
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
