package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code GET /model/{author}/{slug}}, without a key: one model, as {@code GET /models} lists it. */
final class ModelEndpoint implements Endpoint {

    private static final Pattern PATH = Pattern.compile("/model/([^/]+/[^/]+)");

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/model/{author}/{slug}";
    }

    @Override
    public boolean serves(RecordedRequest request) {
        return method().equals(request.method()) && PATH.matcher(request.path()).matches();
    }

    @Override
    public Reply reply(Call call) {
        Matcher path = PATH.matcher(call.request().path());
        String id = path.matches() ? URLDecoder.decode(path.group(1), StandardCharsets.UTF_8) : "";
        JsonNode model = call.backend().catalog().model(id);
        if (model == null) {
            return Answer.error(404, "Model not found").userId(null).content(call, this);
        }
        ObjectNode body = Json.object();
        body.set("data", model);
        return Reply.json(200, body);
    }
}
