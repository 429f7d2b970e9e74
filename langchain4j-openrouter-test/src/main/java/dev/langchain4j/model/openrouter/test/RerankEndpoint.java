package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /rerank}: refuses what OpenRouter refuses and scores the rest by common words. Q and D are the sets of
 * words of the query and of the document, in lower case:
 *
 * <pre>score = 0.9 * |Q and D| / |Q| + 0.1 * |Q and D| / |D|</pre>
 *
 * So 0 means no common word and 1 the same words. Of two documents that cover as much of the query, the more concise
 * one wins.
 */
final class RerankEndpoint extends PostEndpoint {

    private static final FieldRules RULES = ProviderRules.rules()
            .integer("top_n", 1, Integer.MAX_VALUE)
            .text("query", Integer.MAX_VALUE)
            .check("documents", documents -> FieldRules.each(documents, RerankEndpoint::documentProblem));

    private static final int DOCUMENTS_PER_SEARCH_UNIT = 100;
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

    RerankEndpoint() {
        super("/rerank", RULES);
    }

    @Override
    Reply answer(Call call, JsonNode body) {
        if (!body.path("query").isTextual()) {
            return refuse(call, 400, "query: Invalid input: expected string, received undefined");
        }
        JsonNode documents = body.path("documents");
        if (!documents.isArray() || documents.isEmpty()) {
            return refuse(call, 400, "documents: Too small: expected array to have >=1 items");
        }
        ErrorAnswer wrongModel = call.backend().isLenient() && call.model() != null ? null : wrongModel(call, "rerank");
        if (wrongModel != null) {
            return refuse(call, wrongModel);
        }
        return ranking(body).content(call, this);
    }

    private static @Nullable String documentProblem(JsonNode document) {
        boolean known = document.isTextual()
                || document.path("text").isTextual()
                || document.path("image").isTextual();
        return known ? null : FieldRules.expected("string", document);
    }

    private static RankingAnswer ranking(JsonNode body) {
        Set<String> query = words(body.path("query").asText());
        JsonNode documents = body.path("documents");
        List<Double> scores = IntStream.range(0, documents.size())
                .mapToObj(i -> score(query, words(text(documents.get(i)))))
                .toList();
        RankingAnswer answer = new RankingAnswer();
        IntStream.range(0, scores.size())
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> -scores.get(i)))
                .limit(Math.max(1, body.path("top_n").asInt(scores.size())))
                .forEach(i -> answer.result(i, scores.get(i)));
        return answer;
    }

    private static double score(Set<String> query, Set<String> document) {
        Set<String> shared = new HashSet<>(query);
        shared.retainAll(document);
        return shared.isEmpty() ? 0 : 0.9 * shared.size() / query.size() + 0.1 * shared.size() / document.size();
    }

    /** The score as a label from 0 to 3. */
    static int label(String query, String document) {
        return (int) Math.round(3 * score(words(query), words(document)));
    }

    private static Set<String> words(String text) {
        Set<String> words = new HashSet<>(List.of(NO_WORD.split(text.toLowerCase(Locale.ROOT))));
        words.remove("");
        return words;
    }

    /** The document in the form of the answer. */
    static ObjectNode echo(JsonNode document) {
        return document.isObject() ? document.deepCopy() : Json.object().put("text", document.asText());
    }

    static ObjectNode usage(Call call, String model) {
        JsonNode documents = call.body().path("documents");
        int units = (documents.size() + DOCUMENTS_PER_SEARCH_UNIT - 1) / DOCUMENTS_PER_SEARCH_UNIT;
        int tokens = Usage.tokens(call.body().path("query").asText());
        for (JsonNode document : documents) {
            tokens += Usage.tokens(text(document));
        }
        BigDecimal price = call.backend().catalog().price(model, "request");
        return RankingAnswer.usage(units, tokens, price.multiply(BigDecimal.valueOf(units)));
    }

    private static String text(JsonNode document) {
        return document.isObject() ? document.path("text").asText() : document.asText();
    }
}
