package dev.langchain4j.model.openrouter;

import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openrouter.internal.api.ApiConnection;
import dev.langchain4j.model.openrouter.internal.api.ApiKeys;
import dev.langchain4j.model.openrouter.internal.api.BatchRivals;
import dev.langchain4j.model.openrouter.internal.api.KeyRing;
import dev.langchain4j.model.openrouter.internal.api.OpenRouterApi;
import dev.langchain4j.model.openrouter.internal.api.RememberedModelIds;
import dev.langchain4j.model.openrouter.internal.api.RequestHeaders;
import dev.langchain4j.model.openrouter.internal.api.UserKeys;
import dev.langchain4j.model.openrouter.internal.cost.CostBatchBook;
import dev.langchain4j.model.openrouter.internal.http.ClassPath;
import dev.langchain4j.model.openrouter.internal.http.Credentials;
import dev.langchain4j.model.openrouter.internal.http.HeaderRules;
import dev.langchain4j.model.openrouter.internal.http.HttpSettings;
import dev.langchain4j.model.openrouter.internal.http.JsonHttpClient;
import dev.langchain4j.model.openrouter.internal.http.KeyLook;
import dev.langchain4j.model.openrouter.internal.http.RequestLog;
import dev.langchain4j.model.openrouter.internal.http.RetryPolicy;
import dev.langchain4j.model.openrouter.internal.http.SecretHeaders;
import dev.langchain4j.model.openrouter.internal.http.Time;
import dev.langchain4j.model.openrouter.internal.http.TimeLimits;
import dev.langchain4j.model.openrouter.internal.http.UrlRules;
import dev.langchain4j.model.openrouter.internal.threads.CallerContext;
import dev.langchain4j.model.scoring.request.ScoringRequestParameters;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The values of {@link ConnectionBuilder}'s setters, the defaults for the rest, and the checks. An {@link OpenRouter}
 * passes a copy to the builders that it creates.
 */
final class ConnectionSettings implements Cloneable {

