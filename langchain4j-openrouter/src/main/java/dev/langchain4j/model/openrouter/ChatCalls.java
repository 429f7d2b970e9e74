package dev.langchain4j.model.openrouter;

import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.internal.api.CallMeter;
import dev.langchain4j.model.openrouter.internal.api.ChatAnswer;
import dev.langchain4j.model.openrouter.internal.api.OpenRouterApi;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletionRequest;
import dev.langchain4j.model.openrouter.internal.chat.ChatGeneratedAudio;
import dev.langchain4j.model.openrouter.internal.chat.ChatStreamOutput;
import dev.langchain4j.model.openrouter.internal.chat.SchemaHint;
import dev.langchain4j.model.openrouter.internal.cost.CostAttribution;
import dev.langchain4j.model.openrouter.internal.http.Cancellation;
import dev.langchain4j.model.openrouter.internal.http.Futures;
import dev.langchain4j.model.openrouter.internal.threads.CallerContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sends a chat request and maps the answer, for both chat models. */
final class ChatCalls {

    private final OpenRouterApi api;
    private final OpenRouterModelAliases aliases;
    private final ChatRequestMapper requests;
    private final OpenRouterDataPolicy dataPolicy;
    private final @Nullable Boolean keepRaw;
    private final CostMeter spending;
    private final CatalogSuggestions closestModels;
    private final CatalogFacts catalog;
    private final SchemaHint schemaHint;

    private ChatCalls(
            OpenRouterApi api,
            OpenRouterModelAliases aliases,
            OpenRouterDataPolicy dataPolicy,
            @Nullable Boolean keepRaw,
            CostMeter spending,
            CatalogSuggestions closestModels,
            CatalogFacts catalog,
            SchemaHint schemaHint) {
        this.api = api;
        this.aliases = aliases;
        this.requests = new ChatRequestMapper(dataPolicy);
        this.dataPolicy = dataPolicy;
        this.keepRaw = keepRaw;
        this.spending = spending;
        this.closestModels = closestModels;
        this.catalog = catalog;
        this.schemaHint = schemaHint;
    }

    /** @throws IllegalArgumentException for an invalid setting, naming the setter */
    static ChatCalls of(ConnectionSettings connection, ChatBuilder.Settings chat) {
        OpenRouterApi api = connection.connect();
        OpenRouterModelAliases aliases = connection.aliases();
        if (chat.parameters().modelName() != null) {
            aliases.resolve(chat.parameters().modelName(), api::modelIdsIfReachable);
        }
        chat.parameters().fallbackModels().forEach(name -> aliases.resolve(name, api::modelIdsIfReachable));
        CatalogCache catalog = connection.catalog(api);
        CostMeter spending = connection.costMeter(api, chat.listeners(), catalog);
        CatalogFacts facts = connection.catalogFacts(catalog);
        return new ChatCalls(
                api,
                aliases,
                connection.dataPolicy(),
                chat.returnRawResponse(),
                spending,
                connection.suggestions(api),
                facts,
                new SchemaHint(id -> !chat.declared() && facts.isKnownToTakeSchemas(id), connection.log()));
    }

    /** @throws dev.langchain4j.exception.LangChain4jException for every failure */
    ChatResponse chat(ChatRequest request) {
        return chat(plain(request));
    }

    /** The same without a waiting thread. Look-ups that would block come first, on another thread. */
    CompletableFuture<ChatResponse> chatAsync(ChatRequest request) {
        UnaryOperator<Runnable> context = CallerContext.capture();
        return Cancellation.future(cancellation -> {
            ChatRelaxableRequest asked = plain(request);
            return CallerContext.after(lookUp(asked.parameters()), context, () -> chatAsync(asked, cancellation));
        });
    }

    private static ChatRelaxableRequest plain(ChatRequest request) {
        OpenRouterChatRequestParameters parameters = parameters(request);
        if (parameters.asksForSpeech()) {
            throw new UnsupportedFeatureException("Speech (audioOutput, or modalities with audio) is not supported by"
                    + " OpenRouterChatModel: OpenRouter sends it in streams only, use OpenRouterStreamingChatModel");
        }
        return ChatRelaxableRequest.of(request, parameters);
    }

    /**
     * The look-up that would block a call: ids to suggest for an unknown name, or prices and context from the catalog.
     */
    private @Nullable CompletableFuture<?> lookUp(OpenRouterChatRequestParameters parameters) {
        boolean known = Stream.concat(Stream.ofNullable(parameters.modelName()), parameters.fallbackModels().stream())
                .allMatch(aliases::knows);
        if (!known) {
            return CallerContext.offload(api::modelIdsIfReachable);
        }
        CompletableFuture<?> prices = spending.lookUp();
        return prices == null && fitsContext(parameters) ? catalog.lookUp() : prices;
    }

