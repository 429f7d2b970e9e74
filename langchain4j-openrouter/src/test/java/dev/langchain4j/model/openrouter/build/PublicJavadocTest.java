package dev.langchain4j.model.openrouter.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Public types and their members say what they are, and name OpenRouter's page if they stand for something of its. */
class PublicJavadocTest {

    private static final Pattern TYPE =
            Pattern.compile("(?m)^public (?:\\w+ |non-sealed )*(?:class|interface|enum|record|@interface) (\\w+)");

    private static final Pattern MEMBER = Pattern.compile("^ {4}public .*\\(.*");

    /** What this library has of its own: OpenRouter has no page about it. */
    private static final Set<String> OUR_OWN = Set.of(
            "OpenRouterBudgetExceededException",
            "OpenRouterBudgetStore",
            "OpenRouterChatHandlingSetters",
            "OpenRouterCostReport",
            "OpenRouterCostSink",
            "OpenRouterCostTotals",
            "OpenRouterEmptyAnswer",
            "OpenRouterLlmScoringModel",
            "OpenRouterMeters",
            "OpenRouterProgress",
            "OpenRouterRerankCache",
            "OpenRouterRerankException",
            "OpenRouterRerankFailurePolicy",
            "OpenRouterRerankListener",
            "OpenRouterRerankReport",
            "OpenRouterTokenCountEstimator",
            "OpenRouterJdbc",
            // of the stand-in
            "Fault",
            "Gate",
            "Match",
            "OpenRouterRecording",
            "OpenRouterServerAssert",
            "OpenRouterServerExtension",
            "RawAnswer",
            "RecordedRequest",
            "SimulatedJudge");

    record Type(String name, String javadoc, String source) {

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Type> types() throws IOException {
        List<Type> types = new ArrayList<>();
        for (String module : ReleasedApiTest.modules()) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
                for (Path file : files.filter(each -> each.toString().endsWith(".java"))
                        .filter(each -> !each.toString().contains("internal"))
                        .toList()) {
                    String source = Files.readString(file);
                    Matcher type = TYPE.matcher(source);
                    if (type.find()) {
                        int javadoc = source.lastIndexOf("/**", type.start());
                        types.add(new Type(
                                type.group(1), javadoc < 0 ? "" : source.substring(javadoc, type.start()), source));
                    }
                }
            }
        }
        return types;
    }

    @ParameterizedTest
    @MethodSource("types")
    void has_javadoc_with_every_public_member(Type type) {
        List<String> lines = type.source().lines().toList();
        List<String> silent = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            int above = i - 1;
            while (above > 0 && lines.get(above).strip().startsWith("@")) {
                above--;
            }
            boolean overrides =
                    lines.subList(Math.max(0, above), i).stream().anyMatch(line -> line.contains("@Override"));
            if (MEMBER.matcher(lines.get(i)).matches()
                    && !overrides
                    && !lines.get(above).strip().endsWith("*/")) {
                silent.add(lines.get(i).strip());
            }
        }

        assertThat(type.javadoc()).isNotEmpty();
        assertThat(silent).isEmpty();
    }

    @Test
    void names_the_page_of_openrouter_where_there_is_one() throws IOException {
        Set<String> without = types().stream()
                .filter(type -> !type.source().contains("package dev.langchain4j.openrouter.spring"))
                .filter(type -> !type.javadoc().contains("https://openrouter.ai"))
                .map(Type::name)
                .filter(name -> !name.endsWith("BuilderFactory")) // LangChain4j's way to find a builder
                .collect(Collectors.toSet());

        assertThat(without).isEqualTo(OUR_OWN);
    }
}
