package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotBlank;
import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import dev.langchain4j.Experimental;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.openrouter.internal.api.AccountEndpoints;
import dev.langchain4j.model.openrouter.internal.api.ApiException;
import dev.langchain4j.model.openrouter.internal.api.ApiKeyMissingException;
import dev.langchain4j.model.openrouter.internal.api.KeyRing;
import dev.langchain4j.model.openrouter.internal.api.OpenRouterApi;
import dev.langchain4j.model.openrouter.internal.api.RingKey;
import dev.langchain4j.model.openrouter.internal.api.json.ImmutableJson;
import dev.langchain4j.model.openrouter.internal.chat.ChatTextReader;
import dev.langchain4j.model.openrouter.internal.http.JsonHttpClient;
import dev.langchain4j.model.openrouter.internal.http.TransportException;
import dev.langchain4j.model.openrouter.internal.http.VisibleText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One connection to OpenRouter - key, headers, connection pool, retries, limits - and the models that share it. Create
 * one per application, create as many models from it as needed, and close it at the end.
 *
 * <pre>{@code
 * try (OpenRouter openRouter = OpenRouter.fromEnvironment()) {
 *     ChatModel model = openRouter.chatModel().modelName("gpt-4o-mini").build();
 *     System.out.println(model.chat("Which river runs through Paris?"));
 * }
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 *
 * @see <a href="https://openrouter.ai/docs/quickstart">OpenRouter's quickstart</a>
 */
public class OpenRouter implements AutoCloseable {

    private static final Pattern BELOW_THE_API = Pattern.compile("/[!-~&&[^/#\\\\]][!-~&&[^#\\\\]]*");

    /** An escaped dot, which servers read like a dot. */
    private static final Pattern ESCAPED_DOT = Pattern.compile("%2e", Pattern.CASE_INSENSITIVE);

    private static final Duration UNTIL_ON_RECORD = Duration.ofMillis(2250);

    private final ConnectionSettings settings;
    private final JsonHttpClient http;
    private final OpenRouterApi api;
    private final OpenRouterModelCatalog catalog;
    private final OpenRouterChatRequestParameters defaults;

    /** For subclasses; others call {@link #builder()}. */
    protected OpenRouter(Builder builder) {
        OpenRouterChatRequestParameters given = builder.defaultRequestParameters == null
                ? OpenRouterChatRequestParameters.EMPTY
                : OpenRouterChatRequestParameters.EMPTY.overrideWith(builder.defaultRequestParameters);
        this.defaults = builder.modelName == null
                ? given
                : given.toBuilder().modelName(builder.modelName).build();
        this.settings = builder.connectionSettings();
        this.http = settings.http();
        settings.shared = http;
        this.api = settings.connect(http);
        this.catalog = OpenRouterModelCatalog.builder().inherit(settings).build();
        settings.catalog = catalog.cache();
        settings.costMeter(api, List.of()); // a budget can settle what other processes left before the first call
        check();
    }

    /** Refuses now what its models would refuse later. */
    private void check() {
        if (defaults.modelName() != null) {
            settings.aliases().resolve(defaults.modelName(), api::modelIdsIfReachable);
        }
    }

    /** A builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads the process's environment; see {@link #fromEnvironment(Map)}.
     *
     * @throws IllegalArgumentException for a malformed variable, naming it
     */
    public static OpenRouter fromEnvironment() {
        return fromEnvironment(System.getenv());
    }

    /**
     * Reads these variables: {@code OPENROUTER_API_KEY}, {@code OPENROUTER_BASE_URL}
     * ({@code https://openrouter.ai/api/v1}), {@code OPENROUTER_DEFAULT_MODEL} ({@code openrouter/free}),
     * {@code OPENROUTER_SITE_URL}, {@code OPENROUTER_APP_NAME}, {@code OPENROUTER_MAX_TOKENS} (4096),
     * {@code OPENROUTER_TEMPERATURE} (0.7), {@code OPENROUTER_TIMEOUT} (60 seconds),
     * {@code OPENROUTER_MAX_CONTEXT_MESSAGES} (20). A blank value counts as unset. Defaults are in brackets.
     * A misspelt variable is logged at WARN, once.
     *
     * @throws IllegalArgumentException for a malformed variable, naming it and its value (never the key)
     */
    public static OpenRouter fromEnvironment(Map<String, String> variables) {
        ensureNotNull(variables, "variables");
        return new Environment(variables).openRouter().build();
    }

    /**
     * Asks the default model once, with the settings of the environment, and returns the text of the answer. For
     * scripts and first steps: it opens a connection and closes it again.
     *
     * @throws IllegalArgumentException for a malformed variable, naming it and its value (never the key)
     * @throws dev.langchain4j.exception.LangChain4jException if there is no answer
     */
    public static String quickChat(String prompt) {
        ensureNotNull(prompt, "prompt");
        try (OpenRouter openRouter = fromEnvironment()) {
            return openRouter.chat(prompt);
        }
    }

    /**
     * Asks the default model and returns the text of the answer. The default is {@link Builder#modelName}, or the
     * account's default if that is unset.
     *
     * @throws dev.langchain4j.exception.LangChain4jException if there is no answer
     */
    public String chat(String prompt) {
        ensureNotNull(prompt, "prompt");
        return chatModel().build().chat(prompt);
    }

    /**
     * Asks the default model, passes the text of the answer on as it arrives, and returns all of it. Blocks; an
     * interrupt ends it at once. An incomplete answer throws, as that of {@link #chat} does, although its text has been
     * passed on.
     *
     * @param text called on this thread with each part, in order; what it throws is thrown here, and closes the
     *     connection
     * @return all parts together; null if the model said nothing
     * @throws dev.langchain4j.exception.LangChain4jException if there is no answer
     */
    public @Nullable String stream(String prompt, Consumer<? super String> text) {
        ensureNotNull(prompt, "prompt");
        ensureNotNull(text, "text");
        ChatRequest request =
                ChatRequest.builder().messages(UserMessage.from(prompt)).build();
        OpenRouterStreamingChatModel model = streamingChatModel().build();
        try {
            return ChatTextReader.read(model.chat(request), text).aiMessage().text();
        } catch (TransportException interrupted) {
            throw ExceptionMapper.toLangChain4j(interrupted, false);
        }
    }

    /** A builder of chat models on this connection; unset settings come from here. */
    public OpenRouterChatModel.Builder chatModel() {
        return OpenRouterChatModel.builder().inherit(settings).inherit(defaults);
    }

    /** A builder of streaming chat models on this connection; unset settings come from here. */
    public OpenRouterStreamingChatModel.Builder streamingChatModel() {
        return OpenRouterStreamingChatModel.builder().inherit(settings).inherit(defaults);
    }

    /** A builder of embedding models on this connection; set a model name. */
    public OpenRouterEmbeddingModel.Builder embeddingModel() {
        return OpenRouterEmbeddingModel.builder().inherit(settings);
    }

    /** OpenRouter's models and their prices; always the same catalog, so it is fetched once. */
    public OpenRouterModelCatalog modelCatalog() {
        return catalog;
    }

    /**
     * Limits and usage of the key. Uses the network: {@code GET /key} at each call; nothing is kept.
     *
     * @throws dev.langchain4j.exception.LangChain4jException if OpenRouter does not report them
     */
    public OpenRouterKeyInfo key() {
        return ExceptionMapper.call(() -> OpenRouterKeyInfo.from(api.account().key()));
    }

    /**
     * The keys of the {@link OpenRouterKeyRing} in their order, each with its limits and usage. Uses the network: one
     * {@code GET /key} for each. A key that OpenRouter refuses, or that its supplier does not have now, has no
     * {@code info}; one that works again is used again. Without a ring: the one key.
     *
     * @throws dev.langchain4j.exception.LangChain4jException if OpenRouter cannot be asked
     */
    public List<OpenRouterKeyState> keys() {
        KeyRing ring = settings.keys;
        if (ring == null) {
            OpenRouterKeyInfo info = key();
            String label = info.label() == null ? "key" : info.label();
            return List.of(new OpenRouterKeyState(label, OpenRouterKeyState.Status.READY, null, info));
        }
        return ExceptionMapper.call(() -> states(ring.parts(), api.account().ofEachKey()));
    }

    private static List<OpenRouterKeyState> states(List<KeyRing> keys, List<AccountEndpoints> ofEachKey) {
        List<OpenRouterKeyState> states = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            states.add(state(keys.get(i), ofEachKey.get(i)));
        }
        return states;
    }

    private static OpenRouterKeyState state(KeyRing key, AccountEndpoints ofKey) {
        OpenRouterKeyInfo info = null;
        try {
            info = OpenRouterKeyInfo.from(ofKey.key());
            key.learned(info.limitRemaining());
        } catch (ApiException refused) {
            if (key.looks().get(0).state() == RingKey.State.READY) {
                throw refused;
            }
        } catch (ApiKeyMissingException noKeyNow) {
            if (noKeyNow.isInvalid()) {
                throw noKeyNow; // it fails calls, which pass over a missing one
            }
        }
        return OpenRouterKeyState.of(key.looks().get(0), info);
    }

    /**
     * Payments and usage of the account. Uses the network: {@code GET /credits} at each call, with a management key.
     *
     * @throws dev.langchain4j.exception.LangChain4jException if OpenRouter does not report them
     */
    public OpenRouterCredits credits() {
        return ExceptionMapper.call(() -> OpenRouterCredits.from(api.account().credits()));
    }

    /**
     * OpenRouter's record of an answer, which exists some seconds after it, sometimes later: this call waits for it for
     * a little more than two seconds, {@link #generation(String, Duration)} longer. Uses the network:
     * {@code GET /generation}, as often as needed.
     *
     * @param id as in {@link OpenRouterChatResponseMetadata#generationId()}
     * @throws IllegalArgumentException if the id is blank
     * @throws dev.langchain4j.exception.TimeoutException if the record does not exist in time
     * @throws dev.langchain4j.exception.LangChain4jException if OpenRouter does not report it
     */
    public OpenRouterGeneration generation(String id) {
        return generation(id, UNTIL_ON_RECORD);
    }

    /**
     * OpenRouter's record of an answer, with a wait of your choice. This call asks every 0.75 s at first, later less
     * often, at least every 5 s.
     *
     * @param id as in {@link OpenRouterChatResponseMetadata#generationId()}
     * @param atMost how long to wait, zero or more; zero asks once
     * @throws IllegalArgumentException if the id is blank or {@code atMost} is negative
     * @throws dev.langchain4j.exception.TimeoutException if the record does not exist by then
     * @throws dev.langchain4j.exception.LangChain4jException if OpenRouter does not report it
     */
    public OpenRouterGeneration generation(String id, Duration atMost) {
        ensureNotBlank(id, "id");
        SetterChecks.notNegative("atMost", ensureNotNull(atMost, "atMost"));
        return ExceptionMapper.call(
                () -> OpenRouterGeneration.from(api.account().generation(id, atMost)));
    }

    /**
     * The JSON object with which an operation answers a GET, as sent, for operations without a method here.
     *
     * <pre>{@code
     * openRouter.fetch("/providers").get("data");
     * }</pre>
     *
     * @param path below the base URL, with its query: {@code /models/count?output_modalities=all}
     * @throws IllegalArgumentException if the path does not begin with one slash, or leads elsewhere
     * @throws dev.langchain4j.exception.LangChain4jException for every failure; see {@link OpenRouterException}
     * @see <a href="https://openrouter.ai/docs/api/reference/overview">API reference</a>
     */
    public Map<String, Object> fetch(String path) {
        ensureNotNull(path, "path");
        if (!BELOW_THE_API.matcher(path).matches()
                || ESCAPED_DOT.matcher(path).replaceAll(".").contains("..")) {
            throw new IllegalArgumentException("path must begin with one slash and must not have spaces, '#', '..' or"
                    + " characters beyond ASCII that are not escaped, but is '" + VisibleText.of(path) + "'");
        }
        return ImmutableJson.copyOf(ExceptionMapper.call(() -> api.get(path)).members(), "answer");
    }

    /**
     * A builder of the sign-in of users, whose keys the application then uses; its exchange runs on this connection.
     */
    public OpenRouterOAuth.Builder oauth() {
        return new OpenRouterOAuth.Builder(settings);
    }

    /** A builder of scoring models that call {@code POST /rerank} on this connection. */
    public OpenRouterScoringModel.Builder scoringModel() {
        return OpenRouterScoringModel.builder().inherit(settings);
    }

    /** A builder of scoring models that use a chat model on this connection, by default the default model. */
    public OpenRouterLlmScoringModel.Builder llmScoringModel() {
        return OpenRouterLlmScoringModel.builder().inherit(settings).inherit(defaults);
    }

    /**
     * A builder of models that decide, on this connection; set a model name. Experimental, like OpenRouter's endpoint.
     */
    @Experimental
    public OpenRouterDecisionModel.Builder decisionModel() {
        return OpenRouterDecisionModel.builder().inherit(settings);
    }

    /** A builder of models that answer many chat requests for half the price, on this connection. */
    public OpenRouterBatchChatModel.Builder batchChatModel() {
        return OpenRouterBatchChatModel.builder().inherit(settings).inherit(defaults);
    }

    /** A builder of models that embed many texts for half the price, on this connection; set a model name. */
    public OpenRouterBatchEmbeddingModel.Builder batchEmbeddingModel() {
        return OpenRouterBatchEmbeddingModel.builder().inherit(settings);
    }

    /** A builder of models that draw, on this connection; set a model name. */
    public OpenRouterImageModel.Builder imageModel() {
        return OpenRouterImageModel.builder().inherit(settings);
    }

    /** A builder of models that read text aloud, on this connection; set a model name. */
    public OpenRouterSpeechModel.Builder speechModel() {
        return OpenRouterSpeechModel.builder().inherit(settings);
    }

    /** A builder of models that transcribe speech, on this connection; set a model name. */
    public OpenRouterTranscriptionModel.Builder transcriptionModel() {
        return OpenRouterTranscriptionModel.builder().inherit(settings);
    }

    /**
     * Frees connections and threads. Open calls and streams end with an error, later ones fail. An {@code OkHttpClient}
     * that was passed in stays open.
     *
     * <p>One or two idle daemon threads, named {@code OkHttp TaskRunner}, may stay for up to a minute: OkHttp shares
     * them across the process and offers no way to end them. A program can still end, except one that waits for daemon
     * threads, as Maven's {@code exec:java} does unless {@code exec.cleanupDaemonThreads} is {@code false}.
     */
    @Override
    public void close() {
        http.close();
    }

    /** Never contains the key. */
    @Override
    public String toString() {
        return "OpenRouter[baseUrl=" + settings.checkedBaseUrl() + ", modelName=" + defaults.modelName() + "]";
    }

    /** Builds an {@link OpenRouter}. */
    public static class Builder extends ConnectionBuilder<Builder> {

        private @Nullable String modelName;
        private @Nullable ChatRequestParameters defaultRequestParameters;

        /** Nothing set. */
        public Builder() {}

        /** The default model of {@link OpenRouter#chat} and of the models of this connection: an id or an alias. */
        public Builder modelName(@Nullable String modelName) {
            this.modelName = modelName;
            return this;
        }

        /** Parameters for every chat model of this connection. */
        public Builder defaultRequestParameters(@Nullable ChatRequestParameters defaultRequestParameters) {
            this.defaultRequestParameters = defaultRequestParameters;
            return this;
        }

        /** @throws IllegalArgumentException for an invalid value, naming the setter */
        public OpenRouter build() {
            return new OpenRouter(this);
        }

        @Override
        Builder self() {
            return this;
        }
    }
}
