package dev.langchain4j.openrouter.playground;

import dev.langchain4j.agentic.observability.AfterAgentToolExecution;
import dev.langchain4j.agentic.observability.AgentInvocationError;
import dev.langchain4j.agentic.observability.AgentListener;
import dev.langchain4j.agentic.observability.AgentRequest;
import dev.langchain4j.agentic.observability.AgentResponse;
import dev.langchain4j.agentic.observability.BeforeAgentToolExecution;
import dev.langchain4j.agentic.planner.AgentInstance;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord;
import dev.langchain4j.model.openrouter.OpenRouterCostSink;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells the page when agents, calls of their models and tools begin and end, each with the number of what called it.
 * Parallel agents call it in parallel.
 */
final class AgentTimeline implements AgentListener {

    private final Events events;
    private final long start = System.nanoTime();
    private final AtomicInteger last = new AtomicInteger();
    private final Map<String, Integer> openAgents = new ConcurrentHashMap<>();
    private final Map<String, Integer> openTools = new ConcurrentHashMap<>();

    /** @param at milliseconds since the run began */
    record Begin(int id, @Nullable Integer parent, Kind kind, String name, String about, long at) {}

    record Sent(int id, long at) {}

    record End(int id, String about, boolean failed, long at) {}

    record Called(int id, MoneyController.Call call, long at) {}

    enum Kind {
        /** An agent, or a group of agents. */
        AGENT,
        /** A call of a model, with its retries. */
        CALL,
        TOOL
    }

    AgentTimeline(Events events) {
        this.events = events;
    }

    @Override
    public boolean inheritedBySubagents() {
        return true;
    }

    @Override
    public void beforeAgentInvocation(AgentRequest request) {
        AgentInstance parent = request.agent().parent();
        int id = begin(parent == null ? null : openAgents.get(parent.name()), Kind.AGENT, request.agentName(), "");
        openAgents.put(request.agentName(), id);
    }

    @Override
    public void afterAgentInvocation(AgentResponse response) {
        String output = response.output() == null ? "" : String.valueOf(response.output());
        end(openAgents.remove(response.agentName()), output, false);
    }

    @Override
    public void onAgentInvocationError(AgentInvocationError error) {
        end(openAgents.remove(error.agentName()), Failure.kind(error.error()), true);
    }

    @Override
    public void beforeAgentToolExecution(BeforeAgentToolExecution execution) {
        var request = execution.toolExecution().request();
        Integer agent = openAgents.get(execution.agentInstance().name());
        openTools.put(
                String.valueOf(request.id()),
                begin(agent, Kind.TOOL, request.name(), String.valueOf(request.arguments())));
    }

    @Override
    public void afterAgentToolExecution(AfterAgentToolExecution execution) {
        var tool = execution.toolExecution();
        end(openTools.remove(String.valueOf(tool.request().id())), tool.result(), tool.hasFailed());
    }

    /** A sink for the calls of an agent's model. It passes the records on. */
    OpenRouterCostSink calls(String agent, String model, Bill bill) {
        return new OpenRouterCostSink() {

            @Override
            public Supplier<OpenRouterCostSink> begin() {
                int id = AgentTimeline.this.begin(openAgents.get(agent), Kind.CALL, model, "");
                Supplier<OpenRouterCostSink> begun = bill.begin();
                return () -> {
                    events.send("sent", new Sent(id, millis()));
                    OpenRouterCostSink entry = begun.get();
                    return record -> {
                        entry.accept(record);
                        events.send("called", new Called(id, MoneyController.Call.of(record), millis()));
                    };
                };
            }

            @Override
            public void accept(OpenRouterCostRecord record) {
                bill.accept(record);
            }
        };
    }

    private int begin(@Nullable Integer parent, Kind kind, String name, String about) {
        int id = last.incrementAndGet();
        events.send("begin", new Begin(id, parent, kind, name, about, millis()));
        return id;
    }

    private void end(@Nullable Integer id, String about, boolean failed) {
        if (id != null) {
            events.send("end", new End(id, about, failed, millis()));
        }
    }

    private long millis() {
        return (System.nanoTime() - start) / 1_000_000;
    }
}
