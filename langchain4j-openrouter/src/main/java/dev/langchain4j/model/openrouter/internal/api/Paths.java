package dev.langchain4j.model.openrouter.internal.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Escapes texts for URLs of the API. */
final class Paths {

    private Paths() {}

    /** The list of models; for every output modality, unless the query says otherwise. */
    static String models(Map<String, String> query) {
        var path = new StringBuilder("/models?");
        if (!query.containsKey("output_modalities")) {
            path.append("output_modalities=all&");
        }
        query.forEach((name, value) ->
                path.append(inQuery(name)).append('=').append(inQuery(value)).append('&'));
        path.setLength(path.length() - 1);
        return path.toString();
    }

    /** OpenRouter requires an unescaped slash between author and slug. */
    static String inPath(String modelId) {
        return URLEncoder.encode(modelId, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/")
                .replace("%7E", "~");
    }

    static String inQuery(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
