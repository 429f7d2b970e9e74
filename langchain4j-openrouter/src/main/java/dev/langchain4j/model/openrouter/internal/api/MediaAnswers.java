package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.api.ApiException.Billing;
import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.json.JsonObject;
import dev.langchain4j.model.openrouter.internal.api.media.ImagesAnswer;
import dev.langchain4j.model.openrouter.internal.api.media.ImagesAnswerReader;
import dev.langchain4j.model.openrouter.internal.api.media.SpeechAnswer;
import dev.langchain4j.model.openrouter.internal.api.media.TranscriptionAnswer;
import dev.langchain4j.model.openrouter.internal.api.usage.UsageReader;
import dev.langchain4j.model.openrouter.internal.http.HttpAnswer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads answers with images, speech and transcripts, and throws for failures. */
record MediaAnswers(Failures failures) {

    private static final int PART = 206;

    /** @param asked number of requested images; their bill is only known if the price is reported */
    ImagesAnswer images(HttpAnswer answer, int asked) {
        ImagesAnswer read = failures.parse(answer, ImagesAnswerReader::read)
                .with(generationId(answer), ResponseHead.provider(answer.head()), answer::text);
        if (read.error() != null) {
            throw ofPart(read, read.error(), answer);
        }
        if (read.images().isEmpty()) {
            failures.throwIfOnlyAnError(answer);
        }
        if (read.images().size() < asked) {
            throw ofPart(read, read.missing(asked), answer);
        }
        return read;
    }

    private ApiException ofPart(ImagesAnswer read, ApiError error, HttpAnswer answer) {
        return read.hasMore()
                ? failures.ofPart(error, answer.head(), read.partial(), Billing.UNKNOWN)
                : failures.ofPart(error, answer.head(), read.partial());
    }

    SpeechAnswer speech(HttpAnswer answer) {
        if (!answer.head().isSuccessful()) {
            throw failures.ofStatus(answer);
        }
        String type = answer.head().header("Content-Type");
        ensureWhole(answer);
        ensureAudio(answer, type);
        byte[] bytes = answer.bytes();
        return new SpeechAnswer(
                bytes.length == answer.length() ? bytes : Arrays.copyOf(bytes, answer.length()),
                SpokenBytes.isAnyBytes(type) ? null : type,
                generationId(answer));
    }

    private void ensureWhole(HttpAnswer answer) {
        if (answer.length() == 0) {
            // speech without a single sample is not billed; but the samples may be lost
            throw failures.ofUnreadable(answer, answer.isWhole() ? Billing.NOTHING : Billing.UNKNOWN);
        }
        String encoding = ForeignAnswers.unreadableEncoding(answer.head());
        if (encoding != null) {
            throw failures.unexplained(
                    "The response is encoded as " + encoding + ", which was not asked for", answer.head());
        }
        if (answer.head().status() == PART) {
            throw failures.unexplained("The response is a part of the audio, and the rest is missing", answer.head());
        }
    }

    private void ensureAudio(HttpAnswer answer, @Nullable String type) {
        if (SpokenBytes.areJson(answer) || isJson(type)) {
            failures.object(answer); // throws the reported error, if there is one
            failures.throwIfOnlyAnError(answer);
            throw noAudio(isAudio(type) ? "JSON" : type, answer);
        }
        if (SpokenBytes.areAPage(answer) || !isAudio(type) && ForeignAnswers.isPage(answer)) {
            throw failures.ofPage(answer);
        }
        if (!isAudio(type) || SpokenBytes.areEvents(answer)) {
            failures.throwIfOnlyAnError(answer);
        }
        if (!isAudio(type)) {
            throw noAudio(type, answer);
        }
    }

    private ApiException noAudio(@Nullable String what, HttpAnswer answer) {
        return failures.unexplained("The response is not audio but " + what, answer.head());
    }

    private static boolean isJson(@Nullable String type) {
        return type != null && type.toLowerCase(Locale.ROOT).contains("json");
    }

    private static boolean isAudio(@Nullable String type) {
        return type == null || SpokenBytes.isAudio(type);
    }

    TranscriptionAnswer transcription(HttpAnswer answer) {
        JsonObject body = failures.object(answer, told -> told.label("text") != null);
        for (String parts : List.of("segments", "words")) {
            failures.throwIfOneFailed(body.objects(parts), answer, UsageReader.read(body), Billing.UNKNOWN);
        }
        if (body.members().get("text") instanceof String text) {
            return new TranscriptionAnswer(text, body, generationId(answer), answer::text);
        }
        failures.throwIfOnlyAnError(answer);
        throw failures.of(
                ApiError.unexplained("The response has no text"),
                answer.head(),
                null,
                UsageReader.read(body),
                Billing.UNKNOWN);
    }

    private static @Nullable String generationId(HttpAnswer answer) {
        return ResponseHead.of(answer.head()).generationId();
    }
}
