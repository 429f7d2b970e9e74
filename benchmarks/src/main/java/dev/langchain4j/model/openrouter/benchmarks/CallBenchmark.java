package dev.langchain4j.model.openrouter.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One call, or one stream from its request to its end, over a real socket to the load server in its own process: the
 * scenarios of {@link Benchmarks} under JMH's profilers. The clients run one after the other here, so use
 * {@link Benchmarks} to compare them.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CallBenchmark {

    @Param({"UNARY", "LARGE_ANSWER", "TOOL_CALLS", "LARGE_REQUEST", "STREAM", "RERANK", "EMBED"})
    public String scenario = "";

    @Param("OURS")
    public String peer = "";

    private Running running;

    @Setup
    public void connect() throws IOException {
        running = Running.start(Scenario.valueOf(scenario), Peer.valueOf(peer));
    }

    @Benchmark
    public Object answer() throws InterruptedException {
        return running.answer();
    }

    @TearDown
    public void disconnect() throws IOException {
        running.server().close();
    }

    private record Running(Jvm server, Client client, boolean stream) {

        static Running start(Scenario scenario, Peer peer) throws IOException {
            Jvm server = Jvm.start(Jvm.currentHome(), ClassPath.current().toString(), List.of(), LoadServer.class);
            String address = "http://127.0.0.1:" + server.readLine();
            return new Running(server, peer.connect(scenario, address + scenario.path()), scenario.kind.isStream());
        }

        Supplier<String> answer() throws InterruptedException {
            if (!stream) {
                return client.call();
            }
            OpenStream open = new OpenStream(0);
            client.stream(open);
            return open.awaitAnswer();
        }
    }
}
