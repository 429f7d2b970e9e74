package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.openrouter.test.Backend.Generation;
import org.jspecify.annotations.Nullable;

/**
 * The common part of the answers of rerank and decision models: id, model, provider, usage and charge.
 *
 * @param <T> the answer's own type
 */
abstract sealed class BilledAnswer<T extends BilledAnswer<T>> extends ScriptedAnswer<T>
        permits RankingAnswer, DecisionAnswer {

    private @Nullable ObjectNode usage;
    private boolean withoutUsage;
    private @Nullable String provider;

    /** Reports no usage. */
    public T withoutUsage() {
        this.withoutUsage = true;
        return self();
    }

    /** The company that runs the model, by its display name. Unset: a plausible one. */
    public T provider(String provider) {
        this.provider = provider;
        return self();
    }

    T usage(ObjectNode usage) {
        this.usage = usage;
        return self();
    }

    /** Adds the content of the answer. */
    abstract void addContent(ObjectNode body, Call call);

    /** The usage if none is set. */
    abstract ObjectNode plausibleUsage(Call call, String model);

    /** Adds the tokens of a usage to it, under the names that they have in a chat. */
    abstract void addTokensAsInChats(ObjectNode usage);

    @Override
    Reply content(Call call, Endpoint endpoint) {
        Backend backend = call.backend();
        Generation generation = call.nextGeneration();
        String model = call.modelOrAsAsked();
        ObjectNode body = Json.object()
                .put("id", generation.id())
                .put("model", model)
                .put("provider", provider == null ? backend.catalog().provider(model) : provider);
        addContent(body, call);
        if (!withoutUsage) {
            ObjectNode reported = usage == null ? plausibleUsage(call, model) : usage;
            body.set("usage", reported);
            ObjectNode charged = reported.deepCopy();
            addTokensAsInChats(charged);
            backend.charge(generation, model, charged);
        }
        return Reply.json(200, body).withHeader("X-Generation-Id", generation.id());
    }
}
