package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * An answer of a rerank model: results on the wire in the order in which you add them, unchecked.
 *
 * <pre>{@code
 * server.answer(Answer.ranking(0.2, 0.9));                          // of the two documents the second is better
 * server.answer(Answer.ranking().result(1, 0.9).result(1, 0.8));    // one document twice, the other not at all
 * }</pre>
 *
 * @see <a href="https://openrouter.ai/docs/api/api-reference/rerank/create-rerank">Rerank</a>
 */
public final class RankingAnswer extends BilledAnswer<RankingAnswer> {

    private record Result(int index, double score) {}

    private final List<Result> results = new ArrayList<>();

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
        return usage(usage(searchUnits, totalTokens, Usage.cost(cost)));
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
    boolean fits(Endpoint endpoint) {
        return endpoint instanceof RerankEndpoint;
    }

    @Override
    void addContent(ObjectNode body, Call call) {
        ArrayNode list = body.putArray("results");
        for (Result result : results) {
            ObjectNode entry = list.addObject().put("index", result.index).put("relevance_score", result.score);
            entry.set(
                    "document",
                    RerankEndpoint.echo(call.body().path("documents").path(result.index)));
        }
    }

    @Override
    ObjectNode plausibleUsage(Call call, String model) {
        return RerankEndpoint.usage(call, model);
    }

    @Override
    void addTokensAsInChats(ObjectNode usage) {
        usage.put("prompt_tokens", usage.path("total_tokens").asInt());
    }
}
