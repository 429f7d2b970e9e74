package dev.langchain4j.model.openrouter.examples.compression;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A conversation as text. Speakers are in lower case, so that they do not look like names. */
final class Transcript {

    private Transcript() {}

    static String of(List<ChatMessage> messages) {
        return messages.stream().map(Transcript::of).collect(Collectors.joining("\n\n"));
    }

    private static String of(ChatMessage message) {
        if (message instanceof SystemMessage system) {
            return system.text();
        }
        if (message instanceof UserMessage user) {
            return "user: " + contents(user.contents());
        }
        if (message instanceof ToolExecutionResultMessage result) {
            return "result of " + result.toolName() + ": " + contents(result.contents());
        }
        if (message instanceof AiMessage answer) {
            String calls = answer.toolExecutionRequests().stream()
                    .map(call -> " call of " + call.name() + " " + call.arguments())
                    .collect(Collectors.joining());
            return "assistant: " + (answer.text() == null ? "" : answer.text()) + calls;
        }
        return message.toString();
    }

    private static String contents(List<Content> contents) {
        return contents.stream()
                .map(content -> content instanceof TextContent text
                        ? text.text()
                        : "[" + content.type().name().toLowerCase(Locale.ROOT) + "]")
                .collect(Collectors.joining(" "));
    }
}
