package dev.langchain4j.model.openrouter.examples;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.examples.scripts.ToolsScript;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.Result;
import dev.langchain4j.service.SystemMessage;
import dev.langchain4j.service.tool.ToolErrorContext;
import dev.langchain4j.service.tool.ToolErrorHandlerResult;
import dev.langchain4j.service.tool.ToolExecution;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * An agent at a shop's help desk: it calls three tools, several in parallel, gets an error and corrects it. Then it
 * shows the cost of each model call, and the sum.
 */
final class ToolsAgent {

    static final String QUESTION =
            "Where are my orders 4711 and 4712? I am away from Friday to Sunday: whatever would come"
                    + " then, have it held until Monday.";

    private static final String MODEL = "gpt-4o-mini";

    record Order(String number, String item, String parcel) {}

    static final class Shop {

        private static final Map<String, Order> ORDERS = Map.of(
                "4711", new Order("4711", "touring bicycle", "NL-2093"),
                "4712", new Order("4712", "bell", "NL-2094"));
        private static final Map<String, DayOfWeek> ARRIVALS =
                Map.of("NL-2093", DayOfWeek.THURSDAY, "NL-2094", DayOfWeek.SATURDAY);

        @Tool("What was ordered, and the number of its parcel")
        Order order(@P("number of the order, as 4711") String number) {
            Order order = ORDERS.get(number);
            if (order == null) {
                throw new IllegalArgumentException("There is no order '" + number + "'.");
            }
            return order;
        }

        @Tool("The day on which a parcel arrives")
        DayOfWeek arrival(@P("number of the parcel") String parcel) {
            DayOfWeek day = ARRIVALS.get(parcel);
            if (day == null) {
                throw new IllegalArgumentException(
                        "There is no parcel '" + parcel + "'. Parcels have numbers as NL-2093; the order tells them.");
            }
            return day;
        }

        @Tool("Holds a parcel in the depot")
        String hold(@P("number of the parcel") String parcel, @P("day of its delivery") DayOfWeek until) {
            return parcel + " is held and comes on " + until + ".";
        }
    }
    // region agent
    interface HelpDesk {

        @SystemMessage("You help the customers of a bicycle shop. Find out with tools; do not guess.")
        Result<String> ask(String question);
    }

    static HelpDesk helpDesk(ChatModel model) {
        return AiServices.builder(HelpDesk.class)
                .chatModel(model)
                .tools(new Shop())
                .maxToolCallingRoundTrips(10) // an endless loop costs money
                .toolArgumentsErrorHandler(
                        (error, call) -> ToolErrorHandlerResult.text(String.valueOf(error.getMessage())))
                .toolExecutionErrorHandler(ToolsAgent::tellTheModel)
                .hallucinatedToolNameStrategy(
                        call -> ToolExecutionResultMessage.from(call, "There is no tool '" + call.name() + "'."))
                .build();
    }

    /** The message of an invalid argument goes back to the model, which corrects it. An outage or bug ends the call. */
    private static ToolErrorHandlerResult tellTheModel(Throwable error, ToolErrorContext call) {
        if (error instanceof IllegalArgumentException) {
            return ToolErrorHandlerResult.text(error.getMessage());
        }
        throw new IllegalStateException("Tool '" + call.toolExecutionRequest().name() + "' failed", error);
    }
    // endregion

    private ToolsAgent() {}

    static void run(Connection connection, Screen screen) {
        connection.script(ToolsScript::answers);
        screen.title(
                "An agent with three tools, on " + MODEL,
                connection.isLive()
                        ? "Live: your key, a real model; the shop is Java."
                        : "Offline: a stand-in plays the model, the tools are called for real.");
        screen.line();
        screen.row("question", QUESTION);
        Result<String> result = helpDesk(model(connection.openRouter())).ask(QUESTION);
        showCalls(result, screen);
        screen.good("answer", result.content());
        screen.line();
        showCosts(result, screen);
        screen.line();
    }

    private static ChatModel model(OpenRouter openRouter) {
        return openRouter.chatModel().modelName(MODEL).temperature(0.0).build();
    }

    private static void showCalls(Result<String> result, Screen screen) {
        Iterator<ToolExecution> executions = result.toolExecutions().iterator();
        int round = 0;
        for (ChatResponse response : result.intermediateResponses()) {
            String label = "round " + ++round;
            for (int i = 0; i < response.aiMessage().toolExecutionRequests().size(); i++) {
                show(executions.next(), label, screen);
                label = "";
            }
        }
    }

    private static void show(ToolExecution execution, String label, Screen screen) {
        String call = execution.request().name() + " " + execution.request().arguments();
        if (execution.hasFailed()) {
            screen.bad(label, call + " fails: " + execution.result());
        } else {
            screen.row(label, call + " returns " + execution.result());
        }
    }

    private static void showCosts(Result<String> result, Screen screen) {
        List<ChatResponse> responses = new ArrayList<>(result.intermediateResponses());
        responses.add(result.finalResponse());
        List<List<String>> rows = new ArrayList<>();
        for (ChatResponse response : responses) {
            rows.add(row("call " + (rows.size() + 1), response.tokenUsage()));
        }
        rows.add(row("together", result.tokenUsage()));
        screen.table(List.of("", "tokens in", "out", "cost"), rows);
    }

    private static List<String> row(String what, TokenUsage usage) {
        return List.of(
                what,
                String.valueOf(usage.inputTokenCount()),
                String.valueOf(usage.outputTokenCount()),
                Screen.dollars(usage));
    }
}
