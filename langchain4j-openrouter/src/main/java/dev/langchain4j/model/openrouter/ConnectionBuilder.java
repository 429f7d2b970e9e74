package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.http.Time;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The settings of a connection, which every model builder has. Each accepts null for "not set".
 *
 * @param <B> the builder that extends this one
 */
abstract class ConnectionBuilder<B extends ConnectionBuilder<B>> {

    private ConnectionSettings settings = new ConnectionSettings();

    abstract B self();

    /**
     * The key, {@code sk-or-v1-…}. Without one the catalog can be read, and every call that costs money fails before it
     * is sent. Keys are made at <a href="https://openrouter.ai/settings/keys">openrouter.ai/settings/keys</a>.
     */
    public B apiKey(@Nullable String apiKey) {
        settings.apiKey = apiKey == null ? null : () -> apiKey;
        return self();
    }

    /** Asked for the key before every attempt, so that a rotated key is picked up. Called on the thread that sends. */
    public B apiKey(@Nullable Supplier<@Nullable String> apiKey) {
        settings.apiKey = apiKey;
        return self();
    }

    /**
     * Where OpenRouter is. Default: {@code https://openrouter.ai/api/v1}. The in-region addresses are
     * {@code https://eu.openrouter.ai/api/v1} and {@code https://us.openrouter.ai/api/v1}.
     */
    public B baseUrl(@Nullable String baseUrl) {
        settings.baseUrl = baseUrl;
        return self();
    }

    /**
     * Your application's address, sent as {@code HTTP-Referer}: it is what attributes calls to your application.
     * Default: not sent.
     *
     * @see <a href="https://openrouter.ai/docs/app-attribution">App attribution</a>
     */
    public B siteUrl(@Nullable String siteUrl) {
        settings.siteUrl = siteUrl;
        return self();
    }

    /**
     * Your application's name, sent as {@code X-OpenRouter-Title}. Shows only together with {@link #siteUrl}. Default:
     * not sent.
     *
     * @see <a href="https://openrouter.ai/docs/app-attribution">App attribution</a>
     */
    public B appName(@Nullable String appName) {
        settings.appName = appName;
        return self();
    }

    /**
     * Marketplace categories, sent as {@code X-OpenRouter-Categories}: lower case with hyphens, at most 30 characters
     * each; OpenRouter reads two of a request. Default: not sent.
     *
     * @see <a href="https://openrouter.ai/docs/app-attribution">App attribution</a>
     */
    public B appCategories(@Nullable List<String> appCategories) {
        settings.appCategories = appCategories == null ? null : List.copyOf(appCategories);
        return self();
    }

    /** Like {@link #appCategories(List)}. */
    public B appCategories(String... appCategories) {
        return appCategories(List.of(appCategories));
    }

    /** Headers to send with every request. They win over ours of the same name. */
    public B customHeaders(@Nullable Map<String, String> customHeaders) {
        Map<String, String> copy = customHeaders == null ? null : Map.copyOf(customHeaders);
        settings.customHeaders = copy == null ? null : () -> copy;
        settings.givenHeaders = copy;
        return self();
    }

    /** Asked for headers before every attempt; see {@link #customHeaders(Map)}. Called on the thread that sends. */
    public B customHeaders(@Nullable Supplier<Map<String, String>> customHeaders) {
        settings.customHeaders = customHeaders;
        settings.givenHeaders = null;
        return self();
    }

    /**
     * Names of further headers whose values are secrets. Headers whose names look like it are found without this: those
     * that contain {@code auth}, {@code key}, {@code token}, {@code secret}, {@code cookie} or {@code passw}. The value of a
     * secret header is shown in no log, and is removed from whatever an answer repeats of it in logs and messages. Default:
     * none.
     */
    public B secretHeaders(@Nullable List<String> secretHeaders) {
        settings.secretHeaders = secretHeaders == null ? null : List.copyOf(secretHeaders);
        return self();
    }

    /** Like {@link #secretHeaders(List)}. */
    public B secretHeaders(String... secretHeaders) {
        return secretHeaders(List.of(secretHeaders));
    }

    /**
     * How long one attempt may take until its response starts, and how long a plain answer may then be silent. Default:
     * 60 s. A model that thinks for minutes before a plain answer needs more; a stream starts early.
     */
    public B timeout(@Nullable Duration timeout) {
        settings.timeout = timeout;
        return self();
    }

    /** How long connecting may take. Default: 15 s. */
    public B connectTimeout(@Nullable Duration connectTimeout) {
        settings.connectTimeout = connectTimeout;
        return self();
    }

