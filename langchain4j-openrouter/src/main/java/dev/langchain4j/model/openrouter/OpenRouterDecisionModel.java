package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;
import static dev.langchain4j.spi.ServiceHelper.loadFactories;

import dev.langchain4j.Experimental;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.decision.DecisionModel;
import dev.langchain4j.model.decision.listener.DecisionModelListener;
import dev.langchain4j.model.decision.request.DecisionRequest;
import dev.langchain4j.model.decision.response.DecisionResponse;
import dev.langchain4j.model.openrouter.internal.api.CallMeter;
import dev.langchain4j.model.openrouter.internal.api.OpenRouterApi;
import dev.langchain4j.model.openrouter.internal.api.decision.DecisionsAnswer;
import dev.langchain4j.model.openrouter.internal.api.decision.DecisionsRequest;
import dev.langchain4j.model.openrouter.internal.cost.CostAttribution;
import dev.langchain4j.model.openrouter.internal.guard.DecisionListenerGuard;
import dev.langchain4j.model.openrouter.internal.http.Cancellation;
import dev.langchain4j.model.openrouter.internal.threads.CallerContext;
import dev.langchain4j.model.openrouter.spi.OpenRouterDecisionModelBuilderFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A {@link DecisionModel} that calls OpenRouter's {@code POST /api/alpha/decisions}. A decision model writes no text:
 * it answers questions about an input with probabilities.
 *
 * <pre>{@code
 * DecisionModel model = OpenRouterDecisionModel.builder()
 *         .apiKey(System.getenv("OPENROUTER_API_KEY"))
 *         .modelName("typesafe/jev-1.13")
 *         .build();
 * DecisionResponse response = model.decide(DecisionRequest.builder()
 *         .input("The app shows error 500 since noon")
 *         .question("urgent", YesNoQuestion.from("Is it urgent?"))
 *         .build());
 * double probability = response.yesNo("urgent").probability();
 * }</pre>
 *
 * <p>Supports yes/no, choice and scale questions about texts, fields, contents and messages, with images if the model
 * reads them. Probabilities are the model's own: rounded, so that their sum is about 1, and empty if it reports none. A
 * level that it leaves out has 0 if the others add up to 1; if they do not, the scale has no probabilities. Thresholds
 * do not carry over from one model to another. A question that the model refuses has a
 * {@link dev.langchain4j.model.decision.response.RefusalAnswer}. Tokens and cost are in the
 * {@link OpenRouterTokenUsage}, the rest in the {@link OpenRouterDecisionResponseMetadata}.
 *
 * <p>Every other failure throws: also a missing answer, an option that was not offered, and a number that cannot be a
 * probability; the message names the question. Calls block, and an interrupt ends them at once;
 * {@code decideAsync} needs no thread of the caller. Thread-safe.
 *
 * <p>Experimental, as are LangChain4j's interface and OpenRouter's endpoint. Needs LangChain4j core 1.21 or newer.
 *
 * @see <a href="https://openrouter.ai/models?output_modalities=decisions">Decision models</a>
 */
@Experimental
public class OpenRouterDecisionModel implements DecisionModel {

    private static final String OPERATION = "decisions";

    private final OpenRouterApi api;
    private final String url;
    private final OpenRouterModelAliases aliases;
    private final OpenRouterDecisionRequestParameters parameters;
    private final DecisionMapper mapper;
    private final CostMeter costMeter;
    private final CatalogSuggestions suggestions;
    private final List<DecisionModelListener> listeners;

    /** @throws IllegalArgumentException for an invalid value, naming the setter */
    public OpenRouterDecisionModel(Builder builder) {
        ensureNotNull(builder, "builder");
        this.parameters = builder.parameters.build();
        String modelName = SetterChecks.modelName(parameters.modelName(), "typesafe/jev-1.13", "decisions");
        ConnectionSettings connection = builder.connectionSettings();
        this.url = connection.checkedDecisionsUrl(builder.decisionsUrl);
        this.mapper = new DecisionMapper(Boolean.TRUE.equals(builder.imageUrls), connection.dataPolicy());
        parameters.toWire(connection.dataPolicy());
        this.api = connection.connect();
        this.aliases = connection.aliases();
        this.costMeter = connection.costMeter(api, List.of());
        this.suggestions = connection.suggestions(api);
        this.listeners = DecisionListenerGuard.all(builder.listeners, connection.log());
        aliases.resolve(modelName, api::modelIdsIfReachable);
    }

