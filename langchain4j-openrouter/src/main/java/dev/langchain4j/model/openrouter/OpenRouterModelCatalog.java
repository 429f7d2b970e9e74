package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.catalog.ModelCatalog;
import dev.langchain4j.model.catalog.ModelDescription;
import dev.langchain4j.model.catalog.ModelType;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openrouter.internal.api.ModelIds;
import dev.langchain4j.model.openrouter.internal.api.ModelList;
import dev.langchain4j.model.openrouter.internal.api.OpenRouterApi;
import dev.langchain4j.model.openrouter.internal.api.chat.PromptSize;
import dev.langchain4j.model.openrouter.internal.api.chat.TokenEstimate;
import dev.langchain4j.model.openrouter.internal.chat.ChatModelIds;
import dev.langchain4j.model.openrouter.internal.http.Time;
import dev.langchain4j.model.output.TokenUsage;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * OpenRouter's models with prices, including models for embeddings, images and reranking. Works without a key.
 *
 * <pre>{@code
 * OpenRouterModelCatalog catalog = OpenRouterModelCatalog.builder().build();
 *
 * catalog.models(model -> model.supports("tools") && model.accepts("image"));
 * catalog.find("gpt-4o-mini").map(OpenRouterModelInfo::pricing);
 * }</pre>
 *
 * <p>The first call fetches the catalog and keeps it for an hour. Parallel callers share one fetch. If a new fetch
 * fails, the old catalog stays in use. Thread-safe.
 *
 * @see <a href="https://openrouter.ai/docs/guides/overview/models">Models</a>
 */
public class OpenRouterModelCatalog implements ModelCatalog {

    private final OpenRouterApi api;
    private final OpenRouterModelAliases aliases;
    private final OpenRouterDataPolicy dataPolicy;
    private final CatalogCache cache;
    private final Time time;
    private final CatalogRoutes routes;

    /** @throws IllegalArgumentException for an invalid value, naming the setter */
    public OpenRouterModelCatalog(Builder builder) {
        ensureNotNull(builder, "builder");
        ConnectionSettings connection = builder.connectionSettings();
        this.api = connection.connect();
        this.aliases = connection.aliases();
        this.dataPolicy = connection.dataPolicy();
        this.time = connection.time;
        this.routes = new CatalogRoutes(this, api, aliases, dataPolicy);
        this.cache = new CatalogCache(api, builder.checkedTimeToLive(), builder.cacheFile, time, connection.log());
    }

    /** A builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /** LangChain4j's view of {@link #models()}. */
    @Override
    public List<ModelDescription> listModels() {
        return models().stream().map(this::describe).toList();
    }

    /** {@link ModelProvider#OTHER}: LangChain4j has no constant for OpenRouter. */
    @Override
    public ModelProvider provider() {
        return ModelProvider.OTHER;
    }

    /**
     * All models, in OpenRouter's order.
     *
     * @throws dev.langchain4j.exception.LangChain4jException if there is neither a new nor an old catalog
     */
    public List<OpenRouterModelInfo> models() {
        return cache.get().list();
    }

    CatalogCache cache() {
        return cache;
    }

    /** The models that satisfy a condition, in OpenRouter's order. */
    public List<OpenRouterModelInfo> models(Predicate<? super OpenRouterModelInfo> condition) {
        ensureNotNull(condition, "condition");
        return models().stream().filter(condition).toList();
    }

    /**
     * The models that satisfy a filter, in OpenRouter's order, or in that of the filter's {@code sort}.
     *
     * @throws dev.langchain4j.exception.LangChain4jException if OpenRouter does not report what the filter asks for
     */
    public List<OpenRouterModelInfo> models(OpenRouterModelFilter filter) {
        ensureNotNull(filter, "filter");
        List<OpenRouterModelInfo> candidates = filter.query().isEmpty()
                ? models()
                : ExceptionMapper.call(() -> infos(api.catalog().models(filter.query())));
        return candidates.stream()
                .filter(filter::matches)
                .filter(model -> !filter.needsEndpoints() || filter.matches(endpointsIfAny(model)))
                .toList();
    }

    /** Without a dynamic variant to resolve; a model may have lost its last endpoint since it was listed. */
    private List<OpenRouterEndpointInfo> endpointsIfAny(OpenRouterModelInfo model) {
        try {
            return endpoints(model.id());
        } catch (ModelNotFoundException gone) {
            return List.of();
        }
    }

