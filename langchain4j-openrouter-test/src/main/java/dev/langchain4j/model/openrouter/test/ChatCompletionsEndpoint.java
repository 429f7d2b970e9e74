package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;

/** {@code POST /chat/completions}: refuses what OpenRouter refuses, and lets {@link EchoModel} answer the rest. */
final class ChatCompletionsEndpoint extends PostEndpoint {

    ChatCompletionsEndpoint() {
        super("/chat/completions");
    }

    @Override
    Reply answer(Call call, JsonNode body) {
        JsonNode messages = body.path("messages");
        if (messages.isMissingNode() && body.path("prompt").isMissingNode()) {
            return refuse(call, 400, "Input required: specify \"prompt\" or \"messages\"");
        }
        if (!messages.isMissingNode() && (!messages.isArray() || messages.isEmpty())) {
            return refuse(call, 400, "Input must have at least 1 token.");
        }
        if (call.model() == null) {
            return refuse(call, call.unknownModel());
        }
        if (call.backend().catalog().produces(call.model(), "decisions")) {
            return refuse(
                    call, 400, call.model() + " is a decision model. Use POST " + DecisionsEndpoint.PATH + " instead.");
        }
        return new EchoModel(body).answer().content(call, this);
    }
}
