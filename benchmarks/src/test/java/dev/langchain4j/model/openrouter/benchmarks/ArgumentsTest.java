package dev.langchain4j.model.openrouter.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.model.openrouter.benchmarks.Benchmarks.Effort;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

    @Test
    void without_a_name_everything_is_measured() {
        assertThat(Arguments.of()).isEqualTo(new Arguments(Effort.FULL, List.of(Scenario.values()), true, false));
        assertThat(Arguments.of("--quick", "--write"))
                .isEqualTo(new Arguments(Effort.QUICK, List.of(Scenario.values()), true, true));
    }

    @Test
    void what_is_named_is_measured_alone() {
        assertThat(Arguments.of("UNARY", "--quick", "RERANK"))
                .isEqualTo(new Arguments(Effort.QUICK, List.of(Scenario.UNARY, Scenario.RERANK), false, false));
        assertThat(Arguments.of("COLD_START")).isEqualTo(new Arguments(Effort.FULL, List.of(), true, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--qiuck", "unary", "STREAM_LARGE", ""})
    void what_nobody_knows_does_not_start_a_run(String argument) {
        assertThatThrownBy(() -> Arguments.of("UNARY", argument))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "\"" + argument + "\" is not an argument. Use --quick, --write, COLD_START, or a")
                .hasMessageContaining("a scenario: UNARY, ASYNC, METERED");
    }
}
