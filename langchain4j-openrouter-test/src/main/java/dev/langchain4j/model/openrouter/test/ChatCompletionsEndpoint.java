package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** {@code POST /chat/completions}: refuses what OpenRouter refuses, and lets {@link EchoModel} answer the rest. */
final class ChatCompletionsEndpoint extends PostEndpoint {

    private static final FieldRules RULES = ChatRules.rules();

    ChatCompletionsEndpoint() {
        super("/chat/completions", RULES);
    }

    @Override
    public boolean talks() {
        return true;
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
        JsonNode reasoning = body.path("reasoning");
        boolean isStrict = !call.backend().isLenient();
        if (isStrict && reasoning.hasNonNull("effort") && reasoning.hasNonNull("max_tokens")) {
            return refuse(call, 400, "Only one of \"reasoning.effort\" and \"reasoning.max_tokens\" can be specified");
        }
        if (call.model() == null) {
            return refuse(call, call.unknownModel());
        }
        ErrorAnswer unsuitable = Suitability.refusal(call, call.model());
        if (unsuitable != null) {
            return refuse(call, unsuitable);
        }
        String problem = isStrict ? problem(body) : null;
        if (problem != null) {
            return refuse(
                    call,
                    Answer.error(400, "Provider returned error")
                            .provider(call.backend().catalog().provider(call.model()))
                            .raw(problem));
        }
        return new EchoModel(body).answer().content(call, this);
    }

    /** What the provider of the model would refuse. */
    private static @Nullable String problem(JsonNode body) {
        String problem = SchemaRules.problem(body);
        problem = problem == null ? CombinationRules.problem(body) : problem;
        return problem == null ? ToolTurnRules.problem(body.path("messages")) : problem;
    }
}
