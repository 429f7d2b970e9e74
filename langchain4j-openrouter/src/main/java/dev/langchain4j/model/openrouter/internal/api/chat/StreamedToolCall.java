package dev.langchain4j.model.openrouter.internal.api.chat;

import static dev.langchain4j.model.openrouter.internal.api.json.JsonValues.isBlank;

import org.jspecify.annotations.Nullable;

/** A tool call that arrives in fragments. */
public final class StreamedToolCall {

    private final int position;
    private final @Nullable Integer wireIndex;
    private @Nullable String id;
    private @Nullable String name;
    private final StringBuilder arguments = new StringBuilder();
    private int taken;

    StreamedToolCall(int position, @Nullable Integer wireIndex) {
        this.position = position;
        this.wireIndex = wireIndex;
    }

    /** Position among the calls of the answer, from 0 in order of first appearance. */
    public int position() {
        return position;
    }

    /** Null until one arrives; {@link ToolCalls#complete} creates an id for a call without one. */
    public @Nullable String id() {
        return id;
    }

    /** Null until it arrives. */
    public @Nullable String name() {
        return name;
    }

    /**
     * The arguments that arrived since the last call, empty if none. Blanks around the whole are withheld, so all
     * fragments together are the arguments of the complete call.
     */
    public String takePiece() {
        int end = arguments.length();
        while (end > taken && Character.isWhitespace(arguments.charAt(end - 1))) {
            end--;
        }
        int start = taken;
        while (taken == 0 && start < end && Character.isWhitespace(arguments.charAt(start))) {
            start++;
        }
        if (start == end) {
            return "";
        }
        taken = end;
        return arguments.substring(start, end);
    }

    /** Everything that has arrived, without the blanks around it. */
    public String arguments() {
        return arguments.toString().strip();
    }

    /** Like {@link #takePiece()} at the end of the stream: <code>{}</code> for a call without arguments. */
    public String takeLastPiece() {
        String piece = takePiece();
        if (piece.isEmpty() && taken == 0) {
            arguments.append("{}");
            return takePiece();
        }
        return piece;
    }

    @Nullable
    Integer wireIndex() {
        return wireIndex;
    }

    void append(ToolCall fragment) {
        if (isRepeatedBy(fragment)) {
            return;
        }
        id = isBlank(id) && !isBlank(fragment.id()) ? fragment.id() : id;
        name = isBlank(name) && !isBlank(fragment.name()) ? fragment.name() : name;
        if (fragment.arguments() != null) {
            arguments.append(fragment.arguments());
        }
    }

    /** Whether a fragment addressed to this call starts another one: servers use one index for several calls. */
    boolean isFollowedBy(ToolCall fragment) {
        if (isBlank(fragment.name()) || isRepeatedBy(fragment)) {
            return false;
        }
        if (!isBlank(id) && !isBlank(fragment.id()) && !fragment.id().equals(id)) {
            return true;
        }
        boolean otherName = !isBlank(name) && !fragment.name().equals(name);
        if (otherName && fragment.index() == null) {
            return true;
        }
        return hasCompleteArguments() && (otherName || bringsArguments(fragment));
    }

    /**
     * Whether a name after complete arguments is a second call and not a repetition. Only blanks are no second call:
     * Kimi ends its arguments with one. No arguments are a second call if nothing else ties the fragment to this call.
     */
    private boolean bringsArguments(ToolCall fragment) {
        boolean none = fragment.arguments() == null || fragment.arguments().isEmpty();
        return none ? fragment.index() == null && isBlank(fragment.id()) : !isBlank(fragment.arguments());
    }

    /** The same complete call again. */
    private boolean isRepeatedBy(ToolCall fragment) {
        boolean sameId = isBlank(fragment.id())
                ? fragment.index() != null
                : fragment.id().equals(id);
        return sameId
                && fragment.name() != null
                && fragment.name().equals(name)
                && fragment.arguments() != null
                && hasCompleteArguments()
                && fragment.arguments()
                        .strip()
                        .contentEquals(arguments.toString().strip());
    }

    /** Whether the arguments so far are one complete JSON object, blanks aside. */
    public boolean hasCompleteArguments() {
        int end = arguments.length();
        while (end > 0 && Character.isWhitespace(arguments.charAt(end - 1))) {
            end--;
        }
        if (end == 0 || arguments.charAt(end - 1) != '}') {
            return false;
        }
        return ToolCalls.isOneValue(arguments.substring(0, end));
    }

    /** The call so far. */
    public ToolCall toToolCall() {
        return new ToolCall(position, id, name, arguments.toString());
    }
}
