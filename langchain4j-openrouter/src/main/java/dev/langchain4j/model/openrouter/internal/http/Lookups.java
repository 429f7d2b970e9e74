package dev.langchain4j.model.openrouter.internal.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private static final int MAX_LOOKUPS = 4;

    private final Dns dns;
    private final Map<String, Deque<Lookup>> underWay = new ConcurrentHashMap<>();

    /** Hosts whose last look-up found one address. */
    private final Set<String> withOneAddress = ConcurrentHashMap.newKeySet();

    Lookups(Dns dns) {
        this.dns = dns;
    }

    /** Whether the host is an address itself, or had only one when it was last looked up. */
    boolean haveOneAddressOf(String host) {
        return withOneAddress.contains(host) || isAddress(host);
    }

    private static boolean isAddress(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c == ':') {
                return true; // IPv6
            }
            if (c != '.' && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    /** Runs a request of this call on the current thread; the end of the call ends a look-up that the request needs. */
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
            return resolved(host);
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
            if (last == null || lookups.size() < MAX_LOOKUPS && now - last.since > SUSPICIOUS_NANOS) {
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
                lookup.result.complete(resolved(host));
            } catch (Throwable e) {
                lookup.result.completeExceptionally(e);
            } finally {
                forget(host, lookup);
            }
        };
        try {
            OwnThread.of(task, "openrouter-lookup").start();
        } catch (Throwable noThread) {
            task.run();
        }
    }

    private List<InetAddress> resolved(String host) throws UnknownHostException {
        List<InetAddress> addresses = dns.lookup(host);
        if (addresses.isEmpty()) {
            throw new UnknownHostException(host); // OkHttp would name this class
        }
        if (addresses.size() == 1) {
            withOneAddress.add(host);
        } else {
            withOneAddress.remove(host);
        }
        return addresses;
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
