package dev.langchain4j.model.openrouter.benchmarks;

import com.sun.management.ThreadMXBean;
import dev.langchain4j.model.openrouter.benchmarks.Sample.Metric;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * One client in its own process, controlled by its input: {@code connect} with a scenario and its base URL selects that
 * scenario, {@code answer} returns what the client understood, {@code warm} and {@code slice} with a number of
 * milliseconds call until they have used that much processor time, {@code slice} returns the cost of a call,
 * {@code open} what open streams hold.
 */
final class Worker {

    /** A client that mostly waits, for example for a delayed acknowledgement, delays the others no longer than this. */
    private static final int MAX_WAITING_FACTOR = 5;

    /** Minimum callers of a warm-up, so that a client that mostly waits also gets warm. */
    private static final int WARMING_CALLERS = 4;

    private static final ProcessorTime PROCESSOR = new ProcessorTime();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Scenario scenario;
    private final Client client;
    private final ExecutorService threads;

    private Worker(Scenario scenario, Client client) {
        this.scenario = scenario;
        this.client = client;
        this.threads = Threads.of(scenario);
    }

    /** The client. */
    public static void main(String[] args) throws Exception {
        Peer peer = Peer.valueOf(args[0]);
        Worker worker = null;
        try (BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                String[] command = line.split(" ");
                if (command[0].equals("connect")) {
                    worker = connected(peer, peer.of(Scenario.valueOf(command[1])), command[2], worker);
                    System.out.println("connected");
                } else {
                    System.out.println(
                            Objects.requireNonNull(worker, "connect first").execute(command));
                }
            }
        }
        System.exit(0);
    }

    private static Worker connected(Peer peer, Scenario scenario, String baseUrl, @Nullable Worker before) {
        if (before != null) {
            before.threads.shutdown();
        }
        return new Worker(scenario, peer.connect(scenario, baseUrl));
    }

    private String execute(String[] command) throws Exception {
        return switch (command[0]) {
            case "answer" -> answer();
            case "warm" -> warm(Long.parseLong(command[1]));
            case "slice" -> slice(Long.parseLong(command[1])).toLine();
            case "open" -> open().toLine();
            default -> throw new IllegalArgumentException(command[0]);
        };
    }

    private String answer() throws InterruptedException {
        if (!scenario.kind.isStream()) {
            return called().get();
        }
        OpenStream stream = new OpenStream(0);
        client.stream(stream);
        String words = stream.awaitAnswer().get();
        // The texts of a paced stream are times, so no two answers are the same.
        return scenario.kind == Scenario.Kind.PACED ? words.replaceAll("#-?\\d+", "") : words;
    }

    private String warm(long cpuMillis) throws Exception {
        switch (scenario.kind) {
            case CHAT, ASYNC, RERANK, EMBED -> callFor(cpuMillis, Math.max(scenario.concurrency, WARMING_CALLERS));
            case STREAM -> streamFor(cpuMillis);
            case PACED -> streamTogether(new Sample());
            case HELD -> callAtOnceFor(cpuMillis);
        }
        return "warm";
    }

    private Sample slice(long cpuMillis) throws Exception {
        long cpu = PROCESSOR.nanos();
        long bytes = allocatedBytes();
        Sample sample = new Sample();
        long operations = switch (scenario.kind) {
            case CHAT, ASYNC, RERANK, EMBED -> callFor(cpuMillis, scenario.concurrency);
            case STREAM -> streamFor(cpuMillis);
            case PACED -> streamTogether(sample);
            case HELD -> callAtOnce(sample);
        };
        sample.with(Metric.BYTES, (allocatedBytes() - bytes) / (double) operations);
        return sample.with(Metric.CPU, (PROCESSOR.nanos() - cpu) / 1e3 / operations);
    }

    private long callFor(long cpuMillis, int callers) throws InterruptedException, ExecutionException {
        Deadline deadline = new Deadline(cpuMillis);
        long operations = 0;
        do {
            operations += callTogether(callers, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20));
        } while (!deadline.passed());
        return operations;
    }

    private long callTogether(int callers, long end) throws InterruptedException, ExecutionException {
        if (callers == 1) {
            return callUntil(end);
        }
        List<Future<Long>> calls = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            calls.add(threads.submit(() -> callUntil(end)));
        }
        long operations = 0;
        for (Future<Long> call : calls) {
            operations += call.get();
        }
        return operations;
    }

    private long callUntil(long end) {
        long operations = 0;
        do {
            called();
            operations++;
        } while (System.nanoTime() < end);
        return operations;
    }

    private Supplier<String> called() {
        return scenario.kind.isAsync() ? client.callAsync().join() : client.call();
    }

    private void callAtOnceFor(long cpuMillis) {
        Deadline deadline = new Deadline(cpuMillis);
        do {
            callAtOnce(new Sample());
        } while (!deadline.passed());
    }

    /** Starts all calls, waits for their end, and records how long that took. */
    private long callAtOnce(Sample sample) {
        long start = System.nanoTime();
        List<CompletableFuture<Supplier<String>>> calls = startCalls();
        calls.forEach(CompletableFuture::join);
        sample.with(Metric.ALL_ANSWERED, (System.nanoTime() - start) / 1e6);
        return calls.size();
    }

    private List<CompletableFuture<Supplier<String>>> startCalls() {
        List<CompletableFuture<Supplier<String>>> calls = new ArrayList<>();
        for (int i = 0; i < scenario.concurrency; i++) {
            calls.add(client.callAsync());
        }
        return calls;
    }

    private long streamFor(long cpuMillis) throws InterruptedException {
        Deadline deadline = new Deadline(cpuMillis);
        long chunks = 0;
        do {
            OpenStream stream = new OpenStream(0);
            client.stream(stream);
            stream.awaitAnswer();
            chunks += 1_000;
        } while (!deadline.passed());
        return chunks;
    }

    /** Opens all streams, waits for their end, and records the delays of texts. */
    private long streamTogether(Sample sample) throws InterruptedException {
        List<OpenStream> streams = openStreams();
        for (OpenStream stream : streams) {
            stream.awaitAnswer();
        }
        long[] late =
                streams.stream().flatMapToLong(OpenStream::delays).sorted().toArray();
        if (late.length > 0) {
            long[] first =
                    streams.stream().mapToLong(OpenStream::toFirstText).sorted().toArray();
            sample.with(Metric.LATENCY_P99, late[late.length / 100 * 99] / 1e3);
            sample.with(Metric.FIRST_TOKEN, first[first.length / 2] / 1e3);
        }
        return (long) Pacer.CHUNKS * streams.size();
    }

    private List<OpenStream> openStreams() {
        List<OpenStream> streams = new ArrayList<>();
        for (int i = 0; i < scenario.concurrency; i++) {
            OpenStream stream = new OpenStream(Pacer.CHUNKS);
            streams.add(stream);
            client.stream(stream);
        }
        return streams;
    }

    /** The memory and threads of all calls or streams while open; not part of a slice, because it collects garbage. */
    private Sample open() throws InterruptedException {
        return scenario.kind == Scenario.Kind.HELD ? openCalls() : openStreamsOnce();
    }

    private Sample openCalls() throws InterruptedException {
        long before = usedHeap();
        List<CompletableFuture<Supplier<String>>> calls = startCalls();
        Thread.sleep(LoadServer.MILLIS_HELD / 2);
        int threads = THREADS.getThreadCount();
        long held = usedHeap() - before;
        calls.forEach(CompletableFuture::join);
        return new Sample().with(Metric.THREADS, threads).with(Metric.LIVE, held / 1024.0 / scenario.concurrency);
    }

    private Sample openStreamsOnce() throws InterruptedException {
        long before = usedHeap();
        List<OpenStream> streams = openStreams();
        Thread.sleep(Pacer.MILLIS_A_STREAM / 2);
        int threads = THREADS.getThreadCount();
        long held = usedHeap() - before;
        for (OpenStream stream : streams) {
            stream.awaitAnswer();
        }
        return new Sample().with(Metric.THREADS, threads).with(Metric.LIVE, held / 1024.0 / scenario.concurrency);
    }

    /** The heap after a collection, without what threads have allocated since. */
    private static long usedHeap() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getCollectionUsage().getUsed())
                .sum();
    }

    /** Of the whole process if the JVM counts it (21 and newer), else of the live threads. */
    private static long allocatedBytes() {
        try {
            return (long) ManagementFactory.getPlatformMBeanServer()
                    .getAttribute(new ObjectName("java.lang:type=Threading"), "TotalThreadAllocatedBytes");
        } catch (JMException e) {
            return Arrays.stream(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds()))
                    .filter(bytes -> bytes > 0)
                    .sum();
        }
    }

    /** Processor time, not wall time: otherwise a busy machine would give the JIT no chance to warm up. */
    private static final class Deadline {

        private final long enoughWork;
        private final long enoughTime;

        Deadline(long cpuMillis) {
            enoughWork = PROCESSOR.nanos() + TimeUnit.MILLISECONDS.toNanos(cpuMillis);
            enoughTime = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(cpuMillis * MAX_WAITING_FACTOR);
        }

        boolean passed() {
            return PROCESSOR.nanos() >= enoughWork || System.nanoTime() >= enoughTime;
        }
    }
}
