package dev.langchain4j.model.openrouter.internal.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class AgreementTest {

    @Test
    void equal_orders_agree_and_reversed_ones_contradict_each_other() {
        assertThat(Agreement.of(List.of(List.of("a", "b", "c"), List.of("a", "b", "c")))
                        .tau())
                .isEqualTo(1);
        assertThat(Agreement.of(List.of(List.of("a", "b", "c"), List.of("c", "b", "a")))
                        .tau())
                .isEqualTo(-1);
    }

    @Test
    void the_agreement_of_several_orders_is_the_mean_over_each_two() {
        var orders = List.of(List.of("a", "b", "c"), List.of("a", "c", "b"), List.of("c", "b", "a"));

        assertThat(Agreement.of(orders).tau()).isCloseTo((1 / 3.0 - 1 - 1 / 3.0) / 3, within(1e-12));
    }

    @Test
    void an_item_swings_if_its_places_lie_further_apart_than_half_of_the_list() {
        var orders = List.of(List.of("a", "b", "c", "d", "e", "f"), List.of("e", "a", "b", "c", "d", "f"));

        assertThat(Agreement.of(orders).swinging()).containsExactly("e");
    }
}
