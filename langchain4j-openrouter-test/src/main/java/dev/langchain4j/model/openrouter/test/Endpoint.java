package dev.langchain4j.model.openrouter.test;

/** One of OpenRouter's endpoints, as it behaves without a script. */
interface Endpoint {

    String method();

    /** The path below the base URL. */
    String path();

    Reply reply(Call call);

    default boolean serves(RecordedRequest request) {
        return method().equals(request.method()) && path().equals(request.path());
    }
}
