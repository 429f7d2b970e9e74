package dev.langchain4j.openrouter.playground;

import dev.langchain4j.agentic.AgenticServices;
import dev.langchain4j.agentic.UntypedAgent;
import dev.langchain4j.agentic.agent.AgentBuilder;
import dev.langchain4j.agentic.supervisor.SupervisorAgent;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.openrouter.playground.Agents.Clerk;
import dev.langchain4j.openrouter.playground.Agents.Critic;
import dev.langchain4j.openrouter.playground.Agents.Editor;
import dev.langchain4j.openrouter.playground.Agents.Headliner;
import dev.langchain4j.openrouter.playground.Agents.Researcher;
import dev.langchain4j.openrouter.playground.Agents.Review;
import dev.langchain4j.openrouter.playground.Agents.Translator;
import dev.langchain4j.openrouter.playground.Agents.Warehouse;
import dev.langchain4j.openrouter.playground.Agents.Writer;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * One run of the chain: a sequence, a loop with a critic, two agents at the same time, then a supervisor whose model
 * chooses the next agent. Each step is an event.
 */
final class AgentRun {

    private static final int MAX_OUTPUT_TOKENS = 400;
    private static final int GOOD_ENOUGH = 8;

    private final String id = UUID.randomUUID().toString();
    private final OpenRouter openRouter;
    private final Money money;
    private final Events events;
    private final AgentTimeline timeline;
    private final Bill bill;

    /** For agents that work at the same time: they end with the run. */
    private final ExecutorService sideBySide = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "agents-side-by-side");
        thread.setDaemon(true);
        return thread;
    });

    AgentRun(OpenRouter openRouter, Money money, Events events) {
        this.openRouter = openRouter;
        this.money = money;
        this.events = events;
        this.timeline = new AgentTimeline(events);
        this.bill = money.bill();
    }

    void run(String product) {
        try {
            UntypedAgent chain = AgenticServices.sequenceBuilder()
                    .name("sequence")
                    .subAgents(
                            agent(Researcher.class, "google/gemini-2.5-flash").build(),
                            agent(Writer.class, "anthropic/claude-sonnet-4.6").build(),
                            loop(),
                            sideBySide(),
                            supervisor())
                    .listener(timeline)
                    .output(scope -> scope.readState("headline", "") + "\n\n" + scope.readState("ad", "") + "\n\n"
                            + scope.readState("german", "") + "\n\n" + scope.readState("stock", ""))
                    .build();
            Map<String, Object> input =
                    Map.of("product", product, "request", "How many of these are in stock in Ghent: " + product);
            events.end("done", Map.of("text", String.valueOf(chain.invoke(input))));
        } catch (RuntimeException e) {
            events.end("failed", Failure.of(e, bill.charge()));
        } finally {
            sideBySide.shutdownNow();
        }
    }

    private UntypedAgent loop() {
        return AgenticServices.loopBuilder()
                .name("loop")
                .subAgents(
                        agent(Critic.class, "openai/gpt-4o").build(),
                        agent(Editor.class, "anthropic/claude-haiku-4.5").build())
                .exitCondition(
                        scope -> scope.readState("review", new Review(0, "")).score() >= GOOD_ENOUGH)
                .maxIterations(3)
                .build();
    }

    private UntypedAgent sideBySide() {
        return AgenticServices.parallelBuilder()
                .name("parallel")
                .subAgents(
                        agent(Translator.class, "mistralai/mistral-large").build(),
                        agent(Headliner.class, "meta-llama/llama-3.1-70b-instruct")
                                .build())
                .executor(sideBySide)
                .build();
    }

    private SupervisorAgent supervisor() {
        return AgenticServices.supervisorBuilder()
                .name("supervisor")
                .chatModel(model("supervisor", "anthropic/claude-sonnet-4.5"))
                .subAgents(agent(Clerk.class, "openai/gpt-4o-mini")
                        .tools(new Warehouse())
                        .build())
                .outputKey("stock")
                .maxAgentsInvocations(3)
                .build();
    }

    private <T> AgentBuilder<T, ?> agent(Class<T> type, String modelName) {
        String name = type.getSimpleName().toLowerCase(Locale.ROOT);
        return AgenticServices.agentBuilder(type).name(name).chatModel(model(name, modelName));
    }

    private ChatModel model(String agent, String modelName) {
        return openRouter
                .chatModel()
                .modelName(modelName)
                .maxOutputTokens(MAX_OUTPUT_TOKENS)
                .maxRetries(2)
                .capabilitiesFromCatalog() // a schema where the model takes one, instead of words in the prompt
                .sessionId(id)
                .metadata(Map.of("tab", "agents", "agent", agent))
                .budget(money.budget())
                .costListener(money.listener(timeline.calls(agent, modelName, bill)))
                .build();
    }
}
