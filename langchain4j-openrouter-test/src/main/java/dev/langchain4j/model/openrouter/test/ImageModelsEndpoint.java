package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code GET /images/models} and {@code GET /images/models/{author}/{slug}/endpoints}, without a key. */
final class ImageModelsEndpoint implements Endpoint {

    private static final Pattern ONE = Pattern.compile("/images/models/([^/]+/[^/]+)/endpoints");

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/images/models";
    }

    @Override
    public boolean serves(RecordedRequest request) {
        return method().equals(request.method())
                && (path().equals(request.path()) || ONE.matcher(request.path()).matches());
    }

    @Override
    public Reply reply(Call call) {
        Matcher one = ONE.matcher(call.request().path());
        return one.matches() ? endpoints(call, URLDecoder.decode(one.group(1), StandardCharsets.UTF_8)) : list(call);
    }

    private static Reply list(Call call) {
        ObjectNode body = Json.object();
        ArrayNode data = body.putArray("data");
        for (JsonNode model : call.backend().catalog().list()) {
            if (makesImages(model)) {
                data.add(describe(model));
            }
        }
        return Reply.json(200, body);
    }

    private static boolean makesImages(JsonNode model) {
        return Catalog.has(model.at("/architecture/output_modalities"), "image");
    }

    private static ObjectNode describe(JsonNode model) {
        ObjectNode json = Json.object();
        for (String field : List.of("id", "name", "created", "description", "architecture")) {
            json.set(field, model.path(field));
        }
        json.put("endpoints", "/api/v1/images/models/" + model.path("id").asText() + "/endpoints");
        return addAbilities(json);
    }

    private static ObjectNode addAbilities(ObjectNode json) {
        json.putObject("supported_parameters")
                .putObject("resolution")
                .put("type", "enum")
                .putArray("values")
                .add("1K")
                .add("2K")
                .add("4K");
        return json.put("supports_streaming", false);
    }

    private Reply endpoints(Call call, String id) {
        JsonNode model = call.backend().catalog().model(id);
        if (model == null || !makesImages(model)) {
            return Answer.error(404, "Model not found").userId(null).content(call, this);
        }
        String provider = call.backend().catalog().provider(id);
        String slug = Catalog.slug(provider);
        ObjectNode endpoint = Json.object()
                .put("provider_name", provider)
                .put("provider_slug", slug)
                .put("provider_tag", slug);
        endpoint.putArray("allowed_passthrough_parameters");
        endpoint.putArray("pricing")
                .addObject()
                .put("billable", "output_image")
                .put("unit", "token")
                .put("cost_usd", call.backend().catalog().price(id, "image_output"));
        ObjectNode body = Json.object().put("id", id);
        body.putArray("endpoints").add(addAbilities(endpoint));
        return Reply.json(200, body);
    }
}
