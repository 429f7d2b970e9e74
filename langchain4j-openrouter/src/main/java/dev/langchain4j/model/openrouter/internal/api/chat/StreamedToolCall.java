package dev.langchain4j.model.openrouter.internal.api.chat;

import static dev.langchain4j.model.openrouter.internal.api.chat.ToolCalls.isBlank;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A tool call that arrives in fragments. */
public final class StreamedToolCall {

    private final int position;
    private final @Nullable Integer wireIndex;
    private final List<String> tools;
    private @Nullable String id;
    private @Nullable String name;
    private final StreamedArguments arguments = new StreamedArguments();

    /** @param tools the names of the tools that the model may call */
    StreamedToolCall(int position, @Nullable Integer wireIndex, List<String> tools) {
        this.position = position;
        this.wireIndex = wireIndex;
        this.tools = tools;
    }

    /** Position among the calls of the answer, from 0 in order of first appearance. */
    public int position() {
        return position;
    }

    /** Null until one arrives; {@link ToolCalls#withIds} creates an id for a call without one. */
    public @Nullable String id() {
        return id;
    }

    /** Null until it arrives. */
    public @Nullable String name() {
        return name;
    }

    /**
     * The arguments that arrived since the last call, empty if none. Characters that may not belong to them are
     * withheld: blanks around them, an empty object before them, markup after them. So all fragments together are the
     * arguments of the complete call.
     */
    public String takePiece() {
        return arguments.takePiece();
    }

    /** All arguments that have arrived, without what does not belong to them; <code>{}</code> if there are none. */
    public String arguments() {
        return arguments.all();
    }

    /** Like {@link #takePiece()} at the end of the stream: <code>{}</code> for a call without arguments. */
    public String takeLastPiece() {
        return arguments.takeLastPiece();
    }

    @Nullable
    Integer wireIndex() {
        return wireIndex;
    }

    /** What is new in the call so far, as a server reports it at the same place in its list; null if it is another. */
    @Nullable
    ToolCall newAtSamePlace(ToolCall soFar) {
        boolean otherId = !isBlank(id) && !isBlank(soFar.id()) && !soFar.id().equals(id);
        if (otherId || soFar.name() == null || !soFar.name().equals(name)) {
            return null;
        }
        String all = soFar.arguments() == null ? "" : soFar.arguments();
        if (arguments.areBeginningOf(all)) {
            return newIn(soFar);
        }
        // no arguments are told as {}, as an empty text or not at all, and others with or without blanks
        boolean same = ToolArguments.areNone(all) || arguments.areClosedAndMean(all.strip());
        return same ? new ToolCall(soFar.index(), soFar.id(), soFar.name(), null) : null;
    }

    /** What is new in the call so far, as a server reports it. */
    ToolCall newIn(ToolCall soFar) {
        return soFar.arguments() == null || !arguments.areBeginningOf(soFar.arguments())
                ? soFar
                : new ToolCall(soFar.index(), soFar.id(), soFar.name(), arguments.newIn(soFar.arguments()));
    }

    /** Returns whether it added more than blanks. */
    boolean append(ToolCall fragment) {
        if (isRepeatedBy(fragment)) {
            return false;
        }
        id = isBlank(id) && !isBlank(fragment.id()) ? fragment.id() : id;
        name = isBlank(fragment.name()) ? name : nameWith(fragment.name());
        if (fragment.arguments() != null) {
            arguments.append(fragment.arguments());
        }
        return !isBlank(fragment.name()) || !isBlank(fragment.arguments());
    }

    /**
     * The name with a further piece of it, or as the name so far, if the name of a tool begins like this. Else the first
     * name counts: many servers repeat it.
     */
    private String nameWith(String more) {
        String before = name;
        if (isBlank(before)) {
            return more;
        }
        if (arguments.haveBegun()) {
            return before;
        }
        return Stream.of(before + more, more)
                .filter(longer -> longer.startsWith(before))
                .filter(longer -> tools.stream().anyMatch(tool -> tool.startsWith(longer)))
                .findFirst()
                .orElse(before);
    }

    /** Whether the name is that of another tool, and no piece of this one. */
    private boolean isOfAnotherTool(String other) {
        return !arguments.haveBegun()
                && tools.contains(name)
                && tools.contains(other)
                && nameWith(other).equals(name);
    }

    /** Whether a fragment addressed to this call starts another one: servers use one index for several calls. */
    boolean isFollowedBy(ToolCall fragment) {
        if (isBlank(fragment.name()) || isRepeatedBy(fragment)) {
            return false;
        }
        if (!isBlank(id) && !isBlank(fragment.id()) && !fragment.id().equals(id)) {
            return !isContinuedBy(fragment);
        }
        boolean otherName = !isBlank(name) && !fragment.name().equals(name);
        if (otherName && (fragment.index() == null || isOfAnotherTool(fragment.name()))) {
            return true;
        }
        if (!otherName && !isBlank(id) && arguments.areEmptySoFar() && isAddressedBy(fragment)) {
            return false;
        }
        return arguments.areClosed() && (otherName || bringsArguments(fragment));
    }

    /** Whether a fragment can only be the rest of these arguments: some servers give each fragment an id of its own. */
    boolean isContinuedBy(ToolCall fragment) {
        return arguments.areOpen()
                && (isBlank(fragment.name()) || fragment.name().equals(name))
                && fragment.arguments() != null
                && !fragment.arguments().isBlank()
                && !fragment.arguments().stripLeading().startsWith("{");
    }

    /** Whether a fragment names this call, and does not just come next. */
    private boolean isAddressedBy(ToolCall fragment) {
        return isBlank(fragment.id()) ? fragment.index() != null : fragment.id().equals(id);
    }

    /**
     * Whether a name after complete arguments is a second call and not a repetition. Text that begins no object is
     * none: Kimi ends its arguments with a blank, others with {@code </tool_call>}. No arguments are a second call if
     * neither an index nor an id ties the fragment to this call. An id that this call lacks ties it only to an empty
     * object, after which the real arguments may follow.
     */
    private boolean bringsArguments(ToolCall fragment) {
        if (fragment.arguments() == null || fragment.arguments().isEmpty()) {
            return fragment.index() == null && (isBlank(fragment.id()) || isBlank(id) && arguments.areComplete());
        }
        return fragment.arguments().stripLeading().startsWith("{");
    }

    /**
     * Whether a fragment is this complete call again; with the same id also without its name, with other blanks, or
     * without its arguments.
     */
    private boolean isRepeatedBy(ToolCall fragment) {
        boolean sameId = !isBlank(id) && id.equals(fragment.id());
        boolean sameName = fragment.name() != null && fragment.name().equals(name);
        if (fragment.arguments() == null
                || !(sameName ? isAddressedBy(fragment) : sameId && isBlank(fragment.name()))) {
            return false;
        }
        String others = fragment.arguments().strip();
        return arguments.areClosedAndEqual(others) || sameId && arguments.areClosedAndMean(others);
    }

    /**
     * Whether the arguments are one complete JSON object without additions so far. False for an empty one: the real
     * arguments may follow.
     */
    public boolean hasCompleteArguments() {
        return arguments.areComplete();
    }

    /** The call so far. */
    public ToolCall toToolCall() {
        return new ToolCall(position, id, name, arguments.received());
    }
}
