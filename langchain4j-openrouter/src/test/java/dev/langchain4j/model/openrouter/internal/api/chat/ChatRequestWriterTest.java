package dev.langchain4j.model.openrouter.internal.api.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.langchain4j.model.openrouter.support.WireRequests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChatRequestWriterTest {

    @Test
    void writes_the_least_there_is() {
        assertThat(written(user("hi"), Map.of())).isEqualTo("{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
    }

    @Test
    void a_text_part_with_a_cache_mark_stays_a_part() {
        var marked = new RequestMessage.System(
                "system", null, List.of(new ContentPart.Text("Rules.", Map.of("type", "ephemeral"))));

        assertThat(written(marked, Map.of()))
                .isEqualTo("{\"messages\":[{\"role\":\"system\",\"content\":[{\"type\":\"text\",\"text\":\"Rules.\","
                        + "\"cache_control\":{\"type\":\"ephemeral\"}}]}]}");
    }

    @Test
    void only_an_assistant_without_text_is_written_with_null() {
        var call = new ToolCall(null, "call_1", "now", "{}");
        var assistant =
                new RequestMessage.Assistant(null, null, List.of(call), null, null, List.of(), null, null, null);

        assertThat(written(assistant, Map.of()))
                .isEqualTo("{\"messages\":[{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"call_1\","
                        + "\"type\":\"function\",\"function\":{\"name\":\"now\",\"arguments\":\"{}\"}}]}]}");
    }

    @Test
    void writes_extensions_of_every_json_type_in_their_order() {
        var extensions = new LinkedHashMap<String, Object>();
        extensions.put("z", Arrays.asList("text", true, null));
        extensions.put("a", Map.of("nested", List.of(Map.of())));
        extensions.put(
                "numbers",
                List.of(1, 3_000_000_000L, (short) 2, (byte) 3, 0.1, 0.1f, new BigDecimal("1.10"), BigInteger.TEN));
        extensions.put("array", new String[] {"string", "null"});

        assertThat(written(user("hi"), extensions))
                .endsWith(",\"z\":[\"text\",true,null],\"a\":{\"nested\":[{}]},"
                        + "\"numbers\":[1,3000000000,2,3,0.1,0.1,1.10,10],\"array\":[\"string\",\"null\"]}");
    }

    @Test
    void refuses_what_is_no_json_value() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> written(user("hi"), Map.of("x", new StringBuilder())))
                .withMessageContaining("StringBuilder");
    }

    @Test
    void a_text_that_was_cut_through_a_surrogate_pair_does_not_stop_the_request() {
        assertThat(written(user("cut \uD83D"), Map.of())).contains("cut \\uD83D");
    }

    private static RequestMessage user(String text) {
        return new RequestMessage.User(null, List.of(new ContentPart.Text(text)));
    }

    private static String written(RequestMessage message, Map<String, Object> extensions) {
        var request = WireRequests.of(List.of(message), extensions);
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            ChatRequestWriter.write(request, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
