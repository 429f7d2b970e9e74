package dev.langchain4j.model.openrouter.internal.api.chat;

import dev.langchain4j.model.openrouter.internal.api.chat.AnswerMessage.Audio;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Merges streamed speech. */
final class AudioMerger {

    /** Base64 in pieces, each with its own padding, is at most this many times as long as one text of the same bytes. */
    private static final long LONGEST_PADDING = 3;

    private boolean reported;
    private @Nullable String id;
    private @Nullable Long expiresAt;
    private final List<String> data = new ArrayList<>();
    private long length; // of all data
    private final StringBuilder transcript = new StringBuilder();

    /** @param whole whether it is the speech so far, and not only what is new of it */
    void accept(@Nullable Audio fragment, boolean whole) {
        if (fragment == null) {
            return;
        }
        reported = true;
        if (whole) {
            forgetWhatFollows(fragment);
        }
        id = fragment.id() == null ? id : fragment.id();
        expiresAt = fragment.expiresAt() == null ? expiresAt : fragment.expiresAt();
        if (fragment.data() != null && !fragment.data().isEmpty()) {
            data.add(fragment.data());
            length += fragment.data().length();
        }
        if (fragment.transcript() != null) {
            transcript.append(fragment.transcript());
        }
    }

    private void forgetWhatFollows(Audio soFar) {
        if (soFar.data() != null && length <= LONGEST_PADDING * soFar.data().length()) {
            String before = base64();
            if (before != null && soFar.data().startsWith(before)) {
                data.clear();
                length = 0;
            }
        }
        if (soFar.transcript() != null
                && transcript.length() <= soFar.transcript().length()
                && soFar.transcript().startsWith(transcript.toString())) {
            transcript.setLength(0);
        }
    }

    @Nullable
    Audio toAudio() {
        if (!reported) {
            return null;
        }
        return new Audio(id, base64(), transcript.isEmpty() ? null : transcript.toString(), expiresAt);
    }

    private @Nullable String base64() {
        if (data.isEmpty()) {
            return null;
        }
        // A piece of another length was cut anywhere: it would be decoded to other bytes.
        boolean whole = data.stream().allMatch(piece -> piece.length() % 4 == 0);
        boolean padded = data.stream().limit(data.size() - 1).anyMatch(piece -> piece.endsWith("="));
        return whole && padded ? reencoded() : String.join("", data);
    }

    /** Padding inside a base64 text ends it for most decoders. */
    private String reencoded() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            for (String piece : data) {
                bytes.writeBytes(Base64.getDecoder().decode(piece));
            }
        } catch (IllegalArgumentException notBase64) {
            return String.join("", data);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
