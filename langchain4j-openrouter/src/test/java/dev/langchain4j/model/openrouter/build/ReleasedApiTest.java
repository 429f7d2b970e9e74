package dev.langchain4j.model.openrouter.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The API against that of the last release, which {@code released-api.txt} keeps under its version. After a release,
 * {@code -Dupdate.released.api=true} writes the file anew.
 */
class ReleasedApiTest {

    private static final Path ROOT = Path.of("..");
    private static final String NONE = "# none";

    /** Those that users put on a class path: the BOM names them. */
    static List<String> modules() throws IOException {
        return Pattern.compile("<artifactId>(langchain4j-openrouter(?!-bom)[a-z-]*)</artifactId>")
                .matcher(text(ROOT.resolve("langchain4j-openrouter-bom").resolve("pom.xml")))
                .results()
                .map(result -> result.group(1))
                .filter(module -> !module.endsWith("-parent"))
                .toList();
    }

    private static final String OLD = """
            public final class Ship extends Vessel implements Named
                public int length()
                public Ship refit(String)

            public interface Crew
                public abstract int size()
            """;

    @ParameterizedTest
    @MethodSource("modules")
    void nothing_is_gone_that_the_version_policy_keeps(String module) throws IOException {
        Path released = file(module, "released-api.txt");
        String now = text(file(module, "public-api.txt"));
        String version = match("<version>([^<]+)</version>", text(ROOT.resolve("pom.xml")));
        if (Boolean.getBoolean("update.released.api")) {
            Files.writeString(released, "# " + version.replace("-SNAPSHOT", "") + "\n" + now);
        }
        String old = text(released);
        if (old.startsWith(NONE)) {
            return; // nobody can have compiled against it
        }

        Set<String> breaking = ApiChanges.breaking(old, now);

        assertThat(VersionPolicy.forbidden(
                        match("# (\\S+)", old), version, breaking, text(ROOT.resolve("UPGRADING.md"))))
                .as("breaking changes that UPGRADING.md does not allow")
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void the_file_is_that_of_the_last_release_of_the_changelog(String module) throws IOException {
        String last = Pattern.compile("(?m)^## \\[?(\\d+\\.\\d+\\.\\d+)]?")
                .matcher(text(ROOT.resolve("CHANGELOG.md")))
                .results()
                .map(MatchResult::group)
                .map(heading -> heading.replaceAll("[^\\d.]", ""))
                .findFirst()
                .orElse("none");

        assertThat(text(file(module, "released-api.txt"))).startsWith("# " + last);
    }

    @Test
    void an_api_that_only_grows_breaks_nothing() {
        String grown = OLD.replace("    public int length()\n", "    public int length()\n    public int width()\n")
                .replace("implements Named", "implements Named, Painted")
                .replace("public final class Ship", "public class Ship");

        assertThat(ApiChanges.breaking(OLD, grown + "\npublic class Boat\n")).isEmpty();
    }

    @Test
    void what_is_gone_or_stricter_is_found() {
        assertThat(ApiChanges.breaking(OLD, OLD.replace("    public int length()\n", "")))
                .containsExactly("Ship.length");
        assertThat(ApiChanges.breaking(OLD, OLD.replace("refit(String)", "refit(String,int)")))
                .containsExactly("Ship.refit");
        assertThat(ApiChanges.breaking(OLD, OLD.replace(" implements Named", "")))
                .containsExactly("Ship");
        assertThat(ApiChanges.breaking(OLD, OLD.replace("public interface Crew", "public final class Crew")))
                .containsExactly("Crew");
        assertThat(ApiChanges.breaking(OLD, OLD.substring(0, OLD.indexOf("public interface"))))
                .containsExactly("Crew");
    }

    @Test
    void a_property_that_is_gone_or_has_another_type_is_found() {
        String old =
                "property langchain4j.openrouter.max-retries Integer\nproperty langchain4j.openrouter.timeout Duration\n";

        assertThat(ApiChanges.breaking(old, old + "property langchain4j.openrouter.speed Double\n"))
                .isEmpty();
        assertThat(ApiChanges.breaking(old, old.replace("max-retries", "retries")))
                .containsExactly("langchain4j.openrouter.max-retries");
        assertThat(ApiChanges.breaking(old, old.replace("Duration", "Long")))
                .containsExactly("langchain4j.openrouter.timeout");
    }

    @Test
    void a_new_duty_of_implementers_is_found() {
        assertThat(ApiChanges.breaking(OLD, OLD + "    public abstract String captain()\n"))
                .containsExactly("Crew.captain");
        assertThat(ApiChanges.breaking(OLD, OLD + "    public default String captain()\n"))
                .isEmpty();
    }

    @Test
    void a_removal_from_the_real_api_is_found() throws IOException {
        String api = text(file("langchain4j-openrouter", "public-api.txt"));
        String without = api.replace("    public OpenRouterKeyInfo key()\n", "");

        assertThat(without).isNotEqualTo(api);
        assertThat(ApiChanges.breaking(api, without)).containsExactly("OpenRouter.key");
        assertThat(ApiChanges.breaking(api, api)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0.1.0, 0.1.1, '', false",
        "0.1.0, 0.1.1, '`Ship.length`: use `Ship.size`', false",
        "0.1.0, 0.1.1, '`Ship.length` (experimental): use `Ship.size`', true",
        "0.1.0, 0.2.0-SNAPSHOT, '', false",
        "0.1.0, 0.2.0-SNAPSHOT, '`Ship.length`: use `Ship.size`', true",
        "1.2.0, 1.3.0, '`Ship.length`: use `Ship.size`', false",
        "1.2.0, 2.0.0, '`Ship.length`: use `Ship.size`', true",
        "0.9.0, 1.0.0, '`Ship.length`: use `Ship.size`', true",
    })
    void a_break_needs_a_version_that_may_break_and_a_line_in_upgrading(
            String last, String next, String upgrading, boolean allowed) {
        assertThat(VersionPolicy.forbidden(last, next, Set.of("Ship.length"), upgrading)
                        .isEmpty())
                .isEqualTo(allowed);
    }

    private static Path file(String module, String name) {
        return ROOT.resolve(module).resolve("src/test/resources").resolve(name);
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file).replace("\r\n", "\n");
    }

    private static String match(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }
}
