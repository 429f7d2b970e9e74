package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.openrouter.test.Backend.Generation;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code POST /images}: the requested number of {@link TinyPng}s, in a colour that depends only on the prompt. */
final class ImagesEndpoint extends MediaEndpoint {

    private static final int MAX_IMAGES = 10;
    private static final int MAX_REFERENCES = 16;
    private static final int TOKENS_PER_IMAGE = 4000;

    private static final double ROUNDING = 0.05;
    private static final double ROUNDING_OF_SIDES = 0.1; // 1920x1080 is 2K
    private static final Map<String, Integer> PIXELS_OF = Map.of("512", 512, "1K", 1024, "2K", 2048, "4K", 4096);
    private static final Pattern PIXELS = Pattern.compile("(\\d+)x(\\d+)");
    private static final Pattern RATIO = Pattern.compile("([\\d.]+):([\\d.]+)");

    private static final String RATIOS = "auto 1:1 1:2 1:4 1:8 2:1 2:3 3:2 3:4 4:1 4:3 4:5 5:2 5:4 8:1 9:16 16:9 9:19.5"
            + " 19.5:9 9:20 20:9 9:21 21:9 2.35:1";

    private static final FieldRules RULES = ProviderRules.rules()
            .integer("n", 1, MAX_IMAGES)
            .word("resolution", "512", "1K", "2K", "4K")
            .word("quality", "auto", "low", "medium", "high", "xhigh", "max")
            .word("output_format", "png", "jpeg", "webp", "svg")
            .word("background", "auto", "transparent", "opaque")
            .integer("output_compression", 0, 100)
            .integer("seed", Long.MIN_VALUE, Long.MAX_VALUE)
            .text("prompt", Integer.MAX_VALUE)
            .word("aspect_ratio", RATIOS.split(" "))
            .matching("size", "512|1K|2K|4K|\\d+x\\d+")
            .objects("input_references", MAX_REFERENCES)
            .check("input_references", new PartRules().part("image_url", "image_url.url")::problemOfAll)
            .flag("stream");

    ImagesEndpoint() {
        super("/images", "image", RULES);
    }

    @Override
    Reply make(Call call, String model) {
        JsonNode body = call.body();
        int count = Math.max(1, Math.min(MAX_IMAGES, body.path("n").asInt(1)));
        if (body.path("prompt").asText().isEmpty()) {
            return refuse(call, 400, "prompt: Too small: expected string to have >=1 characters");
        }
        String contradicted = call.backend().isLenient() ? null : contradicted(body);
        if (contradicted != null) {
            return refuse(
                    call,
                    400,
                    "size: " + body.path("size").asText() + " conflicts with " + contradicted + " "
                            + body.path(contradicted).asText());
        }
        return images(call, model, count);
    }

    /** The field that asks for something else than the pixels of {@code size}; null if there is none. */
    private static @Nullable String contradicted(JsonNode body) {
        Matcher pixels = PIXELS.matcher(body.path("size").asText());
        if (!pixels.matches()) {
            return null;
        }
        if (hasOtherRatio(pixels, body.path("aspect_ratio").asText())) {
            return "aspect_ratio";
        }
        return hasOtherSides(pixels, PIXELS_OF.get(body.path("resolution").asText())) ? "resolution" : null;
    }

    /** Sizes of models are rounded: 1344x768 is 16:9. */
    private static boolean hasOtherRatio(Matcher pixels, String ratio) {
        Matcher asked = RATIO.matcher(ratio);
        return asked.matches() && Math.abs(quotient(pixels) / quotient(asked) - 1) > ROUNDING;
    }

    /** Models count a resolution along the longer or the shorter side, or between the two. */
    private static boolean hasOtherSides(Matcher pixels, @Nullable Integer resolution) {
        double width = Double.parseDouble(pixels.group(1));
        double height = Double.parseDouble(pixels.group(2));
        return resolution != null
                && (Math.max(width, height) < resolution * (1 - ROUNDING_OF_SIDES)
                        || Math.min(width, height) > resolution * (1 + ROUNDING_OF_SIDES));
    }

    private static double quotient(Matcher two) {
        return Double.parseDouble(two.group(1)) / Double.parseDouble(two.group(2));
    }

    private static Reply images(Call call, String model, int count) {
        Generation generation = call.nextGeneration();
        ObjectNode answer = Json.object().put("created", generation.created());
        ArrayNode data = answer.putArray("data");
        int seed = call.body().path("prompt").asText().hashCode();
        for (int i = 0; i < count; i++) {
            data.addObject()
                    .put("b64_json", Base64.getEncoder().encodeToString(TinyPng.ofColour(seed + i)))
                    .put("media_type", "image/png");
        }
        int tokens = count * TOKENS_PER_IMAGE;
        ObjectNode usage = Json.object()
                .put("prompt_tokens", 0)
                .put("completion_tokens", tokens)
                .put("total_tokens", tokens);
        answer.set("usage", charge(call, generation, model, usage, "image_output", BigDecimal.valueOf(tokens)));
        return Reply.json(200, answer).withHeader("X-Generation-Id", generation.id());
    }
}
