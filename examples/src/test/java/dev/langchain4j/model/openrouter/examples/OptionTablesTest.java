package dev.langchain4j.model.openrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterBudget;
import dev.langchain4j.model.openrouter.OpenRouterChatModel;
import dev.langchain4j.model.openrouter.OpenRouterChatRequestParameters;
import dev.langchain4j.model.openrouter.OpenRouterEmbeddingModel;
import dev.langchain4j.model.openrouter.OpenRouterLlmScoringModel;
import dev.langchain4j.model.openrouter.OpenRouterModelAliases;
import dev.langchain4j.model.openrouter.OpenRouterModelCatalog;
import dev.langchain4j.model.openrouter.OpenRouterScoringModel;
import dev.langchain4j.model.openrouter.OpenRouterStreamingChatModel;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No setting without a row in the docs, and no row without a setting. */
class OptionTablesTest {

    private static final Path CONNECTION = Pages.ROOT.resolve("docs/connection-and-environment.md");
    private static final Path RERANKING = Pages.ROOT.resolve("docs/reranking.md");
    private static final Path README = Pages.ROOT.resolve("README.md");

    private static final List<Class<?>> BUILDERS = List.of(
            OpenRouter.Builder.class,
            OpenRouterChatModel.Builder.class,
            OpenRouterStreamingChatModel.Builder.class,
            OpenRouterChatRequestParameters.Builder.class,
            OpenRouterEmbeddingModel.Builder.class,
            OpenRouterScoringModel.Builder.class,
            OpenRouterLlmScoringModel.Builder.class,
            OpenRouterModelCatalog.Builder.class,
            OpenRouterBudget.Builder.class);

    @Test
    void has_a_row_for_every_setter_and_a_setter_for_every_row() {
        Set<String> setters =
                BUILDERS.stream().flatMap(OptionTablesTest::setters).collect(Collectors.toCollection(TreeSet::new));
        Set<String> rows =
                Pages.all().stream().flatMap(OptionTablesTest::rows).collect(Collectors.toCollection(TreeSet::new));

        assertThat(rows)
                .as("rows of the tables headed 'Setter' in docs/chat.md and docs/connection-and-environment.md")
                .isEqualTo(setters);
    }

    /** Chat models have setters of the same names, whose rows would do for the test above. */
    @Test
    void lists_the_settings_of_reranking_on_its_own_page() {
        Set<String> setters = Stream.<Class<?>>of(
                        OpenRouterScoringModel.Builder.class, OpenRouterLlmScoringModel.Builder.class)
                .flatMap(OptionTablesTest::setters)
                .collect(Collectors.toCollection(TreeSet::new));
        rows(CONNECTION).forEach(setters::remove);

        assertThat(rows(RERANKING)).containsExactlyInAnyOrderElementsOf(setters);
    }

    @Test
    void lists_the_aliases_that_there_are() {
        Map<String, String> listed = new TreeMap<>();
        Pages.rows(README, "alias")
                .forEach(row -> listed.put(
                        Pages.code(row.get(0)).get(0), Pages.code(row.get(1)).get(0)));

        assertThat("OpenRouterModelAliases" + listed)
                .isEqualTo(OpenRouterModelAliases.defaults().toString());
    }

    @Test
    void gives_the_same_defaults_of_the_environment_in_both_tables() {
        assertThat(variables(README, 1)).isEqualTo(variables(CONNECTION, 2)).hasSize(9);
    }

    @Test
    void gives_the_defaults_that_the_environment_has() {
        Map<String, String> defaults = variables(README, 1);
        defaults.values().removeIf(value -> value.equals("none"));

        try (OpenRouter ofDefaults = OpenRouter.fromEnvironment(defaults);
                OpenRouter ofNothing = OpenRouter.fromEnvironment(Map.of())) {
            assertThat(ofDefaults).hasToString(ofNothing.toString());
            assertThat(ofDefaults.chatModel().build().defaultRequestParameters())
                    .isEqualTo(ofNothing.chatModel().build().defaultRequestParameters());
        }
    }

    /** Default by variable. */
    private static Map<String, String> variables(Path page, int column) {
        Map<String, String> defaults = new TreeMap<>();
        for (List<String> row : Pages.rows(page, "variable")) {
            for (String variable : Pages.code(row.get(0))) {
                defaults.put(variable, row.get(column).replace("`", ""));
            }
        }
        return defaults;
    }

    private static Stream<String> rows(Path page) {
        return Pages.rows(page, "Setter").stream()
                .map(row -> Pages.code(row.get(0)).get(0));
    }

    private static Stream<String> setters(Class<?> builder) {
        return Arrays.stream(builder.getMethods())
                .filter(method -> method.getParameterCount() > 0 && !Modifier.isStatic(method.getModifiers()))
                .filter(method ->
                        method.getReturnType().isAssignableFrom(builder) && method.getReturnType() != Object.class)
                .map(Method::getName)
                .filter(name -> !name.equals("overrideWith"));
    }
}
