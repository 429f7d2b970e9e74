package dev.langchain4j.model.openrouter.examples.scripts;

import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.SimulatedJudge;
import dev.langchain4j.model.openrouter.test.SimulatedJudge.Noise;

/**
 * The stand-in's answers in {@code RagWithReranking}: a judge that understands the rules, and a reader that knows only
 * the passages of its prompt.
 */
public final class RagScript {

    private static final long SEED = 1;

    private RagScript() {}

    public static void answers(OpenRouterServer server) {
        server.when(Match.userSays("[1] Rule 8,")).answer("No, bicycles are not carried on buses, at no hour [1].");
        server.when(Match.userSays("[1] Rule 21,"))
                .answer("Yes. The ban is for the day; a night bus has a rack with three places for bicycles [1].");
        server.when(Match.userSays("[1] Rule 21,").and(Match.userSays("[2] Rule 11,")))
                .answer(
                        "Yes. The ban is for the day; a night bus has a rack with three places for bicycles [1]. Yours needs"
                                + " a reduced ticket of its own [2].");
        server.when(SimulatedJudge.prompts())
                .answer(new SimulatedJudge(RagScript::label, Noise.IDEAL, SEED).asAnswer());
    }

    private static int label(String question, String passage) {
        if (passage.contains("rack of the night bus")) {
            return 3;
        }
        if (passage.contains("takes a bicycle along")) {
            return 2;
        }
        return passage.contains("icycle") ? 1 : 0;
    }
}