    private static final String BASE_PATH = "/api/v1";
    private static final String DEFAULT_BASE_URL = "https://openrouter.ai" + BASE_PATH;
    private static final String DECISIONS_PATH = "/api/alpha/decisions";
    private static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);
    /** Means "no limit", however it was set: OkHttp counts milliseconds in an int, this library counts nanoseconds. */
    private static final Duration LONGEST_LIMIT = Duration.ofMillis(Integer.MAX_VALUE);

    private static final Duration DEFAULT_STREAM_IDLE_TIMEOUT = Duration.ofSeconds(60);
    private static final int DEFAULT_MAX_RETRIES = 2;
    private static final long DEFAULT_MAX_RESPONSE_BYTES = 256L * 1024 * 1024;
    private static final int MAX_EVENT_BYTES = 32 * 1024 * 1024;
    private static final String LOGGER = "dev.langchain4j.model.openrouter";

    @Nullable
    Supplier<@Nullable String> apiKey;

    /** The {@link #apiKey} that is known before a call, to be checked then. */
    @Nullable
    String givenKey;

    /** Instead of {@link #apiKey}. */
    @Nullable
    KeyRing keys;

    /** Secrets in the bodies of requests. */
    List<String> hidden = List.of();

    @Nullable
    String baseUrl;

    @Nullable
    String siteUrl;

    @Nullable
    String appName;

    @Nullable
    List<String> appCategories;

    @Nullable
    Supplier<Map<String, String>> customHeaders;

    /** The {@code customHeaders} that are known before a call, to be checked then. */
    @Nullable
    Map<String, String> givenHeaders;

    @Nullable
    List<String> secretHeaders;

    @Nullable
    Duration timeout;

    @Nullable
    Duration connectTimeout;

    @Nullable
    Duration totalTimeout;

    @Nullable
    Duration streamIdleTimeout;

    @Nullable
    Integer maxRetries;

    @Nullable
    Boolean retryBrokenAnswers;

    @Nullable
    Long maxResponseBytes;

    @Nullable
    Boolean allowPlainHttp;

    @Nullable
    Boolean logRequests;

    @Nullable
    Boolean logResponses;

    @Nullable
    Logger logger;

    @Nullable
    OkHttpClient okHttpClient;

    @Nullable
    OpenRouterModelAliases modelAliases;

    @Nullable
    OpenRouterFreeModelPacer freeModelPacer;

    @Nullable
    OpenRouterRateLimiter rateLimiter;

    @Nullable
    OpenRouterBudget budget;

    @Nullable
    OpenRouterCostListener costListener;

    @Nullable
    OpenRouterDataPolicy dataPolicy;

    /** The policy of the {@link OpenRouter} with these settings, which none of its models can loosen. */
    @Nullable
    OpenRouterDataPolicy inheritedDataPolicy;

    Time time = Time.system();

    /** Shared by every copy. */
    private final RememberedModelIds modelIds = new RememberedModelIds();

    /** Shared by every copy. */
    final CostBatchBook batchBook = new CostBatchBook();

    /** Shared by every copy. */
    final BatchRivals batchRivals = new BatchRivals();

    /** The client whose connections, threads and watch are shared; null for a separate connection. */
    @Nullable
    JsonHttpClient shared;

    /** The catalog of the connection with these settings; null for a model with its own connection. */
    @Nullable
    CatalogCache catalog;

    ConnectionSettings copy() {
        try {
            return (ConnectionSettings) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    CatalogFacts catalogFacts(CatalogCache catalog) {
        return new CatalogFacts(catalog, aliases(), time, log());
    }

    OpenRouterModelAliases aliases() {
        return modelAliases == null ? OpenRouterModelAliases.defaults() : modelAliases;
    }

    /** Suggests a replacement for an unknown model. */
    CatalogSuggestions suggestions(OpenRouterApi api) {
        return new CatalogSuggestions(catalog, api);
    }

    /** @param api fetches the catalog of a model with its own connection */
    CatalogCache catalog(OpenRouterApi api) {
        return catalog == null ? new CatalogCache(api, CatalogCache.TIME_TO_LIVE, null, time, log()) : catalog;
    }

    /** @param listeners the model's own; the ledgers among them count too */
    CostMeter costMeter(OpenRouterApi api, List<?> listeners) {
        return costMeter(api, listeners, catalog(api));
    }

    CostMeter costMeter(OpenRouterApi api, List<?> listeners, CatalogCache catalog) {
        Set<OpenRouterCostListener> ledgers = new LinkedHashSet<>();
        if (costListener != null) {
            ledgers.add(costListener);
        }
        for (Object listener : listeners) {
            if (listener instanceof OpenRouterCostListener ledger) {
                ledgers.add(ledger);
            }
        }
        return new CostMeter(
                budget,
                keys == null && apiKey == null ? null : () -> ExceptionMapper.call(api::requiredKey),
                ledgers,
                rateLimiter == null ? null : rateLimiter.limiter(),
                catalog,
                CostMeteredBatch.lookup(api),
                time,
                log());
    }

    Logger log() {
        return logger == null ? LoggerFactory.getLogger(LOGGER) : logger;
    }

    OpenRouterApi connect() {
        return connect(http());
    }

    OpenRouterApi connect(JsonHttpClient http) {
        return connect(http, ofEachKey(http));
    }

    private List<OpenRouterApi> ofEachKey(JsonHttpClient http) {
        if (keys == null) {
            return List.of();
        }
        return keys.parts().stream()
                .map(key -> {
                    ConnectionSettings ofKey = copy();
                    ofKey.keys = key;
                    ofKey.shared = http;
                    return ofKey.connect(ofKey.http(), List.of());
                })
                .toList();
    }

    private OpenRouterApi connect(JsonHttpClient http, List<OpenRouterApi> ofEachKey) {
        ApiConnection connection = connection(http);
        TimeLimits plain = connection.limits();
        return new OpenRouterApi(
                connection,
                new TimeLimits(
                        plain.toAnswer(),
                        positive("streamIdleTimeout", streamIdleTimeout, DEFAULT_STREAM_IDLE_TIMEOUT),
                        "streamIdleTimeout",
                        plain.total()),
                freeModelPacer == null ? null : freeModelPacer.pacer(),
                modelIds,
                ofEachKey);
    }

    /** @param secrets in the requests, which are not logged either */
    UserKeys userKeys(List<String> secrets) {
        ConnectionSettings quiet = copy();
        quiet.keys = null;
        quiet.hidden = secrets;
        quiet.logRequests = false;
        quiet.logResponses = false;
        return new UserKeys(connection(quiet.http()));
    }

    private ApiConnection connection(JsonHttpClient http) {
        return new ApiConnection(http, headers(), plainLimits(), time);
    }

    private TimeLimits plainLimits() {
        Duration toAnswer = positive("timeout", timeout, DEFAULT_TIMEOUT);
        Duration total = totalTimeout == null ? null : positive("totalTimeout", totalTimeout, totalTimeout);
        return new TimeLimits(toAnswer, toAnswer, total);
    }

    private RequestHeaders headers() {
        checkHeaders();
        return new RequestHeaders(
                keys == null ? apiKey : keys, siteUrl, appName, appCategories, customHeaders, dataPolicy()::applyTo);
    }

    JsonHttpClient http() {
        String problem = ClassPath.problem(() -> ScoringRequestParameters.class, () -> ChatModel.class);
        if (problem != null) {
            throw new LangChain4jException(problem);
        }
        HttpSettings settings = new HttpSettings(
                checkedBaseUrl(),
                okHttpClient,
                positive("connectTimeout", connectTimeout, DEFAULT_CONNECT_TIMEOUT),
                new RetryPolicy(checkedMaxRetries(), Boolean.TRUE.equals(retryBrokenAnswers), time),
                checkedMaxResponseBytes(),
                MAX_EVENT_BYTES,
                new SecretHeaders(secretHeaders == null ? List.of() : secretHeaders),
                keys == null ? Credentials.hiding(hidden) : keys,
                new RequestLog(log(), Boolean.TRUE.equals(logRequests), Boolean.TRUE.equals(logResponses)),
                CallerContext::capture);
        return shared == null ? new JsonHttpClient(settings) : shared.with(settings);
    }

    OpenRouterDataPolicy dataPolicy() {
        OpenRouterDataPolicy own = dataPolicy == null ? OpenRouterDataPolicy.NONE : dataPolicy;
        return inheritedDataPolicy == null ? own : inheritedDataPolicy.and(own);
    }

    String checkedBaseUrl() {
        boolean plainHttp = Boolean.TRUE.equals(allowPlainHttp);
        String given = baseUrl == null ? null : UrlRules.baseUrl("baseUrl", baseUrl, plainHttp);
        String allowed = dataPolicy().baseUrl(given);
        return allowed == null ? DEFAULT_BASE_URL : UrlRules.baseUrl(OpenRouterDataPolicy.URLS, allowed, plainHttp);
    }

    /**
     * The URL of the decisions endpoint, which is beside {@code /api/v1} and not below it.
     *
     * @param own null: derived from the base URL
     */
    String checkedDecisionsUrl(@Nullable String own) {
        if (own != null) {
            String url = UrlRules.endpoint(
                    "decisionsUrl",
                    own,
                    UrlRules.origin(DEFAULT_BASE_URL) + DECISIONS_PATH,
                    Boolean.TRUE.equals(allowPlainHttp));
            dataPolicy().checkDecisionsUrl(url);
            return url;
        }
        String base = checkedBaseUrl();
        return base.endsWith(BASE_PATH)
                ? base.substring(0, base.length() - BASE_PATH.length()) + DECISIONS_PATH
                : UrlRules.origin(base) + DECISIONS_PATH;
    }

    private void checkHeaders() {
        if (keys == null && givenKey != null) {
            ApiKeys.check("apiKey", givenKey);
        }
        if (siteUrl != null && !siteUrl.isBlank()) {
            HeaderRules.check("siteUrl", "HTTP-Referer", siteUrl);
            UrlRules.siteUrl(siteUrl);
        }
        if (appName != null) {
            checkAppName(appName);
        }
        if (appCategories != null) {
            appCategories.forEach(category -> HeaderRules.check("appCategories", "X-OpenRouter-Categories", category));
        }
        if (givenHeaders != null) {
            givenHeaders.forEach((name, value) -> HeaderRules.check("customHeaders", name, value));
        }
    }

    private int checkedMaxRetries() {
        if (maxRetries != null && maxRetries < 0) {
            throw new IllegalArgumentException("maxRetries must be 0 or more, but is " + maxRetries);
        }
        return maxRetries == null ? DEFAULT_MAX_RETRIES : maxRetries;
    }

    private long checkedMaxResponseBytes() {
        long bytes = maxResponseBytes == null ? DEFAULT_MAX_RESPONSE_BYTES : maxResponseBytes;
        if (bytes < 1 || bytes > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "maxResponseBytes must be between 1 and " + (Integer.MAX_VALUE - 8) + ", but is " + bytes);
        }
        return bytes;
    }

    private static Duration positive(String setter, @Nullable Duration value, Duration ifUnset) {
        SetterChecks.positive(setter, value);
        Duration limit = value == null ? ifUnset : value;
        return limit.compareTo(LONGEST_LIMIT) < 0 ? limit : LONGEST_LIMIT;
    }

    static void checkAppName(String appName) {
        if (!HeaderRules.allowsValue(appName)) {
            throw new IllegalArgumentException(
                    "appName must be visible ASCII, as HTTP headers are, but is " + KeyLook.quoted(appName));
        }
    }
}
