package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refuses a request whose preferences exclude the one endpoint of its model, by its data policy or its price. */
final class EndpointFilter {

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    /** The prices that a request limits per million tokens; it limits others per unit. */
    private static final List<String> PER_MILLION = List.of("prompt", "completion");

    private EndpointFilter() {}

    /** The refusal; null if the endpoint may answer. */
    static @Nullable ErrorAnswer refusal(Call call) {
        JsonNode preferences = call.body().path("provider");
        if (isOnlyFree(call) && preferences.path("zdr").asBoolean()) {
            return policy("Zero data retention");
        }
        if (isOnlyFree(call) && preferences.path("data_collection").asText().equals("deny")) {
            return policy("Free model training");
        }
        return call.isForOneModel() && costsMore(call, preferences.path("max_price"))
                ? Answer.error(404, "No endpoints found that satisfy the max price for this request")
                : null;
    }

    /** Free models keep data and train on it: {@link ZeroDataRetentionEndpoint} lists none of them. */
    private static boolean isOnlyFree(Call call) {
        return call.body().path("models").isEmpty()
                && String.valueOf(call.model()).endsWith(":free");
    }

    private static ErrorAnswer policy(String violated) {
        return Answer.error(
                404,
                "No endpoints found matching your data policy (" + violated
                        + "). Configure: https://openrouter.ai/settings/privacy");
    }

    /** A price that the catalog does not have, or that varies, exceeds no limit. */
    private static boolean costsMore(Call call, JsonNode limits) {
        JsonNode model = call.backend().catalog().model(String.valueOf(call.model()));
        if (model == null || !limits.isObject()) {
            return false;
        }
        return limits.properties().stream()
                .filter(limit -> !limit.getValue().isNull())
                .anyMatch(limit -> {
                    BigDecimal price = new BigDecimal(
                            model.path("pricing").path(limit.getKey()).asText("0"));
                    BigDecimal unit = PER_MILLION.contains(limit.getKey()) ? MILLION : BigDecimal.ONE;
                    return price.multiply(unit)
                                    .compareTo(new BigDecimal(limit.getValue().asText()))
                            > 0;
                });
    }
}
