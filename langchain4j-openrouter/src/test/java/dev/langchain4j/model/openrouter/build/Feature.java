package dev.langchain4j.model.openrouter.build;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The features of the root package, from the bottom up, and the classes of each. A class may depend on classes of its own
 * feature and of features on a lower floor. {@link FeatureTest} holds the code to this table.
 */
enum Feature {
    PARAMETERS(
            0,
            "what a request can say",
            "ChatParameter",
            "ChatParameterValues",
            "ChatParametersOfOpenAi",
            "OpenRouterAudioOutput",
            "OpenRouterCacheControl",
            "OpenRouterChatHandlingSetters",
            "OpenRouterChatParameterSetters",
            "OpenRouterChatRequestParameters",
            "OpenRouterDataPolicy",
            "OpenRouterDecisionRequestParameters",
            "OpenRouterEmbeddingRequestParameters",
            "OpenRouterEmptyAnswer",
            "OpenRouterModelAliases",
            "OpenRouterOutputFormat",
            "OpenRouterPlugin",
            "OpenRouterPromptCacheOptions",
            "OpenRouterProviderPreferences",
            "OpenRouterReasoning",
            "OpenRouterResponseCache",
            "OpenRouterServerTool",
            "OpenRouterStopCondition",
            "OpenRouterStructuredOutput",
            "OpenRouterWebSearchOptions",
            "OpenRouterXSearchFilter",
            "SetterChecks",
            "WireObject"),
    ANSWERS(
            1,
            "what an answer holds",
            "ChatResponseMapper",
            "OpenRouterChatResponseMetadata",
            "OpenRouterCitation",
            "OpenRouterDecisionResponseMetadata",
            "OpenRouterEmbeddingResponseMetadata",
            "OpenRouterRerankReport",
            "OpenRouterRouterMetadata",
            "OpenRouterScoringResponseMetadata",
            "OpenRouterSpeechResponse",
            "OpenRouterTokenUsage",
            "OpenRouterTranscriptionResponse"),
    ERRORS(
            2,
            "how a failure becomes an exception",
            "ExceptionMapper",
            "ExceptionMessage",
            "OpenRouterException",
            "OpenRouterIncompleteAnswerException",
            "OpenRouterInsufficientCreditsException"),
    CATALOG_DATA(
            3,
            "models, endpoints and prices",
            "CatalogCache",
            "CatalogFacts",
            "CatalogSuggestions",
            "CatalogUsagePricing",
            "OpenRouterBenchmarks",
            "OpenRouterCatalogDiff",
            "OpenRouterEndpointInfo",
            "OpenRouterModelFilter",
            "OpenRouterModelInfo",
            "OpenRouterPricing",
            "OpenRouterRoute"),
    COST(
            4,
            "budget, ledger, meters",
            "CostAttempt",
            "CostEstimator",
            "CostFile",
            "CostLines",
            "CostMeter",
            "CostMeteredBatch",
            "CostMeteredCall",
            "CostPrices",
            "CostSharedStore",
            "CostSpanAttributes",
            "CostStoreException",
            "CostTakeover",
            "CostWarnings",
            "OpenRouterBudget",
            "OpenRouterBudgetExceededException",
            "OpenRouterBudgetStore",
            "OpenRouterCostListener",
            "OpenRouterCostRecord",
            "OpenRouterCostReport",
            "OpenRouterCostSink",
            "OpenRouterCostTotals",
            "OpenRouterMeters",
            "OpenRouterProgress"),
    CONNECTION(
            5,
            "key, address, limits, retries",
            "ConnectionBuilder",
            "ConnectionSettings",
            "OpenRouterFreeModelPacer",
            "OpenRouterKeyInfo",
            "OpenRouterKeyRing",
            "OpenRouterKeyState",
            "OpenRouterOAuth",
            "OpenRouterRateLimiter",
            "OpenRouterUserKey"),
    CHAT(
            6,
            "plain and streaming chat",
            "ChatAnswerCheck",
            "ChatBuilder",
            "ChatCacheBreakpoints",
            "ChatCall",
            "ChatCalls",
            "ChatRequestForm",
            "ChatRequestMapper",
            "ChatStream",
            "OpenRouterChatModel",
            "OpenRouterFiles",
            "OpenRouterMessages",
            "OpenRouterPromptCacheDiff",
            "OpenRouterStreamingChatModel",
            "OpenRouterTokenCountEstimator"),
    RERANK(
            7,
            "scoring models",
            "OpenRouterLlmScoringModel",
            "OpenRouterRerankCache",
            "OpenRouterRerankDocument",
            "OpenRouterRerankEvaluation",
            "OpenRouterRerankException",
            "OpenRouterRerankFailurePolicy",
            "OpenRouterRerankListener",
            "OpenRouterScoringModel",
            "RerankBuilder",
            "RerankCacheGuard",
            "RerankCalls",
            "RerankChatJudge",
            "RerankDocuments",
            "RerankJudgeRequest",
            "RerankLlmBuilder",
            "RerankOutcomes",
            "RerankRefiningModel",
            "RerankReportBuilder",
            "RerankScores"),
    EMBEDDING(
            7, "embedding models", "EmbeddingBuilder", "EmbeddingCalls", "EmbeddingMapper", "OpenRouterEmbeddingModel"),
    DECISION(7, "decision models", "DecisionMapper", "OpenRouterDecisionModel"),
    MEDIA(
            7,
            "images, speech, transcriptions",
            "MediaBuilder",
            "OpenRouterImageModel",
            "OpenRouterSpeechModel",
            "OpenRouterTranscriptionModel"),
    CATALOG(7, "the model catalog", "CatalogRouteExclusions", "CatalogRoutes", "OpenRouterModelCatalog"),
    BATCH(
            8,
            "many requests for half the price",
            "BatchCalls",
            "BatchChat",
            "BatchEmbeddings",
            "BatchErrors",
            "BatchKind",
            "BatchLimits",
            "BatchReading",
            "BatchWait",
            "OpenRouterBatchChatModel",
            "OpenRouterBatchDeletion",
            "OpenRouterBatchEmbeddingModel",
            "OpenRouterBatchListener",
            "OpenRouterBatchResponse"),
    FRONT(9, "one connection, all models", "Environment", "OpenRouter", "OpenRouterCredits", "OpenRouterGeneration");

    private final int floor;
    private final String inWords;
    private final List<String> classes;

    Feature(int floor, String inWords, String... classes) {
        this.floor = floor;
        this.inWords = inWords;
        this.classes = List.of(classes);
    }

    /** The features that claim a class; exactly one, if all is well. */
    static List<Feature> of(String simpleName) {
        return Stream.of(values())
                .filter(feature -> feature.classes.contains(simpleName))
                .toList();
    }

    static Optional<Feature> only(String simpleName) {
        return of(simpleName).stream().findFirst();
    }

    boolean mayUse(Feature other) {
        return this == other || other.floor < floor;
    }

    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    String inWords() {
        return inWords;
    }

    List<String> classes() {
        return classes;
    }
}
