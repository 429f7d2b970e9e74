package dev.langchain4j.model.openrouter.internal.api.chat;

import static dev.langchain4j.model.openrouter.internal.api.json.JsonValues.isBlank;

import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.usage.Usage;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer of {@code POST /chat/completions}: a plain answer, one chunk of a stream, or the answer merged
 * from all chunks. Absent and null are the same: not reported.
 *
 * @param choice the first choice, the only one OpenRouter documents; null if {@code choices} is absent or empty
 * @param error the top-level {@code error}, also an empty one
 */
public record ChatCompletion(
        @Nullable String id,
        @Nullable String model,
        @Nullable String provider,
        @Nullable Long created,
        @Nullable String serviceTier,
        @Nullable String systemFingerprint,
        @Nullable Choice choice,
        @Nullable Usage usage,
        @Nullable ApiError error,
        @Nullable Map<String, Object> openrouterMetadata) {

    /** An empty completion. */
    public static final ChatCompletion NOTHING =
            new ChatCompletion(null, null, null, null, null, null, null, null, null, null);

    /** What arrived of an answer of another endpoint. */
    public static ChatCompletion ofPart(
            @Nullable String id,
            @Nullable String provider,
            @Nullable Long created,
            @Nullable Choice choice,
            @Nullable Usage usage) {
        return new ChatCompletion(id, null, provider, created, null, null, choice, usage, null, null);
    }

    /** Whether this chunk adds nothing to an answer whose usage was told before: some gateways send it as a ping. */
    public boolean addsNothingTo(@Nullable Usage before) {
        return (usage == null || usage.equals(before))
                && error == null
                && openrouterMetadata == null
                && (choice == null || choice.isEmpty());
    }

    /** The data of this chunk about the call, without any part of the answer, and with {@code reason} as its error. */
    public ChatCompletion ofCost(@Nullable ApiError reason) {
        return new ChatCompletion(id, null, provider, null, null, null, null, usage, reason, openrouterMetadata);
    }

    /** The error at the top or in the choice; null if there is none, even if a finish reason reports a failure. */
    public @Nullable ApiError reason() {
        return error != null || choice == null ? error : choice.error();
    }

    /**
     * The failure of this complete answer, empty if it succeeded. Not for a single chunk, which may lack a choice
     * without being a failure: see {@link #reportedError()}.
     */
    public Optional<ApiError> failure() {
        Optional<ApiError> reported = reportedError();
        if (reported.isPresent()) {
            return reported;
        }
        if (choice == null || choice.message() == null) {
            return upstreamFailure(
                    "The model returned no answer: the response has no " + (choice == null ? "choices" : "message"));
        }
        AnswerMessage message = choice.message();
        boolean refused = isBlank(message.content())
                && message.toolCalls().isEmpty()
                && message.refusal() != null
                && !message.refusal().isBlank();
        if (refused) {
            return Optional.of(told(new ApiError(400, null, "refusal", message.refusal(), null, null, null, Map.of())));
        }
        if (isBlank(choice.finishReason()) && message.saysNothing()) {
            return upstreamFailure("The model returned nothing, not even a finish reason");
        }
        if (choice.lacksItsCalls()) {
            return upstreamFailure("The model called tools, but the response has neither a call nor a text");
        }
        for (ToolCall call : message.toolCalls()) {
            if (!ToolCalls.isClear(call)) {
                return upstreamFailure(
                        ToolCalls.isBlank(call.name())
                                ? "The model called a tool without naming it"
                                : "The model called a tool with more than one JSON value as its arguments");
            }
        }
        return Optional.empty();
    }

    /** The error that this answer or chunk reports, at the top or in its choice. */
    public Optional<ApiError> reportedError() {
        if (error != null) {
            return Optional.of(told(error));
        }
        if (choice == null) {
            return Optional.empty();
        }
        if (choice.error() != null) {
            return Optional.of(told(choice.error()));
        }
        if (!choice.failed()) {
            return Optional.empty();
        }
        String reason = isBlank(choice.nativeFinishReason()) ? choice.finishReason() : choice.nativeFinishReason();
        return upstreamFailure("The provider ended the generation with an error"
                + (isBlank(reason) || reason.equalsIgnoreCase("error") ? "" : ": " + reason));
    }

    /** Size of the text: answer, thoughts and tool calls, in UTF-8. */
    public long textBytes() {
        AnswerMessage message = choice == null ? null : choice.message();
        return message == null ? 0 : message.textBytes();
    }

    /** Whether the model has produced anything that can be billed. */
    public boolean hasOutput() {
        boolean counted = usage != null && usage.completionTokens() != null && usage.completionTokens() > 0;
        return counted
                || choice != null
                        && choice.message() != null
                        && !choice.message().saysNothing();
    }

    /** Whether it has a finish reason. */
    public boolean isFinished() {
        return choice != null && !isBlank(choice.finishReason());
    }

    /** A failure without a reported reason; a retry may help, as for every failure of an upstream. */
    Optional<ApiError> upstreamFailure(String message) {
        return Optional.of(told(ApiError.unexplained(message)));
    }

    /** An error of this answer, with what stands beside it: who failed, and how the request got there. */
    private ApiError told(ApiError error) {
        return error.from(provider).routed(openrouterMetadata);
    }

    /**
     * @param index as the server numbers its choices; null if it does not, and of a whole answer
     * @param hasRole whether it names the role of its message
     * @param message the {@code message} of an answer or the {@code delta} of a chunk
     * @param whole whether {@code message} is the message so far, and not a delta
     */
    public record Choice(
            @Nullable Integer index,
            boolean hasRole,
            @Nullable String finishReason,
            @Nullable String nativeFinishReason,
            @Nullable AnswerMessage message,
            boolean whole,
            @Nullable Map<String, Object> logprobs,
            @Nullable ApiError error) {

        /** The choice of a whole answer, plain or merged from a stream. */
        public static Choice of(
                @Nullable String finishReason,
                @Nullable String nativeFinishReason,
                @Nullable AnswerMessage message,
                @Nullable Map<String, Object> logprobs,
                @Nullable ApiError error) {
            return new Choice(null, false, finishReason, nativeFinishReason, message, true, logprobs, error);
        }

        /**
         * How it ended, by OpenRouter's and by the provider's finish reason. Some gateways report {@code stop} or
         * {@code tool_calls} for an answer that the provider itself reports as cut off: what cuts it off counts.
         */
        public FinishWord finish() {
            FinishWord word = FinishWord.of(finishReason);
            FinishWord ofProvider = word.cutsOff() ? word : FinishWord.of(nativeFinishReason);
            return ofProvider.cutsOff() ? ofProvider : word;
        }

        boolean failed() {
            return finish() == FinishWord.FAILURE;
        }

        /** Whether it ended to have tools called, and names none. */
        boolean lacksItsCalls() {
            return message != null
                    && message.hasNoContent()
                    && !finish().cutsOff()
                    && (FinishWord.announcesCalls(finishReason) || FinishWord.announcesCalls(nativeFinishReason));
        }

        boolean isEmpty() {
            return isBlank(finishReason) && isBlank(nativeFinishReason) && addsNothing();
        }

        /** Whether it has no part of an answer and no error. */
        boolean addsNothing() {
            return error == null && (message == null || message.addsNothing());
        }

        /** The answer and its end, which some servers send as two choices; null if they are two answers. */
        @Nullable
        Choice with(Choice next) {
            if (isAtMostAnEnd() && !next.addsNothing()) {
                return next.endedBy(this);
            }
            return finishReason == null && next.isAtMostAnEnd() ? endedBy(next) : null;
        }

        private boolean isAtMostAnEnd() {
            return addsNothing() && (!hasRole || !isBlank(finishReason));
        }

        private Choice endedBy(Choice end) {
            return new Choice(
                    index,
                    hasRole,
                    FinishWord.ofTwo(end.finishReason, finishReason),
                    FinishWord.ofTwo(end.nativeFinishReason, nativeFinishReason),
                    message,
                    whole,
                    logprobs,
                    error);
        }
    }
}
