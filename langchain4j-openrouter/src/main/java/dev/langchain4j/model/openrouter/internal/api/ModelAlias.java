package dev.langchain4j.model.openrouter.internal.api;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The target of an alias.
 *
 * @param id the model
 * @param servedOn when the model was last seen in OpenRouter's catalog; null if unknown
 * @param successor the model to use after this one; null if unknown
 * @param retired whether OpenRouter no longer serves the model
 */
public record ModelAlias(
        String id, @Nullable LocalDate servedOn, @Nullable String successor, boolean retired) {

    /** The built-in aliases, checked against public captures of the catalog. */
    public static final Map<String, ModelAlias> DEFAULTS = Map.ofEntries(
            Map.entry("gpt-4o", served("openai/gpt-4o", day(2026, 8, 16), "~openai/gpt-latest")),
            Map.entry("gpt-4o-mini", served("openai/gpt-4o-mini", day(2026, 8, 16), "~openai/gpt-mini-latest")),
            Map.entry("gpt-4-turbo", served("openai/gpt-4-turbo", day(2026, 8, 16), "~openai/gpt-latest")),
            Map.entry(
                    "claude-3.5-sonnet",
                    retired("anthropic/claude-3.5-sonnet", day(2026, 3, 3), "~anthropic/claude-sonnet-latest")),
            Map.entry(
                    "claude-3-opus",
                    retired("anthropic/claude-3-opus", day(2025, 12, 10), "~anthropic/claude-opus-latest")),
            Map.entry(
                    "claude-3-haiku",
                    served("anthropic/claude-3-haiku", day(2026, 8, 16), "~anthropic/claude-haiku-latest")),
            Map.entry("gemini-pro", retired("google/gemini-pro", day(2025, 3, 25), "~google/gemini-pro-latest")),
            Map.entry(
                    "gemini-1.5-pro", retired("google/gemini-pro-1.5", day(2025, 7, 29), "~google/gemini-pro-latest")),
            Map.entry(
                    "gemini-1.5-flash",
                    retired("google/gemini-flash-1.5", day(2025, 7, 29), "~google/gemini-flash-latest")),
            Map.entry(
                    "llama-3.1-70b",
                    served("meta-llama/llama-3.1-70b-instruct", day(2026, 11, 4), "meta-llama/llama-3.3-70b-instruct")),
            Map.entry(
                    "llama-3.1-8b",
                    served("meta-llama/llama-3.1-8b-instruct", day(2026, 8, 16), "meta-llama/llama-4-scout")),
            Map.entry(
                    "mistral-large",
                    served("mistralai/mistral-large", day(2026, 8, 16), "mistralai/mistral-large-2512")),
            Map.entry(
                    "mixtral-8x7b",
                    retired("mistralai/mixtral-8x7b-instruct", day(2026, 4, 5), "mistralai/mistral-small-2603")));

    /** A user's own alias. */
    public static ModelAlias of(String id) {
        return new ModelAlias(id, null, null, false);
    }

    /**
     * A date that is not parsed from text, because the first date format takes some milliseconds of a program's start.
     */
    private static LocalDate day(int year, int month, int day) {
        return LocalDate.of(year, month, day);
    }

    private static ModelAlias served(String id, LocalDate servedOn, String successor) {
        return new ModelAlias(id, servedOn, successor, false);
    }

    private static ModelAlias retired(String id, LocalDate servedOn, String successor) {
        return new ModelAlias(id, servedOn, successor, true);
    }

    /** The default alias of the model with this id. */
    public static Optional<ModelAlias> ofModel(String id) {
        return DEFAULTS.values().stream().filter(alias -> alias.id().equals(id)).findFirst();
    }

    public ModelAlias orSuccessor() {
        return retired && successor != null ? of(successor) : this;
    }

    /** @throws IllegalArgumentException if the model is retired, naming the successor */
    public String idOf(String name) {
        if (retired) {
            throw new IllegalArgumentException(
                    "Model '" + name + "' (" + id + ") is retired, OpenRouter last listed it on "
                            + servedOn + ". Its successor is '" + successor
                            + "': use that, or set modelAliases(OpenRouterModelAliases.defaults().withSuccessors()).");
        }
        return id;
    }
}
