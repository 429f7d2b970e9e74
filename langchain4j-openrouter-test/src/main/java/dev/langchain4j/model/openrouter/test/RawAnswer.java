package dev.langchain4j.model.openrouter.test;

import java.util.List;

/**
 * Bytes that are sent unchanged: {@link Answer#raw(int, String, String)} and {@link Answer#payload(String)}.
 *
 * <pre>{@code
 * server.answer(Answer.raw(502, "text/html", "<html>Bad gateway</html>"));
 * server.answer(Answer.payload(Path.of("src/test/resources/answer.sse")).splitInto(1));
 * }</pre>
 */
public final class RawAnswer extends ScriptedAnswer<RawAnswer> {

    private final int status;
    private final String contentType;
    private final byte[] body;
    private int pieceSize;

    RawAnswer(int status, String contentType, byte[] body) {
        this.status = status;
        this.contentType = contentType;
        this.body = body.clone();
    }

    /** Sends the bytes in pieces of this size, each flushed separately. Unset: in one piece. */
    public RawAnswer splitInto(int bytes) {
        this.pieceSize = ClientConnection.checkPieceSize(bytes);
        return this;
    }

    @Override
    RawAnswer self() {
        return this;
    }

    @Override
    Reply content(Call call, Endpoint endpoint) {
        return pieceSize == 0
                ? Reply.bytes(status, contentType, body)
                : Reply.script(status, contentType, List.of(client -> client.splitInto(pieceSize), Step.write(body)));
    }
}
