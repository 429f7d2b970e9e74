package dev.langchain4j.model.openrouter.test;

/** A connection or stream that breaks. */
final class FaultAnswer extends ScriptedAnswer<FaultAnswer> {

    private final Fault fault;

    FaultAnswer(Fault fault) {
        this.fault = fault;
    }

    @Override
    FaultAnswer self() {
        return this;
    }

    @Override
    Reply content(Call call, Endpoint endpoint) {
        return Reply.fault(fault);
    }
}
