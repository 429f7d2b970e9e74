package dev.langchain4j.model.openrouter.internal.api.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.langchain4j.model.openrouter.internal.api.json.JsonText;
import dev.langchain4j.model.openrouter.internal.http.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of an earlier call for sending them back: always one JSON object. Otherwise Anthropic and others would
 * refuse the rest of the conversation.
 */
public final class SentToolArguments {

    private static final String NONE = "{}";
    private static final Pattern COMMA_AT_THE_END = Pattern.compile(",(?=\\s*[}\\]])");

    private SentToolArguments() {}

    /**
     * Unchanged from the memory if they are one object, because prompt caches compare bytes. Otherwise the object that
     * LangChain4j read from them to run the tool: without text after the object, without quotes around it, without a
     * comma after the last member. Otherwise wrapped in an object.
     */
    public static String of(@Nullable String arguments) {
        if (ToolCalls.isBlank(arguments)) {
            return NONE;
        }
        for (String form : List.of(arguments, withoutCommas(ToolArguments.unquoted(arguments)))) {
            String object = firstObject(form);
            if (object != null) {
                return object;
            }
        }
        return wrapped(arguments);
    }

    private static @Nullable String firstObject(String text) {
        if (JsonText.isOneObject(text)) {
            return text;
        }
        String object = ToolArguments.of(text).text();
        return JsonText.isOneObject(object) ? object : null;
    }

    private static String withoutCommas(String json) {
        return COMMA_AT_THE_END.matcher(json).replaceAll("");
    }

    private static String wrapped(String arguments) {
        StringWriter wrapped = new StringWriter();
        try (JsonGenerator json = Json.generator(wrapped)) {
            json.writeStartObject();
            json.writeFieldName("arguments");
            if (JsonText.endOfFirstValue(arguments, 0)
                    == arguments.stripTrailing().length()) {
                copy(arguments, json);
            } else {
                json.writeString(arguments);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return wrapped.toString();
    }

    private static void copy(String value, JsonGenerator json) throws IOException {
        try (JsonParser source = Json.parser(value)) {
            source.nextToken();
            json.copyCurrentStructureExact(source);
        }
    }
}
