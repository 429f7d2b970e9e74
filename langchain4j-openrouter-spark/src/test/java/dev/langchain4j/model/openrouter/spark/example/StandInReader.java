package dev.langchain4j.model.openrouter.spark.example;

import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.RecordedRequest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** A model that reads abstracts: it counts words, fails at one abstract and refuses another. */
final class StandInReader {

    private static final String REFUSED = "on the dunes in spring, with a spring balance and a tape, in 1";
    private static final int WORDS_OF_A_TOPIC = 6;

    private StandInReader() {}

    static void answers(OpenRouterServer server) {
        server.when(Match.path("/chat/completions")).answer(Answer.computed(StandInReader::read));
    }

    private static Answer read(RecordedRequest request) {
        String text = request.body().at("/messages/0/content").asText();
        text = text.substring(text.indexOf("\n\n")).strip();
        if (text.contains(REFUSED)) {
            return Answer.error(403, "Your input was flagged").errorType("content_policy_violation");
        }
        List<String> words = Arrays.asList(text.split("[^A-Za-z]+"));
        String topic = words.stream().limit(WORDS_OF_A_TOPIC).collect(Collectors.joining(" "));
        String keywords = words.stream()
                .distinct()
                .sorted(Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()))
                .limit(3)
                .map(word -> "\"" + word + "\"")
                .collect(Collectors.joining(", "));
        boolean measured = text.contains("measur") || text.contains("experiment") || text.contains("test");
        return Answer.json("{\"topic\": \"" + topic + "\", \"keywords\": [" + keywords + "], \"measured\": " + measured
                + ", \"words\": " + words.size() + "}");
    }
}
