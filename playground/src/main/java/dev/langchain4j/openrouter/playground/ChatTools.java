package dev.langchain4j.openrouter.playground;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.Optional;

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

    private static final ObjectMapper JSON = new ObjectMapper();

    private ChatTools() {}

    /** The result; for wrong arguments what is wrong with them, so that the model can correct them. */
    static String execute(ToolExecutionRequest call) {
        return switch (call.name()) {
            case "clock" -> argument(call, "zone").map(ChatTools::time).orElse("The argument zone is missing");
            case "count_letters" ->
                argument(call, "word").map(ChatTools::letters).orElse("The argument word is missing");
            default -> "There is no tool " + call.name();
        };
    }

    private static Optional<String> argument(ToolExecutionRequest call, String name) {
        try {
            JsonNode value = JSON.readTree(String.valueOf(call.arguments())).path(name);
            return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
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
