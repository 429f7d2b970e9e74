package dev.langchain4j.model.openrouter;

import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.internal.api.CallMeter;
import dev.langchain4j.model.openrouter.internal.api.ChatAnswer;
import dev.langchain4j.model.openrouter.internal.api.OpenRouterApi;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletionRequest;
import dev.langchain4j.model.openrouter.internal.chat.ChatInstructions;
import dev.langchain4j.model.openrouter.internal.chat.ChatModelIds;
import dev.langchain4j.model.openrouter.internal.chat.ChatStreamOutput;
import dev.langchain4j.model.openrouter.internal.chat.SchemaHint;
import dev.langchain4j.model.openrouter.internal.cost.CostAttribution;
import dev.langchain4j.model.openrouter.internal.guard.ChatListenerGuard;
import dev.langchain4j.model.openrouter.internal.http.Cancellation;
import dev.langchain4j.model.openrouter.internal.http.Futures;
import dev.langchain4j.model.openrouter.internal.threads.CallerContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sends a chat request and maps the answer, for both chat models. */
final class ChatCalls {

    private final ChatBuilder.Settings settings;
    private final List<ChatModelListener> listeners;
    private final OpenRouterApi api;
    private final OpenRouterModelAliases aliases;
    private final OpenRouterDataPolicy dataPolicy;
    private final ChatRequestMapper requests;
    private final CostMeter costMeter;
    private final CatalogSuggestions suggestions;
    private final CatalogFacts catalog;
    private final SchemaHint schemaHint;

    /** Whether streams run on threads of this library, which never run them on the caller's thread. */
    private final boolean ownThreads;

    /** @throws IllegalArgumentException for an invalid setting, naming the setter */
    ChatCalls(ChatBuilder<?> builder) {
        this.settings = builder.chatSettings();
        ConnectionSettings connection = builder.connectionSettings();
        this.api = connection.connect();
        this.aliases = connection.aliases();
        checkModelNames(settings.parameters());
        CatalogCache cache = connection.catalog(api);
        this.costMeter = connection.costMeter(api, settings.listeners(), cache);
        this.catalog = connection.catalogFacts(cache);
        this.dataPolicy = connection.dataPolicy();
        this.requests = new ChatRequestMapper(dataPolicy);
        this.suggestions = connection.suggestions(api);
        this.ownThreads = connection.okHttpClient == null;
        this.schemaHint =
                new SchemaHint(id -> !settings.declared() && catalog.isKnownToTakeSchemas(id), connection.log());
        this.listeners = ChatListenerGuard.all(settings.listeners(), OpenRouterCostListener.class, connection.log());
    }

    private void checkModelNames(OpenRouterChatRequestParameters parameters) {
        if (parameters.modelName() != null) {
            aliases.resolve(parameters.modelName(), api::modelIdsIfReachable);
        }
        parameters.fallbackModels().forEach(name -> aliases.resolve(name, api::modelIdsIfReachable));
    }

    ChatBuilder.Settings settings() {
        return settings;
    }

    /** The user's listeners, each wrapped so that its exceptions are logged and lose no answer. */
    List<ChatModelListener> listeners() {
        return listeners;
    }

    /** @throws dev.langchain4j.exception.LangChain4jException for every failure */
    ChatResponse chat(ChatRequest request) {
        ChatRequestForm form = plainForm(request);
        return send(begin(form, toWire(form, false)));
    }

    /** Sends without a waiting thread. Look-ups that would block come first, on another thread. */
    CompletableFuture<ChatResponse> chatAsync(ChatRequest request) {
        UnaryOperator<Runnable> context = CallerContext.capture();
        return Cancellation.future(cancellation -> {
            ChatRequestForm form = plainForm(request);
            return CallerContext.after(
                    lookUp(form.parameters()),
                    context,
                    () -> beginAsync(form, toWire(form, false), call -> sendAsync(call, cancellation)));
        });
    }

    private static ChatRequestForm plainForm(ChatRequest request) {
        OpenRouterChatRequestParameters parameters = parameters(request);
        if (parameters.asksForSpeech()) {
            throw new UnsupportedFeatureException("Speech (audioOutput, or modalities with audio) is not supported by"
                    + " OpenRouterChatModel: OpenRouter sends it in streams only, use OpenRouterStreamingChatModel");
        }
        return ChatRequestForm.of(request, parameters);
    }

