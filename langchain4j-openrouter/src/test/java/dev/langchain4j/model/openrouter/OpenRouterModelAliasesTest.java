package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenRouterModelAliasesTest {

    private static final Map<String, String> THIRTEEN = Map.ofEntries(
            Map.entry("gpt-4o", "openai/gpt-4o"),
            Map.entry("gpt-4o-mini", "openai/gpt-4o-mini"),
            Map.entry("gpt-4-turbo", "openai/gpt-4-turbo"),
            Map.entry("claude-3.5-sonnet", "anthropic/claude-3.5-sonnet"),
            Map.entry("claude-3-opus", "anthropic/claude-3-opus"),
            Map.entry("claude-3-haiku", "anthropic/claude-3-haiku"),
            Map.entry("gemini-pro", "google/gemini-pro"),
            Map.entry("gemini-1.5-pro", "google/gemini-pro-1.5"),
            Map.entry("gemini-1.5-flash", "google/gemini-flash-1.5"),
            Map.entry("llama-3.1-70b", "meta-llama/llama-3.1-70b-instruct"),
            Map.entry("llama-3.1-8b", "meta-llama/llama-3.1-8b-instruct"),
            Map.entry("mistral-large", "mistralai/mistral-large"),
            Map.entry("mixtral-8x7b", "mistralai/mixtral-8x7b-instruct"));

    private final OpenRouterModelAliases aliases = OpenRouterModelAliases.defaults();

    @Test
    void thirteen_aliases_come_along_and_no_more() {
        THIRTEEN.forEach((alias, id) -> assertThat(aliases.resolve(alias)).isEqualTo(id));
        assertThat(aliases.toString().split(", ")).hasSize(THIRTEEN.size());
    }

    @Test
    void case_does_not_matter_in_any_language() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(aliases.resolve("GEMINI-PRO")).isEqualTo("google/gemini-pro");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void a_variant_survives_as_written() {
        assertThat(aliases.resolve("GPT-4o:nitro")).isEqualTo("openai/gpt-4o:nitro");
        assertThat(aliases.resolve("llama-3.1-8b:free")).isEqualTo("meta-llama/llama-3.1-8b-instruct:free");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "openai/gpt-4o",
                "Some/Model:Free",
                "~anthropic/claude-sonnet-latest",
                "~claude",
                "@preset/mine",
                "openai/gpt-4o@preset/mine",
                "openrouter/auto"
            })
    void an_id_goes_out_as_given(String id) {
        assertThat(aliases.resolve(id)).isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-4, gpt-4-turbo",
        "gpt4o, gpt-4o",
        "gpt-4o-mni:nitro, gpt-4o-mini",
        "claude-3.5-sonet, claude-3.5-sonnet",
        "CLAUDE, claude-3-haiku",
        "mixtral, mixtral-8x7b"
    })
    void an_unknown_name_is_answered_with_the_closest_aliases(String name, String closest) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> aliases.resolve(name))
                .withMessageContaining("'" + name + "'")
                .withMessageContaining(closest)
                .withMessageContaining("modelAliases");
    }

    @Test
    void an_unknown_name_is_answered_with_the_closest_ids_of_the_catalog() {
        var catalog = List.of("openai/gpt-5.2", "deepseek/deepseek-v3", "qwen/qwen-2.5-72b", "x-ai/grok-4");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> aliases.resolve("deepseek-v3.1", () -> catalog))
                .withMessageContaining("Closest ids: deepseek/deepseek-v3,");
    }

    @Test
    void the_catalog_is_not_asked_for_a_name_that_is_known() {
        assertThat(aliases.resolve("gpt-4o", () -> {
                    throw new AssertionError("asked");
                }))
                .isEqualTo("openai/gpt-4o");
    }

    @Test
    void with_adds_an_alias_and_leaves_the_original_alone() {
        var more = aliases.with("Fast", "google/gemini-3-flash");

        assertThat(more.resolve("fast:floor")).isEqualTo("google/gemini-3-flash:floor");
        assertThat(more.resolve("gpt-4o")).isEqualTo("openai/gpt-4o");
        assertThatIllegalArgumentException().isThrownBy(() -> aliases.resolve("fast"));
    }

    @Test
    void with_replaces_an_alias_of_the_same_name() {
        assertThat(aliases.with("GPT-4o", "openai/gpt-5.2").resolve("gpt-4o")).isEqualTo("openai/gpt-5.2");
    }

    @Test
    void an_alias_may_name_another_one_and_hold_a_colon() {
        assertThat(aliases.with("team:default", "gpt-4o-mini:floor").resolve("Team:Default"))
                .isEqualTo("openai/gpt-4o-mini:floor");
    }

    @Test
    void with_refuses_what_could_never_be_found() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> aliases.with("a/b", "x/y"))
                .withMessageContaining("alias");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> aliases.with(" ", "x/y"))
                .withMessageContaining("alias");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> aliases.with("fast", "unknown"))
                .withMessageContaining("unknown");
    }

    @Test
    void a_blank_name_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> aliases.resolve(" "))
                .withMessageContaining("modelName");
    }

    @Test
    void equal_aliases_are_equal() {
        assertThat(aliases.with("a", "x/y"))
                .isEqualTo(OpenRouterModelAliases.defaults().with("A", "x/y"))
                .hasSameHashCodeAs(OpenRouterModelAliases.defaults().with("A", "x/y"))
                .isNotEqualTo(aliases);
        assertThat(aliases.with("a", "x/y").toString()).contains("a=x/y");
    }
}
