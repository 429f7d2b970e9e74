package dev.langchain4j.model.openrouter;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.internal.api.ChatAnswer;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchLineName;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchLineName.Wish;
import dev.langchain4j.model.openrouter.internal.api.chat.AnswerMessage;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletion;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletion.Choice;
import dev.langchain4j.model.openrouter.internal.api.chat.FinishWord;
import dev.langchain4j.model.openrouter.internal.api.chat.ToolCall;
import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.error.ErrorStatus;
import dev.langchain4j.model.openrouter.internal.api.error.RedactedError;
import dev.langchain4j.model.openrouter.internal.api.json.JsonText;
import dev.langchain4j.model.openrouter.internal.chat.ChatInstructions;
import dev.langchain4j.model.openrouter.internal.chat.ChatInstructions.ValueFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a complete answer that does not contain what the request asked for.
 *
 * @param json whether the request asks for JSON
 * @param valueFormat the format of a value that it asks for as text; null if there is none
 * @param empty how to handle an empty answer
 * @param maxOutputTokens the request's limit; null for none
 */
record ChatAnswerCheck(
        boolean json,
        @Nullable ValueFormat valueFormat,
        OpenRouterEmptyAnswer empty,
        @Nullable Integer maxOutputTokens) {

    /** Upstreams that do not separate the reasoning leave its tags in the text. */
    private static final Pattern THOUGHT = Pattern.compile("\\s*<(think|thinking|thought|reasoning)>");

    private static final int OK = 200;

    /** @param messages the messages before the answer */
    static ChatAnswerCheck of(OpenRouterChatRequestParameters parameters, List<ChatMessage> messages) {
        ChatInstructions instructions = ChatInstructions.in(messages);
        boolean json = asksForJson(parameters) || instructions.askForJson();
        ValueFormat valueFormat = json ? null : instructions.valueFormat();
        OpenRouterEmptyAnswer empty = parameters.emptyAnswer();
        if (empty == null) {
            empty = json || valueFormat != null ? OpenRouterEmptyAnswer.THROW : OpenRouterEmptyAnswer.RETURN;
        }
        return new ChatAnswerCheck(json, valueFormat, empty, parameters.maxOutputTokens());
    }

    /** The check of a line of a batch that a model with this check reads. The line's limit of tokens is not known. */
    ChatAnswerCheck of(BatchLineName line) {
        boolean full = line.wants(Wish.FULL, refusesEmpty());
        return new ChatAnswerCheck(
                line.wants(Wish.JSON, json),
                valueFormat,
                full ? OpenRouterEmptyAnswer.THROW : OpenRouterEmptyAnswer.RETURN,
                null);
    }

    boolean refusesEmpty() {
        return empty == OpenRouterEmptyAnswer.THROW;
    }

    private static boolean asksForJson(OpenRouterChatRequestParameters parameters) {
        OpenRouterOutputFormat other = parameters.outputFormat();
        if (other != null) {
            return other.toMap().get("type") instanceof String type && type.startsWith("json");
        }
        ResponseFormat format = parameters.responseFormat();
        return format != null && format.type() == ResponseFormatType.JSON;
    }

    /** The exception for an answer that is not what was asked for; null if it is. */
    @Nullable
    OpenRouterIncompleteAnswerException failure(ChatAnswer answer, ChatResponse response) {
        Choice choice = answer.completion().choice();
        if (choice == null || response.aiMessage().hasToolExecutionRequests()) {
            return null;
        }
        String text = response.aiMessage().text();
        FinishWord finish = choice.finish();
        if (((OpenRouterChatResponseMetadata) response.metadata()).emptyAnswer()) {
            return empty == OpenRouterEmptyAnswer.RETURN
                    ? null
                    : exception("has no text" + besideIt(choice.message()), finish, answer, response);
        }
        String problem = text == null || text.isBlank() ? null : problem(text, finish);
        return problem == null ? null : exception(problem, finish, answer, response);
    }

    /** What the text is instead of the requested value; null if it may be that value. */
    private @Nullable String problem(String text, FinishWord finish) {
        if (valueFormat != null && finish.cutsOff() && valueFormat.mayBePart(text)) {
            return "is not the complete value but " + text.length() + " characters of it";
        }
        if (!json) {
            return null;
        }
        if (isOnlyThought(text)) {
            return "has no JSON outside of its reasoning (" + text.length() + " characters)";
        }
        if (!isWhole(text, finish)) {
            return "is not one complete JSON value but " + text.length() + " characters of one";
        }
        return JsonText.areDifferentValues(text) ? "is not one JSON value but several different ones" : null;
    }

    /** Also if words without JSON follow: whoever reads it would find JSON in the reasoning, and take it for the answer. */
    private static boolean isOnlyThought(String text) {
        Matcher start = THOUGHT.matcher(text);
        if (!start.lookingAt()) {
            return false;
        }
        String close = "</" + start.group(1) + ">";
        int end = text.indexOf(close);
        if (end < 0) {
            return true;
        }
        String rest = text.substring(end + close.length()).strip();
        return rest.isEmpty()
                || JsonText.hasBracket(text.substring(0, end))
                        && !JsonText.hasBracket(rest)
                        && JsonText.endOfFirstValue(rest, 0) != rest.length();
    }

    /** If the answer claims to be complete, text around the JSON is allowed; a missing end is not. */
    private static boolean isWhole(String text, FinishWord finish) {
        if (JsonText.isOneValue(text)) {
            return true;
        }
        return !finish.cutsOff() && finish != FinishWord.NONE && !JsonText.isCutOff(text);
    }

    private static String besideIt(@Nullable AnswerMessage message) {
        String reasoning = message == null ? null : message.reasoning();
        String calls = message == null || message.toolCalls().isEmpty()
                ? ""
                : ", but " + beginningOf(message.toolCalls().get(0));
        return reasoning == null || reasoning.isBlank()
                ? calls
                : ", but " + reasoning.length() + " characters of reasoning" + calls;
    }

    private static String beginningOf(ToolCall call) {
        String tool = call.name() == null ? "a tool" : "tool '" + ExceptionMessage.shown(call.name()) + "'";
        return "the beginning of a call to " + tool;
    }

    private OpenRouterIncompleteAnswerException exception(
            String what, FinishWord finish, ChatAnswer answer, ChatResponse response) {
        OpenRouterTokenUsage usage = (OpenRouterTokenUsage) response.tokenUsage();
        String id = generationId(answer);
        String message = "The answer " + what + ": it ended " + end(finish) + ". " + advice(finish)
                + (usage == null || usage.cost() == null
                        ? ""
                        : " It cost $" + usage.cost().toPlainString() + ".")
                + ExceptionMessage.ofGeneration(id);
        String shown = answer.head().withoutSecrets(message);
        return new OpenRouterIncompleteAnswerException(shown, cause(OK, shown, answer, response), response);
    }

    /** A call that was reported as complete, and was not. */
    static RuntimeException changedCall(ChatAnswer answer, ChatResponse response) {
        String message = "The model went on with a tool call after the next one had begun";
        return new InternalServerException(message, cause(ErrorStatus.UNEXPLAINED, message, answer, response));
    }

    private static OpenRouterException cause(int status, String message, ChatAnswer answer, ChatResponse response) {
        ChatCompletion completion = answer.completion();
        ApiError error = new ApiError(status, null, null, message, completion.provider(), null, null, Map.of())
                .routed(completion.openrouterMetadata());
        ApiError shown = RedactedError.of(error, answer.head().secrets());
        var usage = (OpenRouterTokenUsage) response.tokenUsage();
        return new OpenRouterException(message, shown, generationId(answer), null, response, usage);
    }

    private static @Nullable String generationId(ChatAnswer answer) {
        String ofHead = answer.head().generationId();
        String id = ofHead == null ? answer.completion().id() : ofHead;
        return id == null ? null : answer.head().withoutSecrets(id);
    }

    private String end(FinishWord finish) {
        return switch (finish) {
            case LIMIT ->
                "at its token limit" + (maxOutputTokens == null ? "" : " (maxOutputTokens is " + maxOutputTokens + ")");
            case INTERRUPTION -> "because the provider interrupted it";
            case FILTER -> "at a content filter";
            case NONE -> "without a finish reason";
            case STOP, OTHER, FAILURE -> "as if it were complete";
        };
    }

    private static String advice(FinishWord finish) {
        return switch (finish) {
            case LIMIT -> "Raise maxOutputTokens, request a shorter answer, or reduce the reasoning, which counts.";
            case INTERRUPTION -> "Request a shorter answer, try again, or use another provider.";
            case FILTER -> "Change the prompt, or use another model.";
            case NONE, STOP, OTHER, FAILURE ->
                "Raise maxOutputTokens, try again, or use another provider; emptyAnswer and responseFormat set what is refused.";
        };
    }
}
