package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.openrouter.test.Ledger.Charge;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /activity}, with the management key: a row per model. OpenRouter shows completed days only, so all charges
 * count as made yesterday. Of the filters, {@code date} has an effect.
 */
final class ActivityEndpoint implements Endpoint {

    private static final int DAYS = 30;

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/activity";
    }

    @Override
    public Reply reply(Call call) {
        ErrorAnswer refused = call.refusedManagement();
        if (refused != null) {
            return refused.content(call, this);
        }
        LocalDate yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1);
        String asked = call.request().queryParameters().get("date");
        LocalDate day = asked == null ? yesterday : day(asked);
        if (day == null || day.isAfter(yesterday) || day.isBefore(yesterday.minusDays(DAYS - 1))) {
            day = call.backend().isLenient() ? yesterday : null;
        }
        if (day == null) {
            return Answer.error(400, "date: expected one of the last " + DAYS + " completed UTC days, as YYYY-MM-DD")
                    .userId(null)
                    .content(call, this);
        }
        ObjectNode body = Json.object();
        body.putArray("data");
        if (day.equals(yesterday)) {
            byModel(call)
                    .forEach((model, charges) -> body.withArray("/data").add(row(call, yesterday, model, charges)));
        }
        return Reply.json(200, body);
    }

    private static @Nullable LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static Map<String, List<Charge>> byModel(Call call) {
        return call.backend().ledger().charges().stream()
                .collect(Collectors.groupingBy(Charge::model, LinkedHashMap::new, Collectors.toList()));
    }

    private static ObjectNode row(Call call, LocalDate day, String model, List<Charge> charges) {
        Ledger ledger = new Ledger(charges);
        Catalog catalog = call.backend().catalog();
        JsonNode known = catalog.model(model);
        return Json.object()
                .put("date", day.toString())
                .put("model", model)
                .put(
                        "model_permaslug",
                        known == null ? model : known.path("canonical_slug").asText(model))
                .put(
                        "endpoint_id",
                        UUID.nameUUIDFromBytes(Json.bytes(Json.object().put("model", model)))
                                .toString())
                .put("provider_name", catalog.provider(model))
                .put("usage", ledger.cost())
                .put("byok_usage_inference", BigDecimal.ZERO)
                .put("requests", charges.size())
                .put("prompt_tokens", ledger.promptTokens())
                .put("completion_tokens", ledger.completionTokens())
                .put("reasoning_tokens", 0);
    }
}
