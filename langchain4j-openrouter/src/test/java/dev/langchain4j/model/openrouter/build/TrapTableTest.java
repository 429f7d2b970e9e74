package dev.langchain4j.model.openrouter.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.commons.support.AnnotationSupport.isAnnotated;

import dev.langchain4j.model.openrouter.support.Payloads;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.commons.annotation.Testable;

/** Holds {@code payloads/traps.md} to what there is: every trap once, its payloads, its tests. */
class TrapTableTest {

    /** No trap of chat that a body could show: headers, statuses, other endpoints, what OpenRouter does without a word. */
    private static final Set<String> WITHOUT_PAYLOAD = Set.of("13", "63", "64", "67", "70a", "71", "72", "73", "79");

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /**
     * A row of the table.
     *
     * @param instead what is said in the place of tests, if anything
     */
    record Trap(String number, String inWords, List<String> payloads, List<String> tests, String instead) {

        static Trap of(String row) {
            String[] cells = row.substring(1).split("\\|");
            return new Trap(
                    cells[0].strip(),
                    cells[1].strip(),
                    code(cells[2]),
                    code(cells[3]),
                    CODE.matcher(cells[3]).replaceAll("").replace("<br>", "").strip());
        }

        private static List<String> code(String cell) {
            return CODE.matcher(cell)
                    .results()
                    .map((MatchResult match) -> match.group(1))
                    .toList();
        }

        @Override
        public String toString() {
            return number + ": " + inWords;
        }
    }

    static List<Trap> traps() {
        return Payloads.text("traps.md")
                .lines()
                .filter(line -> line.matches("\\| \\d+.*"))
                .map(Trap::of)
                .toList();
    }

    @Test
    void every_trap_is_listed_once() {
        List<String> numbers = Stream.concat(
                        IntStream.rangeClosed(1, 88).mapToObj(String::valueOf),
                        Stream.of("56a", "56b", "56c", "70a", "70b", "70c"))
                .toList();

        assertThat(traps()).extracting(Trap::number).containsExactlyInAnyOrderElementsOf(numbers);
    }

    @ParameterizedTest
    @MethodSource("traps")
    void it_has_a_payload_and_a_test_or_a_reason_to_go_without(Trap trap) {
        if (WITHOUT_PAYLOAD.contains(trap.number())) {
            assertThat(trap.instead()).as("reason").isNotEmpty();
        } else {
            assertThat(trap.payloads()).as("payloads").isNotEmpty();
            assertThat(trap.tests()).as("tests").isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("traps")
    void its_payloads_exist(Trap trap) {
        assertThat(trap.payloads())
                .allSatisfy(payload -> assertThat(Payloads.file(payload)).isRegularFile());
    }

    @ParameterizedTest
    @MethodSource("traps")
    void its_tests_exist(Trap trap) {
        assertThat(trap.tests()).allSatisfy(TrapTableTest::assertIsTest);
    }

    @Test
    void every_payload_is_described() {
        String readme = Payloads.text("README.md");

        assertThat(Stream.of(
                                "answers",
                                "streams",
                                "errors",
                                "requests",
                                "embeddings",
                                "images",
                                "speech",
                                "transcriptions",
                                "catalog",
                                "rerank",
                                "batches")
                        .flatMap(folder -> Payloads.names(folder).stream()))
                .allSatisfy(name -> assertThat(readme).containsPattern("`" + Pattern.quote(name) + "(\\.\\w+)?`"));
    }

    private static void assertIsTest(String name) throws Exception {
        assertThat(name).matches("\\w+Test#\\w+");
        String className = name.substring(0, name.indexOf('#'));
        String method = name.substring(name.indexOf('#') + 1);
        assertThat(classesNamed(className))
                .as(className)
                .hasSize(1)
                .allSatisfy(type -> assertThat(Arrays.stream(type.getDeclaredMethods())
                                .filter(declared -> declared.getName().equals(method))
                                .filter(declared -> isAnnotated(declared, Testable.class)))
                        .as(method)
                        .hasSize(1));
    }

    private static List<Class<?>> classesNamed(String simpleName) throws IOException, URISyntaxException {
        Path root = Path.of(TrapTableTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.getFileName().toString().equals(simpleName + ".class"))
                    .map(file -> root.relativize(file).toString().replaceAll("[/\\\\]", "."))
                    .<Class<?>>map(file -> load(file.substring(0, file.length() - ".class".length())))
                    .toList();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, TrapTableTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
