package dev.langchain4j.model.openrouter;

import java.util.Map;

/**
 * How models that search the web themselves do it. For every other model there is
 * {@link OpenRouterServerTool#webSearch()}.
 *
 * @see <a href="https://openrouter.ai/docs/guides/features/plugins/web-search">Web search</a>
 */
public final class OpenRouterWebSearchOptions extends WireObject {

    private OpenRouterWebSearchOptions(Map<String, ?> members) {
        super(members);
    }

    /** How much of the pages the model gets: {@code low}, {@code medium} or {@code high}; more is dearer. */
    public static OpenRouterWebSearchOptions searchContextSize(String size) {
        if (size.isBlank()) {
            throw new IllegalArgumentException("webSearchOptions.searchContextSize must not be blank");
        }
        return of(Map.of("search_context_size", size));
    }

    /** In OpenRouter's own field names, for what has no factory here. */
    public static OpenRouterWebSearchOptions of(Map<String, ?> fields) {
        return new OpenRouterWebSearchOptions(fields);
    }
}
