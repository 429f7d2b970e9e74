package dev.langchain4j.model.openrouter.internal.rerank.prompt;

import java.util.Map;

/**
 * One call to the judge.
 *
 * @param system instructions; the same for every query of a model, so that prefix caches work
 * @param user the query, the passages and the task
 * @param schemaName name of {@code schema}; one per shape
 * @param schema JSON schema for the reply
 * @param maxTokens limit for the reply
 * @param attempt 1, or more when an earlier reply was incomplete
 */
public record JudgePrompt(
        JudgeKind kind,
        String system,
        String user,
        String schemaName,
        Map<String, Object> schema,
        int maxTokens,
        int seed,
        int attempt) {

    /** Without the texts, which belong to the user. */
    @Override
    public String toString() {
        return "JudgePrompt[" + kind + ", " + schemaName + ", attempt " + attempt + "]";
    }
}
