package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.openrouter.test.Backend.Generation;
import java.math.BigDecimal;

/** The common part of the endpoints for images and audio: refusals of models, and charges. */
abstract class MediaEndpoint extends PostEndpoint {

    private final String output;

    /** @param output the modality that a model must have */
    MediaEndpoint(String path, String output, FieldRules rules) {
        super(path, rules);
        this.output = output;
    }

    @Override
    final Reply answer(Call call, JsonNode body) {
        ErrorAnswer wrongModel = wrongModel(call, output);
        return wrongModel == null ? make(call, call.modelOrAsAsked()) : refuse(call, wrongModel);
    }

    abstract Reply make(Call call, String model);

    /** Adds the price of this number of {@code units} to the usage, and records it. */
    static ObjectNode charge(
            Call call, Generation generation, String model, ObjectNode usage, String price, BigDecimal units) {
        BigDecimal cost =
                call.backend().catalog().price(model, price).multiply(units).stripTrailingZeros();
        usage.put("cost", cost.signum() == 0 ? BigDecimal.ZERO : cost);
        call.backend().charge(generation, model, usage);
        return usage;
    }
}
