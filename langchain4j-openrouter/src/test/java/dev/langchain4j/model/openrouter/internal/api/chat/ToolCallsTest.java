package dev.langchain4j.model.openrouter.internal.api.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ToolCallsTest {

    @Test
    void ids_that_are_there_and_unique_stay() {
        List<ToolCall> calls = List.of(
                new ToolCall(null, "a", "f", " {} "),
                new ToolCall(null, "a", "f", null),
                new ToolCall(null, null, "f", ""),
                new ToolCall(null, "a_2", "f", "not json"));

        List<ToolCall> identified = ToolCalls.withIds(calls, "gen-1-abc");

        assertThat(identified)
                .containsExactly(
                        new ToolCall(0, "a", "f", " {} "),
                        new ToolCall(1, "a_3", "f", null),
                        new ToolCall(2, "call_abc_2", "f", ""),
                        new ToolCall(3, "a_2", "f", "not json"));
        assertThat(ToolCalls.withIds(identified, "gen-other")).isEqualTo(identified);
        assertThat(identified).extracting(ToolCalls::arguments).containsExactly("{}", "{}", "{}", "not json");
    }

    @Test
    void a_made_up_id_is_short_enough_for_every_upstream() {
        var calls = List.of(new ToolCall(null, null, "f", null));

        assertThat(ToolCalls.withIds(calls, "gen-1755600000-" + "x".repeat(100))
                        .get(0)
                        .id())
                .hasSizeLessThanOrEqualTo(40);
        assertThat(ToolCalls.withIds(calls, null).get(0).id()).isEqualTo("call_0");
    }
}
