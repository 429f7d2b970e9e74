package dev.langchain4j.model.openrouter.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The public types of all published modules, and one Javadoc for them.
 *
 * @param types from a type's name to its page in the site
 */
record Api(List<Path> sources, Map<String, String> types) {

    static final String FOLDER = "api";

    /**
     * All but that of Spark, whose Javadoc needs Spark's 300 MB on the class path: every build of the site would
     * download them.
     */
    private static final List<String> MODULES = List.of(
            "langchain4j-openrouter",
            "langchain4j-openrouter-test",
            "langchain4j-openrouter-jdbc",
            "langchain4j-openrouter-spring-boot-starter");

    private static final Pattern PUBLIC_TYPE =
            Pattern.compile("(?m)^public (?:\\w+ |non-sealed )*(?:class|interface|enum|record|@interface) (\\w+)");

    static Api of(Path project) {
        List<Path> sources = MODULES.stream()
                .map(module -> project.resolve(module).resolve("src/main/java"))
                .filter(Files::isDirectory)
                .toList();
        var types = new TreeMap<String, String>();
        for (Path source : sources) {
            for (Path file : files(source)) {
                PUBLIC_TYPE
                        .matcher(text(file))
                        .results()
                        .findFirst()
                        .ifPresent(type -> types.put(
                                type.group(1),
                                FOLDER + "/" + Page.path(source, file).replaceAll("\\.java$", ".html")));
            }
        }
        return new Api(sources, types);
    }

    /** The page of a type that is called by its name, as seen from a page with that way to the top; else null. */
    @Nullable
    String link(String root, String name) {
        String page = types.get(name);
        return page == null ? null : root + page;
    }

    void write(Path folder, String classPath) {
        var packages = new TreeSet<String>();
        types.values()
                .forEach(page -> packages.add(page.substring(FOLDER.length() + 1, page.lastIndexOf('/'))
                        .replace('/', '.')));
        var arguments = new ArrayList<>(List.of("-quiet", "-notimestamp", "-Xdoclint:all,-missing", "-Werror"));
        arguments.addAll(List.of("-encoding", "UTF-8", "-charset", "UTF-8", "-docencoding", "UTF-8"));
        arguments.addAll(List.of("--release", "17", "-windowtitle", "langchain4j-openrouter"));
        arguments.addAll(List.of(
                "-doctitle", "langchain4j-openrouter", "-top", "<a href=\"{@docRoot}/../index.html\">Docs</a>"));
        arguments.addAll(List.of("-d", folder.toString(), "-classpath", classPath));
        arguments.addAll(List.of(
                "-sourcepath",
                sources.stream()
                        .map(Path::toString)
                        .collect(Collectors.joining(System.getProperty("path.separator")))));
        arguments.addAll(packages);
        int status = ToolProvider.findFirst("javadoc")
                .orElseThrow(() -> new IllegalStateException("The site needs a JDK, whose javadoc it runs"))
                .run(System.out, System.err, arguments.toArray(String[]::new));
        if (status != 0) {
            throw new IllegalStateException("javadoc ended with status " + status);
        }
    }

    /** Internal packages are no part of it. */
    private static List<Path> files(Path source) {
        try (Stream<Path> files = Files.walk(source)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !Page.path(source, file).contains("/internal/"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
