package dev.langchain4j.model.openrouter.test;

/** The endpoint's answer without a script. */
final class UnscriptedAnswer extends ScriptedAnswer<UnscriptedAnswer> {

    @Override
    UnscriptedAnswer self() {
        return this;
    }

    @Override
    Reply content(Call call, Endpoint endpoint) {
        return endpoint.reply(call);
    }
}
