package dev.langchain4j.model.openrouter.examples.compression;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.List;

/** A conversation in parts that belong together: a single message, or a tool call and its results. */
final class Exchanges {

    private final List<List<ChatMessage>> exchanges = new ArrayList<>();

    /** Both sides of a cut. */
    record Cut(List<ChatMessage> older, List<ChatMessage> newer) {}

    Exchanges(List<ChatMessage> messages) {
        for (ChatMessage message : messages) {
            if (!(message instanceof ToolExecutionResultMessage) || exchanges.isEmpty()) {
                exchanges.add(new ArrayList<>());
            }
            exchanges.get(exchanges.size() - 1).add(message);
        }
    }

    /** The newest messages that fit; a question without an answer yet stays, whatever its size. */
    Cut newest(int maxCharacters) {
        int newest = exchanges.size() - 1;
        int question = openQuestion();
        int length = exchanges.stream().mapToInt(Exchanges::length).sum();
        var older = new ArrayList<ChatMessage>();
        var newer = new ArrayList<ChatMessage>();
        for (int i = 0; i <= newest; i++) {
            List<ChatMessage> exchange = exchanges.get(i);
            boolean isBeingAnswered = question >= 0 && (i == question || i == newest);
            if (length <= maxCharacters || isBeingAnswered) {
                newer.addAll(exchange);
            } else {
                older.addAll(exchange);
                length -= length(exchange);
            }
        }
        return new Cut(older, newer);
    }

    private static int length(List<ChatMessage> exchange) {
        return Transcript.of(exchange).length() + 2; // and the blank line after it
    }

    /** The position of the question without an answer; -1 if there is none. */
    private int openQuestion() {
        int last = exchanges.size() - 1;
        if (last >= 0 && exchanges.get(last).get(0) instanceof AiMessage answer && !answer.hasToolExecutionRequests()) {
            return -1;
        }
        while (last >= 0 && !(exchanges.get(last).get(0) instanceof UserMessage)) {
            last--;
        }
        return last;
    }
}
