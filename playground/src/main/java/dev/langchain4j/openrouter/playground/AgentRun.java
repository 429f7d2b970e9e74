package dev.langchain4j.openrouter.playground;

import dev.langchain4j.agentic.AgenticServices;
import dev.langchain4j.agentic.UntypedAgent;
import dev.langchain4j.agentic.observability.AgentListener;
import dev.langchain4j.agentic.observability.AgentRequest;
import dev.langchain4j.agentic.observability.AgentResponse;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord;
import dev.langchain4j.openrouter.playground.Agents.Critic;
import dev.langchain4j.openrouter.playground.Agents.Editor;
import dev.langchain4j.openrouter.playground.Agents.Headliner;
import dev.langchain4j.openrouter.playground.Agents.Researcher;
import dev.langchain4j.openrouter.playground.Agents.Review;
import dev.langchain4j.openrouter.playground.Agents.Translator;
import dev.langchain4j.openrouter.playground.Agents.Writer;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** One run of the chain: a sequence, a loop with a critic, then two agents at the same time. Each step is an event. */
final class AgentRun {

    private static final int MAX_OUTPUT_TOKENS = 400;
    private static final int GOOD_ENOUGH = 8;

    private final String id = UUID.randomUUID().toString();
    private final OpenRouter openRouter;
    private final Money money;
    private final Events events;
    private final long start = System.nanoTime();

    AgentRun(OpenRouter openRouter, Money money, Events events) {
        this.openRouter = openRouter;
        this.money = money;
        this.events = events;
    }

    void run(String product) {
        Runnable unwatch = money.watch(this::called);
        try {
            UntypedAgent chain = AgenticServices.sequenceBuilder()
                    .subAgents(
                            agent(Researcher.class, "google/gemini-2.5-flash"),
                            agent(Writer.class, "anthropic/claude-sonnet-4.6"),
                            loop(),
                            sideBySide())
                    .output(scope -> scope.readState("headline", "") + "\n\n" + scope.readState("ad", "") + "\n\n"
                            + scope.readState("german", ""))
                    .build();
            events.end("done", Map.of("text", String.valueOf(chain.invoke(Map.of("product", product)))));
        } catch (RuntimeException e) {
            events.end("failed", Failure.of(e));
        } finally {
            unwatch.run();
        }
    }

    private UntypedAgent loop() {
        return AgenticServices.loopBuilder()
                .subAgents(agent(Critic.class, "openai/gpt-4o"), agent(Editor.class, "anthropic/claude-haiku-4.5"))
                .exitCondition(
                        scope -> scope.readState("review", new Review(0, "")).score() >= GOOD_ENOUGH)
                .maxIterations(3)
                .build();
    }

    private UntypedAgent sideBySide() {
        return AgenticServices.parallelBuilder()
                .subAgents(
                        agent(Translator.class, "mistralai/mistral-large"),
                        agent(Headliner.class, "meta-llama/llama-3.1-70b-instruct"))
                .build();
    }

    private <T> T agent(Class<T> type, String modelName) {
        String name = type.getSimpleName().toLowerCase(Locale.ROOT);
        ChatModel model = openRouter
                .chatModel()
                .modelName(modelName)
                .maxOutputTokens(MAX_OUTPUT_TOKENS)
                .sessionId(id)
                .metadata(Map.of("tab", "agents", "agent", name))
                .budget(money.budget())
                .costListener(money.listener())
                .build();
        return AgenticServices.agentBuilder(type)
                .name(name)
                .chatModel(model)
                .listener(new Narrator(modelName))
                .build();
    }

    private void called(OpenRouterCostRecord record) {
        if (id.equals(record.sessionId())) {
            events.send("call", MoneyController.Call.of(record));
        }
    }

    private long millis() {
        return (System.nanoTime() - start) / 1_000_000;
    }

    private final class Narrator implements AgentListener {

        private final String model;

        Narrator(String model) {
            this.model = model;
        }

        @Override
        public void beforeAgentInvocation(AgentRequest request) {
            events.send("begin", Map.of("agent", request.agentName(), "model", model, "at", millis()));
        }

        @Override
        public void afterAgentInvocation(AgentResponse response) {
            events.send(
                    "end",
                    Map.of(
                            "agent", response.agentName(),
                            "output", String.valueOf(response.output()),
                            "at", millis()));
        }
    }
}
