package dev.langchain4j.model.openrouter.internal.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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

    /**
     * The path of a further page: that of the first one, with what the link adds to its query. The host of a link is of
     * no interest, because the key is for our own.
     *
     * @return null if the link has no query
     */
    static @Nullable String nextPage(String first, String link) {
        int query = link.indexOf('?');
        var path = new StringBuilder(first);
        for (String pair : link.substring(query + 1).split("[&#]")) {
            String name = pair.substring(0, pair.indexOf('=') + 1);
            boolean known = first.contains("?" + name) || first.contains("&" + name);
            if (!name.isEmpty() && !known) {
                path.append(path.indexOf("?") < 0 ? '?' : '&').append(pair);
            }
        }
        return query < 0 ? null : path.toString();
    }

    /** OpenRouter requires an unescaped slash between author and slug. */
    static String inPath(String modelId) {
        return Arrays.stream(modelId.split("/", -1)).map(Paths::segment).collect(Collectors.joining("/"));
    }

    /**
     * One segment of a path.
     *
     * @throws IllegalArgumentException for a dot and for two: however escaped, they lead to another operation
     */
    static String segment(String id) {
        if (id.equals(".") || id.equals("..")) {
            throw new IllegalArgumentException("id must not have a path segment '" + id + "'");
        }
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20").replace("%7E", "~");
    }

    static String inQuery(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
