package dev.langchain4j.model.openrouter.jdbc.drill;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Processes of this class path. Closing kills those that still run. */
final class Fleet implements AutoCloseable {

    private final List<Process> processes = new ArrayList<>();
    private final List<BufferedReader> outputs = new ArrayList<>();

    /** Returns when all have started. */
    static Fleet start(int size, Replica.Arguments arguments) throws IOException {
        Fleet fleet = new Fleet();
        for (int i = 0; i < size; i++) {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xmx192m",
                    "-cp",
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                    ReplicaProcess.class.getName()));
            command.addAll(List.of(arguments.args()));
            Process process = new ProcessBuilder(command)
                    .redirectError(arguments.folder().resolve("errors-" + i).toFile())
                    .start();
            fleet.processes.add(process);
            fleet.outputs.add(process.inputReader());
        }
        for (int i = 0; i < size; i++) {
            fleet.line(i, "ready");
        }
        for (Process process : fleet.processes) {
            process.outputWriter().write('\n');
            process.outputWriter().flush();
        }
        return fleet;
    }

    /** The next line that begins with a word. */
    private String line(int process, String word) throws IOException {
        for (String line = outputs.get(process).readLine();
                line != null;
                line = outputs.get(process).readLine()) {
            if (line.startsWith(word)) {
                return line.substring(word.length()).strip();
            }
        }
        throw new IOException("process " + process + " ended before it was " + word);
    }

    /** {@code kill -9}. */
    void kill(int process) throws InterruptedException {
        processes.get(process).destroyForcibly().waitFor();
    }

    /** What the living ones say at their end. */
    List<String> join() throws IOException, InterruptedException {
        List<String> said = new ArrayList<>();
        for (int i = 0; i < processes.size(); i++) {
            if (processes.get(i).isAlive() || outputs.get(i).ready()) {
                said.add(line(i, "done"));
                processes.get(i).waitFor(1, TimeUnit.MINUTES);
            }
        }
        return said;
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
    }
}
