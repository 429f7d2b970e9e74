package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.api.ApiException.Billing;
import dev.langchain4j.model.openrouter.internal.api.json.JsonObject;
import dev.langchain4j.model.openrouter.internal.http.HttpAnswer;
import dev.langchain4j.model.openrouter.internal.http.HttpCall;
import dev.langchain4j.model.openrouter.internal.http.JsonHttpClient;
import dev.langchain4j.model.openrouter.internal.http.TimeLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** OpenRouter's endpoints for models and their endpoints, one method each. They cost nothing. Thread-safe. */
public final class CatalogEndpoints {

    private static final int MAX_PAGES = 100;

    private final JsonHttpClient http;
    private final RequestHeaders headers;
    private final TimeLimits limits;
    private final Failures failures;

    CatalogEndpoints(ApiConnection connection) {
        this.http = connection.http();
        this.headers = connection.headers();
        this.limits = connection.limits();
        this.failures = new Failures(connection.time());
    }

    /**
     * {@code GET /models}, for every output modality; without it OpenRouter lists text models only. Needs no key.
     *
     * @throws ApiException if OpenRouter reports a failure, or answers without models
     * @see <a href="https://openrouter.ai/docs/api-reference/list-available-models">Models</a>
     */
    public ModelList models() {
        return models(limits);
    }

    ModelList models(TimeLimits limits) {
        return pages(Paths.models(Map.of()), headers::withKeyIfAny, limits, true);
    }

    /** {@code GET /models}, restricted and ordered by OpenRouter; there may be none. */
    public ModelList models(Map<String, String> query) {
        return pages(Paths.models(query), headers::withKeyIfAny, limits, false);
    }

    /**
     * {@code GET /models/user}: what the key's settings leave of the models; there may be none.
     *
     * @see <a href="https://openrouter.ai/docs/api/api-reference/models/list-models-user">Models of the user</a>
     */
    public ModelList modelsOfKey() {
        return pages("/models/user", () -> headers.withKey(Map.of(), "application/json"), limits, false);
    }

    /**
     * OpenRouter sends all models at once, unless it says where more of them are.
     *
     * @param some whether there must be any
     */
    private ModelList pages(String path, Supplier<Map<String, String>> headers, TimeLimits limits, boolean some) {
        List<String> asked = new ArrayList<>();
        List<ModelList> pages = new ArrayList<>();
        for (String next = path; next != null; ) {
            asked.add(next);
            HttpCall call = new HttpCall(next, headers, limits);
            ModelList page = NamelessCall.of(() -> http.call(call, answer -> page(answer, path, asked, some)));
            pages.add(page);
            next = page.next();
        }
        return ModelList.of(pages);
    }

    private ModelList page(HttpAnswer answer, String path, List<String> asked, boolean some) {
        JsonObject body = failures.object(answer);
        if (!(body.members().get("data") instanceof List<?>)) {
            throw failures.missing("models", answer);
        }
        failures.throwIfOneFailed(body.objects("data"), answer, null, Billing.NOTHING);
        ModelList page = ModelList.of(body, answer, path);
        if (page.models().isEmpty() && some && asked.size() == 1) {
            throw failures.missing("models", answer);
        }
        if (page.next() != null && (asked.contains(page.next()) || asked.size() == MAX_PAGES)) {
            throw failures.unexplained("The pages of the list of models have no end", answer.head());
        }
        return page;
    }

    /**
     * {@code GET /models/{author}/{slug}/endpoints}. Needs no key, but reports speeds only with one.
     *
     * @see <a href="https://openrouter.ai/docs/api-reference/list-endpoints-for-a-model">Endpoints of a model</a>
     */
    public List<JsonObject> endpoints(String modelId) {
        return http.call(
                get("/models/" + Paths.inPath(modelId) + "/endpoints"),
                answer -> endpoints(failures.data(answer), "endpoints", answer));
    }

    /**
     * {@code GET /endpoints/zdr}: the endpoints, of all models, that keep no data. Needs no key.
     *
     * @see <a href="https://openrouter.ai/docs/guides/features/zdr">Zero data retention</a>
     */
    public List<JsonObject> zeroDataRetentionEndpoints() {
        return NamelessCall.of(
                () -> http.call(get("/endpoints/zdr"), answer -> endpoints(failures.object(answer), "data", answer)));
    }

    /** There may be none, but no list is not an empty one. */
    private List<JsonObject> endpoints(JsonObject object, String name, HttpAnswer answer) {
        if (!(object.members().get(name) instanceof List<?>)) {
            throw failures.missing("endpoints", answer);
        }
        List<JsonObject> endpoints = object.objects(name);
        failures.throwIfOneFailed(endpoints, answer, null, Billing.NOTHING);
        return endpoints;
    }

    private HttpCall get(String path) {
        return new HttpCall(path, headers::withKeyIfAny, limits);
    }
}
