package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.api.json.JsonObject;
import dev.langchain4j.model.openrouter.internal.http.HttpAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Recognises what is declared as audio and is not: an error as JSON or as an event, a page of a proxy. Audio may begin
 * with any byte, so the first one decides nothing.
 */
final class SpokenBytes {

    private static final int LOOKED_AT = 64;

    /** At most one of this many characters of a text is unreadable: in an old encoding a few letters are. */
    private static final int FEW = 4;

    private static final List<String> PAGES = List.of("<!doctype", "<html", "<?xml");
    private static final List<String> FIELDS = List.of("data:", "event:");

    private SpokenBytes() {}

    /**
     * Whether the body of a failure is what it is declared as: audio, of which no words can be read. One
     * control character is enough: letters can be the silence or the padding of audio.
     */
    static boolean areAudio(HttpAnswer answer) {
        return isAudio(answer.head().header("Content-Type"))
                && !areJson(answer)
                && !areEvents(answer)
                && (!areMostlyReadable(answer) || answer.text().chars().anyMatch(SpokenBytes::isControl));
    }

    /**
     * Whether they are a text, whatever they are declared as, and not an image, sound or something packed. In JSON and
     * in events any character may be unreadable: OpenRouter repeats there what a provider's answer had instead of a text.
     */
    static boolean areWords(HttpAnswer answer) {
        return areMostlyReadable(answer) || areJson(answer) || areEvents(answer);
    }

    private static boolean areMostlyReadable(HttpAnswer answer) {
        String text = answer.text();
        long unreadable = text.chars()
                .filter(character -> character == '\uFFFD' || isControl(character))
                .count();
        return unreadable * FEW <= text.length();
    }

    /** Whether the type is that of audio, or of any bytes. */
    static boolean isAudio(@Nullable String type) {
        return type != null && (type.toLowerCase(Locale.ROOT).startsWith("audio/") || isAnyBytes(type));
    }

    /** Whether the type is that of any bytes, which does not tell the format. */
    static boolean isAnyBytes(@Nullable String type) {
        return type != null && type.toLowerCase(Locale.ROOT).contains("octet-stream");
    }

    private static boolean isControl(int character) {
        return character < ' ' && "\t\n\r".indexOf(character) < 0;
    }

    /** Whether all of them are one JSON object or array, perhaps after the comments of a slow answer. */
    static boolean areJson(HttpAnswer answer) {
        HttpAnswer json = answer.withoutComments();
        String start = start(json);
        if (!start.startsWith("{") && !start.startsWith("[")) {
            return false;
        }
        try {
            JsonObject.read(json.bytes(), json.length());
            return true;
        } catch (IOException | RuntimeException audio) {
            return false;
        }
    }

    /** Whether they begin as a stream of events does. */
    static boolean areEvents(HttpAnswer answer) {
        String start = start(answer.withoutComments());
        return FIELDS.stream().anyMatch(start::startsWith);
    }

    static boolean areAPage(HttpAnswer answer) {
        String start = start(answer);
        return PAGES.stream().anyMatch(start::startsWith);
    }

    /** Without blanks and byte order mark, in lower case. */
    private static String start(HttpAnswer answer) {
        int length = Math.min(answer.length(), LOOKED_AT);
        String start = new String(answer.bytes(), 0, length, StandardCharsets.UTF_8);
        return (start.startsWith("\uFEFF") ? start.substring(1) : start)
                .stripLeading()
                .toLowerCase(Locale.ROOT);
    }
}
