package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The answer with a list of models: all of them, or a page if the query has {@code offset} or {@code limit}. */
final class ModelsPage {

    private static final int LARGEST = 1000;
    private static final int USUAL = 500;

    private static final FieldRules RULES =
            new FieldRules().integer("offset", 0, Integer.MAX_VALUE).integer("limit", 1, LARGEST);

    private ModelsPage() {}

    static Reply of(List<JsonNode> models, Call call, Endpoint endpoint) {
        Map<String, String> query = call.request().queryParameters();
        QueryNumbers numbers = new QueryNumbers(query);
        String problem = call.backend().isLenient() ? null : numbers.problem(RULES);
        if (problem != null) {
            return Answer.error(400, problem).userId(null).content(call, endpoint);
        }
        if (!query.containsKey("offset") && !query.containsKey("limit")) {
            return reply(models, models.size(), null);
        }
        int limit = Math.max(1, Math.min(LARGEST, numbers.integer("limit", USUAL)));
        int from = Math.min(models.size(), numbers.integer("offset", 0));
        int to = Math.min(models.size(), from + limit);
        return reply(models.subList(from, to), models.size(), to < models.size() ? link(call, query, to) : null);
    }

    /** Path and query of the page that begins at {@code offset}. */
    private static String link(Call call, Map<String, String> query, int offset) {
        query.put("offset", String.valueOf(offset));
        String path = URI.create(call.backend().baseUrl()).getRawPath()
                + call.request().path();
        return query.entrySet().stream()
                .map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue()))
                .collect(Collectors.joining("&", path + "?", ""));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Reply reply(List<JsonNode> models, int total, @Nullable String next) {
        ObjectNode body = Json.object();
        body.set("data", Json.array().addAll(models));
        body.put("total_count", total);
        body.putObject("links").put("next", next);
        return Reply.json(200, body);
    }
}
