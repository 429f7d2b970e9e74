package dev.langchain4j.model.openrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.examples.snippets.QuickStartOffline;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long {@code exec:java} keeps a program whose last line is printed: Maven itself runs it, in a folder of its own. */
@Timeout(180)
class ProgramEndDrill {

    /** Maven waits 15 s for daemon threads, unless it is told not to. A loaded machine may take its time. */
    private static final Duration SOON = Duration.ofSeconds(10);

    private static final Pattern POM = Pattern.compile("(?ms)^ *```xml\\n( *<project .*?)^ *```$");

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createTempDirectory(Path.of("target"), "program").toAbsolutePath();
    }

    @AfterEach
    void deleteFolder() throws IOException {
        Files.deleteIfExists(folder.resolve("pom.xml"));
        Files.delete(folder);
    }

    @Test
    void the_tour_ends_with_its_last_line() throws Exception {
        String pom = """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <parent>
                    <groupId>dev.langchain4j</groupId>
                    <artifactId>langchain4j-openrouter-parent</artifactId>
                    <version>0.1.0-SNAPSHOT</version>
                    <relativePath>%s</relativePath>
                  </parent>
                  <artifactId>program</artifactId>
                  <properties>
                    <exec.skip>false</exec.skip>
                  </properties>
                  <build>
                    <plugins>
                      <plugin>
                        <groupId>org.codehaus.mojo</groupId>
                        <artifactId>exec-maven-plugin</artifactId>
                      </plugin>
                    </plugins>
                  </build>
                </project>
                """.formatted(folder.relativize(Pages.ROOT.resolve("pom.xml")));

        assertThat(timeAfterTheLastLine(pom, Examples.class, "docs/quick-start.md"))
                .isLessThan(SOON);
    }

    @Test
    void the_first_program_of_the_quick_start_ends_with_its_last_line() throws Exception {
        var page = POM.matcher(Pages.text(Pages.ROOT.resolve("docs/quick-start.md")));
        assertThat(page.find()).isTrue();
        String pom = page.group(1).replaceFirst("(?s)<dependencies>.*</dependencies>", "");

        assertThat(timeAfterTheLastLine(pom, QuickStartOffline.class, "Which river runs through Paris?"))
                .isLessThan(SOON);
    }

    @Test
    void nothing_is_built_after_the_tour() {
        String modules = Pages.text(Pages.ROOT.resolve("pom.xml"))
                .replaceFirst("(?s).*?<modules>(.*?)</modules>.*", "$1")
                .strip();

        assertThat(modules).endsWith("<module>examples</module>");
    }

    /** Runs a program on the class path of this test in a project that has this pom. */
    private Duration timeAfterTheLastLine(String pom, Class<?> program, String lastLine) throws Exception {
        Files.writeString(folder.resolve("pom.xml"), withClassPath(pom));
        var printed = new ArrayList<String>();
        long last = 0;
        Process maven = maven(program);
        try (BufferedReader lines = maven.inputReader(Charset.defaultCharset())) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                printed.add(line);
                if (line.contains(lastLine)) {
                    last = System.nanoTime();
                }
            }
            assertThat(maven.waitFor(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            maven.destroyForcibly();
        }
        Duration after = Duration.ofNanos(System.nanoTime() - last);
        assertThat(maven.exitValue()).as("%s", printed).isZero();
        assertThat(printed).anyMatch(line -> line.contains(lastLine));
        return after;
    }

    private Process maven(Class<?> program) throws IOException {
        boolean windows = File.separatorChar == '\\';
        String home = System.getProperty("maven.home");
        Path maven = home == null
                ? Pages.ROOT.resolve(windows ? "mvnw.cmd" : "mvnw")
                : Path.of(home, "bin", windows ? "mvn.cmd" : "mvn");
        List<String> command =
                new ArrayList<>(List.of(maven.toString(), "-q", "exec:java", "-Dexec.mainClass=" + program.getName()));
        if (System.getProperty("maven.offline", "").endsWith("true")) {
            command.add("--offline");
        }
        String repository = System.getProperty("maven.repo.local");
        if (repository != null) {
            command.add("-Dmaven.repo.local=" + repository);
        }
        ProcessBuilder process =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        process.environment().keySet().removeIf(name -> name.startsWith("OPENROUTER_"));
        process.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return process.start();
    }

    private static String withClassPath(String pom) {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String elements = Arrays.stream(classPath.split(File.pathSeparator))
                .map(element -> "<additionalClasspathElement>" + element + "</additionalClasspathElement>")
                .collect(Collectors.joining("\n"));
        return pom.replaceFirst(
                "(<artifactId>exec-maven-plugin</artifactId>(\\s*<version>[^<]*</version>)?)",
                "$1<configuration><additionalClasspathElements>" + elements
                        + "</additionalClasspathElements></configuration>");
    }
}
