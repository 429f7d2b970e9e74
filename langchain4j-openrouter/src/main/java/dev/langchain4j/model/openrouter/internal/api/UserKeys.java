package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.api.json.JsonObject;
import dev.langchain4j.model.openrouter.internal.http.CallTrace;
import dev.langchain4j.model.openrouter.internal.http.HttpAnswer;
import dev.langchain4j.model.openrouter.internal.http.HttpCall;
import dev.langchain4j.model.openrouter.internal.http.JsonHttpClient;
import dev.langchain4j.model.openrouter.internal.http.Time;
import dev.langchain4j.model.openrouter.internal.http.TimeLimits;

/** Exchanges codes for the keys that users grant to an application. Costs nothing and carries no key. */
public final class UserKeys {

    private static final int REFUSED = 403;

    private final JsonHttpClient http;
    private final RequestHeaders headers;
    private final TimeLimits limits;
    private final Failures failures;

    public UserKeys(JsonHttpClient http, RequestHeaders headers, TimeLimits limits, Time time) {
        this.http = http;
        this.headers = headers;
        this.limits = limits;
        this.failures = new Failures(time);
    }

    /**
     * {@code POST /auth/keys}.
     *
     * @return {@code key} and {@code user_id}
     * @throws ApiException if OpenRouter refuses the code, or answers without a key
     * @see <a href="https://openrouter.ai/docs/guides/overview/auth/oauth">OAuth PKCE</a>
     */
    public JsonObject exchange(String code, String verifier) {
        HttpCall.JsonBody body = json -> {
            json.writeStartObject();
            json.writeStringField("code", code);
            json.writeStringField("code_verifier", verifier);
            json.writeStringField("code_challenge_method", Pkce.METHOD);
            json.writeEndObject();
        };
        try {
            return http.call(
                    new HttpCall("/auth/keys", headers::withoutKey, body, limits, null, CallTrace.NONE), this::read);
        } catch (ApiException e) {
            throw e.error().status() == REFUSED ? explained(e) : e;
        }
    }

    private JsonObject read(HttpAnswer answer) {
        JsonObject granted = failures.object(answer);
        if (granted.label("key") == null) {
            throw failures.unexplained("The response has no key", answer.head());
        }
        return granted;
    }

    private static ApiException explained(ApiException refusal) {
        return refusal.as(
                refusal.error().kind(),
                refusal.error().message() + " (a code works once, within ten minutes, with the verifier of its login)");
    }
}
