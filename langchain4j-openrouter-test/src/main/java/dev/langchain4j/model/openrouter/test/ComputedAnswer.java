package dev.langchain4j.model.openrouter.test;

import java.util.function.Function;

/** An answer computed from the request. */
final class ComputedAnswer extends ScriptedAnswer<ComputedAnswer> {

    private final Function<RecordedRequest, Answer> rule;

    ComputedAnswer(Function<RecordedRequest, Answer> rule) {
        this.rule = rule;
    }

    @Override
    ComputedAnswer self() {
        return this;
    }

    @Override
    Reply content(Call call, Endpoint endpoint) {
        Answer answer = rule.apply(call.request());
        if (answer == null) {
            throw new IllegalStateException("The function of Answer.computed returned null");
        }
        return ((ScriptedAnswer<?>) answer).reply(call, endpoint);
    }
}
