package dev.langchain4j.model.openrouter;

import static dev.langchain4j.model.openrouter.internal.api.json.JsonValues.isBlank;

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
     * is sent. Create keys at <a href="https://openrouter.ai/settings/keys">openrouter.ai/settings/keys</a>.
     * {@code build()} refuses a text that cannot be a key, such as one in quotes. Default: none.
     */
    public B apiKey(@Nullable String apiKey) {
        String given = isBlank(apiKey) ? null : apiKey;
        apiKey(given == null ? null : (Supplier<@Nullable String>) () -> given);
        settings.givenKey = given;
        return self();
    }

    /**
     * Like {@link #apiKey(String)}, but called before every attempt, on the thread that sends: for keys that rotate.
     */
    public B apiKey(@Nullable Supplier<@Nullable String> apiKey) {
        settings.apiKey = apiKey;
        settings.givenKey = null;
        settings.keys = null;
        return self();
    }

    /**
     * Several keys: a request that OpenRouter refuses because of its key is sent with the next one. This setter and
     * {@link #apiKey} replace each other: the later call counts. Default: the one key.
     */
    public B keyRing(@Nullable OpenRouterKeyRing keyRing) {
        settings.keys = keyRing == null ? null : keyRing.keys();
        return self();
    }

    /**
     * OpenRouter's address. Default: {@code https://openrouter.ai/api/v1}. The in-region addresses are
     * {@code https://eu.openrouter.ai/api/v1} and {@code https://us.openrouter.ai/api/v1}.
     */
    public B baseUrl(@Nullable String baseUrl) {
        settings.baseUrl = baseUrl;
        return self();
    }

    /**
     * Your application's address, sent as {@code HTTP-Referer}: it attributes calls to your application. Default: not
     * sent.
     *
     * @see <a href="https://openrouter.ai/docs/app-attribution">App attribution</a>
     */
    public B siteUrl(@Nullable String siteUrl) {
        settings.siteUrl = siteUrl;
        return self();
    }

    /**
     * Your application's name, sent as {@code X-OpenRouter-Title}. OpenRouter shows it only together with
     * {@link #siteUrl}. Default: not sent.
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
        settings.appCategories = SetterChecks.list("appCategories", appCategories);
        return self();
    }

    /** Like {@link #appCategories(List)}. */
    public B appCategories(String... appCategories) {
        return appCategories(SetterChecks.list("appCategories", appCategories));
    }

    /** Headers to send with every request. They override the library's headers. Default: none. */
    public B customHeaders(@Nullable Map<String, String> customHeaders) {
        if (customHeaders != null) {
            SetterChecks.names("customHeaders", customHeaders);
            SetterChecks.list("customHeaders", customHeaders.values());
        }
        Map<String, String> copy = customHeaders == null ? null : Map.copyOf(customHeaders);
        settings.customHeaders = copy == null ? null : () -> copy;
        settings.givenHeaders = copy;
        return self();
    }

    /** Like {@link #customHeaders(Map)}, but called before every attempt, on the thread that sends. */
    public B customHeaders(@Nullable Supplier<Map<String, String>> customHeaders) {
        settings.customHeaders = customHeaders;
        settings.givenHeaders = null;
        return self();
    }

    /**
     * Names of further headers whose values are secrets. The library finds headers whose names look secret itself:
     * those that contain {@code auth}, {@code key}, {@code token}, {@code secret}, {@code cookie}, {@code passw},
     * {@code credential} or {@code signature}. The value of a secret header appears in no log, and is removed from
     * messages and logs if an answer repeats it. Default: none.
     */
    public B secretHeaders(@Nullable List<String> secretHeaders) {
        settings.secretHeaders = SetterChecks.list("secretHeaders", secretHeaders);
        return self();
    }

    /** Like {@link #secretHeaders(List)}. */
    public B secretHeaders(String... secretHeaders) {
        return secretHeaders(SetterChecks.list("secretHeaders", secretHeaders));
    }

    /**
     * Maximum time of one attempt until its response starts, and of each silence of a plain answer after that. Blanks
     * and comments that keep the connection alive prolong such a silence to five times this at most. Default: 60 s. A
     * model that thinks for minutes before a plain answer may need more; a stream starts early.
     */
    public B timeout(@Nullable Duration timeout) {
        settings.timeout = timeout;
        return self();
    }

    /**
     * Maximum time for a TCP connection. TLS and the {@code CONNECT} of a proxy count for {@link #timeout}. Default: 15
     * s.
     */
    public B connectTimeout(@Nullable Duration connectTimeout) {
        settings.connectTimeout = connectTimeout;
        return self();
    }

    /**
     * Maximum time of a whole call: retries, waits and the callbacks of a stream included. A look-up of the catalog
     * before it, and each look for a batch after a lost answer, have the same limit again. Default: no limit.
     */
    public B totalTimeout(@Nullable Duration totalTimeout) {
        settings.totalTimeout = totalTimeout;
        return self();
    }

    /**
     * Maximum silence of a stream after its start. OpenRouter's keep-alive comments do not count. After the finish
     * reason the silence ends the answer; before, the stream fails. Default: 60 s.
     */
    public B streamIdleTimeout(@Nullable Duration streamIdleTimeout) {
        settings.streamIdleTimeout = streamIdleTimeout;
        return self();
    }

    /**
     * Whether to repeat a request whose answer broke off or cannot be read, within {@link #maxRetries}. Both answers
     * may be charged. Default: false.
     */
    public B retryBrokenAnswers(@Nullable Boolean retryBrokenAnswers) {
        settings.retryBrokenAnswers = retryBrokenAnswers;
        return self();
    }

    /**
     * Attempts after the first, for 408, 429, 5xx and connections that fail. Default: 2; 0 turns retries off. Waits
     * follow {@code Retry-After}; a wait of more than 60 s throws at once. Calls that may be billed are not sent again:
     * a call that timed out after it was sent, an answer that broke off, a stream after its first event.
     */
    public B maxRetries(@Nullable Integer maxRetries) {
        settings.maxRetries = maxRetries;
        return self();
    }

    /** The largest plain answer and the largest whole stream, in bytes after decompression. Default: 256 MB. */
    public B maxResponseBytes(@Nullable Long maxResponseBytes) {
        settings.maxResponseBytes = maxResponseBytes;
        return self();
    }

    /** Like {@link #maxResponseBytes(Long)}. */
    public B maxResponseBytes(long maxResponseBytes) {
        return maxResponseBytes(Long.valueOf(maxResponseBytes));
    }

    /**
     * Allows {@code http://} for a host that is not this machine: the key is then sent in the clear. Default: false.
     */
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

    /** The logger. Default: the logger named {@code dev.langchain4j.model.openrouter}. */
    public B logger(@Nullable Logger logger) {
        settings.logger = logger;
        return self();
    }

    /**
     * Your own client, for a proxy, TLS or interceptors. The library's client is derived from it and shares its
     * connections and the threads of its dispatcher (streams run there), with the library's time limits and retries,
     * and without its cache. It is never closed. Its event listeners and executor must not block: the thread that
     * enforces the time limits of all calls can call them. Set {@code TCP_NODELAY} on its sockets: OkHttp does not, and
     * requests of a few KB then wait about 40 ms. Default: the library's own client.
     */
    public B okHttpClient(@Nullable OkHttpClient okHttpClient) {
        settings.okHttpClient = okHttpClient;
        return self();
    }

    /**
     * Limits on the use of the data of every request; no request can loosen it. Default: the account's settings and
     * each request decide.
     */
    public B dataPolicy(@Nullable OpenRouterDataPolicy dataPolicy) {
        settings.dataPolicy = dataPolicy;
        return self();
    }

    /**
     * Delays calls of free models to stay within their limits. Default: none; calls are sent at once, and can fail with
     * 429.
     */
    public B freeModelPacer(@Nullable OpenRouterFreeModelPacer freeModelPacer) {
        settings.freeModelPacer = freeModelPacer;
        return self();
    }

    /**
     * Delays calls of all models to stay within a number of requests and tokens a minute, and of calls at once.
     * Default: none; calls are sent at once.
     */
    public B rateLimiter(@Nullable OpenRouterRateLimiter rateLimiter) {
        settings.rateLimiter = rateLimiter;
        return self();
    }

    /**
     * The spending limit, shared with every other place that sets the same budget. A call that could exceed it throws
     * an {@link OpenRouterBudgetExceededException} and is not sent. Applies to everything that costs money. Default: no
     * limit.
     */
    public B budget(@Nullable OpenRouterBudget budget) {
        settings.budget = budget;
        return self();
    }

    /**
     * Gets the cost of every call: chat, streams, embeddings, reranking, decisions, images, speech and transcripts.
     * Default: none.
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

    /** Starts with the settings of the {@link OpenRouter} that creates this builder, and shares its connections. */
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
