package dev.langchain4j.model.openrouter.internal.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import okhttp3.Dns;
import okhttp3.Response;

/**
 * Resolves hosts on threads that can be abandoned: a hanging resolver cannot be interrupted. Calls to the same host
 * share the current look-up, unless it takes suspiciously long.
 */
final class Lookups implements Dns {

    /** The call for which the current thread resolves a host. */
    private static final ThreadLocal<OpenCall> CALL = new ThreadLocal<>();

    private static final long SUSPICIOUS_NANOS = 2_000_000_000;

    /** Maximum hanging threads per host; later calls share the last one. */
    private static final int MOST = 4;

    private final Dns dns;
    private final Map<String, Deque<Lookup>> underWay = new ConcurrentHashMap<>();

    Lookups(Dns dns) {
        this.dns = dns;
    }

    /** Runs a request of this call on the current thread. */
    static Response execute(okhttp3.Call request, OpenCall call) throws IOException {
        OpenCall around = CALL.get();
        CALL.set(call);
        try {
            return request.execute();
        } finally {
            if (around == null) {
                CALL.remove();
            } else {
                CALL.set(around);
            }
        }
    }

    @Override
    public List<InetAddress> lookup(String host) throws UnknownHostException {
        OpenCall call = CALL.get();
        if (call == null) {
            return dns.lookup(host);
        }
        CompletableFuture<List<InetAddress>> result = lookup(host, call.now());
        Thread waiting = Thread.currentThread();
        result.whenComplete((addresses, failure) -> LockSupport.unpark(waiting));
        try {
            call.await(result);
            return result.join();
        } catch (TransportException ended) {
            throw unknown(host, ended); // for OkHttp; the call has the exact reason
        } catch (CompletionException | CancellationException e) {
            throw unknown(host, e.getCause());
        }
    }

    private CompletableFuture<List<InetAddress>> lookup(String host, long now) {
        Lookup fresh = new Lookup(now);
        Deque<Lookup> all = underWay.compute(host, (name, others) -> {
            Deque<Lookup> lookups = others == null ? new ArrayDeque<>() : new ArrayDeque<>(others);
            Lookup last = lookups.peekLast();
            if (last == null || lookups.size() < MOST && now - last.since > SUSPICIOUS_NANOS) {
                lookups.add(fresh);
            }
            return lookups;
        });
        Lookup last = all.getLast();
        if (last == fresh) {
            start(host, fresh);
        }
        return last.result;
    }

    private void start(String host, Lookup lookup) {
        Runnable task = () -> {
            try {
                lookup.result.complete(dns.lookup(host));
            } catch (Throwable e) {
                lookup.result.completeExceptionally(e);
            } finally {
                forget(host, lookup);
            }
        };
        try {
            Thread thread = new Thread(task, "openrouter-lookup");
            thread.setDaemon(true);
            thread.start();
        } catch (Throwable noThread) {
            task.run();
        }
    }

    private void forget(String host, Lookup done) {
        underWay.computeIfPresent(host, (name, lookups) -> {
            Deque<Lookup> rest = new ArrayDeque<>(lookups);
            rest.remove(done);
            return rest.isEmpty() ? null : rest;
        });
    }

    private static UnknownHostException unknown(String host, Throwable cause) {
        if (cause instanceof UnknownHostException ofResolver) {
            return ofResolver;
        }
        UnknownHostException failure = new UnknownHostException(host);
        failure.initCause(cause);
        return failure;
    }

    /** Lets the clients of one user share connections, which OkHttp separates by resolver. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Lookups lookups && lookups.dns.equals(dns);
    }

    @Override
    public int hashCode() {
        return dns.hashCode();
    }

    private static final class Lookup {

        private final long since;
        private final CompletableFuture<List<InetAddress>> result = new CompletableFuture<>();

        private Lookup(long since) {
            this.since = since;
        }
    }
}
