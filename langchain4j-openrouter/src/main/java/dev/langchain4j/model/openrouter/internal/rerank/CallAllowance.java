package dev.langchain4j.model.openrouter.internal.rerank;

import java.util.concurrent.atomic.AtomicInteger;

/** The rest of a query's calls besides the planned ones. Shared by the callbacks of all its calls. */
final class CallAllowance {

    private final AtomicInteger spare;

    CallAllowance(int limit, int planned) {
        this.spare = new AtomicInteger(limit - planned);
    }

    boolean takeSpare() {
        return spare.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }
}
