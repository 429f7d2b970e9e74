package dev.langchain4j.model.openrouter;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.openrouter.internal.api.rerank.RerankRequest.Document;
import dev.langchain4j.model.openrouter.internal.media.MediaData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The documents of the segments: each content once, without those that have no visible content.
 *
 * @param distinct what to send
 * @param positions first position of each distinct document in the user's list
 * @param places for each segment its position among the distinct documents; -1 if it is not sent
 */
record RerankDocuments(List<Document> distinct, List<Integer> positions, int[] places) {

    private static final int NOWHERE = -1;
    private static final String DATA = "data:";
    private static final String IMAGE = "The image of an OpenRouterRerankDocument";

    static RerankDocuments of(
            List<TextSegment> segments,
            Function<TextSegment, OpenRouterRerankDocument> mapper,
            @Nullable Integer maxChars) {
        Map<Document, Integer> known = new HashMap<>(2 * segments.size());
        List<Document> distinct = new ArrayList<>(segments.size());
        List<Integer> positions = new ArrayList<>(segments.size());
        int[] places = new int[segments.size()];
        for (int i = 0; i < places.length; i++) {
            OpenRouterRerankDocument mapped = mapper.apply(segments.get(i));
            if (mapped == null) {
                throw new IllegalArgumentException("documentMapper returned null for segment " + i);
            }
            Document document = toDocument(mapped, maxChars);
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

    /** Maps scores of the distinct documents to scores of the segments; unsent ones come below all others. */
    double[] spread(double[] ofDistinct) {
        if (distinct.size() == places.length) {
            return ofDistinct; // every segment is sent, at its own position
        }
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
        String image = document.image();
        return new Document(
                text == null || maxChars == null ? text : cut(text, maxChars), image == null ? null : toWire(image));
    }

    private static String toWire(String image) {
        return image.regionMatches(true, 0, DATA, 0, DATA.length())
                ? MediaData.of(null, image, IMAGE).toUrl(IMAGE)
                : image;
    }

    /** Never cuts between the two halves of a character. */
    private static String cut(String text, int maxChars) {
        if (text.length() <= maxChars) {
            return text;
        }
        String begin = text.substring(firstVisible(text)); // so that blanks do not take all the room
        if (begin.length() <= maxChars) {
            return begin;
        }
        return begin.substring(0, Character.isHighSurrogate(begin.charAt(maxChars - 1)) ? maxChars - 1 : maxChars);
    }

    /**
     * Whether there is nothing to see: a LangChain4j segment is never blank, but may hold only zero-width characters.
     */
    private static boolean isInvisible(Document document) {
        return document.image() == null && (document.text() == null || isInvisible(document.text()));
    }

    static boolean isInvisible(String text) {
        return firstVisible(text) == text.length();
    }

    private static int firstVisible(String text) {
        int at = 0;
        while (at < text.length() && isInvisible(text.codePointAt(at))) {
            at += Character.charCount(text.codePointAt(at));
        }
        return at;
    }

    private static boolean isInvisible(int character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || Character.isISOControl(character)
                || Character.getType(character) == Character.FORMAT;
    }
}
