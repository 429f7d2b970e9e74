package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.openrouter.test.Backend.Generation;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * {@code POST /audio/speech}: a hundredth of a second of a tone per character, or a silent frame of MP3; of a text of
 * millions, only the first minutes.
 */
final class SpeechEndpoint extends MediaEndpoint {

    private static final PartRules REFERENCES =
            new PartRules().part("input_audio", "input_audio.data").part("text", "text");

    private static final FieldRules RULES = ProviderRules.rules()
            .positive("speed", Double.MAX_VALUE)
            .text("input", Integer.MAX_VALUE)
            .text("voice", Integer.MAX_VALUE)
            .word("response_format", "mp3", "pcm")
            .objects("input_references", Integer.MAX_VALUE)
            .check("input_references", REFERENCES::problemOfAll);

    static final int PCM_RATE = 24_000;

    private static final int MOST_CHARACTERS = 20_000;

    private static final int SAMPLES_PER_CHARACTER = PCM_RATE / 100;
    private static final double TONE_HERTZ = 400;
    private static final int LOUDNESS = 8_000;
    private static final int MP3_FRAME_BYTES = 417; // MPEG 1 layer III, 128 kbit/s, 44.1 kHz

    SpeechEndpoint() {
        super("/audio/speech", "speech", RULES);
    }

    @Override
    Reply make(Call call, String model) {
        JsonNode body = call.body();
        String text = body.path("input").asText();
        if (text.isEmpty()) {
            return refuse(call, 400, "input: Invalid input: expected string, received undefined");
        }
        String format = body.path("response_format").asText("pcm");
        String voice = body.path("voice").asText();
        if (body.hasNonNull("voice") && !call.backend().isLenient() && !hasVoice(call, model, voice)) {
            return refuse(call, 400, "Voice " + voice + " is not supported by " + model);
        }
        Generation generation = call.nextGeneration();
        int characters = text.codePointCount(0, text.length());
        ObjectNode usage = Json.object().put("prompt_tokens", characters);
        charge(call, generation, model, usage, "prompt", BigDecimal.valueOf(characters));
        int spoken = Math.min(characters, MOST_CHARACTERS);
        Reply reply = format.equals("pcm")
                ? Reply.bytes(200, "audio/pcm;rate=" + PCM_RATE + ";channels=1", tone(spoken))
                : Reply.bytes(200, "audio/mpeg", silence(spoken));
        return reply.withHeader("X-Generation-Id", generation.id());
    }

    private static boolean hasVoice(Call call, String model, String voice) {
        JsonNode known = call.backend().catalog().model(model);
        JsonNode voices = known == null ? Json.array() : known.path("supported_voices");
        return voices.isEmpty() || Catalog.has(voices, voice);
    }

    private static byte[] tone(int characters) {
        int samples = characters * SAMPLES_PER_CHARACTER;
        ByteBuffer pcm = ByteBuffer.allocate(samples * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < samples; i++) {
            pcm.putShort((short) Math.round(LOUDNESS * Math.sin(2 * Math.PI * TONE_HERTZ * i / PCM_RATE)));
        }
        return pcm.array();
    }

    private static byte[] silence(int frames) {
        byte[] mp3 = new byte[frames * MP3_FRAME_BYTES];
        byte[] header = {(byte) 0xFF, (byte) 0xFB, (byte) 0x90, 0};
        for (int frame = 0; frame < frames; frame++) {
            System.arraycopy(header, 0, mp3, frame * MP3_FRAME_BYTES, header.length);
        }
        return mp3;
    }
}
