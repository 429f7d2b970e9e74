package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * {@code GET /models}: the catalog, for everybody; of it the models that give text, or what {@code output_modalities} asks for,
 * which may be {@code all}.
 */
final class ModelsEndpoint implements Endpoint {

    private static final String MODALITIES = "output_modalities=";

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/models";
    }

    @Override
    public Reply reply(Call call) {
        List<String> wanted = wanted(call.request().query());
        ArrayNode models = Json.array();
        for (JsonNode model : call.backend().catalog().list()) {
            if (wanted.contains("all") || gives(model, wanted)) {
                models.add(model);
            }
        }
        ObjectNode body = Json.object();
        body.set("data", models);
        body.put("total_count", models.size());
        body.putObject("links").putNull("next");
        return Reply.json(200, body);
    }

    private static List<String> wanted(String query) {
        for (String parameter : query.split("&")) {
            if (parameter.startsWith(MODALITIES)) {
                String value = URLDecoder.decode(parameter.substring(MODALITIES.length()), StandardCharsets.UTF_8);
                return List.of(value.split(","));
            }
        }
        return List.of("text");
    }

    private static boolean gives(JsonNode model, List<String> wanted) {
        JsonNode modalities = model.at("/architecture/output_modalities");
        for (JsonNode modality : modalities) {
            if (wanted.contains(modality.asText())) {
                return true;
            }
        }
        return modalities.isMissingNode();
    }
}
