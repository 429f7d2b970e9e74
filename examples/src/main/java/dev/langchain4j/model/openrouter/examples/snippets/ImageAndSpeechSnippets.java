package dev.langchain4j.model.openrouter.examples.snippets;

import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.model.audio.AudioTranscriptionRequest;
import dev.langchain4j.model.image.ImageModel;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterImageModel;
import dev.langchain4j.model.openrouter.OpenRouterSpeechModel;
import dev.langchain4j.model.openrouter.OpenRouterSpeechResponse;
import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import dev.langchain4j.model.openrouter.OpenRouterTranscriptionModel;
import dev.langchain4j.model.openrouter.OpenRouterTranscriptionResponse;
import dev.langchain4j.model.output.Response;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

class ImageAndSpeechSnippets {

    BigDecimal image(OpenRouter openRouter) throws IOException {
        // region image
        ImageModel model = openRouter
                .imageModel()
                .modelName("bytedance-seed/seedream-4.5")
                .aspectRatio("16:9")
                .build();

        Response<Image> response = model.generate("A red panda in space, studio lighting");
        Files.write(
                Path.of("panda.png"),
                Base64.getDecoder().decode(response.content().base64Data()));
        BigDecimal cost = ((OpenRouterTokenUsage) response.tokenUsage()).cost();
        // endregion
        return cost;
    }

    Image edit(OpenRouterImageModel model, Image person, Image coat) {
        // region image-edit
        Image withHat = model.edit(person, "Put a hat on the person").content();
        Image withCoat =
                model.edit(List.of(withHat, coat), "Put the coat on the person").content();
        // endregion
        return withCoat;
    }

    BigDecimal speech(OpenRouter openRouter) throws IOException {
        // region speech
        OpenRouterSpeechModel model = openRouter
                .speechModel()
                .modelName("mistralai/voxtral-mini-tts-2603")
                .voice("en_paul_neutral")
                .responseFormat("mp3")
                .build();

        OpenRouterSpeechResponse speech = model.synthesize("The train leaves at noon.");
        Files.write(Path.of("train.mp3"), speech.audio().binaryData());
        BigDecimal cost = openRouter.generation(speech.generationId()).totalCost();
        // endregion
        return cost;
    }

    void transcription(OpenRouter openRouter, Path recording) throws IOException {
        // region transcription
        OpenRouterTranscriptionModel model = openRouter
                .transcriptionModel()
                .modelName("openai/whisper-large-v3")
                .timestampGranularities("segment")
                .build();

        OpenRouterTranscriptionResponse transcript = model.transcribe(AudioTranscriptionRequest.builder()
                .audio(Audio.builder()
                        .binaryData(Files.readAllBytes(recording))
                        .mimeType("audio/mpeg")
                        .build())
                .language("en")
                .build());
        System.out.println(transcript.text());
        transcript.segments().forEach(segment -> System.out.println(segment.start() + segment.text()));
        // endregion
    }
}
