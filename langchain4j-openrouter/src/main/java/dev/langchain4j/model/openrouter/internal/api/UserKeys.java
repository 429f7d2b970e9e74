package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.api.json.JsonObject;
import dev.langchain4j.model.openrouter.internal.http.CallFailedException;
import dev.langchain4j.model.openrouter.internal.http.CallTrace;
import dev.langchain4j.model.openrouter.internal.http.HttpAnswer;
import dev.langchain4j.model.openrouter.internal.http.HttpCall;
import dev.langchain4j.model.openrouter.internal.http.JsonHttpClient;
import dev.langchain4j.model.openrouter.internal.http.TimeLimits;
import dev.langchain4j.model.openrouter.internal.http.TransportException;
import org.jspecify.annotations.Nullable;

/** Exchanges codes for the keys that users grant to an application. Costs nothing and carries no key. */
public final class UserKeys {

    private static final int REFUSED = 403;
    private static final String MAY_BE_USED =
            " (not repeated: OpenRouter may have used the code, and a code works once; let the user sign in again)";

    /** A second exchange of a used code gets a 403, which would hide that a key was granted and lost. */
    private static final CallTrace ONCE = new CallTrace() {
        @Override
        public @Nullable String objection(CallFailedException failure) {
            return failure.mayHaveWorked() ? "not repeated" : null;
        }
    };

    private final JsonHttpClient http;
    private final RequestHeaders headers;
    private final TimeLimits limits;
    private final Failures failures;

    public UserKeys(ApiConnection connection) {
        this.http = connection.http();
        this.headers = connection.headers();
        this.limits = connection.limits();
        this.failures = new Failures(connection.time());
    }

    /**
     * {@code POST /auth/keys}. It is not idempotent, so an attempt that may have used the code is not repeated.
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
        http.closeIdleConnections();
        try {
            return http.call(new HttpCall("/auth/keys", headers::withoutKey, body, limits, null, ONCE), this::read);
        } catch (ApiException e) {
            throw e.error().status() == REFUSED
                    ? with(e, " (a code works once, within ten minutes, with the verifier of its login)")
                    : e.mayHaveWorked() ? with(e, MAY_BE_USED) : e;
        } catch (TransportException e) {
            throw e.mayHaveWorked() ? new TransportException(e.kind(), e.getMessage() + MAY_BE_USED, e.getCause()) : e;
        }
    }

    private JsonObject read(HttpAnswer answer) {
        JsonObject granted = failures.object(answer);
        if (granted.label("key") == null) {
            throw failures.missing("key", answer);
        }
        return granted;
    }

    private static ApiException with(ApiException failure, String words) {
        return failure.as(failure.error().kind(), failure.error().message() + words);
    }
}
