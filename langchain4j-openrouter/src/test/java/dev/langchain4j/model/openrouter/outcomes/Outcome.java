package dev.langchain4j.model.openrouter.outcomes;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.OpenRouterException;
import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import dev.langchain4j.model.openrouter.internal.api.chat.ToolCalls;
import dev.langchain4j.model.output.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Describes the outcome of a call in the words of the table of outcomes. */
public final class Outcome {

    static final String NO_END = "never ends";

    private Outcome() {}

    public static String of(ChatResponse response) {
        AiMessage message = response.aiMessage();
        List<String> parts = new ArrayList<>();
        if (message.text() != null || !message.hasToolExecutionRequests()) {
            parts.add(message.text() == null ? "answer without text" : "answer “" + message.text() + "”");
        }
        message.toolExecutionRequests()
                .forEach(call -> parts.add("call " + (isBlank(call.id()) ? "without id " : "")
                        + (ToolCalls.isBlank(call.name()) ? "without a name" : call.name()) + " "
                        + (isBlank(call.arguments()) ? "without arguments" : call.arguments())));
        parts.add(
                response.finishReason() == null
                        ? "no finish reason"
                        : response.finishReason().name());
        long ids = message.toolExecutionRequests().stream()
                .map(ToolExecutionRequest::id)
                .distinct()
                .count();
        if (ids < message.toolExecutionRequests().size()) {
            parts.add("ids not unique");
        }
        return String.join(", ", parts);
    }

    /** Tokens and price alone, for shapes that are about them. */
    public static String usageOf(ChatResponse response) {
        TokenUsage usage = response.tokenUsage();
        if (usage == null) {
            return "answer, usage unknown";
        }
        String tokens = usage.inputTokenCount() + " + " + usage.outputTokenCount() + " tokens";
        return usage instanceof OpenRouterTokenUsage ours && ours.cost() != null
                ? "answer, " + tokens + ", $" + ours.cost().toPlainString()
                : "answer, " + tokens + ", cost unknown";
    }

    /** @param words what the server said, which should have arrived; null if it said nothing */
    public static String of(Throwable failure, @Nullable String words) {
        String partial = OpenRouterException.in(failure)
                .map(OpenRouterException::partialResponse)
                .map(Outcome::kept)
                .filter(kept -> !kept.isEmpty())
                .map(kept -> ", keeps " + kept)
                .orElse("");
        return "`" + failure.getClass().getSimpleName() + "`" + partial
                + (words == null || says(failure, words) ? "" : ", the reason is lost");
    }

    private static String kept(ChatResponse partial) {
        List<String> kept = new ArrayList<>();
        if (partial.aiMessage().text() != null) {
            kept.add("“" + partial.aiMessage().text() + "”");
        }
        if (partial.tokenUsage() instanceof OpenRouterTokenUsage usage && usage.cost() != null) {
            kept.add("the cost of $" + usage.cost().toPlainString());
        }
        return String.join(" and ", kept);
    }

    private static boolean says(Throwable failure, String words) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t.getMessage() != null && t.getMessage().contains(words)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }
}
