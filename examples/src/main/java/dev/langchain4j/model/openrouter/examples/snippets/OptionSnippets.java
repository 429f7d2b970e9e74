package dev.langchain4j.model.openrouter.examples.snippets;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterCacheControl;
import dev.langchain4j.model.openrouter.OpenRouterCacheControl.Ttl;
import dev.langchain4j.model.openrouter.OpenRouterDataPolicy;
import dev.langchain4j.model.openrouter.OpenRouterPlugin;
import dev.langchain4j.model.openrouter.OpenRouterPromptCacheDiff;
import dev.langchain4j.model.openrouter.OpenRouterProviderPreferences;
import dev.langchain4j.model.openrouter.OpenRouterReasoning;
import dev.langchain4j.model.openrouter.OpenRouterServerTool;
import dev.langchain4j.model.openrouter.OpenRouterStructuredOutput;
import java.math.BigDecimal;

/** What the pages on routing, reasoning, caching, plugins and structured output show. */
final class OptionSnippets {

    private OptionSnippets() {}

    static ChatModel routing(OpenRouter openRouter) {
        // region routing
        ChatModel model = openRouter
                .chatModel()
                .modelName("gpt-4o")
                .fallbackModels("claude-3.5-sonnet", "openai/gpt-4o-mini")
                .provider(OpenRouterProviderPreferences.builder()
                        .order("azure", "openai")
                        .sort("price")
                        .maxCompletionPrice(new BigDecimal("12"))
                        .build())
                .build();
        // endregion
        return model;
    }

    static OpenRouter dataPolicy() {
        // region data-policy
        OpenRouter openRouter = OpenRouter.builder()
                .apiKey(System.getenv("OPENROUTER_API_KEY"))
                .dataPolicy(OpenRouterDataPolicy.builder()
                        .denyDataCollection(true)
                        .zeroDataRetention(true)
                        .allowedBaseUrls(OpenRouterDataPolicy.EU)
                        .build())
                .build();
        // endregion
        return openRouter;
    }

    static ChatModel reasoning(OpenRouter openRouter) {
        // region reasoning
        ChatModel model = openRouter
                .chatModel()
                .modelName("anthropic/claude-sonnet-4.6")
                .reasoning(OpenRouterReasoning.effort("high"))
                .returnThinking(true)
                .build();
        // endregion
        return model;
    }

    static ChatModel caching(OpenRouter openRouter) {
        // region caching
        ChatModel model = openRouter
                .chatModel()
                .modelName("anthropic/claude-sonnet-4.6")
                .cacheControl(OpenRouterCacheControl.builder()
                        .tools(Ttl.ONE_HOUR)
                        .systemMessages(Ttl.ONE_HOUR)
                        .lastMessage(Ttl.FIVE_MINUTES)
                        .build())
                .sessionId("conversation-42")
                .build();
        // endregion
        return model;
    }

    static void cacheDiff(ChatRequest first, ChatRequest second) {
        // region cache-diff
        OpenRouterPromptCacheDiff.between(first, second).reasons().forEach(System.out::println);
        // endregion
    }

    static ChatModel plugins(OpenRouter openRouter) {
        // region plugins
        ChatModel model = openRouter
                .chatModel()
                .modelName("gpt-4o")
                .plugins(OpenRouterPlugin.fileParser("cloudflare-ai"), OpenRouterPlugin.responseHealing())
                .serverTools(OpenRouterServerTool.webSearch().maxResults(3), OpenRouterServerTool.datetime())
                .build();
        // endregion
        return model;
    }

    static ChatModel images(OpenRouter openRouter) {
        // region images
        ChatModel model = openRouter
                .chatModel()
                .modelName("google/gemini-2.5-flash-image")
                .modalities("image", "text")
                .build();
        // endregion
        return model;
    }

    static ChatModel fallback(OpenRouter openRouter) {
        // region structured-output
        ChatModel model = openRouter
                .chatModel()
                .modelName("gpt-4o-mini")
                .structuredOutputFallback(OpenRouterStructuredOutput.JSON_OBJECT)
                .build();
        // endregion
        return model;
    }
}
