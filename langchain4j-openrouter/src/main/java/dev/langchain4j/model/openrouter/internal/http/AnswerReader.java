package dev.langchain4j.model.openrouter.internal.http;

/** Makes something of a whole answer, or throws the {@link CallFailedException} that it is. */
@FunctionalInterface
public interface AnswerReader<T> {

    T read(HttpAnswer answer);
}
