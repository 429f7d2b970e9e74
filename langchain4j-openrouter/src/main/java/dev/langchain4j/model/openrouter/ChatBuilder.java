package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ToolChoice;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The settings that the plain and the streaming chat model share. Each accepts null for "not set". A value set here
 * overrides {@link #defaultRequestParameters}, and a request's own value overrides both.
 *
 * @param <B> the builder that extends this one
 */
abstract non-sealed class ChatBuilder<B extends ChatBuilder<B>> extends ConnectionBuilder<B>
        implements OpenRouterChatParameterSetters<B> {

    final OpenRouterChatRequestParameters.Builder parameters = OpenRouterChatRequestParameters.builder();
    private @Nullable ChatRequestParameters defaultRequestParameters;
    private OpenRouterChatRequestParameters inherited = OpenRouterChatRequestParameters.EMPTY;
    private @Nullable Set<Capability> supportedCapabilities;
    private boolean capabilitiesFromCatalog;
    private List<ChatModelListener> listeners = List.of();
    private @Nullable Boolean returnRawResponse;

    /**
     * The model: an id such as {@code openai/gpt-4o}, with or without a variant ({@code :free}, {@code :nitro}), a
     * router, {@code ~author/family-latest}, {@code @preset/slug}, or an alias. Unset: the account's default model.
     *
     * @see <a href="https://openrouter.ai/models">Models</a>
     */
    public B modelName(@Nullable String modelName) {
        parameters.modelName(modelName);
        return self();
    }

    /** Between 0 and 2. Unset: the provider's default. */
    public B temperature(@Nullable Double temperature) {
        parameters.temperature(temperature);
        return self();
    }

    /** Above 0, at most 1. Unset: the provider's default. */
    public B topP(@Nullable Double topP) {
        parameters.topP(topP);
        return self();
    }

    /** 0 (off) or more; OpenAI's models do not support it. Unset: the provider's default. */
    public B topK(@Nullable Integer topK) {
        parameters.topK(topK);
        return self();
    }

    /** Between -2 and 2. Unset: the provider's default. */
    public B frequencyPenalty(@Nullable Double frequencyPenalty) {
        parameters.frequencyPenalty(frequencyPenalty);
        return self();
    }

    /** Between -2 and 2. Unset: the provider's default. */
    public B presencePenalty(@Nullable Double presencePenalty) {
        parameters.presencePenalty(presencePenalty);
        return self();
    }

    /**
     * Maximum tokens of an answer, at least 1. OpenRouter reserves their price before a call, or that of the model's
     * maximum if unset: set it, or small balances fail with 402.
     */
    public B maxOutputTokens(@Nullable Integer maxOutputTokens) {
        parameters.maxOutputTokens(maxOutputTokens);
        return self();
    }

    /** Texts that end the answer when the model writes them, at most four. Unset: none. */
    public B stopSequences(@Nullable List<String> stopSequences) {
        parameters.stopSequences(stopSequences);
        return self();
    }

    /** Texts that end the answer when the model writes them, at most four. Unset: none. */
    public B stopSequences(String... stopSequences) {
        return stopSequences(SetterChecks.list("stopSequences", stopSequences));
    }

    /** Unset: the provider's default, auto if there are tools. */
    public B toolChoice(@Nullable ToolChoice toolChoice) {
        parameters.toolChoice(toolChoice);
        return self();
    }

    /** Unset: text. */
    public B responseFormat(@Nullable ResponseFormat responseFormat) {
        parameters.responseFormat(responseFormat);
        return self();
    }

    /**
     * Whether {@link OpenRouterChatResponseMetadata#rawResponse()} keeps what OpenRouter sent. Unset: kept for a plain
     * answer, not for a stream, whose events are many times the size of the answer.
     */
    public B returnRawResponse(@Nullable Boolean returnRawResponse) {
        this.returnRawResponse = returnRawResponse;
        return self();
    }

    /** Parameters for every request, LangChain4j's own or {@link OpenRouterChatRequestParameters}. */
    public B defaultRequestParameters(@Nullable ChatRequestParameters defaultRequestParameters) {
        this.defaultRequestParameters = defaultRequestParameters;
        return self();
    }

    /**
     * What AI Services may rely on: with {@link Capability#RESPONSE_FORMAT_JSON_SCHEMA} they send a JSON schema instead
     * of describing it in the prompt. Unset: nothing, because it depends on the model; but the JSON schema if there is
     * a {@link #structuredOutputFallback} for models that do not support it, or with {@link #capabilitiesFromCatalog()}
     * if the catalog lists the support.
     */
    public B supportedCapabilities(@Nullable Set<Capability> supportedCapabilities) {
        this.supportedCapabilities = SetterChecks.set("supportedCapabilities", supportedCapabilities);
        return self();
    }

    /** Like {@link #supportedCapabilities(Set)}. */
    public B supportedCapabilities(Capability... supportedCapabilities) {
        return supportedCapabilities(SetterChecks.set("supportedCapabilities", supportedCapabilities));
    }

    /**
     * Reads the capabilities for AI Services from the catalog if {@code supportedCapabilities} is not set: a JSON
     * schema if an endpoint of {@link #modelName} supports {@code structured_outputs}. The first question for the
     * capabilities fetches the catalog (free of charge, about a megabyte), at most once an hour; models of one
     * {@link OpenRouter} share it. If the catalog cannot be fetched, and for a router or a preset, AI Services describe
     * the schema in the prompt. Unset: false.
     *
     * @see <a href="https://openrouter.ai/docs/guides/overview/models">Models</a>
     */
    public B capabilitiesFromCatalog(@Nullable Boolean capabilitiesFromCatalog) {
        this.capabilitiesFromCatalog = Boolean.TRUE.equals(capabilitiesFromCatalog);
        return self();
    }

    /** Like {@link #capabilitiesFromCatalog(Boolean)} with true. */
    public B capabilitiesFromCatalog() {
        return capabilitiesFromCatalog(true);
    }

    /**
     * Called on every request, answer and error, on the thread of the call; once per call, whatever the number of
     * attempts. Their exceptions are logged and not passed on. Default: none.
     */
    public B listeners(@Nullable List<ChatModelListener> listeners) {
        this.listeners = listeners == null ? List.of() : SetterChecks.list("listeners", listeners);
        return self();
    }

    /** Like {@link #listeners(List)}. */
    public B listeners(ChatModelListener... listeners) {
        return listeners(SetterChecks.list("listeners", listeners));
    }

    /**
     * For the setters that the builders of a model and of a request share; each of them implements {@code B} itself.
     */
    @SuppressWarnings("unchecked")
    static <B extends OpenRouterChatHandlingSetters<B>> B set(
            OpenRouterChatHandlingSetters<B> builder, ChatParameter parameter, @Nullable Object value) {
        OpenRouterChatRequestParameters.Builder parameters = builder instanceof ChatBuilder<?> model
                ? model.parameters
                : (OpenRouterChatRequestParameters.Builder) builder;
        parameters.put(parameter, value);
        return (B) builder;
    }

    B inherit(OpenRouterChatRequestParameters defaults) {
        this.inherited = defaults;
        return self();
    }

    Settings chatSettings() {
        OpenRouterChatRequestParameters merged = inherited;
        if (defaultRequestParameters != null) {
            merged = merged.overrideWith(defaultRequestParameters);
        }
        OpenRouterChatRequestParameters all = merged.overrideWith(parameters.build()).toBuilder()
                .dataPolicy(connectionSettings().dataPolicy())
                .build();
        return new Settings(all, capabilities(all), supportedCapabilities != null, listeners, returnRawResponse);
    }

    /** Without the capability AI Services would never send a schema, and a fallback for it would have no effect. */
    private Supplier<Set<Capability>> capabilities(OpenRouterChatRequestParameters parameters) {
        if (supportedCapabilities != null) {
            Set<Capability> set = supportedCapabilities;
            return () -> set;
        }
        if (parameters.structuredOutputFallback() != null) {
            return () -> Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
        }
        return capabilitiesFromCatalog && parameters.modelName() != null
                ? capabilitiesOf(parameters.modelName())
                : Set::of;
    }

    private Supplier<Set<Capability>> capabilitiesOf(String modelName) {
        ConnectionSettings connection = connectionSettings();
        CatalogFacts facts = connection.catalogFacts(connection.catalog(connection.connect()));
        return () -> facts.capabilities(modelName);
    }

    /**
     * The values of the setters.
     *
     * @param declared whether the user has said what AI services may rely on
     */
    record Settings(
            OpenRouterChatRequestParameters parameters,
            Supplier<Set<Capability>> capabilities,
            boolean declared,
            List<ChatModelListener> listeners,
            @Nullable Boolean returnRawResponse) {}
}