    /**
     * The look-up that would block a call: ids to suggest for an unknown name, or prices and context from the catalog.
     */
    private @Nullable CompletableFuture<?> lookUp(OpenRouterChatRequestParameters parameters) {
        if (!knowsModels(parameters)) {
            return CallerContext.offload(api::modelIdsIfReachable);
        }
        CompletableFuture<?> prices = costMeter.lookUp();
        return prices == null && CatalogFacts.mustFitContext(parameters) ? catalog.lookUp() : prices;
    }

    private boolean knowsModels(OpenRouterChatRequestParameters parameters) {
        return (parameters.modelName() == null || aliases.knows(parameters.modelName()))
                && parameters.fallbackModels().stream().allMatch(aliases::knows);
    }

    /** Whether {@link #stream} waits neither for a look-up nor for a shared budget, nor runs on a user's executor. */
    boolean sendsAtOnce(ChatRequest request) {
        OpenRouterChatRequestParameters parameters;
        try {
            parameters = parameters(request);
        } catch (RuntimeException refused) {
            return false; // nothing is sent: stream() tells why
        }
        return ownThreads && !costMeter.counts() && !CatalogFacts.mustFitContext(parameters) && knowsModels(parameters);
    }

    /** How long an attempt may take until its answer starts. */
    Duration timeout() {
        return api.timeout();
    }

    /** May wait for the catalog and for a user's store. What cannot be sent throws; other failures go to the output. */
    void stream(ChatRequest request, ChatStreamOutput output) {
        ChatRequestForm form = ChatRequestForm.of(request, parameters(request));
        ChatCompletionRequest wire = toWire(form, true);
        ChatCall call;
        try {
            call = begin(form, wire);
        } catch (RuntimeException refused) {
            output.failed(refused);
            return;
        }
        sendStream(call, output);
    }

    /** Like {@link #stream}, without waiting for a user's store: what fails after its reservation goes to the output. */
    void streamAsync(ChatRequest request, ChatStreamOutput output) {
        if (!costMeter.reservesInStore()) {
            stream(request, output);
            return;
        }
        ChatRequestForm form = ChatRequestForm.of(request, parameters(request));
        ChatCompletionRequest wire = toWire(form, true);
        Futures.of(() -> beginAsync(form, wire, call -> {
                    sendStream(call, output);
                    return CompletableFuture.completedFuture(null);
                }))
                .exceptionally(refused -> {
                    output.failed(Futures.cause(refused));
                    return null;
                });
    }

    private ChatResponse send(ChatCall call) {
        try {
            return response(
                    call,
                    api.chat(call.wire(), call.headers(), call.start(), call.meter())
                            .send());
        } catch (RuntimeException failure) {
            ChatCall weaker = beginWeaker(call, failure);
            if (weaker != null) {
                return send(weaker);
            }
            throw call.explained(failure);
        }
    }

    private CompletableFuture<ChatResponse> sendAsync(ChatCall call, Cancellation cancellation) {
        return Futures.recovered(
                api.chat(call.wire(), call.headers(), call.start(), call.meter())
                        .sendAsync(cancellation)
                        .thenApply(answer -> response(call, answer)),
                failure -> {
                    ChatCall weaker = beginWeaker(call, failure);
                    return weaker != null
                            ? sendAsync(weaker, cancellation)
                            : Futures.failed(call.explainedAsync(failure));
                });
    }

    private ChatResponse response(ChatCall call, ChatAnswer answer) {
        boolean keepsRaw = !Boolean.FALSE.equals(settings.returnRawResponse());
        ChatResponse response = call.response(answer, keepsRaw ? answer.raw() : null);
        RuntimeException failure = call.failure(answer, response);
        if (failure != null) {
            throw failure;
        }
        return response;
    }

    private void sendStream(ChatCall call, ChatStreamOutput output) {
        if (output.isCancelled()) { // while the model was looked up, or the cost was reserved
            call.meter().giveUp();
            return;
        }
        var stream = new ChatStream(call, output, failure -> sendWeakerStream(call, failure, output));
        boolean keepEvents = Boolean.TRUE.equals(settings.returnRawResponse());
        try {
            output.sent(api.chatStream(call.wire(), call.headers(), call.start(), keepEvents, stream, call.meter()));
        } catch (RuntimeException notSent) {
            throw call.explained(notSent);
        }
    }