    private static List<OpenRouterModelInfo> infos(ModelList list) {
        return list.models().stream().map(OpenRouterModelInfo::from).toList();
    }

    /**
     * The models that the key can use: without those that the account's provider preferences, privacy settings and
     * guardrails exclude. Fetched again with every call; needs a key.
     *
     * @throws dev.langchain4j.exception.LangChain4jException if OpenRouter does not report them
     * @see <a href="https://openrouter.ai/docs/api/api-reference/models/list-models-user">Models of the user</a>
     */
    public List<OpenRouterModelInfo> modelsOfKey() {
        return ExceptionMapper.call(() -> infos(api.catalog().modelsOfKey()));
    }

    /** The models whose prices are all known and zero. */
    public List<OpenRouterModelInfo> freeModels() {
        return models(OpenRouterModelInfo::isFree);
    }

    /**
     * The model with this name: an id, a canonical slug or an alias, with or without a variant. Empty for an unknown
     * name, and for the alias of a retired model.
     */
    public Optional<OpenRouterModelInfo> find(String idOrAlias) {
        cache.get(); // throws without a catalog, whatever the name
        String id;
        try {
            id = aliases.resolve(idOrAlias);
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
        return cache.find(id);
    }

    /**
     * The endpoints of a model, fetched again with every call.
     *
     * @param idOrAlias as in {@link #find}
     * @throws dev.langchain4j.exception.ModelNotFoundException if OpenRouter knows no such model
     */
    public List<OpenRouterEndpointInfo> endpoints(String idOrAlias) {
        ensureNotNull(idOrAlias, "idOrAlias");
        String id = ModelIds.withoutDynamicVariant(aliases.resolve(idOrAlias, api::modelIdsIfReachable));
        return new CatalogSuggestions(cache, api)
                .call(() -> api.catalog().endpoints(id), id).stream()
                        .map(OpenRouterEndpointInfo::from)
                        .toList();
    }

    /**
     * The endpoints of all models that keep no data of a request, fetched again with every call;
     * {@link OpenRouterEndpointInfo#modelId()} is the model.
     *
     * @throws dev.langchain4j.exception.LangChain4jException if OpenRouter does not report them
     * @see <a href="https://openrouter.ai/docs/guides/features/zdr">Zero data retention</a>
     */
    public List<OpenRouterEndpointInfo> zeroDataRetentionEndpoints() {
        return ExceptionMapper.call(api.catalog()::zeroDataRetentionEndpoints).stream()
                .map(OpenRouterEndpointInfo::from)
                .toList();
    }

    /**
     * Fetches the catalog now, and returns it.
     *
     * @throws dev.langchain4j.exception.LangChain4jException if the fetch fails; the old catalog stays
     */
    public List<OpenRouterModelInfo> refresh() {
        return cache.refresh().list();
    }

    /**
     * The cost of a call with this usage at the model's list price, in US dollars; empty if the model or one of the
     * prices is unknown. The actual cost of a call is its {@link OpenRouterTokenUsage#cost()}.
     */
    public Optional<BigDecimal> cost(String idOrAlias, TokenUsage usage) {
        ensureNotNull(idOrAlias, "idOrAlias");
        ensureNotNull(usage, "usage");
        return find(idOrAlias).flatMap(model -> model.pricing().cost(usage, time.now()));
    }

    /**
     * The cost of a call at the model's list price, in US dollars, before you make it: one token per four bytes of the
     * prompt, which is typical for English, and an answer of {@code maxOutputTokens}, or no answer if unset. Empty if
     * the model, one of the prices or the length of an attachment is unknown.
     */
    public Optional<BigDecimal> cost(String idOrAlias, ChatRequest request) {
        ensureNotNull(idOrAlias, "idOrAlias");
        ensureNotNull(request, "request");
        PromptSize prompt =
                PromptSize.of(new ChatRequestMapper(dataPolicy).toWire(request, ChatModelIds.of(null), false));
        if (!prompt.measurable()) {
            return Optional.empty();
        }
        long tokens = TokenEstimate.TYPICAL.of(prompt);
        Integer output = request.maxOutputTokens();
        var usage = new TokenUsage((int) Math.min(tokens, Integer.MAX_VALUE), output == null ? 0 : output);
        return find(idOrAlias)
                .map(OpenRouterModelInfo::pricing)
                .flatMap(pricing ->
                        pricing.cost(usage, time.now()).map(cost -> withImages(cost, pricing, prompt.images())));
    }

    private static BigDecimal withImages(BigDecimal cost, OpenRouterPricing pricing, int images) {
        return pricing.image() == null ? cost : cost.add(pricing.image().multiply(BigDecimal.valueOf(images)));
    }

    /**
     * The changes of {@link #models()} since {@code before}, models that expire soon and aliases whose model is gone.
     */
    public OpenRouterCatalogDiff diff(List<OpenRouterModelInfo> before) {
        ensureNotNull(before, "before").forEach(model -> ensureNotNull(model, "A model of before"));
        LocalDate today = LocalDate.ofInstant(time.now(), ZoneOffset.UTC);
        return OpenRouterCatalogDiff.between(before, models(), aliases, today);
    }

    /**
     * The endpoints that can serve this request, before you send it: every endpoint of its model and of its fallback
     * models, with what excludes it. It considers provider lists, precisions, prices, zero data retention, parameters,
     * the tool choice and modalities, but neither the account's own settings nor {@code dataCollection}.
     *
     * @param request with a model name
     * @throws dev.langchain4j.exception.ModelNotFoundException if OpenRouter knows no such model
     */
    public List<OpenRouterRoute> explain(ChatRequest request) {
        ensureNotNull(request, "request");
        return routes.of(request);
    }

    /** Like {@link #explain(ChatRequest)}, for a request with the chat model's parameters and data policy. */
    public List<OpenRouterRoute> explain(ChatModel model, ChatRequest request) {
        ensureNotNull(model, "model");
        ensureNotNull(request, "request");
        return routes.of(model, request);
    }

    /**
     * Refuses a request that no endpoint can serve, before you send it; {@link #explain(ChatModel, ChatRequest)} says
     * what is checked.
     *
     * @throws dev.langchain4j.exception.InvalidRequestException if every endpoint is excluded, with the reasons
     * @throws dev.langchain4j.exception.ModelNotFoundException if OpenRouter knows no such model
     */
    public void check(ChatModel model, ChatRequest request) {
        CatalogRoutes.ensureOpen(explain(model, request));
    }

    /** Like {@link #check(ChatModel, ChatRequest)}, for a request with a model name. */
    public void check(ChatRequest request) {
        CatalogRoutes.ensureOpen(explain(request));
    }

    private ModelDescription describe(OpenRouterModelInfo model) {
        return ModelDescription.builder()
                .name(model.id())
                .displayName(model.name())
                .description(model.description())
                .provider(provider())
                .type(type(model))
                .maxInputTokens(model.usableContextLength())
                .maxOutputTokens(model.maxCompletionTokens())
                .createdAt(model.created())
                .owner(ModelIds.author(model.id()))
                .build();
    }

    /** Text counts first: a model that can also draw is a chat model. */
    private static ModelType type(OpenRouterModelInfo model) {
        if (model.produces("text")) {
            return ModelType.CHAT;
        }
        if (model.produces("embeddings")) {
            return ModelType.EMBEDDING;
        }
        if (model.produces("rerank")) {
            return ModelType.SCORING;
        }
        if (model.produces("image")) {
            return ModelType.IMAGE_GENERATION;
        }
        if (model.produces("speech") || model.produces("audio")) {
            return ModelType.AUDIO_GENERATION;
        }
        return model.produces("transcription") ? ModelType.AUDIO_TRANSCRIPTION : ModelType.OTHER;
    }

    /** Builds an {@link OpenRouterModelCatalog}. Each setter takes null for "not set"; a key is not needed. */
    public static class Builder extends ConnectionBuilder<Builder> {

        private @Nullable Duration timeToLive;
        private @Nullable Path cacheFile;

        /** Nothing set. */
        public Builder() {}

        /** How long a fetched catalog counts as current. Default: one hour. */
        public Builder timeToLive(@Nullable Duration timeToLive) {
            this.timeToLive = timeToLive;
            return this;
        }

        /**
         * A file for a copy of the catalog, so that a new process needs no fetch and works without OpenRouter. Several
         * processes can share it. Default: none.
         */
        public Builder cacheFile(@Nullable Path cacheFile) {
            this.cacheFile = cacheFile;
            return this;
        }

        /** @throws IllegalArgumentException for an invalid value, naming the setter */
        public OpenRouterModelCatalog build() {
            return new OpenRouterModelCatalog(this);
        }

        private Duration checkedTimeToLive() {
            SetterChecks.positive("timeToLive", timeToLive);
            return timeToLive == null ? CatalogCache.TIME_TO_LIVE : timeToLive;
        }

        @Override
        Builder self() {
            return this;
        }
    }
}
