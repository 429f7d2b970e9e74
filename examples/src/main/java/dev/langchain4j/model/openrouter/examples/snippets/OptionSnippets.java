package dev.langchain4j.model.openrouter.examples.snippets;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterCacheControl;
import dev.langchain4j.model.openrouter.OpenRouterCacheControl.Ttl;
import dev.langchain4j.model.openrouter.OpenRouterChatRequestParameters;
import dev.langchain4j.model.openrouter.OpenRouterChatResponseMetadata;
import dev.langchain4j.model.openrouter.OpenRouterCitation;
import dev.langchain4j.model.openrouter.OpenRouterDataPolicy;
import dev.langchain4j.model.openrouter.OpenRouterIncompleteAnswerException;
import dev.langchain4j.model.openrouter.OpenRouterMessages;
import dev.langchain4j.model.openrouter.OpenRouterPlugin;
import dev.langchain4j.model.openrouter.OpenRouterPromptCacheDiff;
import dev.langchain4j.model.openrouter.OpenRouterProviderPreferences;
import dev.langchain4j.model.openrouter.OpenRouterReasoning;
import dev.langchain4j.model.openrouter.OpenRouterRouterMetadata;
import dev.langchain4j.model.openrouter.OpenRouterServerTool;
import dev.langchain4j.model.openrouter.OpenRouterStopCondition;
import dev.langchain4j.model.openrouter.OpenRouterStructuredOutput;
import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import dev.langchain4j.rag.content.Content;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** The code of the pages on routing, reasoning, caching, plugins, tools and structured output. */
final class OptionSnippets {

    private OptionSnippets() {}

    static ChatModel routing(OpenRouter openRouter) {
        // region routing
        ChatModel model = openRouter
                .chatModel()
                .modelName("gpt-4o")
                .fallbackModels("anthropic/claude-sonnet-5", "openai/gpt-4o-mini")
                .provider(OpenRouterProviderPreferences.builder()
                        .order("azure", "openai")
                        .sort("price")
                        .maxCompletionPrice(new BigDecimal("12"))
                        .build())
                .build();
        // endregion
        return model;
    }

    static ChatModel autoRouter(OpenRouter openRouter) {
        // region auto-router
        ChatModel model = openRouter
                .chatModel()
                .modelName("openrouter/auto")
                .plugins(OpenRouterPlugin.autoRouter()
                        .allowedModels("anthropic/*", "openai/*")
                        .costTier("low")
                        .pinModel(true))
                .routerMetadata(true)
                .build();
        // endregion
        return model;
    }

    static void route(ChatModel model) {
        // region route
        ChatResponse response = model.chat(UserMessage.from("Which river runs through Paris?"));
        var metadata = OpenRouterChatResponseMetadata.of(response).orElseThrow();
        System.out.println(metadata.modelName() + " by " + metadata.provider());
        OpenRouterRouterMetadata route = metadata.routerMetadata();
        if (route != null) {
            System.out.println(route.strategy() + ", attempt " + route.attempt() + ": " + route.summary());
        }
        // endregion
    }

    // region cheap-first
    static ChatResponse ask(ChatModel cheap, ChatModel strong, ChatRequest request) {
        ChatResponse answer = cheap.chat(request); // the model has logprobs(true)
        return confidence(answer) < 0.8 ? strong.chat(request) : answer;
    }

    /** The mean probability of the tokens of an answer; 0 if the provider reported none. */
    static double confidence(ChatResponse answer) {
        Map<String, Object> logprobs =
                OpenRouterChatResponseMetadata.of(answer).orElseThrow().logprobs();
        if (logprobs == null || !(logprobs.get("content") instanceof List<?> tokens)) {
            return 0;
        }
        return tokens.stream()
                .mapToDouble(token -> ((Number) ((Map<?, ?>) token).get("logprob")).doubleValue())
                .map(Math::exp)
                .average()
                .orElse(0);
    }
    // endregion

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

