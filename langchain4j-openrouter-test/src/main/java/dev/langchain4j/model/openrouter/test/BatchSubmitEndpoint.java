package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code POST /batches}: refuses what OpenRouter refuses at once, and accepts the rest with status 202. */
final class BatchSubmitEndpoint extends PostEndpoint {

    private static final FieldRules RULES = new FieldRules()
            .text("endpoint", Integer.MAX_VALUE)
            .text("model", Integer.MAX_VALUE)
            .object("provider")
            .texts("provider.only", Integer.MAX_VALUE)
            .flag("provider.allow_fallbacks")
            .word("completion_window", "24h")
            .matching("callback_url", "https://.+");

    private static final int MAX_LINES = 5_000;
    private static final String VARIANT = ":batch";
    private static final Map<String, String> PATHS =
            Map.of("/v1/chat/completions", "/chat/completions", "/v1/embeddings", "/embeddings");

    BatchSubmitEndpoint() {
        super("/batches", RULES);
    }

    @Override
    Reply answer(Call call, JsonNode body) {
        if (!isInOrder(body)) {
            return refuse(call, 400, "\"endpoint\" and \"model\" must come before \"requests\", which must come last");
        }
        boolean lenient = call.backend().isLenient();
        String problem = problem(body, lenient);
        if (problem != null) {
            return refuse(call, 400, problem);
        }
        String model = body.path("model").asText();
        if (model.endsWith(":online")) {
            return refuse(call, 422, "Batches do not support the :online variant");
        }
        String base = model.endsWith(VARIANT) ? model.substring(0, model.length() - VARIANT.length()) : model;
        Catalog catalog = call.backend().catalog();
        if (catalog.model(base) == null) {
            return refuse(call, call.unknownModel(400, base));
        }
        if (catalog.model(base + VARIANT) == null) {
            return refuse(
                    call,
                    call.missing(
                            base + VARIANT,
                            Answer.error(400, "Model '" + base + "' does not have a :batch endpoint.")));
        }
        SubmittedBatch batch = call.backend()
                .batches()
                .add(
                        body,
                        catalog.provider(base),
                        line -> result(
                                call, line, PATHS.get(body.path("endpoint").asText()), base + VARIANT),
                        lenient ? null : failure(body));
        return Reply.json(202, batch.json(false));
    }

    private static boolean isInOrder(JsonNode body) {
        return body.has("endpoint")
                && body.has("model")
                && DecisionsEndpoint.ids(body).indexOf("requests") == body.size() - 1;
    }

    private static @Nullable String problem(JsonNode body, boolean lenient) {
        if (!PATHS.containsKey(body.path("endpoint").asText())) {
            return "Unknown endpoint " + body.path("endpoint").asText();
        }
        for (Map.Entry<String, JsonNode> preference : body.path("provider").properties()) {
            if (!lenient && !Set.of("only", "allow_fallbacks").contains(preference.getKey())) {
                return "provider." + preference.getKey() + " is not supported for batches";
            }
        }
        JsonNode requests = body.path("requests");
        if (!requests.isArray() || requests.isEmpty() || !lenient && requests.size() > MAX_LINES) {
            return "requests must be an array of 1 to " + MAX_LINES + " items";
        }
        Set<String> ids = new HashSet<>();
        for (JsonNode line : requests) {
            if (!line.path("custom_id").isTextual()) {
                return "requests." + ids.size() + ".custom_id" + FieldRules.expected("string", line.path("custom_id"));
            }
            if (!line.path("body").isObject()) {
                return "requests." + ids.size() + ".body" + FieldRules.expected("object", line.path("body"));
            }
            if (!ids.add(line.path("custom_id").asText())) {
                return "Duplicate custom_id " + line.path("custom_id").asText();
            }
            JsonNode model = line.at("/body/model");
            if (!model.isMissingNode() && !model.equals(body.path("model"))) {
                return "body.model must equal the model of the batch";
            }
        }
        return null;
    }

    /** What OpenRouter finds only after it has accepted the batch. */
    private static @Nullable String failure(JsonNode body) {
        boolean embeds = body.path("endpoint").asText().equals("/v1/embeddings");
        for (JsonNode line : body.path("requests")) {
            String what = embeds
                    ? BatchLineRules.ofEmbeddings(line.path("body"))
                    : BatchLineRules.ofChat(
                            line.path("body"), body.path("model").asText());
            if (what != null) {
                return "Line " + line.path("custom_id").asText() + ": " + what + " not supported";
            }
        }
        return null;
    }

    /** The answer of a live request with the same body, at the price of the variant. */
    private static ObjectNode result(Call call, JsonNode line, String path, String model) {
        ObjectNode body = line.path("body").deepCopy();
        body.put("model", model);
        RecordedRequest live =
                new RecordedRequest("POST", path, true, "", call.request().headers(), Json.bytes(body));
        return BatchLine.of(line.path("custom_id").asText(), call.backend().live(live));
    }
}
