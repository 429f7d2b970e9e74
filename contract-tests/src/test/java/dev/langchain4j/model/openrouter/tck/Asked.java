package dev.langchain4j.model.openrouter.tck;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What a chat request asks for, read from its JSON. */
record Asked(JsonNode request) {

    /** All that was said, as {@code user: Hello}. */
    List<String> conversation() {
        List<String> said = new ArrayList<>();
        for (JsonNode message : messages()) {
            said.add(message.path("role").asText() + ": " + text(message));
        }
        return said;
    }

    /** What the user says at the end of the conversation; empty if it ends otherwise. */
    String prompt() {
        return last().path("role").asText().equals("user") ? text(last()) : "";
    }

    /** What tools have said at the end of the conversation; none if it ends otherwise. */
    List<String> toolResults() {
        List<String> results = new ArrayList<>();
        for (int i = messages().size() - 1; i >= 0 && role(i).equals("tool"); i--) {
            results.add(0, text(messages().path(i)));
        }
        return results;
    }

    /** What the user has said last, before the tools said something. */
    String promptBeforeTools() {
        for (int i = messages().size() - 1; i >= 0; i--) {
            if (role(i).equals("user")) {
                return text(messages().path(i));
            }
        }
        return "";
    }

    /** Whether the last message has exactly these pictures, in this order. */
    boolean shows(Picture... pictures) {
        List<String> urls = new ArrayList<>();
        for (JsonNode part : last().path("content")) {
            if (part.path("type").asText().equals("image_url")) {
                urls.add(part.at("/image_url/url").asText());
            }
        }
        if (urls.size() != pictures.length) {
            return false;
        }
        for (int i = 0; i < pictures.length; i++) {
            if (!pictures[i].isAt(urls.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether there is a tool of this name that can be called with these arguments. */
    boolean offers(String tool, JsonNode arguments) {
        for (JsonNode offered : request.path("tools")) {
            JsonNode function = offered.path("function");
            if (offered.path("type").asText().equals("function")
                    && function.path("name").asText().equals(tool)) {
                return schema(function, "parameters").accepts(arguments);
            }
        }
        return false;
    }

    /** Whether the answer has to be JSON of a schema, and {@code answer} is. */
    boolean wants(JsonNode answer) {
        JsonNode format = request.path("response_format");
        return format.path("type").asText().equals("json_schema")
                && schema(format.path("json_schema"), "schema").accepts(answer);
    }

    /** {@code text}, or what {@code response_format} says. */
    String format() {
        return request.at("/response_format/type").asText("text");
    }

    /** The most tokens that the answer may have; 0 if that is not said. */
    int maxTokens() {
        return request.path("max_completion_tokens")
                .asInt(request.path("max_tokens").asInt());
    }

    private static WireSchema schema(JsonNode owner, String name) {
        return new WireSchema(owner.path(name), owner.path("strict").asBoolean());
    }

    private JsonNode messages() {
        return request.path("messages");
    }

    private JsonNode last() {
        return messages().path(messages().size() - 1);
    }

    private String role(int message) {
        return messages().path(message).path("role").asText();
    }

    private static String text(JsonNode message) {
        JsonNode content = message.path("content");
        if (content.isTextual()) {
            return content.asText();
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            text.append(part.path("text").asText());
        }
        return text.toString();
    }
}
