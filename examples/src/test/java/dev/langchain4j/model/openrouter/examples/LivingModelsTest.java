package dev.langchain4j.model.openrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterModelAliases;
import dev.langchain4j.model.openrouter.OpenRouterModelCatalog;
import dev.langchain4j.model.openrouter.OpenRouterModelInfo;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What readers copy names only models that OpenRouter serves: those of the stand-in's catalog. */
class LivingModelsTest {

    /** These tell of models that are gone, or name each constant of the OpenAI module, or are the catalog. */
    private static final Set<String> ABOUT_RETIRED_MODELS = Set.of(
            "models-and-aliases.md",
            "coming-from-openai-module.md",
            "CHANGELOG.md",
            "ModelAlias.java",
            "RetiredModelSnippets.java",
            "models.json");

    /** Where something takes the name of a model, in Java, YAML, properties and shell. */
    private static final Pattern NAMED = Pattern.compile(
            "(?:modelName|fallbackModels|model-name|fallback-models|\\w*MODEL)\"? *(?:\\(|:|=)([^;\\n)]*)");

    private static final Pattern ID_OF_ANYBODY = Pattern.compile("(?<![\\w/.~-])~?[a-z][\\w-]*/\\w[\\w.:-]*");

    private static OpenRouterServer server;
    private static OpenRouter openRouter;
    private static OpenRouterModelCatalog catalog;
    private static Pattern idsOfAuthors;
    private static Pattern retiredAliases;

    @BeforeAll
    static void fetch_the_catalog() {
        server = OpenRouterServer.start();
        openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .build();
        catalog = openRouter.modelCatalog();
        String authors = catalog.models().stream()
                .map(model -> model.id().replaceAll("^~|/.*", ""))
                .distinct()
                .collect(Collectors.joining("|"));
        idsOfAuthors = Pattern.compile("(?<![\\w/.~-])~?(?:" + authors + ")/\\w[\\w.-]*\\w(?::[a-z]+)?(?![\\w/])");
        retiredAliases = Pattern.compile(aliases().stream()
                .map(row -> Pages.code(row.get(0)).get(0))
                .filter(OpenRouterModelAliases.defaults()::isRetired)
                .map(Pattern::quote)
                .collect(Collectors.joining("|", "(?<![\\w/.-])(?:", ")(?![\\w/-]|\\.\\w)")));
    }

    @AfterAll
    static void close() {
        openRouter.close();
        server.close();
    }

    static Stream<Path> files() {
        Stream<Path> pages = Stream.concat(
                Pages.all().stream(), Stream.of(Pages.ROOT.resolve("langchain4j-openrouter-test/README.md")));
        Stream<Path> sources = Pages.files(Pages.ROOT, "pom.xml")
                .map(pom -> pom.resolveSibling("src/main"))
                .filter(Files::isDirectory)
                .flatMap(folder -> Stream.of(".java", ".json", ".md", ".properties", ".yml", ".yaml")
                        .flatMap(suffix -> Pages.files(folder, suffix)));
        return Stream.concat(pages, sources)
                .filter(file ->
                        !ABOUT_RETIRED_MODELS.contains(file.getFileName().toString()));
    }

    @ParameterizedTest
    @MethodSource("files")
    void names_only_models_that_are_served(Path file) {
        assertThat(gone(Pages.text(file)))
                .as("models that nobody serves in %s", file.getFileName())
                .isEmpty();
    }

    @Test
    void a_model_that_is_gone_is_noticed_wherever_it_is_named() {
        assertThat(gone("""
                `anthropic/claude-3.5-sonnet`, (google/gemini-pro), "openai/gpt-4o:nitro", https://x.org/openai/gpt-44
                .modelName("mixtral-8x7b").fallbackModels("acme/none", "gpt-4o", "mine", "~openai/gpt-latest:nitro")
                  model-name: claude-3-opus
                static final String CHAT_MODEL = "acme/old:free";
                OPENROUTER_DEFAULT_MODEL=meta-llama/llama-3.2-3b-instruct:free
                """))
                .containsExactlyInAnyOrder(
                        "anthropic/claude-3.5-sonnet",
                        "google/gemini-pro",
                        "mixtral-8x7b",
                        "acme/none",
                        "acme/old:free",
                        "claude-3-opus",
                        "meta-llama/llama-3.2-3b-instruct:free");
    }

    static List<List<String>> aliases() {
        return OptionTablesTest.aliases();
    }

    @ParameterizedTest
    @MethodSource("aliases")
    void an_alias_that_can_be_used_stands_for_a_model_that_is_served(List<String> row) {
        OpenRouterModelAliases aliases = OpenRouterModelAliases.defaults();
        String alias = Pages.code(row.get(0)).get(0);

        assertThat(catalog.find(Pages.code(row.get(1)).get(0)).isPresent()).isNotEqualTo(aliases.isRetired(alias));
        assertThat(catalog.find(aliases.withSuccessors().resolve(alias))).isPresent();
        assertThat(catalog.find(aliases.successor(alias).orElseThrow())).isPresent();
    }

    @Test
    void the_default_is_a_model_that_is_served_and_free() {
        try (OpenRouter unset = OpenRouter.fromEnvironment(Map.of())) {
            String model = unset.chatModel().build().defaultRequestParameters().modelName();

            assertThat(catalog.find(model)).get().matches(OpenRouterModelInfo::isFree);
        }
    }

    private static Set<String> gone(String text) {
        var gone = new TreeSet<String>();
        gone.addAll(found(retiredAliases, text).toList());
        Stream.concat(
                        found(idsOfAuthors, text),
                        NAMED.matcher(text).results().flatMap(name -> found(ID_OF_ANYBODY, name.group(1))))
                .filter(id -> catalog.find(id).isEmpty())
                .forEach(gone::add);
        return gone;
    }

    private static Stream<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group);
    }
}
