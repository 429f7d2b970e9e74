package dev.langchain4j.model.openrouter.examples.scripts;

import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.RecordedRequest;
import java.util.List;

/** The dialogue of {@code Assistant} without a keyboard, and the stand-in's answers. */
public final class AssistantScript {

    public static final List<String> QUESTIONS = List.of(
            "I am Ada, in Ghent for three days, with a bicycle.",
            "What shall I see first?",
            "And if it rains?",
            "By the way, do you know my name?");

    private AssistantScript() {}

    public static void answers(OpenRouterServer server) {
        server.when(Match.userSays("I am Ada"))
                .answer("Welcome, Ada! Three days and a bicycle: enough for the city and its river.");
        server.when(Match.userSays("see first"))
                .answer("The Graslei in the morning light, then the Leie downstream by bicycle.");
        server.when(Match.userSays("rains")).answer("Then the altarpiece in the cathedral: an hour goes by unnoticed.");
        server.when(Match.userSays("my name")).answer(Answer.computed(AssistantScript::name));
    }

    /** From the messages of the request, like a model. */
    private static Answer name(RecordedRequest request) {
        return Answer.text(
                request.bodyText().contains("I am Ada")
                        ? "You are Ada, the one with the bicycle."
                        : "You have not told me, as far as I remember.");
    }
}
