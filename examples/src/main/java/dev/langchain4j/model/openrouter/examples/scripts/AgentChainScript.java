package dev.langchain4j.model.openrouter.examples.scripts;

import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;

/** The stand-in's answers in {@code AgentChain}, model by model. */
public final class AgentChainScript {

    private AgentChainScript() {}

    public static void answers(OpenRouterServer server) {
        server.when(Match.model("google/gemini-2.5-flash"))
                .answer(
                        "It folds in ten seconds and goes on the train free of charge. At 11 kg it is carried up the stairs"
                                + " in one hand. Eight gears are enough for every bridge.");
        server.when(Match.model("anthropic/claude-sonnet-4.6"))
                .answer(
                        "Fold it, carry it, ride it: the bicycle that makes every commute a dream and pays for itself.");
        server.when(Match.model("anthropic/claude-sonnet-4.6").and(Match.userSays("Ghent")))
                .answer("Five folding bicycles wait for you in Ghent. Come early: the sixth customer walks.");
        server.when(Match.model("openai/gpt-4o")).answer(Answer.json("""
                                {"score": 5, "advice": "Replace the empty promises by the weight, the gears and the\
                                 seconds it takes to fold."}"""), Answer.json("""
                                {"score": 9, "advice": "Leave it as it is."}"""));
        server.when(Match.model("anthropic/claude-haiku-4.5"))
                .answer(
                        "Ten seconds to fold, 11 kg to carry, eight gears to ride: on the train free of charge, and at work"
                                + " before the bus.");
        server.when(Match.model("mistralai/mistral-large"))
                .answer(
                        "In zehn Sekunden gefaltet, 11 kg leicht, acht Gänge: fährt gratis im Zug mit und ist vor dem Bus"
                                + " am Ziel.");
        server.when(Match.model("meta-llama/llama-3.1-70b-instruct")).answer("Folded in ten seconds");
        clerkAndSupervisor(server);
    }

    private static void clerkAndSupervisor(OpenRouterServer server) {
        server.when(Match.model("openai/gpt-4o-mini"))
                .answer(
                        Answer.toolCall("inStock", "{\"city\": \"Ghent\"}"),
                        Answer.text("Five folding bicycles are in stock in Ghent."));
        server.when(Match.model("anthropic/claude-sonnet-4.5"))
                .answer(Answer.json("""
                                {"agentName": "clerk",
                                 "arguments": {"question": "How many folding bicycles are in stock in Ghent?"}}"""), Answer.json("""
                                {"agentName": "writer",
                                 "arguments": {"facts": "Five folding bicycles are in stock in Ghent."}}"""), Answer.json("""
                                {"agentName": "done",
                                 "arguments": {"response": "Asked the clerk, had the advertisement written."}}"""));
    }
}
