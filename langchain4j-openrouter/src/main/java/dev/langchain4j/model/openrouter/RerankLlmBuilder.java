package dev.langchain4j.model.openrouter;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.internal.Json;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.openrouter.OpenRouterLlmScoringModel.Strategy;
import dev.langchain4j.model.openrouter.OpenRouterLlmScoringModel.SuspiciousPassages;
import dev.langchain4j.model.openrouter.internal.api.FreeModelPacer;
import dev.langchain4j.model.openrouter.internal.api.json.ImmutableJson;
import dev.langchain4j.model.openrouter.internal.rerank.CallGate;
import dev.langchain4j.model.openrouter.internal.rerank.CallGate.GateClock;
import dev.langchain4j.model.openrouter.internal.rerank.RerankCache;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.Fingerprint;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.RerankOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The settings of {@link OpenRouterLlmScoringModel}. Each accepts null for "not set". */
abstract class RerankLlmBuilder<B extends RerankLlmBuilder<B>> extends RerankBuilder<B> {

    private static final int DEFAULT_CONCURRENCY = 4;

    // the limits of a key for free models: 20 requests a minute, and 50 or 1000 a day
    private static final int FREE_CONCURRENCY = 1;
    private static final int FREE_REQUESTS_PER_MINUTE = 18;
    private static final int FREE_CALLS_PER_QUERY = 4;

    // a 1 that is the first half of a 10 would look like a grade
    private static final int ONE_DIGIT = 9;

    private final RerankOptions.Builder options = RerankOptions.builder();
    private OpenRouterChatRequestParameters inherited = OpenRouterChatRequestParameters.EMPTY;
    private Strategy strategy = Strategy.AUTO;
    private SuspiciousPassages suspiciousPassages = SuspiciousPassages.NEUTRALIZE;
    private @Nullable ChatModel chatModel;
    private @Nullable Integer gradeMax;
    private boolean useLogprobs;
    private @Nullable Double temperature;
    private @Nullable OpenRouterReasoning reasoning;
    private @Nullable Integer requestsPerMinute;
    private @Nullable Integer maxCallsPerQuery;
    private @Nullable OpenRouterRerankCache cache;
    private @Nullable Function<TextSegment, String> passageMapper;
    private GateClock clock = GateClock.system();

    /**
     * The chat model that judges: an id such as {@code openai/gpt-4o-mini} or an alias. Unset: the account's default.
     */
    public B modelName(@Nullable String modelName) {
        this.modelName = modelName;
        return self();
    }

    /**
     * An existing chat model, instead of {@link #modelName} and the settings of the connection; its listeners are
     * called on every call. Designed for {@link OpenRouterChatModel}; models of other vendors get the parameters that
     * LangChain4j has in common. Unset: a model is made from {@link #modelName}.
     */
    public B chatModel(@Nullable ChatModel chatModel) {
        this.chatModel = chatModel;
        return self();
    }

    /** Which calls a query makes. Default: {@link Strategy#AUTO}. */
    public B strategy(@Nullable Strategy strategy) {
        this.strategy = strategy == null ? Strategy.AUTO : strategy;
        return self();
    }

    /** Passages graded in one call. Default: 20; fewer if they are too long, more if calls are limited. */
    public B batchSize(@Nullable Integer batchSize) {
        options.batchSize(batchSize);
        return self();
    }

    /** Number of best passages that further calls order. Default: 20; 0 for none. */
    public B refineTop(@Nullable Integer refineTop) {
        options.refineTop(refineTop);
        return self();
    }

    /** Number of orderings of the best. Default: 1 for AUTO, 3 for QUALITY. */
    public B refinePermutations(@Nullable Integer refinePermutations) {
        options.refinePermutations(refinePermutations);
        return self();
    }

    /** The highest grade; the lowest is 0. Default: 10; 9 with {@code useLogprobs}. Scores are 0 to 1 in any case. */
    public B gradeMax(@Nullable Integer gradeMax) {
        this.gradeMax = gradeMax;
        return self();
    }

