package dev.langchain4j.model.openrouter.internal.http;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Runs a task in the context of another thread. A context is a user's code, and may throw instead of running it. */
public final class InContext {

    private InContext() {}

    /**
     * @param context restores it around a task
     * @param notBegun gets, outside of the context, what the context throws before the task begins; what is thrown
     *     later is passed on
     */
    public static void run(UnaryOperator<Runnable> context, Runnable task, Consumer<Throwable> notBegun) {
        var begun = new AtomicBoolean();
        try {
            context.apply(() -> {
                        begun.set(true);
                        task.run();
                    })
                    .run();
        } catch (Throwable thrown) {
            if (begun.get()) {
                throw thrown;
            }
            notBegun.accept(thrown);
        }
    }

    /** Runs a task that must run: outside of a context that cannot be restored. */
    public static void runAnyway(UnaryOperator<Runnable> context, Runnable task) {
        run(context, task, noContext -> task.run());
    }
}
