package dev.langchain4j.model.openrouter.internal.chat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.CustomMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Estimates the tokens of texts and messages without a tokenizer.
 *
 * @param sendsImages whether images of earlier answers are sent back, and count
 */
public record MessageTokens(TokenFamily family, boolean sendsImages) {

    /** Digits stand in groups of up to three, signs mostly alone; a blank belongs to the word after it. */
    private static final double LETTERS_OF_A_DIGIT = 1.6;

    private static final double LETTERS_OF_A_SIGN = 2.6;

    /** Role and separators. */
    private static final int OF_A_MESSAGE = 4;

    private static final int OF_THE_START_OF_AN_ANSWER = 3;

    /** A photo at most models. */
    private static final int OF_AN_ATTACHMENT = 1000;

    /** Zero for null and for an empty text. */
    public int ofText(@Nullable String text) {
        return text == null ? 0 : whole(tokens(text));
    }

    private double tokens(String text) {
        double letters = 0;
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                letters += letters(c);
            } else {
                bytes += c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
            }
        }
        return letters / family.lettersPerToken() + bytes / family.bytesPerToken();
    }

    private static double letters(char ascii) {
        if (ascii >= 'a' && ascii <= 'z' || ascii >= 'A' && ascii <= 'Z') {
            return 1;
        }
        if (ascii <= ' ') {
            return 0;
        }
        return ascii >= '0' && ascii <= '9' ? LETTERS_OF_A_DIGIT : LETTERS_OF_A_SIGN;
    }

    /** Text, tool calls, thoughts, and a fixed number for each image, recording, video or file. */
    public int ofMessage(ChatMessage message) {
        double tokens = OF_A_MESSAGE;
        if (message instanceof SystemMessage system) {
            tokens += tokens(system.text());
        } else if (message instanceof UserMessage user) {
            tokens += ofContents(user.contents());
        } else if (message instanceof ToolExecutionResultMessage result) {
            tokens += ofContents(result.contents());
        } else if (message instanceof AiMessage answer) {
            tokens += ofAnswer(answer);
        } else if (message instanceof CustomMessage custom) {
            tokens += tokens(custom.attributes().toString());
        }
        return whole(tokens);
    }

    private double ofContents(List<Content> contents) {
        double tokens = 0;
        for (Content content : contents) {
            tokens += content instanceof TextContent text ? tokens(text.text()) : OF_AN_ATTACHMENT;
        }
        return tokens;
    }

    private double ofAnswer(AiMessage answer) {
        String text = ChatMessageAttributes.textOf(answer);
        double tokens = text == null ? 0 : tokens(text);
        tokens += ofThoughts(answer) + (sendsImages ? images(answer) * OF_AN_ATTACHMENT : 0);
        for (ToolExecutionRequest call : answer.toolExecutionRequests()) {
            tokens += OF_A_MESSAGE + (call.name() == null ? 0 : tokens(call.name()));
            tokens += call.arguments() == null ? 0 : tokens(call.arguments());
        }
        return tokens;
    }

    /** An answer whose thinking was not returned keeps the thoughts for the next request, too. */
    private double ofThoughts(AiMessage answer) {
        if (answer.thinking() != null) {
            return tokens(answer.thinking());
        }
        var details = ChatMessageAttributes.entries(answer, ChatMessageAttributes.REASONING_DETAILS);
        return details == null
                ? 0
                : details.stream().mapToDouble(this::ofThought).sum();
    }

    /** Encrypted thoughts have neither. */
    private double ofThought(Map<String, Object> entry) {
        String text = ChatMessageAttributes.text(entry, "text");
        String summary = ChatMessageAttributes.text(entry, "summary");
        return (text == null ? 0 : tokens(text)) + (summary == null ? 0 : tokens(summary));
    }

    private static int images(AiMessage answer) {
        return answer.attributes().get(AiMessage.GENERATED_IMAGES_KEY) instanceof List<?> images ? images.size() : 0;
    }

    /** All of them, and what makes a model begin its answer. */
    public int ofMessages(Iterable<ChatMessage> messages) {
        long tokens = OF_THE_START_OF_AN_ANSWER;
        for (ChatMessage message : messages) {
            tokens += ofMessage(message);
        }
        return (int) Math.min(tokens, Integer.MAX_VALUE);
    }

    /** @param bytes of JSON */
    public int ofJson(long bytes) {
        return whole(bytes / family.lettersPerToken());
    }

    private static int whole(double tokens) {
        return (int) Math.min(Math.ceil(tokens), Integer.MAX_VALUE);
    }
}
