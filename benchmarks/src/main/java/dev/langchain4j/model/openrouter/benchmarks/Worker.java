package dev.langchain4j.model.openrouter.benchmarks;

import com.sun.management.ThreadMXBean;
import dev.langchain4j.model.openrouter.benchmarks.Sample.Metric;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * One client in a process of its own, which does what its input says: {@code answer} tells what it understood,
 * {@code slice} with a number of milliseconds calls until that has cost so much processor time and tells what a call
 * cost, {@code open} tells what open streams hold.
 */
final class Worker {

    private static final ProcessorTime PROCESSOR = new ProcessorTime();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Scenario scenario;
    private final Client client;
    private final ExecutorService callers;

    private Worker(Scenario scenario, Client client) {
        this.scenario = scenario;
        this.client = client;
        this.callers = Threads.of(scenario);
    }

    /** The scenario, the peer and the base URL. */
    public static void main(String[] args) throws Exception {
        Scenario scenario = Scenario.valueOf(args[0]);
        Worker worker = new Worker(scenario, Peer.valueOf(args[1]).connect(scenario, args[2]));
        try (BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                System.out.println(worker.execute(line.split(" ")));
            }
        }
        System.exit(0);
    }

    private String execute(String[] command) throws Exception {
        return switch (command[0]) {
            case "answer" -> answer();
            case "slice" -> slice(Long.parseLong(command[1])).toLine();
            case "open" -> open().toLine();
            default -> throw new IllegalArgumentException(command[0]);
        };
    }

    private String answer() throws InterruptedException {
        if (!scenario.kind.isStream()) {
            return client.call().get();
        }
        OpenStream stream = new OpenStream(0);
        client.stream(stream);
        String words = stream.awaitAnswer().get();
        // The texts of a paced stream are times, so that no two answers are the same.
        return scenario.kind == Scenario.Kind.PACED ? words.replaceAll("#-?\\d+", "") : words;
    }

    private Sample slice(long cpuMillis) throws Exception {
        long cpu = PROCESSOR.nanos();
        long bytes = allocatedBytes();
        Sample sample = new Sample();
        long operations = switch (scenario.kind) {
            case CHAT, RERANK, EMBED -> callFor(cpuMillis);
            case STREAM -> streamFor(cpuMillis);
            case PACED -> streamTogether(sample);
        };
        sample.with(Metric.BYTES, (allocatedBytes() - bytes) / (double) operations);
        return sample.with(Metric.CPU, (PROCESSOR.nanos() - cpu) / 1e3 / operations);
    }

    /** Processor time, not time: else a busy machine would give the JIT no chance to warm up. */
    private long callFor(long cpuMillis) throws InterruptedException, ExecutionException {
        long enough = PROCESSOR.nanos() + TimeUnit.MILLISECONDS.toNanos(cpuMillis);
        long operations = 0;
        do {
            operations += callTogetherUntil(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20));
        } while (PROCESSOR.nanos() < enough);
        return operations;
    }

    private long callTogetherUntil(long end) throws InterruptedException, ExecutionException {
        if (scenario.concurrency == 1) {
            return callUntil(end);
        }
        List<Future<Long>> calls = new ArrayList<>();
        for (int i = 0; i < scenario.concurrency; i++) {
            calls.add(callers.submit(() -> callUntil(end)));
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
            client.call();
            operations++;
        } while (System.nanoTime() < end);
        return operations;
    }

    private long streamFor(long cpuMillis) throws InterruptedException {
        long enough = PROCESSOR.nanos() + TimeUnit.MILLISECONDS.toNanos(cpuMillis);
        long chunks = 0;
        do {
            OpenStream stream = new OpenStream(0);
            client.stream(stream);
            stream.awaitAnswer();
            chunks += 1_000;
        } while (PROCESSOR.nanos() < enough);
        return chunks;
    }

    /** Opens all streams, waits for their end, and notes how long texts were on their way. */
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

    /** What it takes to hold all streams open; no part of a slice, because it collects garbage. */
    private Sample open() throws InterruptedException {
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

    private static long usedHeap() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Of the whole process where the JVM counts it (21 and newer), else of the threads that live. */
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
}
