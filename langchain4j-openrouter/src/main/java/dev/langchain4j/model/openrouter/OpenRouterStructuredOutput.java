package dev.langchain4j.model.openrouter;

/**
 * How an answer is made to follow a JSON schema, from the strictest form to the weakest.
 *
 * @see <a href="https://openrouter.ai/docs/guides/features/structured-outputs">Structured outputs</a>
 */
public enum OpenRouterStructuredOutput {

    /** The provider gets the schema and holds the answer to it. */
    JSON_SCHEMA,

    /** The provider sees to it that the answer is JSON; the schema is in the prompt. */
    JSON_OBJECT,

    /** The prompt asks for JSON by the schema; nobody sees to it. */
    INSTRUCTIONS
}
