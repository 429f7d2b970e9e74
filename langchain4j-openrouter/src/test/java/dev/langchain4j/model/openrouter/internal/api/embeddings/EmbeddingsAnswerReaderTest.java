package dev.langchain4j.model.openrouter.internal.api.embeddings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.langchain4j.model.openrouter.internal.api.chat.ContentPart;
import dev.langchain4j.model.openrouter.support.Payloads;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingsAnswerReaderTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @ValueSource(strings = {"base64-shuffled", "float", "without-index-or-usage"})
    void puts_vectors_in_the_order_of_the_inputs_however_they_are_written(String name) throws IOException {
        EmbeddingsAnswer answer = read(name);

        assertThat(answer.failure(request(3, "base64"))).isEmpty();
        assertThat(answer.inOrder())
                .containsExactly(new float[] {1, 0, -1}, new float[] {0, 0.125f, 0}, new float[] {0.5f, -0.25f, 2});
    }

    @Test
    void reads_what_stands_beside_the_vectors() throws IOException {
        EmbeddingsAnswer answer = read("base64-shuffled");

        assertThat(answer.id()).isEqualTo("gen-emb-1755600000-AbCd");
        assertThat(answer.model()).isEqualTo("openai/text-embedding-3-small");
        assertThat(answer.provider()).isEqualTo("OpenAI");
        assertThat(answer.usage().promptTokens()).isEqualTo(6);
        assertThat(answer.usage().cost()).isEqualByComparingTo(new BigDecimal("0.00000012"));
        assertThat(read("without-index-or-usage").usage()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            one-too-few        | 2 vectors for 3 inputs
            index-twice        | two vectors for one input
            index-out-of-range | an input that was not sent
            without-data       | no vectors
            data-empty         | no vectors
            vector-empty       | input 1 has no numbers
            vector-null        | has no numbers
            number-missing     | input 1 has a value that is not a 32-bit number
            bytes-missing      | input 1 has 5 bytes
            """)
    void tells_what_is_not_one_vector_per_input(String name, String reason) throws IOException {
        assertThat(read(name).failure(request(3, "base64"))).hasValueSatisfying(error -> {
            assertThat(error.status()).isEqualTo(502);
            assertThat(error.message()).contains(reason);
            assertThat(error.provider()).isEqualTo("OpenAI");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [[1,2],[1,NaN]]            | input 11 has a value that is not a 32-bit number
            [[1,Infinity],[1,2]]       | input 10 has a value that is not a 32-bit number
            [[1,2],[1,-Infinity]]      | input 11 has a value that is not a 32-bit number
            [[1,1e39],[1,2]]           | input 10 has a value that is not a 32-bit number
            [[1,2],[1,-1e400]]         | input 11 has a value that is not a 32-bit number
            [[1,null],[1,2]]           | input 10 has a value that is not a 32-bit number
            [[1,2],["NaN",2]]          | input 11 has a value that is not a 32-bit number
            [[1,2],[{},2]]             | input 11 has a value that is not a 32-bit number
            ["AACAPwAAwH8=","AACAPw=="]    | input 10 has a value that is not a 32-bit number
            ["AACAPw==","AACAfw=="]    | input 11 has a value that is not a 32-bit number
            ["AACAPw==","AACA"]        | input 11 has 3 bytes
            ["AACAPw==","?"]           | input 11 is no base64
            [[1,2],[1,2,3]]            | input 11 has 3 numbers, not 2
            [[1,2],[]]                 | input 11 has no numbers
            [[],"AACAPw=="]            | input 10 has no numbers
            [[1,2],null]               | input 11 has no numbers
            [[1,2],5]                  | input 11 has no numbers
            """)
    void what_is_no_vector_names_its_input(String vectors, String reason) throws IOException {
        var data = new StringBuilder();
        for (var vector : split(vectors)) {
            data.append(data.isEmpty() ? "" : ",")
                    .append("{\"embedding\":")
                    .append(vector)
                    .append('}');
        }
        byte[] body = ("{\"data\":[" + data + "]}").getBytes(StandardCharsets.UTF_8);

        assertThat(EmbeddingsAnswerReader.read(body, body.length)
                        .failure(request(2, "float").with(10, inputs(2)))
                        .orElseThrow()
                        .message())
                .contains(reason);
    }

    private static List<String> split(String vectors) {
        String inner = vectors.substring(1, vectors.length() - 1);
        int depth = 0;
        int from = 0;
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < inner.length(); i++) {
            depth += inner.charAt(i) == '[' ? 1 : inner.charAt(i) == ']' ? -1 : 0;
            if (inner.charAt(i) == ',' && depth == 0) {
                parts.add(inner.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(inner.substring(from));
        return parts;
    }

    private static EmbeddingsRequest request(int inputs, String encodingFormat) {
        return new EmbeddingsRequest("acme/m", 0, inputs(inputs), null, encodingFormat, null, Map.of());
    }

    private static List<List<ContentPart>> inputs(int count) {
        return Collections.nCopies(count, List.of(new ContentPart.Text("a")));
    }

    @Test
    void an_empty_body_is_no_answer() {
        assertThatThrownBy(() -> EmbeddingsAnswerReader.read(new byte[0], 0)).isInstanceOf(IOException.class);
    }

    @Test
    void an_array_grows_with_its_vector() throws IOException {
        byte[] body = ("{\"data\":[{\"embedding\":[" + "0.5,".repeat(3000) + "1]}]}").getBytes(StandardCharsets.UTF_8);

        float[] vector =
                EmbeddingsAnswerReader.read(body, body.length).inOrder().get(0);

        assertThat(vector).hasSize(3001).endsWith(0.5f, 1);
    }

    @Test
    void many_vectors_take_their_own_memory_and_little_more() throws IOException {
        int vectors = 256;
        int bytesEach = 1536 * Float.BYTES;
        String vector = Base64.getEncoder().encodeToString(new byte[bytesEach]);
        String entries = String.join(",", Collections.nCopies(vectors, "{\"embedding\":\"" + vector + "\"}"));
        byte[] body = ("{\"data\":[" + entries + "]}").getBytes(StandardCharsets.UTF_8);
        EmbeddingsAnswerReader.read(body, body.length);

        long before = THREADS.getCurrentThreadAllocatedBytes();
        EmbeddingsAnswerReader.read(body, body.length);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).isBetween(1L * vectors * bytesEach, (long) (1.3 * vectors * bytesEach));
    }

    private static EmbeddingsAnswer read(String name) throws IOException {
        byte[] body = Payloads.bytes("embeddings/" + name + ".json");
        return EmbeddingsAnswerReader.read(body, body.length);
    }
}
