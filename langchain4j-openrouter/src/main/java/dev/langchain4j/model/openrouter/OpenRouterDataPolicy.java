package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.http.UrlRules;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Limits on the use of the data of every request of a connection. A request that asks for less is refused before it is
 * sent. A model of an {@link OpenRouter} can tighten the policy it inherits, not loosen it. If the policy forbids data
 * collection or retention, models for images, speech, transcription and batches cannot be built, because OpenRouter has
 * no such setting there.
 *
 * <pre>{@code
 * OpenRouter.builder().dataPolicy(OpenRouterDataPolicy.builder()
 *         .denyDataCollection(true)
 *         .zeroDataRetention(true)
 *         .allowedBaseUrls(OpenRouterDataPolicy.EU)
 *         .build())
 * }</pre>
 *
 * @see <a href="https://openrouter.ai/docs/guides/features/zdr">Zero data retention</a>
 */
public final class OpenRouterDataPolicy {

    /** The base URL whose requests stay in the European Union; the account must be enabled for it. */
    public static final String EU = "https://eu.openrouter.ai/api/v1";

    /** The base URL whose requests stay in the United States; the account must be enabled for it. */
    public static final String US = "https://us.openrouter.ai/api/v1";

    /** The setter, as messages name it. */
    static final String URLS = "dataPolicy.allowedBaseUrls";

    static final OpenRouterDataPolicy NONE = builder().build();

    private final boolean denyDataCollection;
    private final boolean zeroDataRetention;
    private final List<String> allowedBaseUrls;

    private OpenRouterDataPolicy(boolean denyDataCollection, boolean zeroDataRetention, List<String> allowedBaseUrls) {
        this.denyDataCollection = denyDataCollection;
        this.zeroDataRetention = zeroDataRetention;
        this.allowedBaseUrls = List.copyOf(allowedBaseUrls);
    }

    /** A builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /** The requirements of both. */
    OpenRouterDataPolicy and(OpenRouterDataPolicy other) {
        List<String> urls = allowedBaseUrls.isEmpty()
                ? other.allowedBaseUrls
                : allowedBaseUrls.stream()
                        .filter(url -> other.allowedBaseUrls.isEmpty() || other.allowedBaseUrls.contains(url))
                        .toList();
        if (urls.isEmpty() && !allowedBaseUrls.isEmpty()) {
            throw new IllegalArgumentException("dataPolicy: no base URL is allowed by both this policy "
                    + other.allowedBaseUrls + " and the inherited one " + allowedBaseUrls);
        }
        return new OpenRouterDataPolicy(
                denyDataCollection || other.denyDataCollection, zeroDataRetention || other.zeroDataRetention, urls);
    }

    /**
     * The base URL to use.
     *
     * @param given what the user set
     * @throws IllegalArgumentException if that is not allowed
     */
    @Nullable
    String baseUrl(@Nullable String given) {
        if (allowedBaseUrls.isEmpty()) {
            return given;
        }
        if (given == null) {
            return allowedBaseUrls.get(0);
        }
        if (!allowedBaseUrls.contains(withoutSlash(given))) {
            throw new IllegalArgumentException(
                    "baseUrl '" + given + "' is not among the allowedBaseUrls of dataPolicy: " + allowedBaseUrls);
        }
        return given;
    }

    /**
     * For the one endpoint that is not below the base URL.
     *
     * @throws IllegalArgumentException if no allowed base URL has its origin
     */
    void checkDecisionsUrl(String url) {
        String origin = UrlRules.origin(url);
        if (!allowedBaseUrls.isEmpty()
                && allowedBaseUrls.stream().map(UrlRules::origin).noneMatch(origin::equals)) {
            throw new IllegalArgumentException("decisionsUrl '" + url + "' is not on a host of the allowedBaseUrls of"
                    + " dataPolicy: " + allowedBaseUrls);
        }
    }

    /**
     * The {@code provider} of a request, with what this policy demands; for every endpoint that takes one.
     *
     * @throws IllegalArgumentException if the request asks for less
     */
    @Nullable
    OpenRouterProviderPreferences applyTo(@Nullable OpenRouterProviderPreferences asked) {
        if (!denyDataCollection && !zeroDataRetention) {
            return asked;
        }
        var builder = asked == null ? OpenRouterProviderPreferences.builder() : asked.toBuilder();
        if (denyDataCollection) {
            refuseOther(asked, OpenRouterProviderPreferences.DATA_COLLECTION, "deny", "denyDataCollection");
            builder.dataCollection("deny");
        }
        if (zeroDataRetention) {
            refuseOther(asked, OpenRouterProviderPreferences.ZDR, true, "zeroDataRetention");
            builder.zdr(true);
        }
        return builder.build();
    }