    /**
     * Whether a grade is the mean weighted by the model's log probabilities: finer, and closer to the model's
     * certainty. For {@link OpenRouterChatModel}s. If the model or its provider does not report them, the grade itself
     * counts, and {@link OpenRouterRerankReport#weighed} is 0. Needs grades of one digit. Default: false.
     */
    public B useLogprobs(@Nullable Boolean useLogprobs) {
        this.useLogprobs = useLogprobs != null && useLogprobs;
        return self();
    }

    /**
     * Maximum tokens of a prompt, estimated: four ASCII characters a token, one of any other script. Default: 8000.
     * Does not apply to the windows of {@link Strategy#LISTWISE_SLIDING}.
     */
    public B maxInputTokensPerCall(@Nullable Integer maxInputTokensPerCall) {
        options.maxInputTokensPerCall(maxInputTokensPerCall);
        return self();
    }

    /** Longer passages are cut at a word. Default: 2000 chars. */
    public B maxPassageChars(@Nullable Integer maxPassageChars) {
        options.maxPassageChars(maxPassageChars);
        return self();
    }

    /** Longer queries are cut at a word. Default: 2000 chars. */
    public B maxQueryChars(@Nullable Integer maxQueryChars) {
        options.maxQueryChars(maxQueryChars);
        return self();
    }

    /** Between 0 and 2. Default: 0. */
    public B temperature(@Nullable Double temperature) {
        this.temperature = temperature;
        return self();
    }

    /** Sent with every call; repeated questions send the numbers after it. Default: 42. */
    public B seed(@Nullable Integer seed) {
        options.seed(seed);
        return self();
    }

    /** Whether and how much the model thinks. Default: not at all, if the model allows it. */
    public B reasoning(@Nullable OpenRouterReasoning reasoning) {
        this.reasoning = reasoning;
        return self();
    }

    /** Parallel calls of this model, for all queries. Default: 4; 1 for free models. */
    public B maxConcurrency(@Nullable Integer maxConcurrency) {
        this.maxConcurrency = maxConcurrency;
        return self();
    }

    /**
     * Calls of this model in any 60 seconds, for all queries; the others wait. Retries of a failed connection are not
     * counted. Default: no limit; 18 for free models, of which OpenRouter allows 20.
     *
     * @see <a href="https://openrouter.ai/docs/api-reference/limits">Limits</a>
     */
    public B requestsPerMinute(@Nullable Integer requestsPerMinute) {
        this.requestsPerMinute = requestsPerMinute;
        return self();
    }

    /**
     * Maximum calls of a query. If they are too few, the model drops the orderings first, then small batches, then
     * grades for the last passages. Default: 32, no limit for POINTWISE; 4 for free models.
     */
    public B maxCallsPerQuery(@Nullable Integer maxCallsPerQuery) {
        this.maxCallsPerQuery = maxCallsPerQuery;
        return self();
    }

    /** How often the missing verdicts of an incomplete reply are asked for again. Default: 1. */
    public B maxReasks(@Nullable Integer maxReasks) {
        options.maxReasks(maxReasks);
        return self();
    }

    /** What happens to passages that address the model. Default: {@link SuspiciousPassages#NEUTRALIZE}. */
    public B suspiciousPassages(@Nullable SuspiciousPassages suspiciousPassages) {
        this.suspiciousPassages = suspiciousPassages == null ? SuspiciousPassages.NEUTRALIZE : suspiciousPassages;
        return self();
    }

    /** Further criteria for better passages, as part of the instructions. Never from a user. Unset: relevance. */
    public B criteria(@Nullable String criteria) {
        options.criteria(criteria);
        return self();
    }

    /** Keeps replies, so that a repeated question makes no call. Unset: none are kept. */
    public B cache(@Nullable OpenRouterRerankCache cache) {
        this.cache = cache;
        return self();
    }

    /**
     * Makes the markers around passages unguessable. With a fixed secret, equal questions give equal requests in every
     * process, as upstream caches need. Default: random for each process.
     */
    public B nonceSecret(@Nullable String nonceSecret) {
        options.nonceSecret(nonceSecret);
        return self();
    }

