package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.langchain4j.model.openrouter.internal.api.ClosestNames;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenRouterModelAliasesTest {

    private final OpenRouterModelAliases aliases = OpenRouterModelAliases.defaults();

    @Test
    void thirteen_aliases_come_along_and_no_more() {
        assertThat(aliases)
                .hasToString("OpenRouterModelAliases{claude-3-haiku=anthropic/claude-3-haiku,"
                        + " claude-3-opus=anthropic/claude-3-opus, claude-3.5-sonnet=anthropic/claude-3.5-sonnet,"
                        + " gemini-1.5-flash=google/gemini-flash-1.5, gemini-1.5-pro=google/gemini-pro-1.5,"
                        + " gemini-pro=google/gemini-pro, gpt-4-turbo=openai/gpt-4-turbo, gpt-4o=openai/gpt-4o,"
                        + " gpt-4o-mini=openai/gpt-4o-mini, llama-3.1-70b=meta-llama/llama-3.1-70b-instruct,"
                        + " llama-3.1-8b=meta-llama/llama-3.1-8b-instruct, mistral-large=mistralai/mistral-large,"
                        + " mixtral-8x7b=mistralai/mixtral-8x7b-instruct}");
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-4o, openai/gpt-4o",
        "gpt-4o-mini, openai/gpt-4o-mini",
        "gpt-4-turbo, openai/gpt-4-turbo",
        "claude-3-haiku, anthropic/claude-3-haiku",
        "llama-3.1-70b, meta-llama/llama-3.1-70b-instruct",
        "llama-3.1-8b, meta-llama/llama-3.1-8b-instruct",
        "mistral-large, mistralai/mistral-large"
    })
    void an_alias_stands_for_its_model_with_successors_or_without(String alias, String id) {
        assertThat(aliases.resolve(alias)).isEqualTo(id);
        assertThat(aliases.withSuccessors().resolve(alias)).isEqualTo(id);
        assertThat(aliases.isRetired(alias)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "claude-3.5-sonnet, anthropic/claude-3.5-sonnet, ~anthropic/claude-sonnet-latest",
        "claude-3-opus, anthropic/claude-3-opus, ~anthropic/claude-opus-latest",
        "gemini-pro, google/gemini-pro, ~google/gemini-pro-latest",
        "gemini-1.5-pro, google/gemini-pro-1.5, ~google/gemini-pro-latest",
        "gemini-1.5-flash, google/gemini-flash-1.5, ~google/gemini-flash-latest",
        "mixtral-8x7b, mistralai/mixtral-8x7b-instruct, mistralai/mistral-small-2603"
    })
    void the_alias_of_a_retired_model_names_its_successor_and_stands_for_it_only_if_asked(
            String alias, String id, String successor) {
        assertThat(aliases.isRetired(alias)).isTrue();
        assertThat(aliases.successor(alias)).contains(successor);
        for (String name : List.of(alias, " " + alias.toUpperCase(Locale.ROOT) + " ", alias + ":nitro")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> aliases.resolve(name))
                    .withMessageContaining("'" + name.strip() + "'")
                    .withMessageContaining(id)
                    .withMessageContaining(aliases.servedOn(alias).orElseThrow().toString())
                    .withMessageContaining("'" + successor + "'")
                    .withMessageContaining("withSuccessors()");
        }
        assertThat(aliases.withSuccessors().resolve(alias)).isEqualTo(successor);
        assertThat(aliases.withSuccessors().resolve(alias + ":nitro")).isEqualTo(successor + ":nitro");
        assertThat(aliases.resolve(id)).isEqualTo(id);
        assertThat(aliases.withSuccessors().resolve(id)).isEqualTo(id);
    }

    @Test
    void with_successors_leaves_the_original_alone() {
        aliases.withSuccessors();

        assertThat(aliases.isRetired("gemini-pro")).isTrue();
        assertThat(aliases.withSuccessors().isRetired("gemini-pro")).isFalse();
    }

    @Test
    void an_alias_of_your_own_has_neither_date_nor_successor() {
        var mine = aliases.with("mine", "acme/model").with("gemini-pro", "acme/twins");

        assertThat(mine.servedOn("mine")).isEmpty();
        assertThat(mine.successor("mine")).isEmpty();
        assertThat(mine.withSuccessors().resolve("gemini-pro")).isEqualTo("acme/twins");
        assertThat(mine.servedOn("nobody")).isEmpty();
        assertThat(mine.successor("nobody")).isEmpty();
        assertThat(mine.isRetired("nobody")).isFalse();
    }

    @Test
    void an_alias_cannot_name_a_retired_one() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> aliases.with("writer", "claude-3-opus"))
                .withMessageContaining("'~anthropic/claude-opus-latest'");
    }

    @Test
    void a_retired_alias_is_not_proposed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> aliases.resolve("gemini"))
                .withMessageContaining("Closest aliases: ")
                .withMessageNotContaining("gemini-");
    }

    @Test
    void case_does_not_matter_in_any_language() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(aliases.resolve("GPT-4O-MINI")).isEqualTo("openai/gpt-4o-mini");
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
        "claude-3.5-haiku, claude-3-haiku",
        "CLAUDE, claude-3-haiku",
        "mistral, mistral-large"
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

    @ParameterizedTest
    @CsvSource({
        "openai/claude-sonnet-4, anthropic/claude-sonnet-4",
        "anthropc/claude-sonnet-4.5, anthropic/claude-sonnet-4.5",
        "anthropic/claude-sonnet-4-5, anthropic/claude-sonnet-4.5",
        "anthropic/claude-4-sonnet, anthropic/claude-sonnet-4",
        "anthropic/claude-4.5-sonnet:nitro, anthropic/claude-sonnet-4.5",
        "anthropic/sonnet-4.5, anthropic/claude-sonnet-4.5",
        "deepseek/r1, deepseek/deepseek-r1",
        "gpt, openai/gpt-4",
        "llama/llama-3.1-8b, meta-llama/llama-3.1-8b-instruct",
        "mistral, mistralai/mistral-large",
        "openai/gpt-4o-mini-2099-01-01, openai/gpt-4o-mini",
        "qwen3, qwen/qwen3-32b",
        "gemini/gemini-2.5-flash, google/gemini-2.5-flash",
        "meta-llama/llama3.3-70b, meta-llama/llama-3.3-70b-instruct",
        "nosuch/gpt-4o:nitro, openai/gpt-4o",
        "openai/gpt5, openai/gpt-5",
        "OpenAI/GPT-5-mimi, openai/gpt-5-mini",
        "qwen/qwen-3-235b, qwen/qwen3-235b-a22b",
        "xai/grok-4, x-ai/grok-4"
    })
    void the_first_suggestion_for_a_mistyped_id_is_the_one_that_was_meant(String mistyped, String meant) {
        List<String> catalog = List.of(
                "aion-labs/aion-rp-llama-3.1-8b",
                "anthropic/claude-3.5-sonnet",
                "anthropic/claude-sonnet-4",
                "anthropic/claude-sonnet-4.5",
                "bytedance-seed/seedream-4.5",
                "cognitivecomputations/dolphin-mistral-24b",
                "deepseek/deepseek-r1",
                "deepseek/deepseek-r1-0528-qwen3-8b",
                "google/gemini-2.5-flash",
                "meta-llama/llama-3.1-8b-instruct",
                "meta-llama/llama-3.3-70b-instruct",
                "meta-llama/llama-4-scout",
                "mistralai/mistral-large",
                "openai/chatgpt-4o-latest",
                "openai/gpt-4",
                "openai/gpt-4o",
                "openai/gpt-4o-mini",
                "openai/gpt-5",
                "openai/gpt-5-mini",
                "openai/o3",
                "qwen/qwen3-235b-a22b",
                "qwen/qwen3-32b",
                "x-ai/grok-4");

        assertThat(ClosestNames.of(mistyped, catalog)).startsWith(meant + ", ");
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
        var more = aliases.with("Fast", "google/gemini-3.7-flash");

        assertThat(more.resolve("fast:floor")).isEqualTo("google/gemini-3.7-flash:floor");
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
    void blanks_around_an_alias_are_no_part_of_it() {
        assertThat(aliases.with(" Writer\t", " gpt-4o ").resolve("writer")).isEqualTo("openai/gpt-4o");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> aliases.with(" ~writer", "x/y"))
                .withMessageContaining("'~writer' is a model id");
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
    void a_bare_name_that_one_author_has_is_suggested_with_its_author() {
        var catalog = List.of("openai/gpt-5", "openai/gpt-5:free", "openai/gpt-5-mini", "acme/gpt-5-mini");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> aliases.resolve("GPT-5:nitro", () -> catalog))
                .withMessageContaining("Did you mean 'openai/gpt-5:nitro'?")
                .withMessageContaining("ofAuthor");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> aliases.resolve("gpt-5-mini", () -> catalog))
                .withMessageContaining("Closest ids: acme/gpt-5-mini, openai/gpt-5-mini")
                .withMessageNotContaining("Did you mean");
    }

    @Test
    void a_name_is_not_suggested_as_itself() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> aliases.resolve("llama3", () -> List.of("llama3", "openai/gpt-5")))
                .withMessageContaining("Unknown model 'llama3'.")
                .withMessageContaining("Closest ids: openai/gpt-5.")
                .withMessageNotContaining("Did you mean");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> aliases.resolve("llama3", () -> List.of("llama3")))
                .withMessageNotContaining("Closest ids");
    }

    @Test
    void of_author_sends_bare_names_as_models_of_that_author() {
        var openAi = OpenRouterModelAliases.ofAuthor("openai");

        assertThat(openAi.resolve("gpt-5")).isEqualTo("openai/gpt-5");
        assertThat(openAi.resolve("text-embedding-3-small:floor")).isEqualTo("openai/text-embedding-3-small:floor");
        assertThat(openAi.resolve("claude-3-haiku")).isEqualTo("anthropic/claude-3-haiku");
        assertThat(openAi.resolve("x-ai/grok-4")).isEqualTo("x-ai/grok-4");
        assertThat(openAi.with("fast", "gpt-5-nano").resolve("fast")).isEqualTo("openai/gpt-5-nano");
        assertThat(openAi.with("fast", "gpt-5-nano").resolve("gpt-5")).isEqualTo("openai/gpt-5");
        assertThat(openAi.withSuccessors().resolve("gpt-5")).isEqualTo("openai/gpt-5");
        assertThat(openAi).isNotEqualTo(aliases).hasToString(aliases + " of openai");
        assertThatIllegalArgumentException().isThrownBy(() -> aliases.resolve("gpt-5"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "openai/", "open ai"})
    void of_author_refuses_what_is_no_author(String author) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenRouterModelAliases.ofAuthor(author))
                .withMessageContaining("author");
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
