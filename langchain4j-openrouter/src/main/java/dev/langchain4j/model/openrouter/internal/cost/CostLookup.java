package dev.langchain4j.model.openrouter.internal.cost;

import dev.langchain4j.model.openrouter.internal.api.json.JsonObject;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.Function;

/** Asks OpenRouter for the cost of a generation. */
public interface CostLookup {

    /** Empty while it is not on record; it may also throw what the question for it throws. */
    Optional<CostSettlement> find(String generationId);

    /** @param generation {@code GET /generation}; empty for a 404 */
    static CostLookup of(Function<String, Optional<JsonObject>> generation) {
        return id -> generation.apply(id).flatMap(CostLookup::settlement);
    }

    private static Optional<CostSettlement> settlement(JsonObject record) {
        BigDecimal cost = record.cost("total_cost");
        if (cost == null) {
            return Optional.empty();
        }
        return Optional.of(new CostSettlement(
                cost,
                record.cost("upstream_inference_cost"),
                Boolean.TRUE.equals(record.flag("is_byok")),
                record.label("model"),
                record.label("provider_name")));
    }
}
