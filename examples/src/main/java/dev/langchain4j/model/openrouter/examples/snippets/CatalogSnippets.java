package dev.langchain4j.model.openrouter.examples.snippets;

import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterCatalogDiff;
import dev.langchain4j.model.openrouter.OpenRouterChatModel;
import dev.langchain4j.model.openrouter.OpenRouterEndpointInfo;
import dev.langchain4j.model.openrouter.OpenRouterModelCatalog;
import dev.langchain4j.model.openrouter.OpenRouterModelFilter;
import dev.langchain4j.model.openrouter.OpenRouterModelInfo;
import dev.langchain4j.model.output.TokenUsage;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class CatalogSnippets {

    List<OpenRouterModelInfo> find(OpenRouter openRouter) {
        // region catalog
        OpenRouterModelCatalog catalog = openRouter.modelCatalog();

        List<OpenRouterModelInfo> free = catalog.freeModels();
        List<OpenRouterModelInfo> seeing = catalog.models(model -> model.supports("tools") && model.accepts("image"));
        Optional<OpenRouterModelInfo> mini = catalog.find("gpt-4o-mini");
        Optional<BigDecimal> dollars = catalog.cost("gpt-4o-mini", new TokenUsage(1_000_000, 20_000));
        // endregion
        mini.flatMap(model -> dollars).ifPresent(System.out::println);
        return free.isEmpty() ? seeing : free;
    }

    OpenRouterModelCatalog file() {
        // region catalog-file
        OpenRouterModelCatalog catalog = OpenRouterModelCatalog.builder()
                .cacheFile(Path.of(System.getProperty("java.io.tmpdir"), "openrouter-models.json"))
                .build();
        // endregion
        return catalog;
    }

    void filters(OpenRouterModelCatalog catalog) {
        // region catalog-filters
        List<OpenRouterModelInfo> cheap = catalog.models(OpenRouterModelFilter.builder()
                .maxPromptPrice(new BigDecimal("0.5"))
                .maxCompletionPrice(new BigDecimal("2"))
                .minContext(200_000)
                .inputModalities("image")
                .supportedParameters("tools")
                .minUptime(99.0)
                .build());
        // endregion
        cheap.forEach(System.out::println);
    }

    void key(OpenRouterModelCatalog catalog) {
        // region catalog-key
        List<OpenRouterModelInfo> usable = catalog.modelsOfKey();
        List<OpenRouterEndpointInfo> keepNothing = catalog.zeroDataRetentionEndpoints();
        // endregion
        keepNothing.forEach(endpoint -> System.out.println(endpoint.modelId() + usable.size()));
    }

    void check(OpenRouterModelCatalog catalog, OpenRouterChatModel model, ChatRequest request) {
        // region catalog-check
        catalog.check(model, request); // throws InvalidRequestException if no endpoint can serve it
        // endregion
    }

    void explain(OpenRouterModelCatalog catalog, OpenRouterChatModel model, ChatRequest request) {
        // region catalog-explain
        catalog.explain(model, request)
                .forEach(route -> System.out.println(route.endpoint().tag()
                        + (route.isOpen() ? " can answer" : " is excluded by " + route.excludedBy())));
        // endregion
    }

    void diff(OpenRouterModelCatalog catalog, List<OpenRouterModelInfo> yesterday) {
        // region catalog-diff
        OpenRouterCatalogDiff diff = catalog.diff(yesterday);
        diff.expiring().forEach(model -> System.out.println(model.id() + " ends on " + model.expiration()));
        diff.brokenAliases().forEach((alias, id) -> System.out.println(alias + ": there is no " + id));
        // endregion
    }

    void fetch(OpenRouter openRouter) {
        // region fetch
        Map<String, Object> answer = openRouter.fetch("/providers");
        System.out.println(answer.get("data"));
        // endregion
    }

    void account(OpenRouter openRouter, String generationId) {
        // region account
        System.out.println("rest of the key's limit: " + openRouter.key().limitRemaining());
        System.out.println(
                "cost of that answer: " + openRouter.generation(generationId).totalCost());
        // endregion
    }
}
