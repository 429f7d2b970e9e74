package dev.langchain4j.model.openrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With COLUMNS=60 the examples fit a terminal of that width. */
class NarrowTerminalTest {

    private final Printed printed = new Printed();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Tour",
                "ModelPicker",
                "StructuredExtraction",
                "ToolsAgent",
                "RoutingAndFallback",
                "VisionAndPdf",
                "AgentChain",
                "CostReport",
                "RerankEvaluation",
                "StreamingConsole",
                "DecisionDesk"
            })
    void an_example_fits_a_narrow_terminal(String example) {
        assertThat(Examples.run(example, Map.of(), printed.narrow(60))).isTrue();

        assertThat(printed.text().lines())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(60));
    }

    @Test
    void the_width_is_that_of_the_environment() {
        assertThat(Screen.width(Map.of("COLUMNS", "60"))).isEqualTo(60);
        assertThat(Screen.width(Map.of("COLUMNS", "300"))).isEqualTo(96);
        assertThat(Screen.width(Map.of("COLUMNS", "wide"))).isEqualTo(96);
        assertThat(Screen.width(Map.of())).isEqualTo(96);
    }
}
