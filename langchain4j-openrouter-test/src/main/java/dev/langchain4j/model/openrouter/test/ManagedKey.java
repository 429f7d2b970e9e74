package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A key that {@code POST /keys} has made. Thread-safe. */
final class ManagedKey {

    private static final List<String> CHANGEABLE =
            List.of("name", "disabled", "limit", "limit_reset", "include_byok_in_limit");

    private static final List<String> SPANS = List.of("", "_daily", "_weekly", "_monthly");
    private static final List<String> NULLABLE = List.of("limit", "limit_reset");

    private final String key;
    private final ObjectNode data = Json.object();

    /** @param asked the body of the request */
    ManagedKey(String key, int number, JsonNode asked) {
        this.key = key;
        data.put("hash", String.format(Locale.ROOT, "%064x", number))
                .put("label", key.substring(0, 12) + "..." + key.substring(key.length() - 3))
                .put("disabled", false)
                .putNull("limit")
                .putNull("limit_reset")
                .put("include_byok_in_limit", false)
                .put("creator_user_id", asked.path("creator_user_id").asText("user_2standin"))
                .put("workspace_id", asked.path("workspace_id").asText("0df9e665-d932-5740-b2c7-b52af166bc11"))
                .put("created_at", now())
                .putNull("updated_at")
                .put("expires_at", end(asked.path("expires_at")));
        SPANS.forEach(span -> data.put("byok_usage" + span, 0));
        set(asked);
    }

    /** A lenient server accepts what is no time: the key then has no end. */
    private static @Nullable String end(JsonNode time) {
        return ManagedKeysEndpoint.timeProblem(time) == null ? time.textValue() : null;
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    String key() {
        return key;
    }

    synchronized String hash() {
        return data.path("hash").asText();
    }

    boolean isKey(String text) {
        return key.equals(text);
    }

    synchronized boolean isDisabled() {
        return data.path("disabled").asBoolean();
    }

    /** Whether it is neither disabled nor over. */
    synchronized boolean works() {
        JsonNode end = data.path("expires_at");
        return !isDisabled() && (end.isNull() || Instant.parse(end.asText()).isAfter(Instant.now()));
    }

    /** @param asked the fields that change */
    synchronized void change(JsonNode asked) {
        set(asked);
        data.put("updated_at", now());
    }

    private void set(JsonNode asked) {
        for (String field : CHANGEABLE) {
            if (asked.hasNonNull(field) || asked.has(field) && NULLABLE.contains(field)) {
                data.set(field, asked.path(field));
            }
        }
    }

    /** OpenRouter's answer to a call that this key does not pay for, as it has used up its limit; null if it pays. */
    synchronized @Nullable ErrorAnswer exceeded(BigDecimal used) {
        return data.path("limit").isNull() || remaining(used).signum() > 0
                ? null
                : Answer.error(
                        403,
                        "Key limit exceeded (" + data.path("limit_reset").asText("total")
                                + " limit). Manage it using https://openrouter.ai/settings/keys");
    }

    /** @param used what it has paid, all of it today */
    synchronized ObjectNode json(BigDecimal used) {
        ObjectNode json = data.deepCopy();
        SPANS.forEach(span -> json.put("usage" + span, used));
        return json.put("limit_remaining", data.path("limit").isNull() ? null : remaining(used));
    }

    private BigDecimal remaining(BigDecimal used) {
        return data.path("limit").decimalValue().subtract(used).max(BigDecimal.ZERO);
    }
}
