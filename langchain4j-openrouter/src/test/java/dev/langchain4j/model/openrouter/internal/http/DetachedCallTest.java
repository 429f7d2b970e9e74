package dev.langchain4j.model.openrouter.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.langchain4j.model.openrouter.internal.http.Steps.Wait;
import dev.langchain4j.model.openrouter.internal.http.TransportException.Kind;
import dev.langchain4j.model.openrouter.support.QueueingExecutor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A call without a thread of its own, on a clock and an executor that the test moves. */
class DetachedCallTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final List<Object> ends = new CopyOnWriteArrayList<>();
    private final QueueingExecutor threads = new QueueingExecutor();
    private final Clock time = new Clock();
    private final OpenCall open = new OpenCall(() -> "POST /x", new TimeLimits(LONG, LONG, null), time, null);

    @Test
    void nothing_runs_while_a_call_waits_and_the_watch_lets_it_go_on() {
        start(threads, wait(Duration.ofSeconds(1)));
        carry(0);

        time.advance(Duration.ofMillis(999));
        open.check(time.nanos());
        assertThat(threads.queue()).hasSize(1);

        time.advance(Duration.ofMillis(1));
        open.check(time.nanos());
        open.check(time.nanos());
        assertThat(threads.queue()).hasSize(2);
        carry(1);
        assertThat(ends).containsExactly("answer");
    }

    @Test
    void a_cancellation_ends_a_wait_at_once() {
        start(threads, wait(Duration.ofSeconds(1)));
        carry(0);

        open.cancel();

        // on a thread of its own: who cancels does not wait for callbacks
        await().until(() -> !ends.isEmpty());
        assertThat(ends)
                .singleElement()
                .extracting(end -> ((TransportException) end).kind())
                .isEqualTo(Kind.CANCELLED);
    }

    @Test
    void a_wait_for_something_else_ends_with_it() {
        CompletableFuture<Void> known = new CompletableFuture<>();
        DetachedCall<String> call = call(threads, steps());
        call.start(known);
        assertThat(threads.queue()).isEmpty();

        known.completeExceptionally(new IllegalStateException("it cannot be known"));

        carry(0);
        assertThat(ends).containsExactly("answer");
    }

    @Test
    @Timeout(20)
    void an_executor_that_hangs_holds_up_no_other_call_that_waits_for_the_same() {
        CountDownLatch testEnds = new CountDownLatch(1);
        var hanging = new ShutDownExecutor() {
            @Override
            public void execute(Runnable task) {
                try {
                    testEnds.await();
                } catch (InterruptedException e) {
                    throw new RejectedExecutionException(e);
                }
            }
        };
        OpenCall other = new OpenCall(
                () -> "POST /y", new TimeLimits(LONG, LONG, null), time, StreamTask::onThreadOfItsOwn, null);
        CompletableFuture<Void> known = new CompletableFuture<>();
        call(threads, steps()).start(known);
        call(hanging, other, steps()).start(known);

        known.complete(null);

        assertThat(threads.queue()).hasSize(1);
        testEnds.countDown();
    }

    /** The watch looked in between, and told the listener as well as the caller. */
    @Test
    void the_watch_leaves_a_call_alone_that_its_executor_has_not_accepted_yet() {
        var terminated = new ShutDownExecutor() {
            @Override
            public void execute(Runnable task) {
                open.check(time.nanos());
                throw new RejectedExecutionException("terminated");
            }
        };

        assertThatThrownBy(() -> start(terminated))
                .isInstanceOf(TransportException.class)
                .hasMessage("POST /x cannot run: the dispatcher of okHttpClient has been shut down");
        open.check(time.nanos());
        assertThat(ends).isEmpty();
    }

    @Test
    void a_call_that_its_executor_accepted_and_dropped_ends_by_the_watch() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        var dropping = new ShutDownExecutor() {
            @Override
            public void execute(Runnable task) {}
        };
        new DetachedCall<>(dropping, open, steps(), UnaryOperator.identity(), new CallEnd<String>() {
                    @Override
                    public void answered(String answer) {}

                    @Override
                    public void failed(Throwable failure) {
                        ends.add(failure);
                        ended.countDown();
                    }
                })
                .start(null);
        assertThat(ends).isEmpty();

        open.check(time.nanos());

        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(ends)
                .singleElement()
                .extracting(end -> ((TransportException) end).kind())
                .isEqualTo(Kind.CLOSED);
    }

    @Test
    void the_thread_of_the_watch_does_not_carry_a_call_even_if_the_executor_wants_it_to() throws InterruptedException {
        AtomicReference<Thread> carrier = new AtomicReference<>();
        CountDownLatch carried = new CountDownLatch(1);
        Deque<Runnable> first = new ArrayDeque<>();
        var callerRuns = new ShutDownExecutor() {
            @Override
            public void execute(Runnable task) {
                if (first.isEmpty()) {
                    first.add(task);
                } else {
                    task.run();
                }
            }
        };
        Deque<Wait> waits = new ArrayDeque<>(List.of(wait(Duration.ofSeconds(1))));
        Steps<String> steps = new Steps<>() {
            @Override
            public @Nullable Wait next() {
                if (!waits.isEmpty()) {
                    return waits.remove();
                }
                carrier.set(Thread.currentThread());
                carried.countDown();
                return null;
            }

            @Override
            public String answer() {
                return "answer";
            }
        };
        call(callerRuns, steps).start(null);
        first.remove().run();
        first.add(() -> {});

        time.advance(Duration.ofSeconds(1));
        open.check(time.nanos());

        assertThat(carried.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(carrier.get()).isNotEqualTo(Thread.currentThread());
    }

    /** On a thread of the executor: the test's own is the watch's, and a common pool may borrow it while it waits. */
    private void carry(int task) {
        Thread thread = new Thread(threads.queue().get(task));
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Wait wait(Duration duration) {
        return new Wait(duration, OpenCall.Phase.PAUSING);
    }

    private void start(AbstractExecutorService executor, Wait... waits) {
        call(executor, steps(waits)).start(null);
    }

    private DetachedCall<String> call(AbstractExecutorService executor, Steps<String> steps) {
        return call(executor, open, steps);
    }

    private DetachedCall<String> call(AbstractExecutorService executor, OpenCall call, Steps<String> steps) {
        return new DetachedCall<>(executor, call, steps, UnaryOperator.identity(), new CallEnd<>() {
            @Override
            public void answered(String answer) {
                ends.add(answer);
            }

            @Override
            public void failed(Throwable failure) {
                ends.add(failure);
            }
        });
    }

    /** Waits as told, then has an answer; an ended call throws, as attempts do. */
    private Steps<String> steps(Wait... waits) {
        List<Wait> left = new ArrayList<>(Arrays.asList(waits));
        return new Steps<>() {
            @Override
            public @Nullable Wait next() {
                open.throwIfEnded();
                return left.isEmpty() ? null : left.remove(0);
            }

            @Override
            public String answer() {
                return "answer";
            }
        };
    }

    /** A clock that stands while a call waits. */
    private static final class Clock extends FakeTime {

        @Override
        public long endOf(Duration wait) {
            return nanos() + wait.toNanos();
        }
    }

    /** An executor that has been shut down. */
    private abstract static class ShutDownExecutor extends AbstractExecutorService {

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return true;
        }

        @Override
        public boolean isTerminated() {
            return true;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}
