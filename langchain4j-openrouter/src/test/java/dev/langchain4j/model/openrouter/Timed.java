package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.http.Time;

/** Gives tests in other packages a connection whose clock they hold. */
public final class Timed {

    private Timed() {}

    public static OpenRouter.Builder openRouter(Time time) {
        return OpenRouter.builder().time(time);
    }
}