    /** Returns at once; invalid requests throw, every later failure goes to the output. */
    void chat(ChatRequest request, ChatStreamOutput output) {
        chat(ChatRelaxableRequest.of(request, parameters(request)), output);
    }

    private ChatResponse chat(ChatRelaxableRequest asked) {
        ChatCompletionRequest wire = toWire(asked, false);
        return chat(asked, wire, begin(asked, wire));
    }

    private ChatResponse chat(ChatRelaxableRequest asked, ChatCompletionRequest wire, CallMeter meter) {
        try {
            return response(asked, api.chat(wire, asked.parameters()::headers, meter));
        } catch (RuntimeException failure) {
            ChatRelaxableRequest weaker = asked.after(failure);
            ChatCompletionRequest again = weaker == null ? null : toWire(weaker, false);
            CallMeter next = again == null ? null : beginIfItFits(weaker, again);
            if (next != null) {
                return chat(weaker, again, next);
            }
            throw explained(failure, wire, returnThinking(asked));
        }
    }

    private CompletableFuture<ChatResponse> chatAsync(ChatRelaxableRequest asked, Cancellation cancellation) {
        ChatCompletionRequest wire = toWire(asked, false);
        return chatAsync(asked, wire, begin(asked, wire), cancellation);
    }

    private CompletableFuture<ChatResponse> chatAsync(
            ChatRelaxableRequest asked, ChatCompletionRequest wire, CallMeter meter, Cancellation cancellation) {
        return Futures.recovered(
                api.chatAsync(wire, asked.parameters()::headers, meter, cancellation)
                        .thenApply(answer -> response(asked, answer)),
                failure -> {
                    ChatRelaxableRequest weaker = asked.after(failure);
                    ChatCompletionRequest again = weaker == null ? null : toWire(weaker, false);
                    CallMeter next = again == null ? null : beginIfItFits(weaker, again);
                    return next != null
                            ? chatAsync(weaker, again, next, cancellation)
                            : Futures.failed(explainedAsync(failure, wire, returnThinking(asked)));
                });
    }

    private ChatResponse response(ChatRelaxableRequest asked, ChatAnswer answer) {
        ChatResponse response = note(
                asked,
                ChatResponseMapper.toChatResponse(
                        answer.completion(),
                        answer.head(),
                        Boolean.FALSE.equals(keepRaw) ? null : answer.raw(),
                        returnThinking(asked)));
        throwIf(ChatAnswerCheck.of(asked.parameters(), asked.request().messages())
                .refusal(answer, response));
        return response;
    }

    private void chat(ChatRelaxableRequest asked, ChatStreamOutput output) {
        ChatCompletionRequest wire = toWire(asked, true);
        if (output.isCancelled()) {
            return; // by a subscriber, while this thread has looked for the model in the catalog
        }
        CallMeter meter;
        try {
            meter = begin(asked, wire);
        } catch (RuntimeException refused) {
            output.failed(refused);
            return;
        }
        chat(asked, wire, output, meter);
    }

    private void chat(
            ChatRelaxableRequest asked, ChatCompletionRequest wire, ChatStreamOutput output, CallMeter meter) {
        boolean returnThinking = returnThinking(asked);
        boolean keepEvents = Boolean.TRUE.equals(keepRaw);
        Predicate<Throwable> askedAgain = failure -> {
            ChatRelaxableRequest weaker = asked.after(failure);
            ChatCompletionRequest again = weaker == null ? null : toWire(weaker, true);
            CallMeter next = again == null ? null : beginIfItFits(weaker, again);
            if (next != null) {
                chat(weaker, again, output, next);
            }
            return next != null;
        };
        var stream = new ChatStream(
                output,
                returnThinking,
                response -> note(asked, response),
                ChatAnswerCheck.of(asked.parameters(), asked.request().messages()),
                askedAgain,
                failure -> explained(failure, wire, returnThinking));
        try {
            output.sent(api.chatStream(wire, asked.parameters()::headers, keepEvents, stream, meter));
        } catch (RuntimeException notSent) {
            throw explained(notSent, wire, returnThinking);
        }
    }

    /** Null if the budget has no room for a repetition, or fails: then the first failure is more helpful. */
    private @Nullable CallMeter beginIfItFits(ChatRelaxableRequest asked, ChatCompletionRequest wire) {
        try {
            return begin(asked, wire);
        } catch (OpenRouterBudgetExceededException | CostStoreException noRoom) {
            return null;
        }
    }

