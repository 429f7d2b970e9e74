package dev.langchain4j.model.openrouter.test;

/** What the endpoint answers by itself. */
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
