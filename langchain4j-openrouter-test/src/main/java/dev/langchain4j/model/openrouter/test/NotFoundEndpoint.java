package dev.langchain4j.model.openrouter.test;

/** Every path that OpenRouter does not have. */
final class NotFoundEndpoint implements Endpoint {

    @Override
    public String method() {
        return "";
    }

    @Override
    public String path() {
        return "";
    }

    @Override
    public Reply reply(Call call) {
        return Answer.error(404, "Resource not found").userId(null).content(call, this);
    }
}
