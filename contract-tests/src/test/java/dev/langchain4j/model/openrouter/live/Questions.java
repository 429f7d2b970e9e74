package dev.langchain4j.model.openrouter.live;

import java.util.List;
import java.util.stream.Stream;

/** What we would like to know of OpenRouter, and assume until somebody with a key has asked. */
final class Questions {

    static final List<Question> ALL = Stream.of(
                    ModelQuestions.ALL, ParameterQuestions.ALL, MoneyQuestions.ALL, EndpointQuestions.ALL)
            .flatMap(List::stream)
            .toList();

    private Questions() {}
}
