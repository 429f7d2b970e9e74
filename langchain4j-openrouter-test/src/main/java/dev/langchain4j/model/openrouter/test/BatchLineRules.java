package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a line of a batch must not contain. Each rule returns null for a good line, else words such as "stream is". */
final class BatchLineRules {

    /** Only these fields can have a data URL; a text may begin like one. */
    private static final Set<String> URLS = Set.of("url", "image_url", "image", "file_data");

    private static final Set<String> OWN_ENGINES = Set.of("", "auto", "native");

    private BatchLineRules() {}

    static @Nullable String ofEmbeddings(JsonNode body) {
        for (JsonNode input : body.path("input")) {
            if (input.has("content")) {
                return "multimodal input is";
            }
        }
        return present(body, "input_type", "provider");
    }

    /** @param model of the batch */
    static @Nullable String ofChat(JsonNode body, String model) {
        if (body.path("stream").asBoolean()) {
            return "stream is";
        }
        if (hasDataUrl(body)) {
            return "data URLs are";
        }
        for (JsonNode modality : body.path("modalities")) {
            if (!modality.asText().equals("text")) {
                return "the modality " + modality.asText() + " is";
            }
        }
        String problem = present(body, "audio", "image_config", "speed");
        problem = problem == null ? ofMessages(body.path("messages")) : problem;
        return problem == null ? ofSearches(body, model) : problem;
    }

    private static boolean hasDataUrl(JsonNode body) {
        return URLS.stream()
                .flatMap(field -> body.findValuesAsText(field).stream())
                .anyMatch(url -> url.startsWith("data:"));
    }

    private static @Nullable String ofMessages(JsonNode messages) {
        for (JsonNode message : messages) {
            for (JsonNode part : message.path("content")) {
                if (part.has("input_audio") || part.has("video_url")) {
                    return "audio and video are";
                }
                if (part.path("file").has("file_id")) {
                    return "files without a URL are";
                }
            }
        }
        return null;
    }

    private static @Nullable String ofSearches(JsonNode body, String model) {
        for (JsonNode plugin : body.path("plugins")) {
            if (plugin.path("id").asText().equals("web")) {
                return "the plugin web is";
            }
        }
        for (JsonNode tool : body.path("tools")) {
            String engine =
                    tool.at("/parameters/engine").asText(tool.path("engine").asText());
            if (tool.path("type").asText().contains("web_search") && !OWN_ENGINES.contains(engine)) {
                return "the search engine " + engine + " is";
            }
        }
        return model.startsWith("openai/") ? null : present(body, "web_search_options");
    }

    private static @Nullable String present(JsonNode body, String... fields) {
        return Stream.of(fields)
                .filter(body::hasNonNull)
                .findFirst()
                .map(field -> field + " is")
                .orElse(null);
    }
}