    /** A builder with nothing set. */
    public static Builder builder() {
        for (OpenRouterDecisionModelBuilderFactory factory :
                loadFactories(OpenRouterDecisionModelBuilderFactory.class)) {
            return factory.get();
        }
        return new Builder();
    }

    /** @throws IllegalArgumentException without a request */
    @Override
    public DecisionResponse decide(DecisionRequest request) {
        ensureNotNull(request, "request");
        return DecisionModel.super.decide(request);
    }

    /**
     * Answers every question of the request.
     *
     * @throws dev.langchain4j.exception.UnsupportedFeatureException for other questions, and for audio, video and PDF
     * @throws dev.langchain4j.exception.LangChain4jException for every failure; see {@link OpenRouterException}
     */
    @Override
    public DecisionResponse doDecide(DecisionRequest request) {
        ensureNotNull(request, "request");
        OpenRouterDecisionRequestParameters merged = parameters.overrideWith(request.parameters());
        DecisionsRequest wire = toWire(request, merged);
        return suggestions.call(
                () -> mapper.toResponse(
                        api.decide(wire, url, begin(merged, wire)).send(), wire.model()),
                wire.model());
    }

    /**
     * Asks for decisions without a waiting thread: the future completes on one of OkHttp's threads, in the context of
     * its caller. Its cancellation ends the HTTP call.
     */
    @Override
    public CompletableFuture<DecisionResponse> doDecideAsync(DecisionRequest request) {
        ensureNotNull(request, "request");
        OpenRouterDecisionRequestParameters merged = parameters.overrideWith(request.parameters());
        UnaryOperator<Runnable> context = CallerContext.capture();
        return Cancellation.future(cancellation -> {
            CompletableFuture<?> lookUp = aliases.knows(merged.modelName())
                    ? costMeter.lookUp()
                    : CallerContext.offload(api::modelIdsIfReachable);
            return CallerContext.after(lookUp, context, () -> decideAsync(request, merged, cancellation));
        });
    }

    /** Completing the future from outside, for example by a timeout, cancels the call. */
    @Override
    public CompletableFuture<DecisionResponse> decideAsync(DecisionRequest request) {
        ensureNotNull(request, "request");
        return Cancellation.passedOn(() -> DecisionModel.super.decideAsync(request));
    }

    private CompletableFuture<DecisionResponse> decideAsync(
            DecisionRequest request, OpenRouterDecisionRequestParameters merged, Cancellation cancellation) {
        DecisionsRequest wire = toWire(request, merged);
        CompletableFuture<DecisionsAnswer> answered = costMeter.beginAsync(
                attribution(merged, wire),
                wire,
                CostEstimator::of,
                meter -> api.decide(wire, url, meter).sendAsync(cancellation));
        return suggestions
                .callAsync(answered, wire.model())
                .thenApply(answer -> mapper.toResponse(answer, wire.model()));
    }

    /**
     * The budget's reservation for a request, and its reasons. It sends nothing except, if needed, the request for the
     * catalog.
     *
     * @throws dev.langchain4j.exception.InvalidRequestException if the price is unknown
     */
    public OpenRouterBudget.DryRun dryRun(DecisionRequest request) {
        ensureNotNull(request, "request");
        OpenRouterDecisionRequestParameters merged = parameters.overrideWith(request.parameters());
        DecisionsRequest wire = toWire(request, merged);
        return costMeter.dryRun(attribution(merged, wire), wire, CostEstimator::of);
    }

    private DecisionsRequest toWire(DecisionRequest request, OpenRouterDecisionRequestParameters merged) {
        return mapper.toWire(request, merged, modelId(merged.modelName()));
    }

    private CallMeter begin(OpenRouterDecisionRequestParameters merged, DecisionsRequest wire) {
        return costMeter.begin(attribution(merged, wire), wire, CostEstimator::of);
    }

