package dev.langchain4j.model.openrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ComparisonPageTest {

    private static final List<List<String>> ROWS = Pages.rows(Pages.ROOT.resolve("docs/comparison.md"), "Feature");

    @Test
    void every_feature_names_a_test_that_exists() {
        Set<String> tests = Pages.tests()
                .map(Path::getFileName)
                .map(name -> name.toString().replace(".java", ""))
                .collect(Collectors.toSet());

        assertThat(ROWS)
                .isNotEmpty()
                .allSatisfy(row -> assertThat(Pages.code(row.get(2)))
                        .as(row.get(0))
                        .isNotEmpty()
                        .allSatisfy(test -> assertThat(tests).contains(test)));
    }

    @Test
    void every_row_has_a_cell_for_each_way() {
        assertThat(ROWS).allSatisfy(row -> assertThat(row).hasSize(4).doesNotContain(""));
    }
}
