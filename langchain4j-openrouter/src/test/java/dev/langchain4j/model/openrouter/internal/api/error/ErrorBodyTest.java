package dev.langchain4j.model.openrouter.internal.api.error;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.langchain4j.model.openrouter.support.Payloads;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorBodyTest {

    /** The response says 503 each time, so that a status from the body shows. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', nullValues = "-", textBlock = """
            rate-limit-upstream.json; 429; 429; -; Chutes; Provider returned error
            rate-limit-free-models.json; 429; 429; -; -; Rate limit exceeded: free-models-per-day. Add 10 credits to unlock 1000 free model requests per day
            insufficient-credits.json; 402; 402; -; -; This request requires more credits, or fewer max_tokens. You requested up to 64000 tokens, but can only afford 900.
            moderation.json; 403; 403; -; OpenAI; Input was flagged
            model-not-found.json; 400; -; invalid_request; -; acme/fake-1.0 is not a valid model ID
            raw-json-in-string.json; 502; 502; -; OpenAI; Provider returned error
            raw-object.json; 400; 400; -; Google; Provider returned error
            masked-500.json; 500; 500; -; -; Internal Server Error
            code-as-text.json; 503; invalid_api_key; -; -; User not found.
            code-numeric-text.json; 429; 429; -; -; Slow down
            error-string.json; 503; -; -; -; model is loading
            message-only.json; 503; -; -; -; Not Found
            zod.json; 503; -; -; -; 'messages.0.content: Required; temperature: Number must be at most 2'
            messages-api.json; 503; -; invalid_request; -; max_tokens: Field required
            responses-api.json; 503; server_error; authentication; -; Upstream failed
            bad-gateway.html; 503; -; -; -; openrouter.ai | 502: Bad gateway
            """)
    void reads_every_envelope(String file, int status, String code, String type, String provider, String message) {
        ApiError error = read(503, Payloads.bytes("errors/" + file));

        assertThat(error.message()).isEqualTo(message);
        assertThat(error.status()).isEqualTo(status);
        assertThat(error.code()).isEqualTo(code);
        assertThat(error.type()).isEqualTo(type);
        assertThat(error.provider()).isEqualTo(provider);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            rate-limit-upstream.json; x/y:free is temporarily rate-limited upstream. Please retry shortly, or add your own key.
            raw-json-in-string.json; The server had an error
            raw-object.json; Corrupted thought signature
            """)
    void unwraps_the_words_of_the_upstream(String file, String upstreamMessage) {
        assertThat(read(file).upstreamMessage()).isEqualTo(upstreamMessage);
    }

    @Test
    void reads_why_no_endpoint_took_the_request() {
        ApiError error = read("capacity-exhausted.json");

        assertThat(error.status()).isEqualTo(429);
        assertThat(error.availability())
                .isEqualTo(new ApiError.Availability(
                        "capacity_exhausted",
                        true,
                        Duration.ofSeconds(40),
                        List.of("anthropic/claude-sonnet-4.5"),
                        List.of("anthropic", "amazon-bedrock"),
                        List.of("max_price"),
                        List.of("anthropic/claude-haiku-4.5"),
                        "max_price",
                        "no endpoint is that cheap",
                        "https://openrouter.ai/docs/errors#capacity_exhausted"));
        assertThat(error.metadata()).containsOnlyKeys("previous_errors", "openrouter_metadata");
    }

    @Test
    void keeps_the_metadata_verbatim() {
        assertThat(read("moderation.json").metadata())
                .containsEntry("reasons", List.of("violence"))
                .containsEntry("model_slug", "openai/gpt-4o");
        assertThat(read("rate-limit-free-models.json").metadata()).containsEntry("provider_name", null);
    }

    @Test
    void explains_pages_and_texts_of_a_proxy() {
        assertThat(read("proxy-without-title.html").message()).isEqualTo("403 Forbidden nginx");
        assertThat(read("upstream-text.txt").message()).startsWith("upstream connect error");
        assertThat(read("cut-off.txt").message()).isEqualTo("{\"error\":{\"message\":\"Provider retur");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " \n", "{}", "[]", "null", "{\"error\":null}", "{\"error\":{\"message\":\" \"}}", "<p></p>"})
    void has_a_message_even_where_nobody_says_anything(String body) {
        ApiError error = read(502, body.getBytes(StandardCharsets.UTF_8));

        assertThat(error.status()).isEqualTo(502);
        assertThat(error.message()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"code\":null,\"message\":\"m\",\"type\":\"server_error\"}', 500",
        "'{\"code\":\"rate_limit_exceeded\",\"message\":\"m\"}', 429",
        "'{\"message\":\"m\",\"metadata\":{\"error_type\":\"context_length_exceeded\"}}', 400",
        "'{\"message\":\"m\",\"availability\":{\"code\":\"privacy_restricted\"}}', 404",
        "'{\"code\":0,\"message\":\"m\"}', 502",
        "'{\"code\":302,\"message\":\"m\"}', 502",
        "'\"text\"', 502"
    })
    void an_error_inside_a_success_gets_the_status_of_its_kind(String error, int status) {
        ApiError read = read(200, ("{\"error\":" + error + "}").getBytes(StandardCharsets.UTF_8));

        assertThat(read.status()).isEqualTo(status);
    }

    @Test
    void an_error_without_words_is_told_by_its_type() {
        ApiError error = ApiErrorReader.ofMember(Map.of("code", 429, "error_type", "rate_limit_exceeded"));

        assertThat(error.message()).isEqualTo("rate_limit_exceeded");
    }

    @Test
    void reads_the_provider_beside_the_message() {
        ApiError error = ApiErrorReader.ofMember(Map.of("message", "m", "provider_name", "Azure"));

        assertThat(error.provider()).isEqualTo("Azure");
    }

    @ParameterizedTest
    @CsvSource({"0, PT0S", "1.5, PT1.5S", "1e300, PT8760H", "-1,"})
    void reads_how_long_to_wait(String seconds, @Nullable Duration wait) {
        ApiError error = ApiErrorReader.ofMember(
                Map.of("message", "m", "availability", Map.of("code", "capacity_exhausted", "retry_after", seconds)));

        assertThat(error.availability().retryAfter()).isEqualTo(wait);
    }

    @Test
    void cuts_a_long_text_without_cutting_a_character() {
        String text = "a" + "😀".repeat(5000);

        String message = read(500, text.getBytes(StandardCharsets.UTF_8)).message();

        assertThat(message).hasSize(2000).endsWith("😀…");
    }

    @Test
    void stops_unwrapping_what_is_nested_without_end() {
        Object raw = "the reason";
        for (int i = 0; i < 50; i++) {
            raw = Map.of("error", raw);
        }

        ApiError error =
                ApiErrorReader.ofMember(Map.of("message", "Provider returned error", "metadata", Map.of("raw", raw)));

        assertThat(error.message()).isEqualTo("Provider returned error");
        assertThat(error.upstreamMessage()).isNull();
    }

    @Test
    void never_throws_whatever_the_bytes_are() {
        Random random = new Random(7);
        for (String name : List.of("zod.json", "capacity-exhausted.json", "bad-gateway.html", "raw-object.json")) {
            byte[] body = Payloads.bytes("errors/" + name);
            for (int i = 0; i < 500; i++) {
                byte[] mutant = Arrays.copyOf(body, random.nextInt(body.length + 1));
                for (int j = 0; j < 3 && mutant.length > 0; j++) {
                    mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
                }
                assertThat(read(500, mutant).message()).isNotBlank();
            }
        }
        assertThat(read(500, "[".repeat(100_000).getBytes(StandardCharsets.UTF_8))
                        .message())
                .isNotBlank();
    }

    private static ApiError read(String file) {
        return read(503, Payloads.bytes("errors/" + file));
    }

    private static ApiError read(int status, byte[] body) {
        return ErrorBody.of(body, body.length).error(status);
    }

    @Test
    void of_a_huge_message_only_the_beginning_is_searched_for_keys() {
        String huge = "sk-0123456789 ".repeat(500_000);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();

        long before = threads.getThreadAllocatedBytes(thread);
        String message = ErrorText.presentable(huge);
        long allocated = threads.getThreadAllocatedBytes(thread) - before;

        assertThat(message).startsWith("sk-… sk-… ").hasSize(ErrorText.MAX_LENGTH + 1);
        assertThat(allocated).isLessThan(2_000_000);
    }
}
