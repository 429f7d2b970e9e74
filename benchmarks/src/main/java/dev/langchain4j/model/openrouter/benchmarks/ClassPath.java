package dev.langchain4j.model.openrouter.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The jars of the processes. */
record ClassPath(List<Path> jars) {

    private static final Pattern OWN_JAR =
            Pattern.compile("langchain4j-openrouter-benchmarks-[\\d.]+(-SNAPSHOT)?\\.jar");

    /** The class path of this program. */
    static ClassPath current() {
        return new ClassPath(Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList());
    }

    /** The dependencies of a program that uses this client. */
    ClassPath of(Peer peer) {
        return startingWith(peer.jars);
    }

    private ClassPath startingWith(String... names) {
        return new ClassPath(
                jars.stream().filter(jar -> startsWithAny(jar, names)).toList());
    }

    /** With the benchmarks' own classes first, and last their dependencies and a silent logger. */
    ClassPath withBenchmarks() {
        ClassPath all = current();
        Set<Path> distinct = new LinkedHashSet<>(jars);
        distinct.addAll(all.of(Peer.IDEAL).jars());
        distinct.addAll(all.startingWith("slf4j-nop").jars());
        List<Path> path = new ArrayList<>(distinct);
        path.add(0, own());
        return new ClassPath(path);
    }

    /** The jar if there is one: an archive of classes cannot hold those of a folder. */
    private static Path own() {
        try {
            Path classes = Path.of(ClassPath.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            try (Stream<Path> built = Files.list(classes.getParent())) {
                return built.filter(file ->
                                OWN_JAR.matcher(file.getFileName().toString()).matches())
                        .findFirst()
                        .orElse(classes);
            }
        } catch (URISyntaxException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    double megabytes() {
        return jars.stream().mapToLong(ClassPath::size).sum() / 1e6;
    }

    @Override
    public String toString() {
        return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean startsWithAny(Path jar, String... names) {
        String name = jar.getFileName().toString();
        return Stream.of(names).anyMatch(name::startsWith);
    }

    private static long size(Path jar) {
        try {
            return Files.size(jar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
