package dev.langchain4j.model.openrouter.support;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Starts a new JVM, for tests of which classes are loaded or what fits into a heap. */
public final class FreshJvm {

    private FreshJvm() {}

    /**
     * Runs a program on the tests' class path and returns what it printed, errors included.
     *
     * @throws AssertionError with that text, if the program fails or does not end within a minute
     */
    public static String run(List<String> options, Class<?> program, String... arguments) {
        return run(classPath(), options, program, arguments);
    }

    /** The same without the jars on the class path whose path contains {@code jar}. */
    public static String runWithout(String jar, List<String> options, Class<?> program, String... arguments) {
        String rest = Arrays.stream(classPath().split(File.pathSeparator))
                .filter(path -> !path.contains(jar))
                .collect(Collectors.joining(File.pathSeparator));
        return run(rest, options, program, arguments);
    }

    private static String run(String classPath, List<String> options, Class<?> program, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // it lives for seconds: the second compiler would cost more than it gives
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, program.getName()));
        command.addAll(List.of(arguments));
        try {
            File output = Files.createTempFile("jvm", ".txt").toFile();
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output)
                        .start();
                boolean ended = process.waitFor(1, TimeUnit.MINUTES);
                process.destroyForcibly().waitFor();
                String text = Files.readString(output.toPath());
                if (!ended || process.exitValue() != 0) {
                    throw new AssertionError(program.getSimpleName() + (ended ? " failed: " : " did not end: ") + text);
                }
                return text;
            } finally {
                Files.delete(output.toPath());
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The class path of the tests. Surefire starts its JVMs with a jar that only points at it. */
    public static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
