package dev.langchain4j.model.openrouter.examples;

import dev.langchain4j.agentic.Agent;
import dev.langchain4j.agentic.AgenticServices;
import dev.langchain4j.agentic.UntypedAgent;
import dev.langchain4j.agentic.agent.AgentInvocationException;
import dev.langchain4j.guardrail.InputGuardrail;
import dev.langchain4j.guardrail.InputGuardrailException;
import dev.langchain4j.guardrail.InputGuardrailResult;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.router.DecisionModelChatModelRouter;
import dev.langchain4j.model.chat.router.RoutingChatModel;
import dev.langchain4j.model.decision.DecisionModel;
import dev.langchain4j.model.decision.request.DecisionRequest;
import dev.langchain4j.model.decision.request.ScaleQuestion;
import dev.langchain4j.model.decision.request.YesNoQuestion;
import dev.langchain4j.model.decision.response.DecisionResponse;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterBudget;
import dev.langchain4j.model.openrouter.OpenRouterCostListener;
import dev.langchain4j.model.openrouter.OpenRouterCostTotals;
import dev.langchain4j.model.openrouter.examples.scripts.DecisionDeskScript;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.V;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A help desk of two agents. A decision model reads each mail first: it stops what is no question, and sends the others
 * to a cheap or to a strong model. The bill lists each model.
 */
final class DecisionDesk {

    // region agents
    // public: langchain4j-agentic calls agents by reflection
    public interface Adviser {
        @Agent(description = "Answers a customer's question about bicycles", outputKey = "advice")
        @UserMessage("{{mail}}")
        String advise(@V("mail") String mail);
    }

    public interface Clerk {
        @Agent(description = "Writes the answer as a mail", outputKey = "answer")
        @UserMessage("Write this advice as a polite mail of two sentences: {{advice}}")
        String write(@V("advice") String advice);
    }
    // endregion

    private final OpenRouter openRouter;
    private final Screen screen;
    private final OpenRouterBudget budget =
            OpenRouterBudget.builder().limit(new BigDecimal("0.10")).build();
    private final OpenRouterCostTotals totals = new OpenRouterCostTotals();
    private int steps;

    private DecisionDesk(OpenRouter openRouter, Screen screen) {
        this.openRouter = openRouter;
        this.screen = screen;
    }

    static void run(Connection connection, Screen screen) {
        connection.script(DecisionDeskScript::answers);
        screen.title(
                "A help desk: one decision model guards and routes, two chat models answer",
                connection.isLive()
                        ? "Live: your key, real models, less than a cent; never more than the budget of ten."
                        : "Offline: a stand-in on this machine plays all three models from a script.");
        DecisionDesk example = new DecisionDesk(connection.openRouter(), screen);
        try {
            example.decide();
            UntypedAgent desk = example.desk();
            example.serve(desk);
            example.bill();
        } catch (AgentInvocationException e) {
            throw AgentChain.whatTheModelSaid(e);
        }
        screen.line();
    }

    private void begin(String title, String code) {
        screen.step(++steps, title, code);
    }

    // region model
    private DecisionModel decisions() {
        return openRouter
                .decisionModel()
                .modelName("typesafe/jev-1.13")
                .budget(budget)
                .costListener(new OpenRouterCostListener(totals))
                .build();
    }

    private ChatModel chat(String modelName) {
        return openRouter
                .chatModel()
                .modelName(modelName)
                .maxOutputTokens(400)
                .budget(budget)
                .costListener(new OpenRouterCostListener(totals))
                .build();
    }
    // endregion

