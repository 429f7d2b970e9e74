package dev.langchain4j.model.openrouter.internal.media;

import static dev.langchain4j.model.openrouter.internal.api.json.JsonValues.isBlank;

import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.exception.UnsupportedFeatureException;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** OpenRouter's names of audio formats, by MIME type. */
public final class AudioFormats {

    /** The formats that a chat supports. */
    public static final List<String> CHAT =
            List.of("wav", "mp3", "aiff", "aac", "ogg", "flac", "m4a", "pcm16", "pcm24");

    /** The formats that a transcription supports. */
    public static final List<String> TRANSCRIPTION = List.of("wav", "mp3", "flac", "m4a", "ogg", "webm", "aac");

    /** MIME subtypes whose name differs from OpenRouter's format name, and those whose name is the same. */
    private static final Map<String, String> BY_SUBTYPE = Map.ofEntries(
            Map.entry("wav", "wav"),
            Map.entry("x-wav", "wav"),
            Map.entry("wave", "wav"),
            Map.entry("vnd.wave", "wav"),
            Map.entry("vnd.wav", "wav"),
            Map.entry("x-pn-wav", "wav"),
            Map.entry("mpeg", "mp3"),
            Map.entry("mp3", "mp3"),
            Map.entry("x-mp3", "mp3"),
            Map.entry("x-mpeg", "mp3"),
            Map.entry("mpeg3", "mp3"),
            Map.entry("x-mpeg-3", "mp3"),
            Map.entry("mpga", "mp3"),
            Map.entry("aiff", "aiff"),
            Map.entry("x-aiff", "aiff"),
            Map.entry("aif", "aiff"),
            Map.entry("aac", "aac"),
            Map.entry("x-aac", "aac"),
            Map.entry("aacp", "aac"),
            Map.entry("ogg", "ogg"),
            Map.entry("x-ogg", "ogg"),
            Map.entry("flac", "flac"),
            Map.entry("x-flac", "flac"),
            Map.entry("mp4", "m4a"),
            Map.entry("m4a", "m4a"),
            Map.entry("x-m4a", "m4a"),
            Map.entry("webm", "webm"),
            Map.entry("pcm16", "pcm16"),
            Map.entry("pcm24", "pcm24"));

    private AudioFormats() {}

    /**
     * Returns the format's name.
     *
     * @param what kind of audio, for the message
     * @throws IllegalArgumentException if there is no MIME type
     * @throws UnsupportedFeatureException if the format is not supported
     */
    public static String of(@Nullable String mimeType, String what, List<String> taken) {
        if (isBlank(mimeType)) {
            throw new IllegalArgumentException(what + " with data needs a mimeType");
        }
        String type = MediaData.normal(mimeType);
        String format = BY_SUBTYPE.get(type.substring(type.indexOf('/') + 1));
        if (format == null || !taken.contains(format)) {
            throw new UnsupportedFeatureException("Audio of MIME type '" + mimeType
                    + "' is not supported by OpenRouter: it takes "
                    + String.join(", ", taken.subList(0, taken.size() - 1)) + " and " + taken.get(taken.size() - 1));
        }
        return format;
    }

    /** The MIME type of a format: the one that {@link #of} takes, or {@code audio/} and the format's name. */
    public static String mimeType(String format) {
        return switch (format) {
            case "mp3" -> "audio/mpeg";
            case "m4a" -> "audio/mp4";
            case "opus" -> "audio/ogg";
            default -> "audio/" + format;
        };
    }

    /** The data URL of audio in this format. */
    public static String toUrl(String format, String base64) {
        return new MediaData(mimeType(format), base64).toUrl("Audio");
    }

    /**
     * Returns the data of an audio and its media type.
     *
     * @param what kind of audio, for the message
     * @throws UnsupportedFeatureException if it is a URL without data
     * @throws IllegalArgumentException if it has no data
     */
    public static MediaData data(Audio audio, String what) {
        URI url = audio.url();
        if (url != null && MediaData.isDataUrl(url)) {
            return MediaData.of(audio.mimeType(), url.toString(), what);
        }
        if (url != null) {
            throw new UnsupportedFeatureException(
                    what + " with a URL is not supported by OpenRouter: give the audio as base64 or bytes");
        }
        String data = audio.base64Data();
        if (data == null && audio.binaryData() != null) {
            data = Base64.getEncoder().encodeToString(audio.binaryData());
        }
        if (data == null) {
            throw new IllegalArgumentException(what + " has no data: give the audio as base64 or bytes");
        }
        return MediaData.of(audio.mimeType(), data, what);
    }
}