    /** How long a whole call may take, retries and waits included. Default: no limit. */
    public B totalTimeout(@Nullable Duration totalTimeout) {
        settings.totalTimeout = totalTimeout;
        return self();
    }

    /**
     * How long a stream may be silent after it has started. OpenRouter's keep-alive comments do not count as life.
     * Default: 60 s.
     */
    public B streamIdleTimeout(@Nullable Duration streamIdleTimeout) {
        settings.streamIdleTimeout = streamIdleTimeout;
        return self();
    }

    /**
     * Whether an answer that broke off, or cannot be read, is asked for again, within {@link #maxRetries}. It may have been
     * charged, and is then paid twice. Default: false.
     */
    public B retryBrokenAnswers(@Nullable Boolean retryBrokenAnswers) {
        settings.retryBrokenAnswers = retryBrokenAnswers;
        return self();
    }

    /**
     * Attempts after the first, for 408, 429, 5xx and connections that fail. Default: 2; 0 turns retries off. Waits
     * follow {@code Retry-After}; a wait of more than 60 s is not waited for. What may have been billed is not sent
     * again: a call that timed out after it was sent, an answer that broke off, a stream after its first event.
     */
    public B maxRetries(@Nullable Integer maxRetries) {
        settings.maxRetries = maxRetries;
        return self();
    }

    /** The largest body of a plain answer, in bytes after decompression. Default: 256 MB. */
    public B maxResponseBytes(@Nullable Long maxResponseBytes) {
        settings.maxResponseBytes = maxResponseBytes;
        return self();
    }

    /** Allows {@code http://} for a host that is not this machine: the key then travels in the clear. Default: false. */
    public B allowPlainHttp(@Nullable Boolean allowPlainHttp) {
        settings.allowPlainHttp = allowPlainHttp;
        return self();
    }

    /** Logs requests at INFO, bodies included; keys are masked and long base64 is shortened. Default: false. */
    public B logRequests(@Nullable Boolean logRequests) {
        settings.logRequests = logRequests;
        return self();
    }

    /** Logs responses at INFO, bodies included, and the events of streams at DEBUG. Default: false. */
    public B logResponses(@Nullable Boolean logResponses) {
        settings.logResponses = logResponses;
        return self();
    }

    /** Where to log. Default: the logger named {@code dev.langchain4j.model.openrouter}. */
    public B logger(@Nullable Logger logger) {
        settings.logger = logger;
        return self();
    }

    /**
     * Your own client, for a proxy, TLS or interceptors. Ours is derived from it and shares its connections and the
     * threads of its dispatcher (streams run there); time limits and retries are ours. It is never closed. Give its
     * sockets {@code TCP_NODELAY}: OkHttp does not, and requests of a few KB then wait about 40 ms.
     */
    public B okHttpClient(@Nullable OkHttpClient okHttpClient) {
        settings.okHttpClient = okHttpClient;
        return self();
    }

    /**
     * What may happen to the data of every request; no request can loosen it. Default: what the account's settings and
     * each request say.
     */
    public B dataPolicy(@Nullable OpenRouterDataPolicy dataPolicy) {
        settings.dataPolicy = dataPolicy;
        return self();
    }

    /** Lets calls of free models wait for their turn. Default: none; they are sent at once, and can fail with 429. */
    public B freeModelPacer(@Nullable OpenRouterFreeModelPacer freeModelPacer) {
        settings.freeModelPacer = freeModelPacer;
        return self();
    }

    /**
     * What may be spent, here and wherever else the same budget is set. A call that could exceed it fails with an
     * {@link OpenRouterBudgetExceededException} and is not sent. Holds for everything that costs money. Default: no limit.
     */
    public B budget(@Nullable OpenRouterBudget budget) {
        settings.budget = budget;
        return self();
    }

    /**
     * Told what every call has cost: of chat, streams, embeddings, reranking, images, speech and transcripts. Default:
     * nobody.
     */
    public B costListener(@Nullable OpenRouterCostListener costListener) {
        settings.costListener = costListener;
        return self();
    }

    /** Short names for models. Default: {@link OpenRouterModelAliases#defaults()}. */
    public B modelAliases(@Nullable OpenRouterModelAliases modelAliases) {
        settings.modelAliases = modelAliases;
        return self();
    }

    /** Starts from the settings of the {@link OpenRouter} that makes this builder, and shares its connections. */
    B inherit(ConnectionSettings parent) {
        this.settings = parent.copy();
        settings.inheritedDataPolicy = parent.dataPolicy();
        settings.dataPolicy = null;
        return self();
    }

    B time(Time time) {
        settings.time = time;
        return self();
    }

    ConnectionSettings connectionSettings() {
        return settings.copy();
    }
}
