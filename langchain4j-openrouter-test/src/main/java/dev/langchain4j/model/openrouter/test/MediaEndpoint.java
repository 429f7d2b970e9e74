package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.openrouter.test.Backend.Generation;
import java.math.BigDecimal;

/** What the endpoints for images and audio have in common: what they refuse, and how they charge. */
abstract class MediaEndpoint implements Endpoint {

    private final String path;
    private final String output;

    /** @param output the modality that a model must have */
    MediaEndpoint(String path, String output) {
        this.path = path;
        this.output = output;
    }

    @Override
    public final String method() {
        return "POST";
    }

    @Override
    public final String path() {
        return path;
    }

    @Override
    public final Reply reply(Call call) {
        if (!call.hasKey()) {
            return refuse(call, Answer.error(401, "No auth credentials found"));
        }
        JsonNode body = call.body();
        if (!body.isObject()) {
            return refuse(call, Answer.error(400, "Invalid JSON in request body"));
        }
        String asked = body.path("model").asText();
        String model = call.backend().catalog().resolve(asked);
        if (model == null) {
            return refuse(call, call.unknownModel());
        }
        if (!call.backend().catalog().produces(model, output)) {
            return refuse(call, Answer.error(400, asked + " is not a valid model ID for " + output));
        }
        return make(call, model);
    }

    abstract Reply make(Call call, String model);

    final Reply refuse(Call call, ErrorAnswer error) {
        return error.content(call, this);
    }

    /** Adds the price of so many {@code units} to the usage, and books it. */
    static ObjectNode charge(
            Call call, Generation generation, String model, ObjectNode usage, String price, BigDecimal units) {
        BigDecimal cost =
                call.backend().catalog().price(model, price).multiply(units).stripTrailingZeros();
        usage.put("cost", cost.signum() == 0 ? BigDecimal.ZERO : cost);
        call.backend().charge(generation.id(), model, usage);
        return usage;
    }
}
