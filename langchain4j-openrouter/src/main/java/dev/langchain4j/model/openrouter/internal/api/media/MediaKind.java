package dev.langchain4j.model.openrouter.internal.api.media;

import java.util.Set;

/** The differences between images, speech and transcription. */
public enum MediaKind {
    IMAGE(
            "/images",
            "image",
            "bytedance-seed/seedream-4.5",
            Set.of(
                    "model",
                    "prompt",
                    "n",
                    "input_references",
                    "stream",
                    "resolution",
                    "aspect_ratio",
                    "size",
                    "quality",
                    "output_format",
                    "output_compression",
                    "background",
                    "seed",
                    "session_id",
                    "trace",
                    "user",
                    "provider")),
    SPEECH(
            "/audio/speech",
            "speech",
            "mistralai/voxtral-mini-tts-2603",
            Set.of(
                    "model",
                    "input",
                    "voice",
                    "response_format",
                    "speed",
                    "input_references",
                    "session_id",
                    "trace",
                    "user",
                    "provider")),
    TRANSCRIPTION(
            "/audio/transcriptions",
            "transcription",
            "openai/whisper-large-v3",
            Set.of(
                    "model",
                    "input_audio",
                    "language",
                    "temperature",
                    "response_format",
                    "timestamp_granularities",
                    "session_id",
                    "trace",
                    "user",
                    "provider"));

    private final String path;
    private final String modality;
    private final String example;
    private final Set<String> fields;

    MediaKind(String path, String modality, String example, Set<String> fields) {
        this.path = path;
        this.modality = modality;
        this.example = example;
        this.fields = fields;
    }

    public String path() {
        return path;
    }

    /** The name of the operation in a ledger. */
    public String operation() {
        return modality;
    }

    /** The name in {@code output_modalities} of the catalog. */
    public String modality() {
        return modality;
    }

    /** An example of a model of this kind. */
    public String example() {
        return example;
    }

    /** The request fields that a setter or the request itself sets. */
    public Set<String> fields() {
        return fields;
    }
}