    /** Maps a segment to the text for the model, if {@code metadataKeys} is not enough. Default: the text. */
    public B passageMapper(@Nullable Function<TextSegment, String> passageMapper) {
        this.passageMapper = passageMapper;
        return self();
    }

    /**
     * Starts with the parameters that an {@link OpenRouter} gives to all chat models; the requests override most of
     * them.
     */
    B inherit(OpenRouterChatRequestParameters defaults) {
        this.inherited = defaults;
        return self();
    }

    B clock(GateClock clock) {
        this.clock = clock;
        return self();
    }

    ChatModel judgingModel() {
        if (chatModel != null && modelName != null) {
            throw new IllegalArgumentException("chatModel has a model already: leave modelName unset");
        }
        if (chatModel != null) {
            return chatModel;
        }
        return new OpenRouterChatModel.Builder()
                .inherit(connectionSettings())
                .inherit(inherited)
                .modelName(modelName)
                .returnRawResponse(false)
                .build();
    }

    RerankJudgeRequest requests() {
        return new RerankJudgeRequest(temperature == null ? 0.0 : temperature, reasoning, provider, useLogprobs);
    }

    CallGate gate(ChatModel model) {
        boolean free = isFree(model);
        int concurrency = free ? FREE_CONCURRENCY : DEFAULT_CONCURRENCY;
        return new CallGate(
                maxConcurrency == null ? concurrency : maxConcurrency,
                requestsPerMinute == null && free ? Integer.valueOf(FREE_REQUESTS_PER_MINUTE) : requestsPerMinute,
                clock);
    }

    Strategy strategy() {
        return strategy;
    }

    RerankOptions options(ChatModel model, RerankJudgeRequest requests) {
        if (temperature != null && !(temperature >= 0 && temperature <= 2)) {
            throw new IllegalArgumentException("temperature must be between 0 and 2, but is " + temperature);
        }
        if (useLogprobs && gradeMax != null && gradeMax > ONE_DIGIT) {
            throw new IllegalArgumentException(
                    "gradeMax must be at most " + ONE_DIGIT + " with useLogprobs, but is " + gradeMax);
        }
        suspiciousPassages.applyTo(strategy.applyTo(options));
        RerankOptions built = options.gradeMax(useLogprobs && gradeMax == null ? Integer.valueOf(ONE_DIGIT) : gradeMax)
                // in a sorted list the neighbours of a grade decide its probabilities
                .bestFirst(!useLogprobs)
                .maxCallsPerQuery(
                        maxCallsPerQuery == null && isFree(model)
                                ? Integer.valueOf(FREE_CALLS_PER_QUERY)
                                : maxCallsPerQuery)
                .cacheScope(cacheScope(requests, model.defaultRequestParameters()))
                .build();
        if (strategy == Strategy.LISTWISE_SLIDING) {
            connectionSettings()
                    .log()
                    .warn("Scores of strategy LISTWISE_SLIDING are positions in an order: minScore has no meaning");
        }
        return built;
    }

    /**
     * A hash of all that shapes a reply, also of the values that the text of the parameters leaves out. The order of a
     * map, which may be another one in the next process, does not count.
     */
    private static String cacheScope(RerankJudgeRequest requests, ChatRequestParameters parameters) {
        List<String> shaping = new ArrayList<>(List.of(requests.toString(), parameters.toString()));
        if (parameters instanceof OpenRouterChatRequestParameters ours) {
            shaping.add(Json.toJson(ImmutableJson.sorted(ours.extensions())));
            shaping.add(ours.headers().toString());
        }
        return Fingerprint.of(shaping).hex();
    }

    @Nullable
    RerankCache replies() {
        return cache == null
                ? null
                : new RerankCacheGuard(cache, connectionSettings().log());
    }

    Function<TextSegment, String> passageMapper() {
        Function<TextSegment, String> text = segmentText(passageMapper, "passageMapper");
        return passageMapper == null ? text : passageMapper;
    }

    private boolean isFree(ChatModel model) {
        String name = model.defaultRequestParameters().modelName();
        if (name == null) {
            return false;
        }
        String id = chatModel == null ? connectionSettings().aliases().resolve(name, List::of) : name;
        return FreeModelPacer.counts(id);
    }
}
