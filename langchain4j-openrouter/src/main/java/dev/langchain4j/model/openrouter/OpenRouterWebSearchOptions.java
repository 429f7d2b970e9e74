package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import java.util.Map;

/**
 * Search settings of models that search the web themselves. Other models use {@link OpenRouterServerTool#webSearch()}.
 *
 * @see <a href="https://openrouter.ai/docs/guides/features/plugins/web-search">Web search</a>
 */
public final class OpenRouterWebSearchOptions extends WireObject {

    private OpenRouterWebSearchOptions(Map<String, ?> members) {
        super(members);
    }

    /** Amount of page text for the model: {@code low}, {@code medium} or {@code high}; more costs more. */
    public static OpenRouterWebSearchOptions searchContextSize(String size) {
        ensureNotNull(size, "size");
        if (size.isBlank()) {
            throw new IllegalArgumentException("webSearchOptions.searchContextSize must not be blank");
        }
        return of(Map.of("search_context_size", size));
    }

    /** In OpenRouter's own field names, for options without a factory here. */
    public static OpenRouterWebSearchOptions of(Map<String, ?> fields) {
        return new OpenRouterWebSearchOptions(fields);
    }
}
