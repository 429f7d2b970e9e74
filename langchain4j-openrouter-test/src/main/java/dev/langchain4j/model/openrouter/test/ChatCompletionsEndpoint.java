package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;

/** {@code POST /chat/completions}: refuses what OpenRouter refuses, and lets {@link EchoModel} answer the rest. */
final class ChatCompletionsEndpoint implements Endpoint {

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/chat/completions";
    }

    @Override
    public Reply reply(Call call) {
        if (!call.hasKey()) {
            return refuse(call, Answer.error(401, "No auth credentials found"));
        }
        JsonNode body = call.body();
        if (!body.isObject()) {
            return refuse(call, Answer.error(400, "Invalid JSON in request body"));
        }
        JsonNode messages = body.path("messages");
        if (messages.isMissingNode() && body.path("prompt").isMissingNode()) {
            return refuse(call, Answer.error(400, "Input required: specify \"prompt\" or \"messages\""));
        }
        if (!messages.isMissingNode() && (!messages.isArray() || messages.isEmpty())) {
            return refuse(call, Answer.error(400, "Input must have at least 1 token."));
        }
        if (call.model() == null) {
            return refuse(call, call.unknownModel());
        }
        return new EchoModel(body).answer().content(call, this);
    }

    private Reply refuse(Call call, ErrorAnswer error) {
        return error.content(call, this);
    }
}
