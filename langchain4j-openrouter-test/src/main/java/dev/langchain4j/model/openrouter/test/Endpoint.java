package dev.langchain4j.model.openrouter.test;

/** One of OpenRouter's endpoints, with its behaviour without a script. */
interface Endpoint {

    String method();

    /** The path below the base URL. */
    String path();

    Reply reply(Call call);

    /** The form of a scripted text answer here; a chat answer if the endpoint has none of its own. */
    default Reply say(MessageAnswer answer, Call call) {
        return new ChatCompletion(answer, call).reply();
    }

    /** Whether a model here answers with words: a scripted text waits for such a request. */
    default boolean talks() {
        return true;
    }

    default boolean serves(RecordedRequest request) {
        return method().equals(request.method()) && path().equals(request.path());
    }
}
