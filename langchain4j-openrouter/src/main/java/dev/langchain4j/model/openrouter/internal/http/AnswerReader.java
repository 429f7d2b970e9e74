package dev.langchain4j.model.openrouter.internal.http;

/** Converts a whole answer to a result, or throws a {@link CallFailedException} if it is a failure. */
@FunctionalInterface
public interface AnswerReader<T> {

    T read(HttpAnswer answer);
}
