package dev.langchain4j.model.openrouter.test;

/** One of OpenRouter's endpoints, as it behaves without a script. */
interface Endpoint {

    String method();

    /** The path below the base URL. */
    String path();

    Reply reply(Call call);

    /** What a scripted answer in words is here; a chat's answer where the endpoint has no words of its own. */
    default Reply say(MessageAnswer answer, Call call) {
        return new ChatCompletion(answer, call).reply();
    }

    default boolean serves(RecordedRequest request) {
        return method().equals(request.method()) && path().equals(request.path());
    }
}
