package dev.langchain4j.model.openrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterModelAliases;
import dev.langchain4j.model.openrouter.OpenRouterPlugin;
import dev.langchain4j.model.openrouter.OpenRouterServerTool;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.AbstractMap;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No setting without a row in the docs, and no row without a setting. */
class OptionTablesTest {

    private static final Path DOCS = Pages.ROOT.resolve("docs");
    private static final Path PUBLIC_API =
            Pages.ROOT.resolve("langchain4j-openrouter/src/test/resources/public-api.txt");
    private static final Pattern BUILDER = Pattern.compile("(?m)^public .*class (OpenRouter\\w*\\$Builder)\\b");

    /** Their builders make what OpenRouter has answered. */
    private static final Pattern ANSWERS = Pattern.compile(".*(Metadata|TokenUsage)\\$Builder");

    /** LangChain4j's own ways into its builders. */
    private static final Set<String> NO_SETTINGS = Set.of("overrideWith", "set");

    private static final Set<String> HEADINGS = Set.of("Setter", "Builder");

    private static final List<String> CHAT = List.of(
            "chat",
            "routing",
            "reasoning",
            "prompt-caching",
            "tools-and-structured-output",
            "multimodal",
            "plugins-and-server-tools",
            "cost-and-budgets",
            "connection-and-environment");

    private static final List<String> BATCH_CHAT =
            Stream.concat(CHAT.stream(), Stream.of("batches")).toList();

    /** Where the settings of a builder are; those of a value, such as provider preferences, are where its name is. */
    private static final Map<String, List<String>> PAGES = Map.ofEntries(
            Map.entry("OpenRouter", List.of("connection-and-environment", "chat")),
            Map.entry("OpenRouterChatModel", CHAT),
            Map.entry("OpenRouterStreamingChatModel", CHAT),
            Map.entry("OpenRouterChatRequestParameters", CHAT),
            Map.entry(
                    "OpenRouterEmbeddingModel",
                    List.of("embeddings", "connection-and-environment", "cost-and-budgets")),
            Map.entry("OpenRouterEmbeddingRequestParameters", List.of("embeddings")),
            Map.entry("OpenRouterScoringModel", List.of("reranking", "connection-and-environment", "cost-and-budgets")),
            Map.entry(
                    "OpenRouterLlmScoringModel",
                    List.of("reranking", "connection-and-environment", "cost-and-budgets")),
            Map.entry(
                    "OpenRouterDecisionModel",
                    List.of("decision-models", "connection-and-environment", "cost-and-budgets")),
            Map.entry("OpenRouterDecisionRequestParameters", List.of("decision-models")),
            Map.entry("OpenRouterBatchChatModel", BATCH_CHAT),
            Map.entry(
                    "OpenRouterBatchEmbeddingModel",
                    List.of("batches", "connection-and-environment", "cost-and-budgets")),
            Map.entry("OpenRouterModelCatalog", List.of("catalog", "connection-and-environment")),
            Map.entry("OpenRouterBudget", List.of("cost-and-budgets")),
            Map.entry("OpenRouterImageModel", List.of("images-and-speech", "connection-and-environment")),
            Map.entry("OpenRouterSpeechModel", List.of("images-and-speech", "connection-and-environment")),
            Map.entry("OpenRouterTranscriptionModel", List.of("images-and-speech", "connection-and-environment")));

