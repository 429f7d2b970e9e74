package dev.langchain4j.model.openrouter.examples.snippets;

import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterModelAliases;

/** The code on the page about aliases that names a retired model. */
final class RetiredModelSnippets {

    OpenRouter successors() {
        // region successors
        OpenRouter openRouter = OpenRouter.builder()
                .apiKey(System.getenv("OPENROUTER_API_KEY"))
                .modelAliases(OpenRouterModelAliases.defaults().withSuccessors())
                .modelName("claude-3.5-sonnet")
                .build();
        // endregion
        return openRouter;
    }
}
