package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.openrouter.test.Backend.Generation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream, step by step; each step has left for the client before the next begins. Only these steps are sent: without
 * the step, there is no finish reason and no {@code [DONE]}.
 *
 * <pre>{@code
 * server.answer(Answer.stream()
 *         .comment(" OPENROUTER PROCESSING")
 *         .text("Hel")
 *         .waitFor(gate)
 *         .text("lo")
 *         .finish("stop")
 *         .usage(10, 2, "0.00003")
 *         .done());
 * }</pre>
 *
 * @see <a href="https://openrouter.ai/docs/api-reference/streaming">Streaming</a>
 */
public final class StreamAnswer extends ScriptedAnswer<StreamAnswer> {

    /** A step that knows its stream. */
    private interface Part {
        Step in(Chunks chunks, Call call);
    }

    private final List<Part> parts = new ArrayList<>();
    private @Nullable String model;
    private @Nullable String provider;
    private int toolCalls;
    private int pieceSize;
    private boolean speaks;

    StreamAnswer() {}

    /** The model in all chunks. Unset: the requested one. */
    public StreamAnswer model(String model) {
        this.model = model;
        return this;
    }

    /** The provider in all chunks. Unset: a plausible one. */
    public StreamAnswer provider(String provider) {
        this.provider = provider;
        return this;
    }

    /** A comment: a colon, {@code text}, an empty line. */
    public StreamAnswer comment(String text) {
        return bytes(":" + text + "\n\n");
    }

    /** An event: {@code data: }, {@code data}, an empty line. */
    public StreamAnswer data(String data) {
        return bytes("data: " + data + "\n\n");
    }

    /** Text as it is. */
    public StreamAnswer bytes(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes as they are. */
    public StreamAnswer bytes(byte[] bytes) {
        byte[] copy = bytes.clone();
        return add((chunks, call) -> Step.write(copy));
    }

    /** A chunk whose delta is this JSON object. */
    public StreamAnswer delta(String json) {
        ObjectNode delta = Json.parseObject(json);
        return say((chunks, call) -> chunks.delta(delta));
    }

    /** A chunk with a part of the answer. */
    public StreamAnswer text(String text) {
        return say((chunks, call) -> chunks.text(text));
    }

    /** A chunk with a part of the thoughts. */
    public StreamAnswer thinking(String text) {
        return say((chunks, call) -> chunks.thinking(text));
    }

    /**
     * The chunks of a whole tool call: one with id and name, then one for each part of its arguments.
     *
     * @throws IllegalArgumentException if the name begins like arguments
     */
    public StreamAnswer toolCall(String id, String name, String... argumentPieces) {
        if (name.startsWith("{")) {
            throw new IllegalArgumentException("The name of the tool is '" + name
                    + "'. A stream takes id, name and parts of the arguments, in this order");
        }
        int index = toolCalls++;
        say((chunks, call) -> chunks.toolCall(index, id, name));
        for (String piece : argumentPieces) {
            add((chunks, call) -> chunks.toolArguments(index, piece));
        }
        return this;
    }

    /** A chunk with the finish reason. */
    public StreamAnswer finish(String reason) {
        return add((chunks, call) -> chunks.finish(reason, reason));
    }

    /** The usage chunk; {@code cost} in US dollars, such as {@code "0.00003"}. */
    public StreamAnswer usage(int promptTokens, int completionTokens, String cost) {
        ObjectNode usage = Usage.counted(promptTokens, completionTokens, Usage.cost(cost));
        return add((chunks, call) -> chunks.usage(usage, Json.object()));
    }

    /** Charges for the stream without reporting it in the stream; the ledger and {@code GET /generation} have it. */
    public StreamAnswer charge(int promptTokens, int completionTokens, String cost) {
        ObjectNode usage = Usage.counted(promptTokens, completionTokens, Usage.cost(cost));
        return add((chunks, call) -> chunks.charge(usage));
    }

    /** {@code data: [DONE]}. */
    public StreamAnswer done() {
        return add((chunks, call) -> Chunks.done());
    }

    /** A failure in the middle, in OpenRouter's documented form. */
    public StreamAnswer error(int code, String message) {
        return error(Answer.error(code, message));
    }

    /** A failure in the middle, in any form. */
    public StreamAnswer error(ErrorAnswer error) {
        return add((chunks, call) -> new ErrorBody(error, call).event(chunks));
    }

    /** Waits. Prefer {@link #waitFor(Gate)}, which does not depend on the speed of the machine. */
    public StreamAnswer pause(Duration time) {
        return add((chunks, call) -> client -> client.pause(time));
    }

    /** Waits until the gate is open. */
    public StreamAnswer waitFor(Gate gate) {
        return add((chunks, call) -> client -> client.waitFor(gate));
    }

    /** Sends nothing more, and keeps the connection until the client leaves or the server is reset or closed. */
    public StreamAnswer silence() {
        return add((chunks, call) -> ClientConnection::silence);
    }

    /** Closes the connection here: the body ends too early. */
    public StreamAnswer cut() {
        return add((chunks, call) -> ClientConnection::cut);
    }

    /** Resets the connection here. */
    public StreamAnswer reset() {
        return add((chunks, call) -> ClientConnection::reset);
    }

    /** Breaks the stream, or its connection, here. */
    public StreamAnswer fault(Fault fault) {
        return add((chunks, call) -> client -> client.fail(fault));
    }

    /**
     * Announces with HTTP/2 that the server goes away, as before a restart: all streams of the connection continue, and
     * the next request needs a new one. With HTTP/1.1 nothing happens.
     */
    public StreamAnswer goAway() {
        return add((chunks, call) -> ClientConnection::goAway);
    }

    /** Sends the bytes of each step in pieces of this size, each flushed separately. Unset: a step in one piece. */
    public StreamAnswer splitInto(int bytes) {
        this.pieceSize = ClientConnection.checkPieceSize(bytes);
        return this;
    }

    private StreamAnswer add(Part part) {
        parts.add(part);
        return this;
    }

    @Override
    StreamAnswer self() {
        return this;
    }

    @Override
    boolean fits(Endpoint endpoint) {
        return endpoint.talks() || !speaks; // what only waits or breaks off is for any request, like an error
    }

    private StreamAnswer say(Part part) {
        speaks = true;
        return add(part);
    }

    @Override
    Reply content(Call call, Endpoint endpoint) {
        Generation generation = call.nextGeneration();
        Chunks chunks = Chunks.of(call, generation, model == null ? call.modelOrAsAsked() : model, provider);
        List<Step> steps = new ArrayList<>();
        if (pieceSize > 0) {
            steps.add(client -> client.splitInto(pieceSize));
        }
        parts.forEach(part -> steps.add(part.in(chunks, call)));
        return Reply.events(steps).withHeader("X-Generation-Id", generation.id());
    }
}
