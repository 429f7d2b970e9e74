package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;

/** {@code GET /key}: a key without a limit, with its charges as usage; of a key that was made here, its own limit. */
final class KeyEndpoint implements Endpoint {

    private static final List<String> MANAGED =
            List.of("label", "limit", "limit_remaining", "limit_reset", "include_byok_in_limit", "expires_at");

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/key";
    }

    @Override
    public Reply reply(Call call) {
        ErrorAnswer refused = call.isManagement() ? null : call.refusedKey();
        if (refused != null) {
            return refused.content(call, this);
        }
        BigDecimal used = call.backend().paidBy(call.key());
        ObjectNode body = Json.object();
        ObjectNode data = body.putObject("data");
        data.put("label", "sk-or-v1-sta...din")
                .putNull("limit")
                .putNull("limit_remaining")
                .putNull("limit_reset")
                .put("include_byok_in_limit", false);
        List.of("usage", "usage_daily", "usage_weekly", "usage_monthly").forEach(field -> data.put(field, used));
        List.of("byok_usage", "byok_usage_daily", "byok_usage_weekly", "byok_usage_monthly")
                .forEach(field -> data.put(field, 0));
        data.put("is_free_tier", false)
                .put("is_management_key", call.isManagement())
                .put("is_provisioning_key", call.isManagement())
                .put("creator_user_id", "user_2standin")
                .putNull("expires_at");
        ManagedKey made = call.backend().keys().withText(call.key());
        if (made != null) {
            MANAGED.forEach(field -> data.set(field, made.json(used).path(field)));
        }
        data.putObject("rate_limit").put("requests", -1).put("interval", "10s").put("note", "deprecated");
        int free = call.backend().freeCalls();
        data.putObject("free_model_daily_requests")
                .put("limit", 1000)
                .put("used", free)
                .put("remaining", Math.max(0, 1000 - free));
        return Reply.json(200, body);
    }
}
