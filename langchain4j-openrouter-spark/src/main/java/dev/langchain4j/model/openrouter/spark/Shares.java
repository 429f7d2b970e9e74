package dev.langchain4j.model.openrouter.spark;

import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Divides the cost of a request among its documents, in proportion to their characters. The parts add up to the whole.
 */
final class Shares {

    private static final int SCALE = 18;

    private Shares() {}

    /** @param answer of the document with an index */
    static List<Outcome> of(
            List<Document> documents,
            IntFunction<@Nullable String> answer,
            @Nullable OpenRouterTokenUsage usage,
            @Nullable String model,
            @Nullable String generationId) {
        return of(documents, answer, Outcome.of(State.ANSWERED, null, usage, model, generationId, null));
    }

    /** @param failure of the request as a whole */
    static List<Outcome> of(List<Document> documents, Outcome failure) {
        return of(documents, i -> null, failure);
    }

    private static List<Outcome> of(List<Document> documents, IntFunction<@Nullable String> answer, Outcome all) {
        long characters = 0;
        for (Document document : documents) {
            characters += weight(document);
        }
        List<Outcome> outcomes = new ArrayList<>(documents.size());
        BigDecimal spent = BigDecimal.ZERO;
        long in = 0;
        long out = 0;
        long before = 0;
        for (int i = 0; i < documents.size(); i++) {
            before += weight(documents.get(i));
            BigDecimal spentNow = part(all.cost(), before, characters);
            long inNow = all.inputTokens() * before / characters;
            long outNow = all.outputTokens() * before / characters;
            outcomes.add(new Outcome(
                    all.state(),
                    answer.apply(i),
                    spentNow == null ? null : spentNow.subtract(spent),
                    inNow - in,
                    outNow - out,
                    all.model(),
                    all.generationId(),
                    all.error()));
            spent = spentNow == null ? spent : spentNow;
            in = inNow;
            out = outNow;
        }
        return outcomes;
    }

    private static long weight(Document document) {
        return Math.max(1, document.text().length());
    }

    private static @Nullable BigDecimal part(@Nullable BigDecimal whole, long part, long of) {
        if (whole == null || part == of) {
            return whole;
        }
        return whole.multiply(BigDecimal.valueOf(part)).divide(BigDecimal.valueOf(of), SCALE, RoundingMode.DOWN);
    }
}