    /** All builders of settings that the library has: a new one cannot be forgotten. */
    static List<Class<?>> builders() {
        return BUILDER.matcher(Pages.text(PUBLIC_API))
                .results()
                .map(match -> match.group(1))
                .filter(name -> !ANSWERS.matcher(name).matches())
                .<Class<?>>map(OptionTablesTest::classOf)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("builders")
    void has_a_row_for_every_setter(Class<?> builder) {
        List<String> pages = PAGES.get(nameOf(builder));
        Set<String> documented = pages == null
                ? Pages.all().stream()
                        .flatMap(page -> rowsOrLines(page, nameOf(builder)))
                        .collect(Collectors.toSet())
                : pages.stream()
                        .flatMap(page -> rows(DOCS.resolve(page + ".md")))
                        .collect(Collectors.toSet());

        assertThat(documented)
                .as("settings of %s on %s", nameOf(builder), pages == null ? "a page that names it" : pages)
                .containsAll(setters(builder));
    }

    static List<Path> pages() {
        return Pages.all().stream()
                .filter(page -> rows(page).findAny().isPresent())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void has_a_setter_for_every_row(Path page) {
        String name = page.getFileName().toString().replace(".md", "");
        Set<String> setters = builders().stream()
                .filter(builder ->
                        PAGES.getOrDefault(nameOf(builder), List.of(name)).contains(name))
                .flatMap(builder -> setters(builder).stream())
                .collect(Collectors.toSet());

        assertThat(setters).containsAll(rows(page).toList());
    }

    @ParameterizedTest
    @ValueSource(classes = {OpenRouterPlugin.class, OpenRouterServerTool.class})
    void has_a_row_for_every_factory_with_every_option(Class<?> type) {
        Map<String, List<String>> documented = new TreeMap<>();
        Pages.rows(DOCS.resolve("plugins-and-server-tools.md"), "Factory").stream()
                .filter(row -> row.get(1).contains("`openrouter:") == (type == OpenRouterServerTool.class))
                .forEach(row ->
                        Pages.code(row.get(0)).forEach(factory -> documented.put(factory, Pages.code(row.get(2)))));
        Map<String, Class<?>> factories = Arrays.stream(type.getMethods())
                .filter(method -> Modifier.isStatic(method.getModifiers())
                        && !method.getName().equals("of"))
                .collect(Collectors.toMap(Method::getName, Method::getReturnType, (one, other) -> one));

        assertThat(documented.keySet()).isEqualTo(factories.keySet());
        factories.forEach((factory, made) -> assertThat(documented.get(factory))
                .as("options of %s", factory)
                .containsAll(made == type ? Set.of() : options(made)));
    }

    private static Set<String> options(Class<?> made) {
        return Arrays.stream(made.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && method.getReturnType() == made)
                .map(Method::getName)
                .collect(Collectors.toSet());
    }

    @Test
    void lists_the_aliases_that_there_are() {
        Map<String, String> listed = new TreeMap<>();
        aliases()
                .forEach(row -> listed.put(
                        Pages.code(row.get(0)).get(0), Pages.code(row.get(1)).get(0)));

        assertThat("OpenRouterModelAliases" + listed)
                .isEqualTo(OpenRouterModelAliases.defaults().toString());
    }

    static List<List<String>> aliases() {
        return Pages.rows(DOCS.resolve("models-and-aliases.md"), "Alias");
    }

    @ParameterizedTest
    @MethodSource("aliases")
    void says_of_every_alias_when_it_was_seen_and_what_follows_it(List<String> row) {
        OpenRouterModelAliases aliases = OpenRouterModelAliases.defaults();
        String alias = Pages.code(row.get(0)).get(0);

        assertThat(row.get(1).endsWith(", retired")).isEqualTo(aliases.isRetired(alias));
        assertThat(aliases.servedOn(alias)).contains(LocalDate.parse(row.get(2)));
        assertThat(aliases.successor(alias)).contains(Pages.code(row.get(3)).get(0));
    }

    @Test
    void lists_the_variables_that_are_read_and_no_other() {
        Set<String> read = new TreeSet<>();
        var environment = new AbstractMap<String, String>() {
            @Override
            public String get(Object variable) {
                read.add((String) variable);
                return null;
            }

            @Override
            public Set<Entry<String, String>> entrySet() {
                return Set.of();
            }
        };
        OpenRouter.fromEnvironment(environment).close();

        assertThat(variables().keySet()).isEqualTo(read);
    }

    @Test
    void gives_the_defaults_that_the_environment_has() {
        Map<String, String> defaults = variables();
        defaults.values().removeIf(value -> value.equals("none"));

        try (OpenRouter ofDefaults = OpenRouter.fromEnvironment(defaults);
                OpenRouter ofNothing = OpenRouter.fromEnvironment(Map.of())) {
            assertThat(ofDefaults).hasToString(ofNothing.toString());
            assertThat(ofDefaults.chatModel().build().defaultRequestParameters())
                    .isEqualTo(ofNothing.chatModel().build().defaultRequestParameters());
        }
    }

    @Test
    void names_a_setter_for_every_variable() {
        Set<String> setters = setters(classOf("OpenRouter$Builder"));
        setters.addAll(setters(classOf("OpenRouterChatRequestParameters$Builder")));

        assertThat(Pages.rows(DOCS.resolve("connection-and-environment.md"), "Variable"))
                .allSatisfy(row -> assertThat(setters).containsAll(Pages.code(row.get(3))));
    }

    /** Default by variable. */
    private static Map<String, String> variables() {
        Map<String, String> defaults = new TreeMap<>();
        for (List<String> row : Pages.rows(DOCS.resolve("connection-and-environment.md"), "Variable")) {
            defaults.put(Pages.code(row.get(0)).get(0), row.get(2).replace("`", ""));
        }
        return defaults;
    }

    /** The settings that the tables of a page have a row for. */
    private static Stream<String> rows(Path page) {
        return HEADINGS.stream().flatMap(heading -> names(page, heading));
    }

    /** What stands in backticks in the first column of the tables with this heading. */
    private static Stream<String> names(Path page, String heading) {
        return Pages.rows(page, heading).stream()
                .flatMap(row -> Pages.code(row.get(0)).stream())
                .flatMap(names -> Stream.of(names.split(", ")));
    }

    /** The settings of a value: in a table that is headed by its name, else in one beside it, or on the line that names it. */
    private static Stream<String> rowsOrLines(Path page, String value) {
        String text = Pages.text(page);
        if (!text.contains(value)) {
            return Stream.of();
        }
        Stream<String> lines = text.lines()
                .filter(line -> line.contains(value))
                .flatMap(line -> Pages.code(line).stream())
                .map(code -> code.replaceAll("\\(.*", ""));
        return Stream.of(names(page, "`" + value + "`"), rows(page), lines).flatMap(names -> names);
    }

    private static Set<String> setters(Class<?> builder) {
        return Arrays.stream(builder.getMethods())
                .filter(method -> method.getParameterCount() > 0 && !Modifier.isStatic(method.getModifiers()))
                .filter(method ->
                        method.getReturnType().isAssignableFrom(builder) && method.getReturnType() != Object.class)
                .map(Method::getName)
                .filter(name -> !NO_SETTINGS.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String nameOf(Class<?> builder) {
        return builder.getEnclosingClass().getSimpleName();
    }

    private static Class<?> classOf(String name) {
        try {
            return Class.forName(OpenRouter.class.getPackageName() + "." + name);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
