package dev.langchain4j.model.openrouter.internal.api.chat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.langchain4j.model.openrouter.internal.http.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A short cut for most of a stream. The text chunks of one stream differ only in the string of
 * {@code choices[0].delta.content}, so the bytes before and after it are remembered from a parsed chunk. If the next
 * event has the same bytes there, its text stands between them, and nothing else can have changed. On any difference,
 * and for a string that is not plainly well-formed, the parser decides.
 */
public final class TextTemplate {

    /** After these, the stream is not learned again: its chunks also differ elsewhere, by a counter or by padding. */
    private static final int LESSONS_WITHOUT_USE = 3;

    private byte[] before = {};
    private byte[] after = {};
    private boolean learned;
    private int unusedLessons;

    /** The text of an event that differs from the template only in its text; null if the parser must read it. */
    @Nullable
    public String textOf(byte[] buffer, int from, int to) {
        int start = from + before.length;
        int end = to - after.length;
        if (!learned
                || end <= start
                || !Arrays.equals(buffer, from, start, before, 0, before.length)
                || !Arrays.equals(buffer, end, to, after, 0, after.length)) {
            return null;
        }
        boolean ascii = true;
        for (int i = start; i < end; i++) {
            byte b = buffer[i];
            if (b == '\\') {
                return escaped(buffer, start, end, to);
            }
            if (b == '"' || (b >= 0 && b < ' ')) {
                return null;
            }
            ascii &= b >= 0;
        }
        unusedLessons = 0;
        if (ascii) {
            return new String(buffer, start, end - start, StandardCharsets.ISO_8859_1);
        }
        String text = new String(buffer, start, end - start, StandardCharsets.UTF_8);
        return text.indexOf('\ufffd') >= 0 ? null : text;
    }

    /**
     * Learns from a parsed event: remembers it if its chunk only adds text, and always forgets the previous one,
     * because this event may have changed what that one says, such as the model's name.
     */
    public void learn(ChatCompletion chunk, byte[] buffer, int from, int to) {
        learned = false;
        if (unusedLessons >= LESSONS_WITHOUT_USE || !isTextOnly(chunk)) {
            return;
        }
        unusedLessons++;
        try (JsonParser json = Json.parser(buffer, from, to)) {
            if (moveToContent(json)) {
                int start = (int) json.currentTokenLocation().getByteOffset() + 1;
                json.getText();
                int end = (int) json.currentLocation().getByteOffset() - 1;
                before = Arrays.copyOfRange(buffer, from, from + start);
                after = Arrays.copyOfRange(buffer, from + end, to);
                learned = true;
            }
        } catch (IOException e) {
            // It was parsed a moment ago. Without a template everything is parsed, which is slower but equally correct.
        }
    }

    /** Well-formed escapes are left to the parser, for the string alone. */
    private static @Nullable String escaped(byte[] buffer, int start, int end, int to) {
        try (JsonParser json = Json.parser(buffer, start - 1, to)) {
            boolean wholeString = json.nextToken() == JsonToken.VALUE_STRING;
            String text = json.getText();
            return wholeString && json.currentLocation().getByteOffset() == end - start + 2 ? text : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static boolean isTextOnly(ChatCompletion chunk) {
        ChatCompletion.Choice choice = chunk.choice();
        if (choice == null || choice.message() == null || choice.whole()) {
            return false;
        }
        AnswerMessage delta = choice.message();
        return delta.content() != null
                && !delta.content().isEmpty()
                && delta.refusal() == null
                && delta.reasoning() == null
                && isEmpty(delta.reasoningDetails())
                && delta.toolCalls().isEmpty()
                && delta.annotations().isEmpty()
                && delta.images().isEmpty()
                && delta.audio() == null
                && choice.finishReason() == null
                && choice.nativeFinishReason() == null
                && choice.logprobs() == null
                && choice.error() == null
                && chunk.usage() == null
                && chunk.error() == null
                && chunk.openrouterMetadata() == null;
    }

    /** Moves to the string {@code choices[0].delta.content}; false if it is not exactly there. */
    private static boolean moveToContent(JsonParser json) throws IOException {
        return json.nextToken() == JsonToken.START_OBJECT
                && moveTo("choices", json)
                && json.currentToken() == JsonToken.START_ARRAY
                && json.nextToken() == JsonToken.START_OBJECT
                && moveTo("delta", json)
                && json.currentToken() == JsonToken.START_OBJECT
                && moveTo("content", json)
                && json.currentToken() == JsonToken.VALUE_STRING;
    }

    private static boolean moveTo(String member, JsonParser json) throws IOException {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            if (name.equals(member)) {
                return true;
            }
            json.skipChildren();
        }
        return false;
    }

    private static boolean isEmpty(@Nullable List<?> list) {
        return list == null || list.isEmpty();
    }
}
