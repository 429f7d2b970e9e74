package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the catalog says about the model in the path, without a key. */
abstract class OneModelEndpoint implements Endpoint {

    private static final String MODEL = "{author}/{slug}";

    private final String path;
    private final Pattern pattern;

    /** @param path with {@code {author}/{slug}} and no other character that has a meaning in a pattern */
    OneModelEndpoint(String path) {
        this.path = path;
        this.pattern = Pattern.compile(path.replace(MODEL, "([^/]+/[^/]+)"));
    }

    /**
     * What the answer has to say in {@code data}.
     *
     * @param model as {@code GET /models} lists it
     */
    abstract JsonNode data(Call call, JsonNode model);

    @Override
    public final String method() {
        return "GET";
    }

    @Override
    public final String path() {
        return path;
    }

    @Override
    public final boolean serves(RecordedRequest request) {
        return method().equals(request.method())
                && pattern.matcher(request.path()).matches();
    }

    @Override
    public final Reply reply(Call call) {
        Matcher asked = pattern.matcher(call.request().path());
        String id = asked.matches() ? URLDecoder.decode(asked.group(1), StandardCharsets.UTF_8) : "";
        JsonNode model = call.backend().catalog().model(id);
        if (model == null) {
            return Answer.error(404, "Model not found").userId(null).content(call, this);
        }
        ObjectNode body = Json.object();
        body.set("data", data(call, model));
        return Reply.json(200, body);
    }
}
