package dev.langchain4j.model.openrouter.internal.chat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A word for each message: user ({@code u1}), answer ({@code a2}), system ({@code s3}), calls (such as {@code c:AB}),
 * result ({@code r:A}) and what stands for a missing one ({@code n:A}).
 */
final class Conversation {

    private Conversation() {}

    static List<ChatMessage> of(String words) {
        return Stream.of(words.split(" ")).map(Conversation::message).toList();
    }

    private static ChatMessage message(String word) {
        return switch (word.charAt(0)) {
            case 'u' -> UserMessage.from(word);
            case 's' -> SystemMessage.from(word);
            case 'c' -> AiMessage.from(calls(word.substring(2)));
            case 'r' -> ToolExecutionResultMessage.from(word.substring(2), "tool", word);
            default -> AiMessage.from(word);
        };
    }

    private static List<ToolExecutionRequest> calls(String ids) {
        return ids.chars()
                .mapToObj(id -> ToolExecutionRequest.builder()
                        .id(Character.toString(id))
                        .name("tool")
                        .build())
                .toList();
    }

    static String words(List<ChatMessage> messages) {
        return messages.stream().map(Conversation::word).collect(Collectors.joining(" "));
    }

    private static String word(ChatMessage message) {
        if (message instanceof ToolExecutionResultMessage result) {
            return result.text().equals(ChatToolResults.NO_RESULT) ? "n:" + result.id() : result.text();
        }
        if (message instanceof AiMessage answer) {
            return answer.hasToolExecutionRequests() ? "c:" + ids(answer) : answer.text();
        }
        return message instanceof UserMessage user ? user.singleText() : ((SystemMessage) message).text();
    }

    private static String ids(AiMessage answer) {
        return answer.toolExecutionRequests().stream()
                .map(ToolExecutionRequest::id)
                .collect(Collectors.joining());
    }
}
