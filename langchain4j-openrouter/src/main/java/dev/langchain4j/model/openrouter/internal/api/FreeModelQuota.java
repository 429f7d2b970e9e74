package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.api.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The calls of free models that an account may make a day, as {@code GET /key} reports them.
 *
 * @param limit a day in UTC
 * @param used today, by all users of the account
 */
record FreeModelQuota(int limit, int used) {

    private static final int WITH_CREDITS = 1000;
    private static final int WITHOUT_CREDITS = 50;

    /**
     * If the key does not report a limit, OpenRouter enforces it: a limit too high costs a 429, one too low loses the
     * day.
     */
    static final FreeModelQuota UNKNOWN = new FreeModelQuota(WITH_CREDITS, 0);

    static FreeModelQuota of(JsonObject key) {
        JsonObject reported = key.object("free_model_daily_requests");
        if (reported == null) { // until September 2026
            return Boolean.TRUE.equals(key.flag("is_free_tier")) ? new FreeModelQuota(WITHOUT_CREDITS, 0) : UNKNOWN;
        }
        Integer limit = reported.integer("limit");
        return new FreeModelQuota(
                limit == null || limit < 0 ? Integer.MAX_VALUE : limit, // the account is exempt; -1 is no limit, too
                used(limit, reported.integer("used"), reported.integer("remaining")));
    }

    private static int used(@Nullable Integer limit, @Nullable Integer used, @Nullable Integer remaining) {
        if (used != null) {
            return Math.max(0, used);
        }
        return limit == null || remaining == null ? 0 : Math.max(0, limit - remaining);
    }
}
