package dev.langchain4j.model.openrouter.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Main files are short, and the root package, which opens as one list, has few private ones
 * (docs/decisions/0007-what-lives-in-the-root.md).
 */
class SizeTest {

    private static final Path ROOT = Path.of("src/main/java/dev/langchain4j/model/openrouter");

    /** Lower it when a file goes; raise it only for a new feature, as for batches. Else what is new belongs below {@code internal}. */
    private static final int MAX_PRIVATE_FILES_OF_ROOT = 62;

    private static final int MAX_LINES = 500;
    private static final int MEDIAN_LINES = 80;

    private static final Pattern PUBLIC_TYPE =
            Pattern.compile("^public (?:\\w+(?:-\\w+)? )*(?:class|interface|record|enum) ", Pattern.MULTILINE);

    @Test
    void the_root_package_does_not_grow_by_private_files() throws IOException {
        assertThat(privateFiles(ROOT))
                .as("private files of the root package")
                .hasSizeLessThanOrEqualTo(MAX_PRIVATE_FILES_OF_ROOT);
    }

    @Test
    void no_main_file_is_long() throws IOException {
        Map<String, Integer> lines = lines();

        assertThat(lines).isNotEmpty();
        lines.values().removeIf(count -> count <= MAX_LINES);
        assertThat(lines).as("cut these where they have a natural seam").isEmpty();
    }

    @Test
    void the_median_main_file_is_short() throws IOException {
        List<Integer> counts = lines().values().stream().sorted().toList();

        assertThat(counts.get(counts.size() / 2)).isLessThanOrEqualTo(MEDIAN_LINES);
    }

    /** Of all modules. */
    private static Map<String, Integer> lines() throws IOException {
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            return modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .flatMap(SizeTest::sources)
                    .collect(Collectors.toMap(
                            Path::toString, file -> (int) read(file).lines().count()));
        }
    }

    private static Stream<Path> sources(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
