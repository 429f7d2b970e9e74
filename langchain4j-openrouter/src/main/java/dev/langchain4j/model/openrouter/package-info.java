/**
 * OpenRouter for LangChain4j: chat, streaming, reranking, embeddings, catalog and spending.
 *
 * <p>Start at {@link dev.langchain4j.model.openrouter.OpenRouter} for a shared connection, or at
 * {@link dev.langchain4j.model.openrouter.OpenRouterChatModel#builder()} for a single model.
 *
 * <p>Every class belongs to one feature. The list is in order: a feature uses only those above it.
 *
 * <ul>
 * <!-- features -->
 *   <li><b>parameters</b> (what a request can say):
 *       ChatParameter, ChatParameterValues, ChatParametersOfOpenAi, OpenRouterAudioOutput,
 *       OpenRouterCacheControl, OpenRouterChatHandlingSetters, OpenRouterChatParameterSetters,
 *       OpenRouterChatRequestParameters, OpenRouterDataPolicy, OpenRouterDecisionRequestParameters,
 *       OpenRouterEmbeddingRequestParameters, OpenRouterEmptyAnswer, OpenRouterModelAliases,
 *       OpenRouterOutputFormat, OpenRouterPlugin, OpenRouterPromptCacheOptions, OpenRouterProviderPreferences,
 *       OpenRouterReasoning, OpenRouterResponseCache, OpenRouterServerTool, OpenRouterStopCondition,
 *       OpenRouterStructuredOutput, OpenRouterWebSearchOptions, OpenRouterXSearchFilter, SetterChecks, WireObject
 *   <li><b>answers</b> (what an answer holds):
 *       ChatResponseMapper, OpenRouterChatResponseMetadata, OpenRouterCitation,
 *       OpenRouterDecisionResponseMetadata, OpenRouterEmbeddingResponseMetadata, OpenRouterRerankReport,
 *       OpenRouterRouterMetadata, OpenRouterScoringResponseMetadata, OpenRouterSpeechResponse,
 *       OpenRouterTokenUsage, OpenRouterTranscriptionResponse
 *   <li><b>errors</b> (how a failure becomes an exception):
 *       ExceptionMapper, ExceptionMessage, OpenRouterException, OpenRouterIncompleteAnswerException,
 *       OpenRouterInsufficientCreditsException
 *   <li><b>catalog data</b> (models, endpoints and prices):
 *       CatalogCache, CatalogFacts, CatalogSuggestions, CatalogUsagePricing, OpenRouterBenchmarks,
 *       OpenRouterCatalogDiff, OpenRouterEndpointInfo, OpenRouterModelFilter, OpenRouterModelInfo,
 *       OpenRouterPricing, OpenRouterRoute
 *   <li><b>cost</b> (budget, ledger, meters):
 *       CostAttempt, CostEstimator, CostFile, CostLines, CostMeter, CostMeteredBatch, CostMeteredCall,
 *       CostPrices, CostSharedStore, CostSpanAttributes, CostStoreException, CostTakeover, CostWarnings,
 *       OpenRouterBudget, OpenRouterBudgetExceededException, OpenRouterBudgetStore, OpenRouterCostListener,
 *       OpenRouterCostRecord, OpenRouterCostReport, OpenRouterCostSink, OpenRouterCostTotals, OpenRouterMeters,
 *       OpenRouterProgress
 *   <li><b>connection</b> (key, address, limits, retries):
 *       ConnectionBuilder, ConnectionSettings, OpenRouterFreeModelPacer, OpenRouterKeyInfo, OpenRouterKeyRing,
 *       OpenRouterKeyState, OpenRouterOAuth, OpenRouterRateLimiter, OpenRouterUserKey
 *   <li><b>chat</b> (plain and streaming chat):
 *       ChatAnswerCheck, ChatBuilder, ChatCacheBreakpoints, ChatCall, ChatCalls, ChatRequestForm,
 *       ChatRequestMapper, ChatStream, OpenRouterChatModel, OpenRouterFiles, OpenRouterMessages,
 *       OpenRouterPromptCacheDiff, OpenRouterStreamingChatModel, OpenRouterTokenCountEstimator
 *   <li><b>rerank</b> (scoring models):
 *       OpenRouterLlmScoringModel, OpenRouterRerankCache, OpenRouterRerankDocument, OpenRouterRerankEvaluation,
 *       OpenRouterRerankException, OpenRouterRerankFailurePolicy, OpenRouterRerankListener,
 *       OpenRouterScoringModel, RerankBuilder, RerankCacheGuard, RerankCalls, RerankChatJudge, RerankDocuments,
 *       RerankJudgeRequest, RerankLlmBuilder, RerankOutcomes, RerankRefiningModel, RerankReportBuilder,
 *       RerankScores
 *   <li><b>embedding</b> (embedding models):
 *       EmbeddingBuilder, EmbeddingCalls, EmbeddingMapper, OpenRouterEmbeddingModel
 *   <li><b>decision</b> (decision models):
 *       DecisionMapper, OpenRouterDecisionModel
 *   <li><b>media</b> (images, speech, transcriptions):
 *       MediaBuilder, OpenRouterImageModel, OpenRouterSpeechModel, OpenRouterTranscriptionModel
 *   <li><b>catalog</b> (the model catalog):
 *       CatalogRouteExclusions, CatalogRoutes, OpenRouterModelCatalog
 *   <li><b>batch</b> (many requests for half the price):
 *       BatchCalls, BatchChat, BatchEmbeddings, BatchErrors, BatchKind, BatchLimits, BatchReading, BatchWait,
 *       OpenRouterBatchChatModel, OpenRouterBatchDeletion, OpenRouterBatchEmbeddingModel,
 *       OpenRouterBatchListener, OpenRouterBatchResponse
 *   <li><b>front</b> (one connection, all models):
 *       Environment, OpenRouter, OpenRouterCredits, OpenRouterGeneration
 * <!-- /features -->
 * </ul>
 */
@NullMarked
package dev.langchain4j.model.openrouter;

import org.jspecify.annotations.NullMarked;
