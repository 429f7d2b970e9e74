package dev.langchain4j.model.openrouter;

import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.internal.api.ChatAnswer;
import dev.langchain4j.model.openrouter.internal.api.ChatListener;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletion;
import dev.langchain4j.model.openrouter.internal.api.chat.ChunkMerger;
import dev.langchain4j.model.openrouter.internal.api.chat.StreamedToolCall;
import dev.langchain4j.model.openrouter.internal.chat.ChatStreamOutput;
import dev.langchain4j.model.openrouter.internal.chat.ChatTextPieces;
import dev.langchain4j.model.openrouter.internal.chat.ChatToolCallSequencer;
import dev.langchain4j.model.openrouter.internal.http.CancelHandle;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One streamed answer. It passes new content to a handler or a subscriber as it arrives; the mapper of plain answers
 * creates the complete response. Used by one thread at a time.
 */
final class ChatStream implements ChatListener {

    private final ChatCall call;
    private final ChatStreamOutput output;
    private final boolean returnsThinking;
    private final Predicate<Throwable> sendWeaker;
    private final ChatToolCallSequencer toolCalls;
    private final ChatTextPieces text = new ChatTextPieces();
    private final ChatTextPieces thinking = new ChatTextPieces();
    private List<StreamedToolCall> streamedCalls = List.of();
    private boolean begun;

    /**
     * @param sendWeaker sends the request again in a weaker form, if it has one for the failure; returns whether it did
     */
    ChatStream(ChatCall call, ChatStreamOutput output, Predicate<Throwable> sendWeaker) {
        this.call = call;
        this.output = output;
        this.returnsThinking = call.returnsThinking();
        this.sendWeaker = sendWeaker;
        this.toolCalls = new ChatToolCallSequencer(output);
    }

    @Override
    public void onStart(CancelHandle handle) {
        output.begin(handle);
    }

    @Override
    public void onChunk(ChunkMerger merged, Supplier<String> event) {
        begun = true;
        boolean handedOn = false;
        if (returnsThinking && !merged.newReasoning().isEmpty()) {
            tellThinking(thinking.next(merged.newReasoning()));
            handedOn = true;
        }
        if (!merged.newText().isEmpty()) {
            tellText(text.next(merged.newText()));
            handedOn = true;
        }
        streamedCalls = merged.toolCalls();
        handedOn |= toolCalls.handOn(streamedCalls);
        if (!handedOn) {
            output.unmappedRawEvent(event.get());
        }
    }

    private void tellThinking(String piece) {
        if (!piece.isEmpty()) {
            output.partialThinking(piece);
        }
    }

    private void tellText(String piece) {
        if (!piece.isEmpty()) {
            output.partialResponse(piece);
        }
    }

    @Override
    public void onAnswer(ChatAnswer answer) {
        tellThinking(thinking.rest());
        tellText(text.rest());
        ChatResponse response = call.response(answer, answer.raw());
        RuntimeException failure = call.failure(answer, response);
        if (failure == null
                && !toolCalls.finish(streamedCalls, response.aiMessage().toolExecutionRequests())) {
            failure = ChatAnswerCheck.changedCall(answer, response);
        }
        if (failure == null) {
            output.completeResponse(response);
        } else {
            output.failed(failure);
        }
    }

    @Override
    public boolean mayReadOn() {
        return output.mayReadOn();
    }

    /** If anything throws before the output, the output gets the failure, once. */
    @Override
    public void onFailure(Throwable failure) {
        Throwable another = null;
        try {
            if (!begun && !output.isCancelled() && sendWeaker.test(failure)) {
                return;
            }
        } catch (Throwable e) {
            another = e;
        }
        Throwable explained = explained(failure);
        if (another != null && another != explained) {
            explained.addSuppressed(another);
        }
        output.failed(explained);
    }

    private Throwable explained(Throwable failure) {
        try {
            return failure instanceof RuntimeException exception ? call.explained(exception) : failure;
        } catch (RuntimeException e) {
            return new LangChain4jException("The stream failed, and so did the search for the reason", failure);
        }
    }

    @Override
    public void onCancel(ChatCompletion partial, @Nullable String generationId) {
        // nothing follows a cancel
    }
}
