package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.api.CallMeter;
import java.util.List;

/** Several calls for one result. Closing it cancels those that have not started. */
record CostBatch(List<? extends CallMeter> meters) implements AutoCloseable {

    CallMeter get(int index) {
        return meters.get(index);
    }

    @Override
    public void close() {
        for (CallMeter meter : meters) {
            if (meter instanceof CostMeteredCall call) {
                call.giveUp();
            }
        }
    }
}
