package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * The common part of all endpoints with a JSON body: they refuse a key that is wrong or has used up its limit, and a
 * broken body.
 */
abstract class PostEndpoint implements Endpoint {

    private final String path;
    private final FieldRules rules;

    /** @param rules of the values that fields may have; a lenient server does not ask */
    PostEndpoint(String path, FieldRules rules) {
        this.path = path;
        this.rules = rules;
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
    public boolean talks() {
        return false;
    }

    @Override
    public final Reply reply(Call call) {
        ErrorAnswer refused = call.refusedSpending();
        if (refused != null) {
            return refuse(call, refused);
        }
        if (!call.body().isObject()) {
            return refuse(call, 400, "Invalid JSON in request body");
        }
        String problem = call.backend().isLenient() ? null : rules.problem(call.body());
        if (problem != null) {
            return refuse(call, 400, problem);
        }
        ErrorAnswer noEndpoint = call.backend().isLenient() ? null : noEndpoint(call);
        return noEndpoint == null ? answer(call, call.body()) : refuse(call, noEndpoint);
    }

    private static @Nullable ErrorAnswer noEndpoint(Call call) {
        ErrorAnswer filtered = EndpointFilter.refusal(call);
        return filtered == null ? AllowedProviders.refusal(call) : filtered;
    }

    /** The answer to a request with a key and an object. */
    abstract Reply answer(Call call, JsonNode body);

    final Reply refuse(Call call, int status, String message) {
        return refuse(call, Answer.error(status, message));
    }

    final Reply refuse(Call call, ErrorAnswer error) {
        return error.content(call, this);
    }

    /** The refusal of a model that is unknown or does not produce {@code output}; null for a suitable one. */
    static @Nullable ErrorAnswer wrongModel(Call call, String output) {
        String asked = call.body().path("model").asText();
        String model = call.backend().catalog().resolve(asked);
        if (model == null) {
            return call.unknownModel();
        }
        return call.backend().catalog().produces(model, output)
                ? null
                : Answer.error(400, asked + " is not a valid model ID for " + output);
    }
}
