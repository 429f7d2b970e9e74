package dev.langchain4j.model.openrouter;

import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.internal.DefaultExecutorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/** Runs blocking calls side by side. The caller's thread works along, so that a single call needs no other. */
final class ConcurrentCalls {

    private ConcurrentCalls() {}

    /**
     * The results in the order of the calls. After the first failure no call is started any more, those under way are
     * interrupted, and it is thrown; an interrupt of the caller does the same.
     */
    static <T> List<T> run(List<Supplier<T>> calls, int maxConcurrency) {
        var results = new AtomicReferenceArray<T>(calls.size());
        var next = new AtomicInteger();
        Runnable worker = () -> work(calls, next, results);
        List<Future<?>> helpers = new ArrayList<>();
        for (int i = 1; i < Math.min(maxConcurrency, calls.size()); i++) {
            helpers.add(DefaultExecutorProvider.getDefaultExecutorService().submit(worker));
        }
        try {
            worker.run();
            for (Future<?> helper : helpers) {
                helper.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LangChain4jException("Interrupted while waiting for answers", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new LangChain4jException(e.getCause());
        } finally {
            next.set(calls.size());
            helpers.forEach(helper -> helper.cancel(true));
        }
        List<T> list = new ArrayList<>(calls.size());
        for (int i = 0; i < calls.size(); i++) {
            list.add(results.get(i));
        }
        return list;
    }

    private static <T> void work(List<Supplier<T>> calls, AtomicInteger next, AtomicReferenceArray<T> results) {
        try {
            for (int i = next.getAndIncrement(); i < calls.size(); i = next.getAndIncrement()) {
                results.set(i, calls.get(i).get());
            }
        } catch (RuntimeException | Error e) {
            next.set(calls.size());
            throw e;
        }
    }
}
