package dev.langchain4j.model.openrouter.internal.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CostMemoryTest {

    private final FakeTime time = new FakeTime();
    private final List<String> forgotten = new ArrayList<>();
    private final CostMemory memory = new CostMemory(Duration.ofHours(1), key -> forgotten.add(key.value()), time);

    @Test
    void an_idle_session_is_kept_until_its_cost_is_known_and_then_as_long_as_others() {
        CostHold unknown = reserved("unsettled");
        memory.unknown(unknown, BigDecimal.ONE, null);
        memory.known(reserved("settled"), BigDecimal.ONE);
        CostHold open = reserved("open");
        time.advance(Duration.ofMinutes(61));
        memory.known(reserved("new"), BigDecimal.ONE);
        assertThat(forgotten).containsExactly("settled");

        memory.settled(unknown, BigDecimal.ONE, BigDecimal.TEN);
        time.advance(Duration.ofMinutes(59));
        assertThat(memory.read(CostAccount.Key.session("unsettled")).spent()).isEqualTo("10");

        time.advance(Duration.ofMinutes(2));
        memory.known(open, BigDecimal.ONE);
        assertThat(memory.read(CostAccount.Key.session("unsettled")).spent()).isZero();
        assertThat(memory.read(CostAccount.Key.session("open")).spent()).isOne();
        assertThat(forgotten).containsExactlyInAnyOrder("settled", "new", "unsettled");
    }

    private CostHold reserved(String session) {
        var account = new CostAccount(CostAccount.Key.session(session), session, "perSession", BigDecimal.TEN);
        CostHold hold = CostHold.of(
                BigDecimal.ONE, List.of(account), new CostAttribution("chat", "acme/one", session, Map.of()));
        assertThat(memory.reserve(List.of(hold))).isNull();
        return hold;
    }
}
