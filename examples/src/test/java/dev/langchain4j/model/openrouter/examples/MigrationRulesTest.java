package dev.langchain4j.model.openrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openai.OpenAiAudioTranscriptionModelName;
import dev.langchain4j.model.openai.OpenAiChatModelName;
import dev.langchain4j.model.openai.OpenAiEmbeddingModelName;
import dev.langchain4j.model.openai.OpenAiImageModelName;
import dev.langchain4j.model.openai.OpenAiTextToSpeechModelName;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterModelInfo;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import java.io.File;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The migration page alone must suffice: its rules change files that use the OpenAI module, and the result compiles. */
class MigrationRulesTest {

    private static final MigrationRules RULES =
            new MigrationRules(Pages.ROOT.resolve("docs/coming-from-openai-module.md"));
    private static final Path FILES = Pages.ROOT.resolve("examples/src/test/resources/migration");

    private static final String EVERYTHING = System.getProperty("java.class.path");
    private static final String WITHOUT_OPENAI_MODULE = Arrays.stream(EVERYTHING.split(File.pathSeparator))
            .filter(entry -> !entry.contains("langchain4j-open-ai"))
            .collect(Collectors.joining(File.pathSeparator));

    private static final Pattern ID = Pattern.compile("\"((?:openai|anthropic|cohere)/[\\w.:-]+)\"");

    @TempDir
    Path classes;

    @Test
    void starts_from_files_that_the_openai_module_compiles() {
        assertThat(errors(EVERYTHING, Pages.files(FILES, ".java").map(SourceFile::of)))
                .isEmpty();
    }

    @Test
    void compiles_what_the_rules_make_without_the_openai_module() {
        List<SourceFile> migrated = migrated(false);

        assertThat(migrated).hasSizeGreaterThanOrEqualTo(15);
        assertThat(errors(WITHOUT_OPENAI_MODULE, migrated.stream())).isEmpty();
    }

    @Test
    void runs_what_the_rules_make_with_the_address_and_key_of_a_stand_in() throws Exception {
        try (OpenRouterServer server = OpenRouterServer.start()) {
            Set<String> known = ids(server);
            List<SourceFile> programs = migrated(false).stream()
                    .filter(file -> file.text().contains("public static void main("))
                    .map(file -> file.of(server))
                    .toList();
            assertThat(programs).hasSizeGreaterThanOrEqualTo(12);
            assertThat(errors(WITHOUT_OPENAI_MODULE, programs.stream())).isEmpty();
            try (var loader = new URLClassLoader(
                    new URL[] {classes.toUri().toURL()}, getClass().getClassLoader())) {
                for (SourceFile program : programs) {
                    run(loader, program, server, known);
                }
            }
        }
    }

    private static Set<String> ids(OpenRouterServer server) {
        try (OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .build()) {
            return openRouter.modelCatalog().models().stream()
                    .map(OpenRouterModelInfo::id)
                    .collect(Collectors.toSet());
        }
    }

    private static void run(ClassLoader loader, SourceFile program, OpenRouterServer server, Set<String> known)
            throws Exception {
        server.reset();
        ID.matcher(program.text())
                .results()
                .map(id -> id.group(1))
                .filter(id -> !known.contains(id))
                .forEach(server::addModel);
        if (program.name().equals("Passenger.java")) {
            server.answer("{\"name\": \"Ryder\", \"age\": 34}");
        }
        Method main = loader.loadClass(program.name().replace(".java", "")).getMethod("main", String[].class);
        try {
            main.invoke(null, (Object) new String[0]);
        } catch (InvocationTargetException e) {
            throw new AssertionError(program.name(), e.getCause());
        }
        assertThat(server.requests()).as(program.name()).isNotEmpty();
    }

    @Test
    void keeps_what_has_no_counterpart_in_the_openai_module() {
        List<SourceFile> migrated = migrated(true);

        assertThat(migrated).isNotEmpty();
        assertThat(errors(EVERYTHING, migrated.stream())).isEmpty();
        assertThat(errors(WITHOUT_OPENAI_MODULE, migrated.stream())).contains("dev.langchain4j.model.openai");
    }

