package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What an invented model is for, by its name. */
enum ModelKind {
    EMBEDDING("embed|^(?:bge|e5|gte)-", List.of("text"), List.of("embeddings")),
    RERANK("rerank", List.of("text"), List.of("rerank")),
    TRANSCRIPTION("whisper|transcri", List.of("audio"), List.of("transcription")),
    SPEECH("tts|speech", List.of("text"), List.of("speech")),
    IMAGE(
            "image|dall-e|flux|seedream|imagen|recraft|ideogram|diffusion|riverflow",
            List.of("text", "image"),
            List.of("image")),
    VIDEO("video|^(?:veo|sora|kling|seedance)-", List.of("text", "image"), List.of("video")),
    DECISION("decide|decision", List.of("text", "image"), List.of("decisions")),
    CHAT("", List.of("text"), List.of("text"));

    private final Pattern names;
    private final List<String> inputs;
    private final List<String> outputs;

    ModelKind(String names, List<String> inputs, List<String> outputs) {
        this.names = Pattern.compile(names);
        this.inputs = inputs;
        this.outputs = outputs;
    }

    /** The kind of a model, by the part after the author. */
    static ModelKind of(String id) {
        String name = id.substring(id.indexOf('/') + 1).toLowerCase(Locale.ROOT);
        for (ModelKind kind : values()) {
            if (kind.names.matcher(name).find()) {
                return kind;
            }
        }
        return CHAT;
    }

    /** Enters the modalities. */
    void describe(ObjectNode model) {
        ObjectNode architecture = model.withObject("/architecture");
        architecture.put("modality", String.join("+", inputs) + "->" + String.join("+", outputs));
        add(architecture.putArray("input_modalities"), inputs);
        add(architecture.putArray("output_modalities"), outputs);
    }

    private static void add(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }
}
