package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import java.util.Map;

/**
 * A format of the answer that LangChain4j's {@code ResponseFormat} does not have; few providers support one. Set
 * {@code requireParameters} of the provider preferences to exclude providers that would ignore it.
 *
 * @see <a href="https://openrouter.ai/docs/api/reference/parameters">Parameters</a>
 */
public final class OpenRouterOutputFormat extends WireObject {

    private OpenRouterOutputFormat(Map<String, ?> members) {
        super(members);
    }

    /**
     * Text that follows a grammar.
     *
     * @param grammar for example {@code root ::= "yes" | "no"}
     */
    public static OpenRouterOutputFormat grammar(String grammar) {
        ensureNotNull(grammar, "grammar");
        if (grammar.isBlank()) {
            throw new IllegalArgumentException("outputFormat.grammar must not be blank");
        }
        return of(Map.of("type", "grammar", "grammar", grammar));
    }

    /** A program in Python. */
    public static OpenRouterOutputFormat python() {
        return of(Map.of("type", "python"));
    }

    /** In OpenRouter's own field names, for formats without a factory here. */
    public static OpenRouterOutputFormat of(Map<String, ?> fields) {
        return new OpenRouterOutputFormat(fields);
    }
}