    @Test
    void leaves_no_word_of_the_openai_module() {
        assertThat(migrated(false)).allSatisfy(file -> assertThat(file.text()).doesNotContain("OpenAi", "OPENAI"));
    }

    @Test
    void gives_an_id_to_every_constant() {
        Stream<Enum<?>> constants = Stream.of(
                        OpenAiChatModelName.values(),
                        OpenAiEmbeddingModelName.values(),
                        OpenAiImageModelName.values(),
                        OpenAiTextToSpeechModelName.values(),
                        OpenAiAudioTranscriptionModelName.values())
                .flatMap(Arrays::stream);

        assertThat(RULES.ids())
                .containsExactlyInAnyOrderEntriesOf(
                        constants.collect(Collectors.toMap(Enum::name, constant -> "openai/" + constant)));
    }

    @Test
    void declares_the_schema_that_the_openai_module_would_send() {
        assertThat(RULES.apply("OpenAiChatModel.builder().responseFormat(\"json_schema\").build()"))
                .contains("Capability.RESPONSE_FORMAT_JSON_SCHEMA");
    }

    @Test
    void migrates_the_reranker_of_cohere() {
        String file = """
                import dev.langchain4j.model.cohere.CohereScoringModel;
                class Sorter {
                    CohereScoringModel model = CohereScoringModel.builder()
                            .baseUrl("https://api.cohere.com/v1").apiKey("k").modelName("rerank-v3.5").maxRetries(1).build();
                }
                """;
        var migrated = new SourceFile("Sorter.java", RULES.apply(file));

        assertThat(migrated.text()).contains("\"cohere/rerank-v3.5\"").doesNotContain("baseUrl");
        assertThat(errors(WITHOUT_OPENAI_MODULE, Stream.of(migrated))).isEmpty();
    }

    @Test
    void leaves_other_builders_as_they_are() {
        String other = "TokenWindowChatMemory.builder().maxTokens(1000, estimator).build()";

        assertThat(RULES.apply(other)).isEqualTo(other);
    }

    private static List<SourceFile> migrated(boolean keepsTheJar) {
        return Pages.files(FILES, ".java")
                .filter(file -> file.getParent().endsWith("keeps-the-jar") == keepsTheJar)
                .map(SourceFile::of)
                .map(file -> new SourceFile(file.name(), RULES.apply(file.text())))
                .toList();
    }

    private String errors(String classPath, Stream<SourceFile> files) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var out = new StringWriter();
        boolean compiled = compiler.getTask(
                        out,
                        null,
                        null,
                        List.of("-proc:none", "-nowarn", "-cp", classPath, "-d", classes.toString()),
                        null,
                        files.toList())
                .call();
        return compiled ? "" : out.toString();
    }

    /** A Java file in memory. */
    private static final class SourceFile extends SimpleJavaFileObject {

        private final String name;
        private final String text;

        SourceFile(String name, String text) {
            super(URI.create("string:///" + name), Kind.SOURCE);
            this.name = name;
            this.text = text;
        }

        static SourceFile of(Path file) {
            return new SourceFile(file.getFileName().toString(), Pages.text(file));
        }

        /** Only the address and the key are changed, which a user has in the environment. */
        SourceFile of(OpenRouterServer server) {
            return new SourceFile(
                    name,
                    text.replaceAll(
                                    "\\b(OpenRouter\\w+)\\s*\\.\\s*builder\\(\\)(?=\\s*\\.apiKey|\\s*\\.connectTimeout)",
                                    "$1.builder().baseUrl(\"" + server.baseUrl() + "\")")
                            .replace("System.getenv(\"OPENROUTER_API_KEY\")", '"' + server.apiKey() + '"'));
        }

        String name() {
            return name;
        }

        String text() {
            return text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
