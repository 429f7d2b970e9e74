package dev.langchain4j.model.openrouter.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * {@link IdealClient} for one stream. An event whose bytes before the text are those of the event before is not parsed;
 * unlike the library it trusts that the rest is the same, too.
 */
final class IdealStream {

    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] CONTENT = "\"content\":\"".getBytes(StandardCharsets.UTF_8);

    private final Client.Listener listener;
    private final StringBuilder text = new StringBuilder();
    private TokenUsage usage = new TokenUsage(0, 0);
    private byte[] buffer = new byte[16 * 1024];

    /** What precedes the text in every event: {@code data: {"id":…,"content":"}. */
    private byte[] head = {};

    IdealStream(Client.Listener listener) {
        this.listener = listener;
    }

    Supplier<String> read(InputStream body) throws IOException {
        int end = 0;
        for (int count = body.read(buffer, 0, buffer.length);
                count >= 0;
                count = body.read(buffer, end, buffer.length - end)) {
            end = handOn(end, end + count);
            if (end == buffer.length) {
                buffer = Arrays.copyOf(buffer, 2 * end);
            }
        }
        ChatResponse response = ChatResponse.builder()
                .aiMessage(AiMessage.from(text.toString()))
                .tokenUsage(usage)
                .finishReason(FinishReason.STOP)
                .build();
        return () -> Workload.words(response);
    }

    /** Reads all complete lines; returns the length of the rest, which is at the front of the buffer then. */
    private int handOn(int from, int end) throws IOException {
        int line = 0;
        for (int at = from; at < end; at++) {
            if (buffer[at] == '\n') {
                if (at - line > 6 && buffer[line] == 'd' && buffer[line + 6] == '{') {
                    event(line, at);
                }
                line = at + 1;
            }
        }
        System.arraycopy(buffer, line, buffer, 0, end - line);
        return end - line;
    }

    private void event(int from, int end) throws IOException {
        int start = from + head.length;
        if (head.length > 0 && start < end && Arrays.equals(buffer, from, start, head, 0, head.length)) {
            int quote = start;
            while (buffer[quote] != '"' && buffer[quote] != '\\') {
                quote++;
            }
            if (buffer[quote] == '"' && quote > start) {
                text(new String(buffer, start, quote - start, StandardCharsets.UTF_8));
                return;
            }
        }
        parse(from, end);
    }

    private void text(String piece) {
        text.append(piece);
        listener.onText(piece);
    }

    private void parse(int from, int end) throws IOException {
        try (JsonParser json = JSON.createParser(buffer, from + 6, end - from - 6)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token != JsonToken.FIELD_NAME) {
                    continue;
                }
                if (json.currentName().equals("content")) {
                    json.nextToken();
                    if (!json.getText().isEmpty()) {
                        text(json.getText());
                        learn(from, end);
                    }
                } else if (json.currentName().equals("usage") && json.nextToken() == JsonToken.START_OBJECT) {
                    usage = IdealClient.readUsage(json);
                }
            }
        }
    }

    private void learn(int from, int end) {
        for (int at = from; at + CONTENT.length < end; at++) {
            if (Arrays.equals(buffer, at, at + CONTENT.length, CONTENT, 0, CONTENT.length)) {
                head = Arrays.copyOfRange(buffer, from, at + CONTENT.length);
                return;
            }
        }
    }
}