    static ChatResponse thinkHarder(ChatModel model) {
        // region reasoning-request
        ChatRequest request = ChatRequest.builder()
                .messages(UserMessage.from("How many primes are there below 1000?"))
                .parameters(OpenRouterChatRequestParameters.builder()
                        .reasoning(OpenRouterReasoning.builder()
                                .maxTokens(8_000)
                                .exclude(true)
                                .build())
                        .maxOutputTokens(10_000)
                        .build())
                .build();
        ChatResponse response = model.chat(request);
        Integer spent = OpenRouterTokenUsage.of(response).orElseThrow().reasoningTokens();
        // endregion
        System.out.println(spent);
        return response;
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

    static void cacheSaving(OpenRouter openRouter, ChatResponse response) {
        // region cache-saving
        var usage = OpenRouterTokenUsage.of(response).orElseThrow();
        System.out.println(usage.cachedInputTokens() + " read, " + usage.cacheWriteInputTokens() + " written");
        openRouter
                .modelCatalog()
                .find(response.modelName())
                .flatMap(model -> model.pricing().cacheSaving(usage))
                .ifPresent(usd -> System.out.println("saved $" + usd.toPlainString()));
        // endregion
    }

    static UserMessage markedMessage(String book) {
        // region cache-mark
        UserMessage message = UserMessage.builder()
                .addContent(TextContent.from(book))
                .attributes(Map.of("cache_control", "1h"))
                .build();
        // endregion
        return message;
    }

    static List<ChatMessage> staticPart(String handbook, String today) {
        // region cache-static
        List<ChatMessage> messages = List.of(
                OpenRouterMessages.cached(Ttl.ONE_HOUR, SystemMessage.from(handbook)),
                SystemMessage.from("Today is " + today + "."),
                UserMessage.from("How many days of leave do I have left?"));
        // endregion
        return messages;
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

    static List<Content> sources(ChatModel model) {
        // region citations
        ChatResponse response = model.chat(UserMessage.from("What happened in Paris today?"));
        var metadata = OpenRouterChatResponseMetadata.of(response).orElseThrow();
        List<Content> sources =
                metadata.citations().stream().map(OpenRouterCitation::toContent).toList();
        // endregion
        return sources;
    }

    static ChatModel subagent(OpenRouter openRouter) {
        // region nested-tools
        ChatModel model = openRouter
                .chatModel()
                .modelName("gpt-4o")
                .serverTools(OpenRouterServerTool.subagent()
                        .model("anthropic/claude-sonnet-4.6")
                        .instructions("Find out and answer in one sentence.")
                        .tools(OpenRouterServerTool.webSearch().allowedDomains("example.org")))
                .stopServerToolsWhen(
                        OpenRouterStopCondition.stepCount(5), OpenRouterStopCondition.cost(new BigDecimal("0.05")))
                .build();
        // endregion
        return model;
    }

    static ChatModel brandNew(OpenRouter openRouter) {
        // region open-door
        ChatModel model = openRouter
                .chatModel()
                .modelName("gpt-4o")
                .plugins(OpenRouterPlugin.of("brand-new", Map.of("level", 3)))
                .serverTools(OpenRouterServerTool.of("openrouter:brand_new", Map.of("level", 3)))
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

    static void form(ChatResponse response) {
        // region structured-output-form
        var metadata = OpenRouterChatResponseMetadata.of(response).orElseThrow();
        if (metadata.structuredOutput() != OpenRouterStructuredOutput.JSON_SCHEMA) {
            System.out.println("No provider took the schema, the answer was made by " + metadata.structuredOutput());
        }
        // endregion
    }

    static ChatResponse forcedTool(ChatModel model, List<ChatMessage> messages, List<ToolSpecification> tools) {
        // region forced-tool
        ChatRequest request = ChatRequest.builder()
                .messages(messages)
                .parameters(OpenRouterChatRequestParameters.builder()
                        .toolSpecifications(tools)
                        .toolChoiceName("get_weather")
                        .build())
                .build();
        ChatResponse response = model.chat(request);
        // endregion
        return response;
    }

    interface Writer {
        Article write(String topic);
    }

    record Article(String title, List<String> paragraphs) {}

    static Article incomplete(Writer writer, Writer writerWithMoreTokens, String topic) {
        // region incomplete
        try {
            return writer.write(topic);
        } catch (OpenRouterIncompleteAnswerException e) {
            System.out.println(e.getMessage() + " The text so far: " + e.text());
            return writerWithMoreTokens.write(topic);
        }
        // endregion
    }

    static void cutOff(ChatResponse response) {
        // region cut-off
        var metadata = OpenRouterChatResponseMetadata.of(response).orElseThrow();
        if (!metadata.cutOffToolCalls().isEmpty()) {
            throw new IllegalStateException("maxOutputTokens is too low for this tool: " + metadata.finishReason());
        }
        // endregion
    }
}
