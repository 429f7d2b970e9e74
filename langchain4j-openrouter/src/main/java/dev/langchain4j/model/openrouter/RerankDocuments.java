package dev.langchain4j.model.openrouter;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.openrouter.internal.api.rerank.RerankRequest.Document;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The documents that segments become: each content once, and none that shows nothing.
 *
 * @param distinct what to send
 * @param positions where each of the distinct documents first stood in the user's list
 * @param places for each segment its place among the distinct documents; -1 where there is nothing to send
 */
record RerankDocuments(List<Document> distinct, List<Integer> positions, int[] places) {

    private static final int NOWHERE = -1;

    static RerankDocuments of(
            List<TextSegment> segments,
            Function<TextSegment, OpenRouterRerankDocument> mapper,
            @Nullable Integer maxChars) {
        Map<Document, Integer> known = new HashMap<>();
        List<Document> distinct = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        int[] places = new int[segments.size()];
        for (int i = 0; i < places.length; i++) {
            Document document = toDocument(mapper.apply(segments.get(i)), maxChars);
            Integer place = isInvisible(document) ? Integer.valueOf(NOWHERE) : known.get(document);
            if (place == null) {
                place = distinct.size();
                known.put(document, place);
                distinct.add(document);
                positions.add(i);
            }
            places[i] = place;
        }
        return new RerankDocuments(distinct, positions, places);
    }

    /** Scores of the distinct documents to scores of the segments; what was not sent comes below everything else. */
    double[] spread(double[] ofDistinct) {
        double lowest = Double.POSITIVE_INFINITY;
        for (double score : ofDistinct) {
            lowest = Math.min(lowest, score);
        }
        double below = lowest > 0 ? 0 : Math.nextDown(lowest);
        double[] scores = new double[places.length];
        for (int i = 0; i < places.length; i++) {
            scores[i] = places[i] == NOWHERE ? below : ofDistinct[places[i]];
        }
        return scores;
    }

    private static Document toDocument(OpenRouterRerankDocument document, @Nullable Integer maxChars) {
        String text = document.text();
        return new Document(text == null || maxChars == null ? text : cut(text, maxChars), document.image());
    }

    /** Never between the two halves of a character. */
    private static String cut(String text, int maxChars) {
        if (text.length() <= maxChars) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(maxChars - 1)) ? maxChars - 1 : maxChars);
    }

    /** Blank also to the eye: a LangChain4j segment is never blank, but it may hold zero-width characters alone. */
    private static boolean isInvisible(Document document) {
        return document.image() == null
                && (document.text() == null || document.text().codePoints().allMatch(RerankDocuments::isInvisible));
    }

    private static boolean isInvisible(int character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || Character.isISOControl(character)
                || Character.getType(character) == Character.FORMAT;
    }
}
