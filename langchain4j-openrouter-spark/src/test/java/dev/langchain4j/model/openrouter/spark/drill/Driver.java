package dev.langchain4j.model.openrouter.spark.drill;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process with {@link DrillJob}, and its executors. Closing kills those that still run. */
final class Driver implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;
    private final List<ProcessHandle> executors = new ArrayList<>();

    private final Path errors;

    private Driver(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        this.output = process.inputReader();
    }

    static Driver start(String master, String server, String database, Path folder, int documents) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Path sparkHome = folder.resolve("spark");
        Files.createDirectories(sparkHome.resolve("jars"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Arrays.asList(opens()));
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx700m", "-cp", classPath));
        command.add(DrillJob.class.getName());
        command.addAll(List.of(master, server, database, folder.toString(), String.valueOf(documents), classPath));
        Path errors = folder.resolve("errors");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
        builder.environment().put("SPARK_HOME", sparkHome.toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        return new Driver(builder.start(), errors);
    }

    /** What this JVM was started with for Spark. */
    private static String[] opens() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens") || argument.startsWith("-Djdk."))
                .toArray(String[]::new);
    }

    /** @throws IOException with what it has said, if it has ended */
    void check() throws IOException {
        if (!process.isAlive()) {
            throw new IOException("the driver has ended: " + Files.readString(errors));
        }
    }

    /** Processes of executors that run now. */
    List<ProcessHandle> executors() {
        process.descendants() // their command lines are too long to be read
                .filter(child -> child.info().command().orElse("").endsWith("java"))
                .filter(child -> !executors.contains(child))
                .forEach(executors::add);
        return executors.stream().filter(ProcessHandle::isAlive).toList();
    }

    /** {@code kill -9}; executors notice and end by themselves. */
    void kill() throws Exception {
        List<ProcessHandle> orphans = executors();
        process.destroyForcibly().waitFor();
        for (ProcessHandle orphan : orphans) {
            orphan.onExit().get(1, TimeUnit.MINUTES);
        }
    }

    /** The line that it prints at its end. */
    String done() throws IOException, InterruptedException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("done ")) {
                process.waitFor(1, TimeUnit.MINUTES);
                return line.substring("done ".length());
            }
        }
        throw new IOException("the driver ended before it was done: " + Files.readString(errors));
    }

    @Override
    public void close() {
        executors().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
