package dev.langchain4j.model.openrouter.internal.chat;

import static dev.langchain4j.model.openrouter.internal.api.chat.ToolCalls.isBlank;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.openrouter.internal.api.chat.StreamedToolCall;
import dev.langchain4j.model.openrouter.internal.api.chat.ToolCalls;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Orders the fragments of tool calls as LangChain4j promises: all fragments of one call, then the complete call, then
 * the next, even if the wire interleaves them. A call is complete when a later one has started and its own arguments
 * are complete and not empty, or when the stream has ended; until then fragments of later calls wait.
 */
public final class ChatToolCallSequencer {

    private final ChatStreamOutput output;
    private final List<ToolExecutionRequest> completed = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();
    private @Nullable StreamedToolCall current;
    private int index = -1;

    public ChatToolCallSequencer(ChatStreamOutput output) {
        this.output = output;
    }

    /** @return whether there was anything to pass on */
    public boolean handOn(List<StreamedToolCall> calls) {
        boolean any = false;
        while (completed.size() < calls.size()) {
            StreamedToolCall call = calls.get(completed.size());
            if (isBlank(call.id()) || isBlank(call.name()) || isTaken(call.id())) {
                return any;
            }
            any |= handOn(call, call.id(), call.name(), call.takePiece());
            boolean last = call.position() == calls.size() - 1;
            if (last || !call.hasCompleteArguments()) {
                return any;
            }
            complete(
                    call,
                    ToolExecutionRequest.builder()
                            .id(call.id())
                            .name(call.name())
                            .arguments(call.arguments())
                            .build());
            any = true;
        }
        return any;
    }

    /**
     * Passes on the rest at the end of the stream.
     *
     * @param requests the calls of the complete answer, in the same order, without those that were cut off
     * @return false if a complete call has changed since; then it passes on nothing
     */
    public boolean finish(List<StreamedToolCall> calls, List<ToolExecutionRequest> requests) {
        if (completed.size() > requests.size()
                || !requests.subList(0, completed.size()).equals(completed)) {
            return false;
        }
        List<StreamedToolCall> whole = calls.size() == requests.size() ? calls : whole(calls);
        while (completed.size() < requests.size()) {
            StreamedToolCall call = whole.get(completed.size());
            ToolExecutionRequest request = requests.get(completed.size());
            handOn(call, request.id(), request.name(), call.takeLastPiece());
            complete(call, request);
        }
        return true;
    }

    private static List<StreamedToolCall> whole(List<StreamedToolCall> calls) {
        return calls.stream()
                .filter(call -> ToolCalls.isWhole(call.toToolCall()))
                .toList();
    }

    private boolean handOn(StreamedToolCall call, String id, String name, String piece) {
        if (piece.isEmpty()) {
            return false;
        }
        output.partialToolCall(PartialToolCall.builder()
                .index(indexOf(call))
                .id(id)
                .name(name)
                .partialArguments(piece)
                .build());
        return true;
    }

    private void complete(StreamedToolCall call, ToolExecutionRequest request) {
        output.completeToolCall(new CompleteToolCall(indexOf(call), request));
        completed.add(request);
        taken.add(request.id());
    }

    /**
     * One position for the fragments and the complete call. A call that was cut off has one only if it had fragments.
     */
    private int indexOf(StreamedToolCall call) {
        if (call != current) {
            current = call;
            index++;
        }
        return index;
    }

    /** The id of an earlier call: this call gets its own id when the answer is complete. */
    private boolean isTaken(String id) {
        return taken.contains(id);
    }
}
