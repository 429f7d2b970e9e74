package dev.langchain4j.model.openrouter.benchmarks;

import dev.langchain4j.model.openrouter.internal.rerank.CallGate;
import dev.langchain4j.model.openrouter.internal.rerank.RerankEngine;
import dev.langchain4j.model.openrouter.internal.rerank.Reranking;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.RerankOptions;
import dev.langchain4j.model.openrouter.internal.rerank.reply.JudgeReply;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reranking by a judge that answers at once: plans, prompts, replies and scores of one query, without any call. Time
 * and memory must grow with the passages, not faster.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RerankEngineBenchmark {

    private static final int BATCH = 20;

    @Param({"100", "1000"})
    public int passages;

    private List<String> texts = List.of();
    private RerankEngine engine = engine();

    @Setup
    public void write() {
        texts = IntStream.range(0, passages)
                .mapToObj(i ->
                        "Passage " + i + ": the river that runs through town " + i + " ends in the sea. ".repeat(5))
                .toList();
        engine = engine();
    }

    @Benchmark
    public Reranking rank() {
        return engine.rerank(Workload.QUERY, texts).join();
    }

    /** Grades each batch alike, with as many calls as the passages need. */
    private static RerankEngine engine() {
        JudgeReply reply = JudgeReply.of(IntStream.rangeClosed(1, BATCH)
                .mapToObj(i -> "\"" + i + "\":" + i % 10)
                .collect(Collectors.joining(",", "{", "}")));
        return new RerankEngine(
                prompt -> CompletableFuture.completedFuture(reply),
                new CallGate(4, null, CallGate.GateClock.system()),
                RerankOptions.builder()
                        .orderings(0)
                        .batchSize(BATCH)
                        .maxCallsPerQuery(1_000)
                        .build(),
                null);
    }
}