    /** The budget's reservation for a request. */
    OpenRouterBudget.DryRun dryRun(ChatRequest request) {
        OpenRouterChatRequestParameters parameters = parameters(request);
        ChatCompletionRequest wire = toWire(ChatRelaxableRequest.of(request, parameters), false);
        return spending.dryRun(attribution(parameters), wire, CostEstimator::of);
    }

    private static void throwIf(@Nullable RuntimeException refusal) {
        if (refusal != null) {
            throw refusal;
        }
    }

    private CallMeter begin(ChatRelaxableRequest asked, ChatCompletionRequest wire) {
        return spending.counts()
                ? spending.begin(attribution(asked.parameters()), wire, CostEstimator::of)
                : CallMeter.NONE;
    }

    private static CostAttribution attribution(OpenRouterChatRequestParameters parameters) {
        return new CostAttribution("chat", parameters.modelName(), parameters.sessionId(), parameters.metadata());
    }

    /** The exception that users catch. */
    private RuntimeException explained(RuntimeException failure, ChatCompletionRequest wire, boolean returnThinking) {
        return closestModels.addTo(ExceptionMapper.toLangChain4j(failure, returnThinking), wire.model());
    }

    private CompletableFuture<RuntimeException> explainedAsync(
            RuntimeException failure, ChatCompletionRequest wire, boolean returnThinking) {
        return closestModels.addToAsync(ExceptionMapper.toLangChain4j(failure, returnThinking), wire.model());
    }

    private static boolean returnThinking(ChatRelaxableRequest asked) {
        return Boolean.TRUE.equals(asked.parameters().returnThinking());
    }

    private static ChatResponse note(ChatRelaxableRequest asked, ChatResponse response) {
        return ChatRequestMapper.pin(asked.parameters()).note(withAudio(asked, asked.note(response)));
    }

    private static ChatResponse withAudio(ChatRelaxableRequest asked, ChatResponse response) {
        var audio = ((OpenRouterChatResponseMetadata) response.metadata()).audio();
        if (audio == null) {
            return response;
        }
        OpenRouterAudioOutput output = asked.parameters().audioOutput();
        String format = output != null && output.toMap().get("format") instanceof String name ? name : null;
        return response.toBuilder()
                .aiMessage(ChatGeneratedAudio.in(response.aiMessage(), audio.base64Data(), format))
                .build();
    }

    private ChatCompletionRequest toWire(ChatRelaxableRequest asked, boolean stream) {
        OpenRouterChatRequestParameters parameters = asked.parameters();
        dataPolicy.check(parameters.responseCache());
        String modelId = parameters.modelName() == null ? null : modelId(parameters.modelName());
        if (asked.request().responseFormat() == null
                && ChatAnswerCheck.asksForJson(asked.request().messages())) {
            schemaHint.look(modelId);
        }
        List<String> fallbackIds = modelIds(parameters.fallbackModels());
        Integer maxContextTokens = parameters.maxContextTokens();
        if (fitsContext(parameters) && modelId != null) {
            maxContextTokens = contextTokens(modelId, fallbackIds, parameters.maxOutputTokens());
        }
        return requests.toWire(asked.request(), modelId, fallbackIds, stream, maxContextTokens);
    }

    private static boolean fitsContext(OpenRouterChatRequestParameters parameters) {
        return parameters.maxContextTokens() == null && Boolean.TRUE.equals(parameters.fitContext());
    }

    /** The tokens that the shortest context leaves for the prompt; null if no context is known. */
    private @Nullable Integer contextTokens(String modelId, List<String> fallbackIds, @Nullable Integer output) {
        Integer shortest = null;
        for (String id : Stream.concat(Stream.of(modelId), fallbackIds.stream()).toList()) {
            Integer length = catalog.contextLength(id);
            shortest = length != null && (shortest == null || length < shortest) ? length : shortest;
        }
        return shortest == null ? null : (Integer) Math.max(1, shortest - (output == null ? shortest / 4 : output));
    }

    private List<String> modelIds(List<String> names) {
        return names.isEmpty() ? List.of() : names.stream().map(this::modelId).toList();
    }

    private String modelId(String name) {
        try {
            return aliases.resolve(name, api::modelIdsIfReachable);
        } catch (IllegalArgumentException e) {
            throw new ModelNotFoundException(e.getMessage(), e);
        }
    }

    /** The merged parameters; core merges them into ours, unless somebody calls {@code doChat} without it. */
    private static OpenRouterChatRequestParameters parameters(ChatRequest request) {
        return request.parameters() instanceof OpenRouterChatRequestParameters own
                ? own
                : OpenRouterChatRequestParameters.EMPTY.overrideWith(request.parameters());
    }
}
