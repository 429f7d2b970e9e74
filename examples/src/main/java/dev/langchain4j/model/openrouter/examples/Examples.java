package dev.langchain4j.model.openrouter.examples;

import dev.langchain4j.exception.LangChain4jException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Runs one example: {@code ./mvnw -q compile exec:java} the tour, {@code -Dexample=NAME} another one. Offline, unless
 * {@code OPENROUTER_API_KEY} is set.
 */
public final class Examples {

    /** An example's whole run. */
    interface Example {
        void run(Connection connection, Screen screen);
    }

    private static final Map<String, Example> EXAMPLES = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    static {
        EXAMPLES.put("Tour", Tour::run);
        EXAMPLES.put("StreamingConsole", StreamingConsole::run);
        EXAMPLES.put("RagWithReranking", RagWithReranking::run);
        EXAMPLES.put("ModelPicker", ModelPicker::run);
        EXAMPLES.put("Assistant", Assistant::run);
        EXAMPLES.put("ToolsAgent", ToolsAgent::run);
        EXAMPLES.put("ToolsOverMcp", ToolsOverMcp::run);
        EXAMPLES.put("StructuredExtraction", StructuredExtraction::run);
        EXAMPLES.put("Compression", Compression::run);
        EXAMPLES.put("AgentChain", AgentChain::run);
        EXAMPLES.put("CostReport", CostReport::run);
        EXAMPLES.put("RerankEvaluation", RerankEvaluation::run);
        EXAMPLES.put("DecisionDesk", DecisionDesk::run);
        EXAMPLES.put("RoutingAndFallback", RoutingAndFallback::run);
        EXAMPLES.put("AbstractsByBatch", AbstractsByBatch::run);
        EXAMPLES.put("VisionAndPdf", VisionAndPdf::run);
    }

    private Examples() {}

    public static void main(String[] args) {
        Map<String, String> environment = System.getenv();
        Screen screen = Screen.standardOutput(environment);
        if (!run(System.getProperty("example", "Tour"), environment, screen)) {
            System.exit(1);
        }
    }

    static Set<String> names() {
        return EXAMPLES.keySet();
    }

    /** Whether it succeeded; a failure has been shown. */
    static boolean run(String name, Map<String, String> environment, Screen screen) {
        Example example = EXAMPLES.get(name);
        if (example == null) {
            screen.bad(
                    "error", "There is no example '" + name + "'. Examples: " + String.join(", ", EXAMPLES.keySet()));
            return false;
        }
        try (Connection connection = Connection.open(environment)) {
            example.run(connection, screen);
            return true;
        } catch (UncheckedIOException e) {
            screen.line();
            screen.bad("error", String.valueOf(e.getMessage()));
            screen.bad("", String.valueOf(e.getCause()));
            return false;
        } catch (IllegalArgumentException | LangChain4jException e) {
            screen.line();
            screen.bad("error", String.valueOf(e.getMessage()));
            screen.bad("", e.getClass().getSimpleName());
            return false;
        }
    }
}
