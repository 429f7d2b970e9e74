package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.openrouter.OpenRouterCostRecord;
import dev.langchain4j.model.openrouter.OpenRouterCostSink;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * An observation of every call, from its first attempt to its end: a span with tokens and cost where the application
 * has tracing. Its parent is the observation in which the call was made, also for a stream with a handler. It has no
 * prompt and no answer.
 */
class OpenRouterObservations implements OpenRouterCostSink {

    static final String NAME = "openrouter.call";

    /** Attributes with few values, which can be tags of meters; all others are only for spans. */
    private static final List<String> LOW_CARDINALITY = List.of(
            "error.type",
            "gen_ai.operation.name",
            "gen_ai.provider.name",
            "gen_ai.request.model",
            "gen_ai.response.model",
            "openrouter.outcome",
            "openrouter.provider");

    private final ObservationRegistry registry;

    OpenRouterObservations(ObservationRegistry registry) {
        this.registry = registry;
    }

    @Override
    public Supplier<OpenRouterCostSink> begin() {
        Observation parent = registry.getCurrentObservation();
        return () -> {
            Observation observation = Observation.createNotStarted(NAME, registry);
            if (parent != null) {
                observation.parentObservation(parent);
            }
            observation.start();
            return call -> end(observation, call);
        };
    }

    /** A cost that became known after its call: the span is over. */
    @Override
    public void accept(OpenRouterCostRecord settled) {}

    private static void end(Observation observation, OpenRouterCostRecord call) {
        Map<String, Object> attributes = new TreeMap<>(call.spanAttributes());
        for (String name : LOW_CARDINALITY) {
            Object value = attributes.remove(name);
            observation.lowCardinalityKeyValue(
                    KeyValue.of(name, value == null ? KeyValue.NONE_VALUE : value.toString()));
        }
        attributes.forEach((name, value) -> observation.highCardinalityKeyValue(name, value.toString()));
        if (call.error() != null) {
            observation.error(new CallFailed(call.error()));
        }
        observation.contextualName(call.operation() + " " + call.model());
        observation.stop();
    }

    /** Marks a span as failed. The exception itself may quote a prompt. */
    private static final class CallFailed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        CallFailed(String error) {
            super(error, null, false, false);
        }
    }
}
