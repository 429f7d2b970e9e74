package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;

/** {@code POST /auth/keys}: exchanges a code of {@link OpenRouterServer#approve} for a key, once. Needs no key. */
final class AuthKeysEndpoint implements Endpoint {

    @Override
    public boolean talks() {
        return false;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/auth/keys";
    }

    @Override
    public Reply reply(Call call) {
        JsonNode body = call.body();
        if (!body.path("code").isTextual()) {
            return refuse(call, 400, "code is required");
        }
        Logins.Login login = call.backend().logins().end(body.path("code").asText());
        if (login == null) {
            return refuse(call, 403, "Invalid code");
        }
        if (!login.method().equals(body.path("code_challenge_method").asText(login.method()))) {
            return refuse(call, 400, "Invalid code_challenge_method");
        }
        if (!login.isOf(body.path("code_verifier").asText())) {
            return refuse(call, 403, "Invalid code_verifier");
        }
        call.backend().keys().add(login.key());
        return Reply.json(200, Json.object().put("key", login.key()).put("user_id", "user_2standin"));
    }

    private Reply refuse(Call call, int status, String message) {
        return Answer.error(status, message).userId(null).content(call, this);
    }
}
