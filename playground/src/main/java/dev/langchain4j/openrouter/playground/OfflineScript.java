package dev.langchain4j.openrouter.playground;

import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.StreamAnswer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the stand-in answers: the agents' texts, and for the chat a slow answer, one that breaks off, and one that
 * thinks. It invents the answers to all other questions.
 */
final class OfflineScript {

    private static final Duration PAUSE = Duration.ofMillis(40);

    private OfflineScript() {}

    static void answers(OpenRouterServer server) {
        chat(server);
        tools(server);
        agents(server);
    }

    private static void chat(OpenRouterServer server) {
        StreamAnswer story = Answer.stream();
        String text =
                "A fox found a bicycle at the edge of the wood. It rang the bell once, and the whole wood was silent. ";
        for (String word : text.repeat(6).split("(?<=\\s)")) {
            story.text(word).pause(PAUSE);
        }
        server.when(Match.streaming().and(Match.userSays("story")))
                .answer(story.finish("stop").usage(14, 132, "0.0000813").done());

        StreamAnswer broken = Answer.stream();
        for (String word : "This answer stops in the middle of a ".split("(?<=\\s)")) {
            broken.text(word).pause(PAUSE);
        }
        server.when(Match.streaming().and(Match.userSays("break"))).answer(broken.cut());

        StreamAnswer count = Answer.stream();
        for (String word : "s-t-r is one, a-w-b-e-r-r-y has two more.".split("(?<=\\s)")) {
            count.thinking(word).pause(PAUSE);
        }
        for (String word : "Three: one in \"straw\", two in \"berry\".".split("(?<=\\s)")) {
            count.text(word).pause(PAUSE);
        }
        server.when(Match.streaming()
                        .and(Match.userSays("strawberry"))
                        .and(Match.hasTools().negate()))
                .answer(count.finish("stop").usage(24, 31, "0.0000847").done());
    }

    private static void tools(OpenRouterServer server) {
        Match asked = Match.userSays("count_letters").and(Match.hasTools());
        server.when(asked.and(Match.hasToolResult().negate()))
                .answer(Answer.toolCall("count_letters", "{\"word\": \"strawberry\"}"));
        server.when(asked.and(Match.hasToolResult())).answer("The tool says that strawberry has three r.");
    }

    private static void agents(OpenRouterServer server) {
        // too busy for every first attempt
        AtomicInteger editor = new AtomicInteger();
        server.when(Match.userSays("Which three facts"))
                .answer(agent("It folds in ten seconds. It weighs 11 kg. It has eight gears."));
        server.when(Match.userSays("Write an advertisement"))
                .answer(
                        agent(
                                "Fold it, carry it, ride it: the bicycle that makes every commute a dream and pays for itself."));
        server.when(Match.userSays("Score this advertisement")).answer(agent("""
                        {"score": 5, "advice": "Replace the empty promises by the weight, the gears and the seconds it takes to fold."}"""));
        server.when(Match.userSays("Score this advertisement").and(Match.userSays("Ten seconds to fold")))
                .answer(agent("{\"score\": 9, \"advice\": \"Leave it as it is.\"}"));
        server.when(Match.userSays("Follow the advice"))
                .answer(
                        Answer.computed(
                                request -> editor.getAndIncrement() % 2 == 0
                                        ? Answer.error(429, "Rate limit exceeded")
                                                .retryAfter(0)
                                        : agent(
                                                "Ten seconds to fold, 11 kg to carry, eight gears to ride: be at work before the bus.")));
        server.when(Match.userSays("Translate into German"))
                .answer(agent("In zehn Sekunden gefaltet, 11 kg leicht, acht Gänge: vor dem Bus am Ziel."));
        server.when(Match.userSays("A headline of at most six words")).answer(agent("Folded in ten seconds"));
        stock(server);
    }

    private static void stock(OpenRouterServer server) {
        Match clerk = Match.userSays("folding bicycles are in stock").and(Match.hasTools());
        server.when(clerk).answer(Answer.toolCall("inStock", "{\"city\": \"Ghent\"}"));
        server.when(clerk.and(Match.hasToolResult())).answer(agent("Five folding bicycles are in stock in Ghent."));
        Match supervisor = Match.model("anthropic/claude-sonnet-4.5");
        server.when(supervisor).answer(agent("""
                {"agentName": "clerk", "arguments": {"question": "How many folding bicycles are in stock in Ghent?"}}"""));
        server.when(supervisor.and(Match.userSays("Five folding bicycles are in stock")))
                .answer(agent("""
                {"agentName": "done", "arguments": {"response": "Five of them are in stock in Ghent."}}"""));
    }

    private static Answer agent(String text) {
        return Answer.text(text).afterDelay(PAUSE.multipliedBy(2));
    }
}
