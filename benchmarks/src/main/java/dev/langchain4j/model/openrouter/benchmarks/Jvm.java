package dev.langchain4j.model.openrouter.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process that the harness started and talks to in lines. Its errors go to the harness's. */
final class Jvm implements AutoCloseable {

    /** Its own warnings, which would be taken for an answer, go to its errors. */
    private static final List<String> WARNINGS_TO_ERRORS = List.of("-Xlog:disable", "-Xlog:all=warning:stderr");

    private final String name;
    private final Process process;
    private final BufferedReader out;
    private final BufferedWriter in;

    private Jvm(String name, Process process) {
        this.name = name;
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.in = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    }

    static Jvm start(Path home, String classPath, List<String> options, Class<?> main, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(home.resolve("bin/java").toString());
        command.addAll(WARNINGS_TO_ERRORS);
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new Jvm(main.getSimpleName() + " " + String.join(" ", arguments), process);
    }

    static Path currentHome() {
        return Path.of(System.getProperty("java.home"));
    }

    /** A Java whose virtual threads do not pin: the current one, or the one of JAVA_25_HOME. */
    static Path homeWithVirtualThreads() {
        String given = System.getenv("JAVA_25_HOME");
        if (given != null) {
            return Path.of(given);
        }
        Path debian = Path.of("/usr/lib/jvm/temurin-25-jdk-amd64");
        return Runtime.version().feature() < 24 && Files.isDirectory(debian) ? debian : currentHome();
    }

    void send(String question) throws IOException {
        in.write(question);
        in.newLine();
        in.flush();
    }

    String readLine() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IOException(name + " has ended without an answer");
        }
        return line;
    }

    /** Until it has ended by itself. */
    void awaitEnd() throws IOException {
        while (out.readLine() != null) {
            // what it still prints
        }
        process.onExit().join();
    }

    @Override
    public void close() throws IOException {
        in.close();
        process.destroy();
    }
}
