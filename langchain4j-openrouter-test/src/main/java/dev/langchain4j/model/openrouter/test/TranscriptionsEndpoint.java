package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.openrouter.test.Backend.Generation;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /audio/transcriptions}: it cannot hear, so it reports the size of the audio. {@code Answer.text("...")}
 * sets another transcript.
 */
final class TranscriptionsEndpoint extends MediaEndpoint {

    private static final FieldRules RULES = ProviderRules.rules()
            .number("temperature", 0, 2)
            .object("input_audio")
            .text("language", Integer.MAX_VALUE)
            .word("response_format", "json", "verbose_json")
            .words("timestamp_granularities", "word", "segment");

    private static final BigDecimal BYTES_PER_SECOND = BigDecimal.valueOf(2L * SpeechEndpoint.PCM_RATE);

    TranscriptionsEndpoint() {
        super("/audio/transcriptions", "transcription", RULES);
    }

    @Override
    public boolean talks() {
        return true;
    }

    @Override
    Reply make(Call call, String model) {
        JsonNode audio = call.body().path("input_audio");
        byte[] bytes = decoded(audio.path("data").asText());
        if (bytes == null || bytes.length == 0) {
            return refuse(call, 400, "input_audio.data: expected base64-encoded audio");
        }
        String format = audio.path("format").asText();
        if (format.isEmpty()) {
            return refuse(call, 400, "input_audio.format: Invalid input: expected string, received undefined");
        }
        return transcript(call, model, bytes.length + " bytes of " + format, null);
    }

    /** The scripted transcript. */
    @Override
    public Reply say(MessageAnswer answer, Call call) {
        ObjectNode usage = answer.withoutUsage ? Json.object() : answer.usage;
        return transcript(call, call.modelOrAsAsked(), answer.text == null ? "" : answer.text, usage);
    }

    /** @param scripted null: the price of the audio; empty: not reported */
    private static Reply transcript(Call call, String model, String text, @Nullable ObjectNode scripted) {
        Generation generation = call.nextGeneration();
        BigDecimal seconds = seconds(call.body());
        ObjectNode answer = Json.object();
        if (call.body().path("response_format").asText().equals("verbose_json")) {
            answer.put("task", "transcribe")
                    .put("language", call.body().path("language").asText("en"))
                    .put("duration", seconds);
            answer.set("segments", segment(text, seconds));
            for (JsonNode granularity : call.body().path("timestamp_granularities")) {
                if (granularity.asText().equals("word")) {
                    answer.set("words", words(text, seconds));
                }
            }
        }
        answer.put("text", text);
        if (scripted == null) {
            ObjectNode usage = Json.object().put("seconds", seconds);
            answer.set("usage", charge(call, generation, model, usage, "prompt", seconds));
        } else if (!scripted.isEmpty()) {
            call.backend().charge(generation, model, scripted);
            answer.set("usage", scripted);
        }
        return Reply.json(200, answer).withHeader("X-Generation-Id", generation.id());
    }

    /** The duration, to a tenth of a second, as if all audio were PCM with one channel. */
    private static BigDecimal seconds(JsonNode request) {
        byte[] bytes = decoded(request.at("/input_audio/data").asText());
        return BigDecimal.valueOf(bytes == null ? 0 : bytes.length).divide(BYTES_PER_SECOND, 1, RoundingMode.UP);
    }

    private static byte @Nullable [] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static ArrayNode segment(String text, BigDecimal seconds) {
        ArrayNode segments = Json.array();
        segments.addObject().put("id", 0).put("start", 0).put("end", seconds).put("text", text);
        return segments;
    }

    /** All words have the same length. */
    private static ArrayNode words(String text, BigDecimal seconds) {
        ArrayNode words = Json.array();
        String[] all = text.split(" ");
        for (int i = 0; i < all.length; i++) {
            words.addObject()
                    .put("word", all[i])
                    .put("start", at(seconds, i, all.length))
                    .put("end", at(seconds, i + 1, all.length));
        }
        return words;
    }

    private static BigDecimal at(BigDecimal seconds, int word, int of) {
        return seconds.multiply(BigDecimal.valueOf(word)).divide(BigDecimal.valueOf(of), 2, RoundingMode.HALF_UP);
    }
}