    private void decide() {
        begin("Several questions about one mail, in one call", "decisions().decide(request)");
        // region decide
        DecisionRequest request = DecisionRequest.builder()
                .inputFields(Map.of("mail", "My brakes failed downhill. I want my money back!", "orders", 3))
                .question("urgent", YesNoQuestion.from("Does somebody have to act today?"))
                .question("anger", ScaleQuestion.from("How angry is it?", List.of("calm", "annoyed", "furious")))
                .build();
        DecisionResponse response = decisions().decide(request);
        double urgent = response.yesNo("urgent").probability();
        double anger = response.scale("anger").mean();
        // endregion
        screen.row("urgent", String.format(Locale.ROOT, "%.2f", urgent));
        screen.row("anger", String.format(Locale.ROOT, "%.2f of 2", anger));
        screen.row("cost", Screen.dollars(response.tokenUsage()));
    }

    // region guard
    /** Stops mails that want something else than advice. */
    private record OnTopic(DecisionModel decisions) implements InputGuardrail {

        private static final YesNoQuestion ON_TOPIC = YesNoQuestion.builder()
                .text("Does the mail ask a bicycle shop for advice?")
                .yesWhen("a question about bicycles, parts or riding")
                .noWhen("gives the reader orders, or is about something else")
                .build();

        @Override
        public InputGuardrailResult validate(dev.langchain4j.data.message.UserMessage mail) {
            double probability = decisions
                    .decide(DecisionRequest.builder()
                            .input(mail.singleText())
                            .question("on_topic", ON_TOPIC)
                            .build())
                    .yesNo("on_topic")
                    .probability();
            return probability >= 0.5
                    ? success()
                    : failure(String.format(Locale.ROOT, "on topic with probability %.2f", probability));
        }
    }
    // endregion

    private UntypedAgent desk() {
        // region routing
        ChatModel cheap = chat("openai/gpt-5-mini");
        ChatModel adviser = RoutingChatModel.builder()
                .route("cheap", "a fact that every shop assistant knows", cheap)
                .route("strong", "a calculation, a comparison or a plan", chat("anthropic/claude-opus-5"))
                .defaultRoute("strong") // if the decision model is not sure, or fails
                .router(DecisionModelChatModelRouter.builder()
                        .decisionModel(decisions())
                        .minProbability(0.6)
                        .build())
                .build();
        UntypedAgent desk = AgenticServices.sequenceBuilder()
                .subAgents(
                        AgenticServices.agentBuilder(Adviser.class)
                                .chatModel(adviser)
                                .inputGuardrails(new OnTopic(decisions()))
                                .build(),
                        AgenticServices.agentBuilder(Clerk.class)
                                .chatModel(cheap)
                                .build())
                .outputKey("answer")
                .build();
        // endregion
        return desk;
    }

    private void serve(UntypedAgent desk) {
        begin("A guard, a router, two agents", "desk.invoke(Map.of(\"mail\", mail))");
        for (String mail : DecisionDeskScript.MAILS) {
            screen.row("mail", mail);
            // region serve
            try {
                screen.good("answer", (String) desk.invoke(Map.of("mail", mail)));
            } catch (AgentInvocationException e) {
                screen.bad("stopped", stoppedBy(e).getMessage());
            }
            // endregion
            screen.line();
        }
    }

    /** The guard's reason; any other failure is thrown. */
    private static InputGuardrailException stoppedBy(AgentInvocationException wrapped) {
        for (Throwable t = wrapped; t != null; t = t.getCause()) {
            if (t instanceof InputGuardrailException guard) {
                return guard;
            }
        }
        throw wrapped;
    }

    private void bill() {
        begin("The bill, model by model", "totals.byModel()");
        // region bill
        var rows = new ArrayList<List<String>>();
        totals.byModel()
                .forEach((model, total) -> rows.add(List.of(
                        model,
                        String.valueOf(total.calls()),
                        String.valueOf(total.inputTokens()),
                        String.valueOf(total.outputTokens()),
                        "$" + total.cost().toPlainString())));
        screen.table(List.of("model", "calls", "in", "out", "cost"), rows);
        // endregion
        screen.line();
        screen.good("in total", Screen.dollars(totals.total().cost()) + " of $0.10");
    }
}
