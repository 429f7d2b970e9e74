package dev.langchain4j.model.openrouter.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OpenCallTest {

    /** Below zero, a pace without any wait would say that its wait is too long. */
    @Test
    void a_call_whose_time_is_over_has_no_time_left() {
        FakeTime time = new FakeTime();
        Duration second = Duration.ofSeconds(1);
        OpenCall call = new OpenCall(() -> "call", new TimeLimits(second, second, second), time, null);
        assertThat(call.left()).isEqualTo(second);

        time.advance(second.plusMillis(3));

        assertThat(call.left()).isZero();
    }

    @Test
    void many_calls_are_checked_less_often_but_four_times_a_second() {
        assertThat(CallWatch.nanosBetweenLooks(0)).isEqualTo(25_000_000);
        assertThat(CallWatch.nanosBetweenLooks(255)).isEqualTo(25_000_000);
        assertThat(CallWatch.nanosBetweenLooks(1_000)).isEqualTo(100_000_000);
        assertThat(CallWatch.nanosBetweenLooks(100_000)).isEqualTo(250_000_000);
    }
}
