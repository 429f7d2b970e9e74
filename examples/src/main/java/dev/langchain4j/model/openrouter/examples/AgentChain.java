package dev.langchain4j.model.openrouter.examples;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agentic.Agent;
import dev.langchain4j.agentic.AgenticServices;
import dev.langchain4j.agentic.UntypedAgent;
import dev.langchain4j.agentic.agent.AgentInvocationException;
import dev.langchain4j.agentic.observability.AgentListener;
import dev.langchain4j.agentic.observability.AgentResponse;
import dev.langchain4j.agentic.supervisor.SupervisorAgent;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterBudget;
import dev.langchain4j.model.openrouter.OpenRouterBudgetExceededException;
import dev.langchain4j.model.openrouter.OpenRouterCostListener;
import dev.langchain4j.model.openrouter.OpenRouterCostTotals;
import dev.langchain4j.model.openrouter.examples.scripts.AgentChainScript;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.V;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Eight agents on eight models write and place an advertisement: in a sequence, in a loop with a critic, in parallel,
 * and led by a supervisor. They share one budget; the bill lists each agent.
 */
final class AgentChain {

    private static final String PRODUCT = "a folding bicycle of 11 kg with eight gears";

    // region agents
    // public: langchain4j-agentic calls agents by reflection
    public interface Researcher {
        @Agent(description = "Finds facts about a product", outputKey = "facts")
        @UserMessage("Which three facts about {{product}} matter to somebody who rides to work? One line each.")
        String research(@V("product") String product);
    }

    public interface Writer {
        @Agent(description = "Writes an advertisement from facts", outputKey = "ad")
        @UserMessage("Write an advertisement of at most 40 words from these facts and no others: {{facts}}")
        String write(@V("facts") String facts);
    }
    // endregion

    public record Review(int score, String advice) {}

    public interface Critic {
        @Agent(description = "Judges an advertisement", outputKey = "review")
        @UserMessage("Score this advertisement for clarity, from 0 to 10, and advise in one sentence: {{ad}}")
        Review review(@V("ad") String ad);
    }

    public interface Editor {
        @Agent(description = "Improves an advertisement", outputKey = "ad")
        @UserMessage("Follow the advice, use at most 40 words. Advertisement: {{ad}} Advice: {{review}}")
        String improve(@V("ad") String ad, @V("review") Review review);
    }

    public interface Translator {
        @Agent(description = "Translates an advertisement", outputKey = "german")
        @UserMessage("Translate into German: {{ad}}")
        String translate(@V("ad") String ad);
    }

    public interface Headliner {
        @Agent(description = "Finds a headline", outputKey = "headline")
        @UserMessage("A headline of at most six words for: {{ad}}")
        String headline(@V("ad") String ad);
    }

    public interface Clerk {
        @Agent(description = "Knows which bicycles are in stock in which city")
        @UserMessage("{{question}}")
        String lookUp(@V("question") String question);
    }

    public static final class Warehouse {
        @Tool("How many folding bicycles are in stock in a city")
        public int inStock(String city) {
            return city.equals("Ghent") ? 5 : 0;
        }
    }

    private final OpenRouter openRouter;
    private final Screen screen;
    private final OpenRouterBudget budget =
            OpenRouterBudget.builder().limit(new BigDecimal("0.10")).build();
    private final OpenRouterCostTotals totals = new OpenRouterCostTotals();
    private final Map<String, String> modelsByAgent = new LinkedHashMap<>();
    private int steps;

    AgentChain(OpenRouter openRouter, Screen screen) {
        this.openRouter = openRouter;
        this.screen = screen;
    }

    static void run(Connection connection, Screen screen) {
        connection.script(AgentChainScript::answers);
        screen.title(
                "Eight agents, eight models, one budget",
                connection.isLive()
                        ? "Live: your key, real models, a cent or two; never more than the budget of ten."
                        : "Offline: a stand-in on this machine plays all eight models from a script.");
        AgentChain example = new AgentChain(connection.openRouter(), screen);
        try {
            String ad = example.sequence();
            String better = example.loop(ad);
            example.sideBySide(better);
            example.supervisor();
            example.bill();
            example.overTheBudget();
        } catch (AgentInvocationException e) {
            throw whatTheModelSaid(e);
        }
        screen.line();
    }

    private void begin(String title, String code) {
        screen.step(++steps, title, code);
    }

    // region model
    private ChatModel model(String agent, String modelName) {
        modelsByAgent.put(agent, modelName);
        return openRouter
                .chatModel()
                .modelName(modelName)
                .maxOutputTokens(400)
                .budget(budget) // one object for all of them
                .listeners(new OpenRouterCostListener(totals))
                .metadata(Map.of("agent", agent)) // the bill groups by it
                .build();
    }

    private <T> T agent(Class<T> type, String modelName) {
        String name = type.getSimpleName().toLowerCase(Locale.ROOT);
        return AgenticServices.agentBuilder(type)
                .name(name)
                .chatModel(model(name, modelName))
                .listener(new Narrator())
                .build();
    }
    // endregion

