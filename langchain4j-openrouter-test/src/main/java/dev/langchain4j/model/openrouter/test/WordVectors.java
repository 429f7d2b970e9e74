package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Vectors without a model: each word has its own direction, and a text is the sum of its words, at length 1. So texts
 * with the same words have the same vector, texts with common words are near, and others are almost at a right angle.
 * An image is one word; {@code input_type} adds a small one. Fewer dimensions are the first of the many.
 */
final class WordVectors {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
    private static final double WEIGHT_OF_INPUT_TYPE = 0.3;

    private WordVectors() {}

    /** The vector of one element of {@code input}: text, tokens, or parts. */
    static float[] of(JsonNode input, String inputType, int dimensions) {
        double[] sum = new double[dimensions];
        if (input.has("content")) {
            for (JsonNode part : input.path("content")) {
                if (part.path("type").asText().equals("text")) {
                    addText(sum, part.path("text").asText());
                } else {
                    add(sum, Json.text(part), 1);
                }
            }
        } else {
            addText(sum, input.isTextual() ? input.asText() : Json.text(input));
        }
        if (!inputType.isEmpty()) {
            add(sum, "input_type " + inputType, WEIGHT_OF_INPUT_TYPE);
        }
        return ofLengthOne(sum);
    }

    private static void addText(double[] sum, String text) {
        Matcher words = WORD.matcher(text.toLowerCase(Locale.ROOT));
        if (!words.find()) {
            add(sum, text, 1);
            return;
        }
        do {
            add(sum, words.group(), 1);
        } while (words.find());
    }

    private static void add(double[] sum, String word, double weight) {
        SplittableRandom direction = new SplittableRandom(word.hashCode());
        for (int i = 0; i < sum.length; i++) {
            sum[i] += weight * (direction.nextDouble() - 0.5);
        }
    }

    private static float[] ofLengthOne(double[] sum) {
        double squares = 0;
        for (double component : sum) {
            squares += component * component;
        }
        double length = squares == 0 ? 1 : Math.sqrt(squares);
        float[] vector = new float[sum.length];
        for (int i = 0; i < sum.length; i++) {
            vector[i] = (float) (sum[i] / length);
        }
        return vector;
    }

    /** Little-endian 32-bit floats. */
    static TextNode base64(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return TextNode.valueOf(Base64.getEncoder().encodeToString(bytes.array()));
    }

    static ArrayNode numbers(float[] vector) {
        ArrayNode numbers = Json.array();
        for (float component : vector) {
            numbers.add(component);
        }
        return numbers;
    }
}
