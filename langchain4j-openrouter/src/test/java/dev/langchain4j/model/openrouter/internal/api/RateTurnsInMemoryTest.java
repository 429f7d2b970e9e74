package dev.langchain4j.model.openrouter.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.internal.api.RateTurns.Turn;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateTurnsInMemoryTest {

    private final RateTurns turns = new RateTurnsInMemory(null, null, 1);

    @Test
    void the_call_that_has_waited_longest_goes_first_whoever_asks_first() {
        assertThat(take("first").taken()).isTrue();
        assertThat(take("second")).isEqualTo(new Turn(Duration.ofMillis(10), false));
        assertThat(take("third")).isEqualTo(new Turn(Duration.ofMillis(20), false));

        turns.ended("first");

        assertThat(take("third")).isEqualTo(new Turn(Duration.ofMillis(10), false));
        assertThat(take("second").taken()).isTrue();
    }

    @Test
    void one_of_very_many_asks_again_in_a_quarter_of_a_second() {
        for (int i = 0; i < 100; i++) {
            take("call " + i);
        }

        assertThat(take("last")).isEqualTo(new Turn(Duration.ofMillis(250), false));
    }

    private Turn take(String call) {
        return turns.take(new FakeTime(), call, 0, null);
    }
}
