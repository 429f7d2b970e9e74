package dev.langchain4j.model.openrouter.internal.chat;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The format of the answer that LangChain4j's AI Services ask for in the prompt, because they send no schema. */
public final class ChatInstructions {

    /** With these words they ask for JSON. */
    public static final String JSON = "You must answer strictly in the following JSON format";

    /** Types of which a schema says nothing, as the instructions describe them. */
    private static final Pattern WITHOUT_SCHEMA =
            Pattern.compile("\\(type: (?:array of )*java\\.(?:util\\.[\\w.]*Map|lang\\.Object)\\b");

    /** Formats of values without a schema: a part of such a value looks like another value. */
    private static final String OPEN = "put every item on a separate line\\.|with zero or more of these enums.+"
            + "|integer number(?: in range .+)?|floating point number|HH:mm:ss|yyyy-MM-ddTHH:mm:ss";

    /** No part of these looks like a value, unless it is a constant with which another one begins. */
    private static final Pattern CLOSED =
            Pattern.compile("with one of these enums:.+|one of \\[true, false]|yyyy-MM-dd", Pattern.DOTALL);

    /** The line with which their prompts for these values end. */
    private static final Pattern VALUE_FORMAT = Pattern.compile(
            "\nYou must (?:answer strictly )?(?:in the following format: )?(" + OPEN + "|" + CLOSED + ")",
            Pattern.DOTALL);

    private final String question;

    private ChatInstructions(String question) {
        this.question = question;
    }

    /** The instructions in the texts of the last user message. */
    public static ChatInstructions in(List<ChatMessage> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i) instanceof UserMessage question) {
                return new ChatInstructions(
                        question.hasSingleText() ? question.singleText() : texts(question.contents()));
            }
        }
        return new ChatInstructions("");
    }

    private static String texts(List<Content> contents) {
        return contents.stream()
                .filter(TextContent.class::isInstance)
                .map(text -> ((TextContent) text).text())
                .collect(Collectors.joining("\n"));
    }

    public boolean askForJson() {
        return question.contains(JSON);
    }

    /**
     * Whether they describe a schema, because AI services do not know that the model takes one. A map or an object of
     * any kind is no part of a schema: the prompt says more about it.
     */
    public boolean describeSchema() {
        int instructions = question.lastIndexOf(JSON);
        return instructions >= 0
                && !WITHOUT_SCHEMA
                        .matcher(question)
                        .region(instructions, question.length())
                        .find();
    }

    /** The format of a value that they ask for as text; null if there is none. */
    public @Nullable ValueFormat valueFormat() {
        int line = question.lastIndexOf("\nYou must ");
        if (line < 0) {
            return null;
        }
        Matcher format = VALUE_FORMAT.matcher(question).region(line, question.length());
        return format.matches() ? new ValueFormat(format.group(1)) : null;
    }

    /** The format of a value, in the words of the prompt. */
    public record ValueFormat(String words) {

        /** Whether a part of a value may look like this text. Each constant begins a line, before its description. */
        public boolean mayBePart(String text) {
            String stripped = text.strip();
            return !CLOSED.matcher(words).matches()
                    || words.lines()
                            .anyMatch(line -> line.length() > stripped.length()
                                    && line.regionMatches(true, 0, stripped, 0, stripped.length())
                                    && Character.isJavaIdentifierPart(line.charAt(stripped.length())));
        }
    }
}
