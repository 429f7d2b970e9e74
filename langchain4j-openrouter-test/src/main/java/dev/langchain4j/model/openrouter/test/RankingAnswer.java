package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.openrouter.test.Backend.Generation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer of a rerank model: results on the wire in the order in which you add them, unchecked.
 *
 * <pre>{@code
 * server.answer(Answer.ranking(0.2, 0.9));                          // of the two documents the second is better
 * server.answer(Answer.ranking().result(1, 0.9).result(1, 0.8));    // one document twice, the other not at all
 * }</pre>
 */
public final class RankingAnswer extends ScriptedAnswer<RankingAnswer> {

    private record Result(int index, double score) {}

    private final List<Result> results = new ArrayList<>();
    private @Nullable ObjectNode usage;
    private boolean withoutUsage;
    private @Nullable String provider;

    RankingAnswer() {}

    /** One more result; nothing is checked, and NaN is sent as text. */
    public RankingAnswer result(int index, double score) {
        results.add(new Result(index, score));
        return this;
    }

    /**
     * Search units, tokens and price. Unset: one unit for 100 documents, four characters a token, the model's price.
     *
     * @param cost US dollars, such as {@code "0.002"}
     */
    public RankingAnswer usage(int searchUnits, int totalTokens, String cost) {
        this.usage = usage(searchUnits, totalTokens, new BigDecimal(cost));
        return this;
    }

    /** Reports no usage. */
    public RankingAnswer withoutUsage() {
        this.withoutUsage = true;
        return this;
    }

    /** The company that runs the model, by its display name. Unset: a plausible one. */
    public RankingAnswer provider(String provider) {
        this.provider = provider;
        return this;
    }

    static ObjectNode usage(int searchUnits, int totalTokens, BigDecimal cost) {
        return Json.object()
                .put("search_units", searchUnits)
                .put("total_tokens", totalTokens)
                .put("cost", cost);
    }

    @Override
    RankingAnswer self() {
        return this;
    }

    @Override
    Reply content(Call call, Endpoint endpoint) {
        Backend backend = call.backend();
        Generation generation = backend.nextGeneration();
        String model = call.modelOrAsAsked();
        ObjectNode body = Json.object()
                .put("id", generation.id())
                .put("model", model)
                .put("provider", provider == null ? backend.catalog().provider(model) : provider);
        ArrayNode list = body.putArray("results");
        for (Result result : results) {
            ObjectNode entry = list.addObject().put("index", result.index).put("relevance_score", result.score);
            entry.set(
                    "document",
                    RerankEndpoint.echo(call.body().path("documents").path(result.index)));
        }
        if (!withoutUsage) {
            ObjectNode reported = usage == null ? RerankEndpoint.usage(call, model) : usage;
            body.set("usage", reported);
            int tokens = reported.path("total_tokens").asInt();
            backend.charge(generation.id(), model, reported.deepCopy().put("prompt_tokens", tokens));
        }
        return Reply.json(200, body).withHeader("X-Generation-Id", generation.id());
    }
}
