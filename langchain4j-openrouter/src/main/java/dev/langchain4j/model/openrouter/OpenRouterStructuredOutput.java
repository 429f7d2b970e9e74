package dev.langchain4j.model.openrouter;

/**
 * The ways to make an answer follow a JSON schema, from the strictest to the weakest.
 *
 * @see <a href="https://openrouter.ai/docs/guides/features/structured-outputs">Structured outputs</a>
 */
public enum OpenRouterStructuredOutput {

    /** The provider gets the schema and enforces it. */
    JSON_SCHEMA,

    /** The provider makes sure that the answer is JSON; the schema is in the prompt. */
    JSON_OBJECT,

    /** The prompt asks for JSON by the schema; nothing enforces it. */
    INSTRUCTIONS
}
