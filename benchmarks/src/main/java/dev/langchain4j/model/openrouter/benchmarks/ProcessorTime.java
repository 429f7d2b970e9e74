package dev.langchain4j.model.openrouter.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The processor time of this process without the JIT's threads: a service pays for the JIT only in its first minutes,
 * and a cold start shows it. On systems other than Linux threads cannot be separated, so the JIT counts.
 */
final class ProcessorTime {

    /** Keeps the JIT's threads alive, so that their time is not lost with them. */
    static final String OPTION = "-XX:-UseDynamicNumberOfCompilerThreads";

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final List<Path> compilers;

    ProcessorTime() {
        List<Path> found = List.of();
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            found = tasks.filter(ProcessorTime::isCompiler).toList();
        } catch (IOException e) {
            // not Linux
        }
        compilers = found;
    }

    long nanos() {
        long nanos = PROCESS.getProcessCpuTime();
        for (Path compiler : compilers) {
            nanos -= nanosOf(compiler);
        }
        return nanos;
    }

    private static boolean isCompiler(Path task) {
        try {
            return Files.readString(task.resolve("comm")).matches("C[12] Comp.*\\s*");
        } catch (IOException e) {
            return false; // has ended
        }
    }

    private static long nanosOf(Path task) {
        try {
            return Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ")[0]);
        } catch (IOException e) {
            return 0;
        }
    }
}