    private static CostAttribution attribution(OpenRouterDecisionRequestParameters merged, DecisionsRequest wire) {
        return new CostAttribution(OPERATION, wire.model(), merged.sessionId(), Map.of());
    }

    private String modelId(String name) {
        return aliases.resolveOfRequest(name, api::modelIdsIfReachable);
    }

    @Override
    public OpenRouterDecisionRequestParameters defaultRequestParameters() {
        return parameters;
    }

    /** The listeners, each wrapped so that its errors are logged and lose no answer. */
    @Override
    public List<DecisionModelListener> listeners() {
        return listeners;
    }

    /** {@link ModelProvider#OTHER}: LangChain4j has no constant for OpenRouter. */
    @Override
    public ModelProvider provider() {
        return ModelProvider.OTHER;
    }

    /** Builds an {@link OpenRouterDecisionModel}. Each setter takes null for "not set". */
    public static class Builder extends ConnectionBuilder<Builder> {

        private final OpenRouterDecisionRequestParameters.Builder parameters =
                OpenRouterDecisionRequestParameters.builder();
        private @Nullable String decisionsUrl;
        private @Nullable Boolean imageUrls;
        private List<DecisionModelListener> listeners = List.of();

        /** Nothing set. */
        public Builder() {}

        /**
         * The model, required: an id such as {@code typesafe/jev-1.13}, or an alias.
         *
         * @see <a href="https://openrouter.ai/models?output_modalities=decisions">Decision models</a>
         */
        public Builder modelName(@Nullable String modelName) {
            parameters.modelName(modelName);
            return this;
        }

        /** See {@link OpenRouterDecisionRequestParameters.Builder#provider}. */
        public Builder provider(@Nullable OpenRouterProviderPreferences provider) {
            parameters.provider(provider);
            return this;
        }

        /** See {@link OpenRouterDecisionRequestParameters.Builder#sessionId}. */
        public Builder sessionId(@Nullable String sessionId) {
            parameters.sessionId(sessionId);
            return this;
        }

        /** See {@link OpenRouterDecisionRequestParameters.Builder#trace}. */
        public Builder trace(@Nullable Map<String, Object> trace) {
            parameters.trace(trace);
            return this;
        }

        /** See {@link OpenRouterDecisionRequestParameters.Builder#user}. */
        public Builder user(@Nullable String user) {
            parameters.user(user);
            return this;
        }

        /** See {@link OpenRouterDecisionRequestParameters.Builder#customParameters}. */
        public Builder customParameters(@Nullable Map<String, Object> customParameters) {
            parameters.customParameters(customParameters);
            return this;
        }

        /**
         * The endpoint's URL, which is not below {@link #baseUrl}. Unset: {@code /api/alpha/decisions} instead of the
         * {@code /api/v1} at the end of the base URL, or else at the base URL's host. With {@code allowedBaseUrls} in
         * the {@link #dataPolicy} it must be on one of their hosts.
         */
        public Builder decisionsUrl(@Nullable String decisionsUrl) {
            this.decisionsUrl = decisionsUrl;
            return this;
        }

        /**
         * Whether images are sent by their http(s) URL; a few models fetch them. Default: false; such an image is
         * refused, because other models would decide without it.
         */
        public Builder imageUrls(@Nullable Boolean imageUrls) {
            this.imageUrls = imageUrls;
            return this;
        }

        /** Called on every request, answer and error; once per call, whatever the number of attempts. */
        public Builder listeners(@Nullable List<DecisionModelListener> listeners) {
            this.listeners = listeners == null ? List.of() : SetterChecks.list("listeners", listeners);
            return this;
        }

        /** Like {@link #listeners(List)}. */
        public Builder listeners(DecisionModelListener... listeners) {
            return listeners(SetterChecks.list("listeners", listeners));
        }

        /** @throws IllegalArgumentException for an invalid value, naming the setter */
        public OpenRouterDecisionModel build() {
            return new OpenRouterDecisionModel(this);
        }

        @Override
        Builder self() {
            return this;
        }
    }
}
