package dev.langchain4j.model.openrouter.internal.api.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.model.openrouter.internal.api.rerank.RerankAnswer.Result;
import dev.langchain4j.model.openrouter.internal.api.usage.Usage;
import dev.langchain4j.model.openrouter.support.Payloads;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RerankAnswerReaderTest {

    @Test
    void an_answer_is_read_in_the_order_of_the_wire() throws IOException {
        assertThat(read(Payloads.bytes("rerank/answer.json")))
                .isEqualTo(new RerankAnswer(
                        "gen-rerank-1755600000-kZ1",
                        "cohere/rerank-v3.5",
                        "Cohere",
                        Arrays.asList(new Result(2, 0.9832145), new Result(0, 0.0214), new Result(1, 0.00012)),
                        new Usage(
                                null, null, 150, Map.of(), new BigDecimal("0.00200"), null, null, null, null, null, 1),
                        null,
                        null));
    }

    @Test
    void numbers_in_disguise_are_numbers_and_what_is_none_is_absent() throws IOException {
        RerankAnswer answer = read(Payloads.bytes("rerank/numbers-in-disguise.json"));

        assertThat(answer.results())
                .containsExactly(
                        new Result(1, -3.25),
                        new Result(0, 0.0),
                        new Result(2, Double.NaN),
                        new Result(3, Double.NaN),
                        new Result(null, 1.0));
        assertThat(answer.usage()).isNotNull();
        assertThat(answer.usage().cost()).isEqualByComparingTo("0.001");
        assertThat(answer.usage().searchUnits()).isNull();
    }

    @Test
    void an_error_inside_is_read() throws IOException {
        RerankAnswer answer = read("{\"error\":{\"code\":502,\"message\":\"Provider returned error\"}}");

        assertThat(answer.error()).isNotNull();
        assertThat(answer.error().status()).isEqualTo(502);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "7", "{}", "{\"results\":null}", "{\"results\":{\"0\":1}}"})
    void json_without_results_has_none(String json) throws IOException {
        assertThat(read(json).results()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"results\":[{\"index\":0,", "<html>"})
    void what_is_no_whole_json_fails(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(IOException.class);
    }

    private static RerankAnswer read(String json) throws IOException {
        return read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static RerankAnswer read(byte[] body) throws IOException {
        return RerankAnswerReader.read(body, body.length);
    }
}