    private String sequence() {
        begin(
                "A sequence: the writer gets the researcher's facts",
                "AgenticServices.sequenceBuilder().subAgents(researcher, writer)");
        // region sequence
        Researcher researcher = agent(Researcher.class, "google/gemini-2.5-flash");
        Writer writer = agent(Writer.class, "anthropic/claude-sonnet-4.6");
        UntypedAgent sequence = AgenticServices.sequenceBuilder()
                .subAgents(researcher, writer)
                .outputKey("ad")
                .build();
        String ad = (String) sequence.invoke(Map.of("product", PRODUCT));
        // endregion
        return ad;
    }

    private String loop(String ad) {
        begin(
                "A loop: the editor improves it until the critic is satisfied",
                "AgenticServices.loopBuilder().subAgents(critic, editor)");
        // region loop
        Critic critic = agent(Critic.class, "openai/gpt-4o");
        Editor editor = agent(Editor.class, "anthropic/claude-haiku-4.5");
        UntypedAgent loop = AgenticServices.loopBuilder()
                .subAgents(critic, editor)
                .exitCondition(
                        scope -> scope.readState("review", new Review(0, "")).score() >= 8)
                .maxIterations(3)
                .outputKey("ad")
                .build();
        String better = (String) loop.invoke(Map.of("ad", ad));
        // endregion
        return better;
    }

    void sideBySide(String ad) {
        begin(
                "In parallel: two agents at the same time",
                "AgenticServices.parallelBuilder().subAgents(translator, headliner)");
        // region parallel
        Translator translator = agent(Translator.class, "mistralai/mistral-large");
        Headliner headliner = agent(Headliner.class, "meta-llama/llama-3.1-70b-instruct");
        UntypedAgent sideBySide = AgenticServices.parallelBuilder()
                .subAgents(translator, headliner)
                .output(scope -> scope.readState("headline", "") + ": " + scope.readState("german", ""))
                .build();
        String leaflet = (String) sideBySide.invoke(Map.of("ad", ad));
        // endregion
        screen.good("leaflet", leaflet);
    }

    private void supervisor() {
        begin(
                "A supervisor: a model chooses the next agent",
                "AgenticServices.supervisorBuilder().subAgents(clerk, writer)");
        // region supervisor
        Clerk clerk = AgenticServices.agentBuilder(Clerk.class)
                .name("clerk")
                .chatModel(model("clerk", "openai/gpt-4o-mini"))
                .tools(new Warehouse())
                .listener(new Narrator())
                .build();
        Writer writer = agent(Writer.class, "anthropic/claude-sonnet-4.6");
        SupervisorAgent supervisor = AgenticServices.supervisorBuilder()
                .subAgents(clerk, writer)
                .chatModel(model("supervisor", "anthropic/claude-sonnet-4.5"))
                .maxAgentsInvocations(4)
                .build();
        String answer = supervisor.invoke("Advertise our folding bicycles in Ghent, with how many are in stock there.");
        // endregion
        screen.good("answer", answer);
    }

    private void bill() {
        begin("The bill, agent by agent", "totals.byTag(\"agent\")");
        // region bill
        var rows = new ArrayList<List<String>>();
        totals.byTag("agent")
                .forEach((agent, total) -> rows.add(List.of(
                        agent,
                        String.valueOf(modelsByAgent.get(agent)),
                        String.valueOf(total.calls()),
                        String.valueOf(total.inputTokens()),
                        String.valueOf(total.outputTokens()),
                        "$" + total.cost().toPlainString())));
        screen.table(List.of("agent", "model", "calls", "in", "out", "cost"), rows);
        // endregion
        screen.line();
        screen.good(
                "in total",
                Screen.dollars(totals.total().cost()) + " for " + totals.total().calls() + " calls");
        screen.row("the budget", Screen.dollars(budget.spent()) + " of $0.10 spent");
    }

    private void overTheBudget() {
        begin(
                "An agent that could exceed the budget is refused",
                "OpenRouterBudgetExceededException.in(e).orElseThrow()");
        // region refused
        Writer writer = AgenticServices.agentBuilder(Writer.class)
                .chatModel(openRouter
                        .chatModel()
                        .modelName("anthropic/claude-sonnet-4.6")
                        .maxOutputTokens(20_000)
                        .budget(budget)
                        .build())
                .build();
        try {
            writer.write("It has eight gears.");
        } catch (LangChain4jException e) {
            OpenRouterBudgetExceededException refusal =
                    OpenRouterBudgetExceededException.in(e).orElseThrow();
            screen.bad("refused", String.valueOf(refusal.getMessage()));
        }
        // endregion
    }

    /** Shows what each agent said. Parallel agents call it in parallel. */
    private final class Narrator implements AgentListener {
        @Override
        public void afterAgentInvocation(AgentResponse response) {
            synchronized (screen) {
                screen.row(response.agentName(), String.valueOf(response.output()));
            }
        }
    }

    /** Agents wrap the exception of their model, once for each level. */
    static LangChain4jException whatTheModelSaid(AgentInvocationException wrapped) {
        for (Throwable t = wrapped; t != null; t = t.getCause()) {
            if (t instanceof LangChain4jException known && !(t instanceof AgentInvocationException)) {
                return known;
            }
        }
        return wrapped;
    }
}