    /** Returns whether there was a weaker form to send. */
    private boolean sendWeakerStream(ChatCall call, Throwable failure, ChatStreamOutput output) {
        ChatCall weaker = beginWeaker(call, failure);
        if (weaker != null) {
            sendStream(weaker, output);
        }
        return weaker != null;
    }

    private ChatCall begin(ChatRequestForm form, ChatCompletionRequest wire) {
        CallMeter meter = costMeter.counts()
                ? costMeter.begin(attribution(form.parameters(), wire), wire, CostEstimator::of)
                : CallMeter.NONE;
        return call(form, wire, meter);
    }

    private ChatCall call(ChatRequestForm form, ChatCompletionRequest wire, CallMeter meter) {
        return new ChatCall(form, wire, meter, suggestions, costMeter.time().nanos());
    }

    /** Like {@link #begin}, and sends the call, without waiting for a user's store. */
    private <T> CompletableFuture<T> beginAsync(
            ChatRequestForm form, ChatCompletionRequest wire, Function<ChatCall, CompletableFuture<T>> send) {
        return costMeter.counts()
                ? costMeter.beginAsync(
                        attribution(form.parameters(), wire),
                        wire,
                        CostEstimator::of,
                        meter -> send.apply(call(form, wire, meter)))
                : send.apply(call(form, wire, CallMeter.NONE));
    }

    /**
     * The next weaker form of a call that has failed; null if there is none, or if the budget has no room for it or
     * fails: then the first failure is more helpful.
     */
    private @Nullable ChatCall beginWeaker(ChatCall call, Throwable failure) {
        ChatRequestForm weaker = call.form().weakerAfter(failure);
        if (weaker == null) {
            return null;
        }
        ChatCompletionRequest wire = toWire(weaker, call.wire().stream());
        try {
            return begin(weaker, wire).from(call.start());
        } catch (OpenRouterBudgetExceededException | CostStoreException noRoom) {
            return null;
        }
    }

    /**
     * The budget's reservation for a request.
     *
     * @param defaults the model's parameters, which those of the request override
     */
    OpenRouterBudget.DryRun dryRun(ChatRequest request, OpenRouterChatRequestParameters defaults) {
        OpenRouterChatRequestParameters parameters = defaults.overrideWith(request.parameters());
        ChatRequest merged = request.toBuilder().parameters(parameters).build();
        ChatCompletionRequest wire = toWire(ChatRequestForm.of(merged, parameters), false);
        return costMeter.dryRun(attribution(parameters, wire), wire, CostEstimator::of);
    }

    private static CostAttribution attribution(OpenRouterChatRequestParameters parameters, ChatCompletionRequest wire) {
        return new CostAttribution("chat", wire.model(), parameters.sessionId(), parameters.metadata());
    }

    private ChatCompletionRequest toWire(ChatRequestForm form, boolean stream) {
        OpenRouterChatRequestParameters parameters = form.parameters();
        dataPolicy.check(parameters.responseCache());
        String modelId = parameters.modelName() == null ? null : modelId(parameters.modelName());
        if (form.request().responseFormat() == null
                && ChatInstructions.in(form.request().messages()).describeSchema()) {
            schemaHint.look(modelId);
        }
        var models = new ChatModelIds(modelId, modelIds(parameters.fallbackModels()));
        Integer maxPromptTokens = modelId == null
                ? parameters.maxContextTokens()
                : catalog.maxPromptTokens(parameters, allIds(modelId, models.fallbacks()));
        return requests.toWire(form.request(), models, stream, maxPromptTokens);
    }

    private static List<String> allIds(String modelId, List<String> fallbackIds) {
        return fallbackIds.isEmpty()
                ? List.of(modelId)
                : Stream.concat(Stream.of(modelId), fallbackIds.stream()).toList();
    }

    private List<String> modelIds(List<String> names) {
        return names.isEmpty() ? List.of() : names.stream().map(this::modelId).toList();
    }

    private String modelId(String name) {
        return aliases.resolveOfRequest(name, api::modelIdsIfReachable);
    }

    /** The merged parameters; core merges them into ours, unless somebody calls {@code doChat} without it. */
    private static OpenRouterChatRequestParameters parameters(ChatRequest request) {
        return OpenRouterChatRequestParameters.of(request.parameters());
    }
}
