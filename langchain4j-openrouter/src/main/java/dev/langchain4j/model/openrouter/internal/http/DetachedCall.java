package dev.langchain4j.model.openrouter.internal.http;

import dev.langchain4j.model.openrouter.internal.http.Steps.Wait;
import dev.langchain4j.model.openrouter.internal.http.TransportException.Kind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A call that no thread waits for: a stream, or a call with a future. Its attempts run on threads of the dispatcher. It
 * has no thread while it waits for a retry or for its turn: {@link CallWatch} resumes it. A paused stream has no thread
 * either.
 */
final class DetachedCall<T> {

    private final ExecutorService threads;
    private final OpenCall open;
    private final Steps<T> steps;
    private final UnaryOperator<Runnable> context;
    private final CallEnd<T> end;

    /** @param context restores the caller's context around a task */
    DetachedCall(
            ExecutorService threads, OpenCall open, Steps<T> steps, UnaryOperator<Runnable> context, CallEnd<T> end) {
        this.threads = threads;
        this.open = open;
        this.steps = steps;
        this.context = context;
        this.end = end;
    }

    /**
     * Returns at once.
     *
     * @param first what the call must know to take its turn; null for nothing
     * @throws TransportException if there is no thread for it; {@link CallEnd} is not told then
     */
    void start(@Nullable CompletableFuture<?> first) {
        if (first == null || first.isDone()) {
            submit(null);
        } else {
            open.continueWhenDone(first, this::resume);
        }
    }

    /** Runs on the thread of the watch, a subscriber, a cancellation, or another call's end: none must run the call. */
    private void resume() {
        try {
            submit(Thread.currentThread());
        } catch (Throwable noThread) {
            StreamTask.onThreadOfItsOwn(() -> fail(noThread));
        }
    }

    /** @param excluded a thread that must not run the call, even if the executor runs the task on it */
    private void submit(@Nullable Thread excluded) {
        StreamTask task = new StreamTask(threads, this::fail);
        open.queued(task);
        try {
            threads.execute(() -> {
                if (task.take()) {
                    run(excluded);
                }
            });
            task.accepted();
        } catch (Throwable e) {
            if (task.take()) {
                open.throwIfEnded();
                throw notCarriedOut(e);
            }
        }
    }

    private void run(@Nullable Thread excluded) {
        Runnable step = () -> InContext.run(context, this::step, end::failed);
        if (Thread.currentThread() == excluded) {
            StreamTask.onThreadOfItsOwn(step);
        } else {
            step.run();
        }
    }

    /** Runs the call until its end or its next wait. */
    private void step() {
        Wait wait;
        try {
            wait = steps.next();
        } catch (Throwable e) {
            end.failed(e);
            return;
        }
        if (wait == null) {
            end.answered(steps.answer());
        } else if (wait == Wait.UNTIL_RESUMED) {
            open.continueWhenResumed(this::resume); // last: another thread may go on from here
        } else {
            open.continueAfter(wait, this::resume); // last: another thread may go on from here
        }
    }

    private void fail(Throwable why) {
        InContext.runAnyway(context, () -> end.failed(why));
    }

    private RuntimeException notCarriedOut(Throwable e) {
        if (e instanceof RejectedExecutionException && threads.isShutdown()) {
            return open.dispatcherShutDown(e);
        }
        return new TransportException(Kind.NO_THREAD, open.what() + " cannot run: there is no thread for it", e);
    }
}
