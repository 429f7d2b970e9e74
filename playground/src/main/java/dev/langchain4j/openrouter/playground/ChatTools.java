package dev.langchain4j.openrouter.playground;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Two harmless tools for the models to call. */
final class ChatTools {

    static final List<ToolSpecification> SPECIFICATIONS = List.of(
            ToolSpecification.builder()
                    .name("clock")
                    .description("The current date and time in a time zone")
                    .parameters(JsonObjectSchema.builder()
                            .addStringProperty("zone", "such as Europe/Oslo")
                            .required("zone")
                            .build())
                    .build(),
            ToolSpecification.builder()
                    .name("count_letters")
                    .description("How often each letter occurs in a word")
                    .parameters(JsonObjectSchema.builder()
                            .addStringProperty("word")
                            .required("word")
                            .build())
                    .build());

    private static final Pattern VALUE = Pattern.compile("\"(?:zone|word)\"\\s*:\\s*\"([^\"\\\\]*)\"");

    private ChatTools() {}

    /** The result; for wrong arguments what is wrong with them, so that the model can correct them. */
    static String execute(ToolExecutionRequest call) {
        Matcher value = VALUE.matcher(String.valueOf(call.arguments()));
        if (!value.find()) {
            return "The argument is missing";
        }
        return switch (call.name()) {
            case "clock" -> time(value.group(1));
            case "count_letters" -> letters(value.group(1));
            default -> "There is no tool " + call.name();
        };
    }

    private static String time(String zone) {
        try {
            return ZonedDateTime.now(Clock.system(ZoneId.of(zone)))
                    .format(DateTimeFormatter.ofPattern("EEEE d MMMM yyyy, HH:mm", Locale.ENGLISH));
        } catch (DateTimeException e) {
            return "Unknown time zone " + zone;
        }
    }

    private static String letters(String word) {
        StringBuilder counts = new StringBuilder();
        word.toLowerCase(Locale.ROOT)
                .codePoints()
                .filter(Character::isLetter)
                .distinct()
                .forEach(letter -> counts.append(counts.isEmpty() ? "" : ", ")
                        .appendCodePoint(letter)
                        .append(": ")
                        .append(word.toLowerCase(Locale.ROOT)
                                .codePoints()
                                .filter(c -> c == letter)
                                .count()));
        return counts.toString();
    }
}