    /** @throws IllegalArgumentException if the request turns the cache on and nothing may be kept */
    void check(@Nullable OpenRouterResponseCache cache) {
        if (zeroDataRetention && cache != null && cache.enabled()) {
            throw new IllegalArgumentException(
                    "responseCache must be off, because dataPolicy has zeroDataRetention and the cache keeps answers");
        }
    }

    /**
     * The headers of a request, with the response cache off if nothing may be kept: a preset can turn it on.
     *
     * @param headers found in any case; changed
     * @throws IllegalArgumentException if they turn it on
     */
    Map<String, String> applyTo(Map<String, String> headers) {
        if (!zeroDataRetention) {
            return headers;
        }
        String asked = headers.put(OpenRouterResponseCache.HEADER, "false");
        if (asked != null && !asked.strip().equalsIgnoreCase("false")) {
            throw new IllegalArgumentException("The header " + OpenRouterResponseCache.HEADER
                    + " must be false, because dataPolicy has zeroDataRetention and the cache keeps answers");
        }
        return headers;
    }

    /**
     * For endpoints without such preferences: refuses a policy that nothing would enforce.
     *
     * @throws IllegalArgumentException if the policy requires anything
     */
    void refuseAt(String path) {
        if (denyDataCollection || zeroDataRetention) {
            throw new IllegalArgumentException("dataPolicy has "
                    + (zeroDataRetention ? "zeroDataRetention" : "denyDataCollection")
                    + ", which OpenRouter cannot be asked for at " + path + ". Enforce it in the account's privacy"
                    + " settings or with a guardrail, and make this model from a connection without it");
        }
    }

    private static void refuseOther(
            @Nullable OpenRouterProviderPreferences asked, String field, Object demanded, String setter) {
        Object value = asked == null ? null : asked.toMap().get(field);
        if (value != null && !value.equals(demanded)) {
            throw new IllegalArgumentException("provider." + field + " must be " + demanded
                    + ", because dataPolicy has " + setter + ", but the request says " + value);
        }
    }

    private static String withoutSlash(String url) {
        return url.strip().replaceAll("/+$", "");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OpenRouterDataPolicy that
                && denyDataCollection == that.denyDataCollection
                && zeroDataRetention == that.zeroDataRetention
                && allowedBaseUrls.equals(that.allowedBaseUrls);
    }

    @Override
    public int hashCode() {
        return Objects.hash(denyDataCollection, zeroDataRetention, allowedBaseUrls);
    }

    @Override
    public String toString() {
        return "OpenRouterDataPolicy{denyDataCollection=" + denyDataCollection + ", zeroDataRetention="
                + zeroDataRetention + ", allowedBaseUrls=" + allowedBaseUrls + "}";
    }

    /** Collects demands. Not for several threads at once. */
    public static final class Builder {

        private boolean denyDataCollection;
        private boolean zeroDataRetention;
        private List<String> allowedBaseUrls = List.of();

        private Builder() {}

        /** Whether providers that keep prompts or train on them are left out. Default: no. */
        public Builder denyDataCollection(boolean denyDataCollection) {
            this.denyDataCollection = denyDataCollection;
            return this;
        }

        /**
         * Whether only endpoints with zero data retention are used. OpenRouter's own response cache is then refused as
         * well, and turned off where a preset turns it on. Default: no.
         */
        public Builder zeroDataRetention(boolean zeroDataRetention) {
            this.zeroDataRetention = zeroDataRetention;
            return this;
        }

        /**
         * The allowed base URLs; the first is used if no {@code baseUrl} is set. None: all.
         *
         * @throws IllegalArgumentException if one is not an http or https URL, or has user info, a query or a fragment
         */
        public Builder allowedBaseUrls(String... allowedBaseUrls) {
            List<String> given = SetterChecks.list(URLS, allowedBaseUrls);
            this.allowedBaseUrls = given == null
                    ? List.of()
                    : given.stream()
                            .map(url -> UrlRules.baseUrl(URLS, url, true))
                            .toList();
            return this;
        }

        /** The policy, detached from this builder. */
        public OpenRouterDataPolicy build() {
            return new OpenRouterDataPolicy(denyDataCollection, zeroDataRetention, allowedBaseUrls);
        }
    }
}
