package dev.langchain4j.model.openrouter.internal.api.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import dev.langchain4j.model.openrouter.internal.http.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The template may leave any event to the parser, but it must never read another text than the parser. */
class TextTemplateTest {

    private static final String BEFORE = "{\"id\":\"gen-1\",\"model\":\"a/b\",\"choices\":[{\"index\":0,\"delta\":"
            + "{\"role\":\"assistant\",\"content\":\"";
    private static final String AFTER = "\"},\"finish_reason\":null,\"native_finish_reason\":null}]}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                " ",
                "\u00e4\u00f6\u00fc \u20ac \u4e2d\u6587 \ud83d\ude00",
                "line\\nbreak",
                "\\\"quoted\\\"",
                "back\\\\slash",
                "\\u00e4\\ud83d\\ude00",
                "\\ud83d",
                "ends with an escaped quote \\\"",
                "ends with a backslash \\\\",
                "\\/\\b\\f\\n\\r\\t",
            })
    void takes_the_text_of_the_next_event_without_the_parser(String escaped) throws IOException {
        TextTemplate template = learnedFrom(BEFORE + "first" + AFTER);
        String event = BEFORE + escaped + AFTER;

        assertThat(text(template, event))
                .isNotNull()
                .isEqualTo(parsed(event).choice().message().content());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // another member in the same place, a longer one, an earlier end, an error, a finish
                "x\",\"refusal\":\"y",
                "x\"},\"finish_reason\":\"stop\",\"usage\":{\"cost\":\"1",
                "\\",
                "x\\",
                "tab\tinside",
                "bad escape \\x",
                "half an escape \\u12",
            })
    void leaves_everything_else_to_the_parser(String inside) throws IOException {
        TextTemplate template = learnedFrom(BEFORE + "first" + AFTER);

        assertThat(text(template, BEFORE + inside + AFTER)).isNull();
    }

    @Test
    void leaves_malformed_utf_8_to_the_parser() throws IOException {
        TextTemplate template = learnedFrom(BEFORE + "first" + AFTER);
        byte[] event = (BEFORE + "??" + AFTER).getBytes(UTF_8);
        event[BEFORE.length()] = (byte) 0xC3;

        assertThat(template.textOf(event, 0, event.length)).isNull();
    }

    @Test
    void knows_nothing_before_it_has_learned_and_takes_no_empty_text() throws IOException {
        assertThat(text(new TextTemplate(), BEFORE + "x" + AFTER)).isNull();
        assertThat(text(learnedFrom(BEFORE + "first" + AFTER), BEFORE + AFTER)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\":[{\"delta\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"x\"}}],\"usage\":{\"cost\":1}}",
                "{\"choices\":[{\"delta\":{\"content\":\"x\",\"reasoning\":\"y\"}}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"x\",\"refusal\":\"y\"}}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"x\",\"reasoning_details\":[{\"type\":\"reasoning.encrypted\",\"data\":\"y\"}]}}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"x\",\"annotations\":[{\"type\":\"file\"}]}}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"x\",\"audio\":{\"transcript\":\"y\"}}}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"x\"},\"native_finish_reason\":\"STOP\"}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"x\",\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"1\"}}]}}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"x\",\"images\":[{\"image_url\":{\"url\":\"https://a/b\"}}]}}]}",
                "{\"choices\":[{\"delta\":{\"content\":[{\"type\":\"text\",\"text\":\"x\"}]}}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"x\"},\"logprobs\":{\"content\":[]}}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"x\"}}],\"openrouter_metadata\":{\"attempt\":1}}",
            })
    void does_not_learn_from_a_chunk_that_brings_more_than_text(String event) throws IOException {
        assertThat(text(learnedFrom(event), event)).isNull();
    }

    @Test
    void gives_up_learning_where_chunks_differ_elsewhere() throws IOException {
        TextTemplate template = new TextTemplate();
        for (int i = 0; i < 3; i++) {
            learn(template, "{\"n\":" + i + ",\"choices\":[{\"delta\":{\"content\":\"x\"}}]}");
        }
        String stable = BEFORE + "x" + AFTER;
        learn(template, stable);

        assertThat(text(template, stable)).isNull();
    }

    @Test
    void says_what_the_parser_says_on_mutated_streams() throws IOException {
        int taken = 0;
        for (int seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            TextTemplate template = new TextTemplate();
            ChunkMerger withTemplate = new ChunkMerger();
            ChunkMerger withParser = new ChunkMerger();
            for (byte[] event : mutatedStream(random)) {
                ChatCompletion chunk = parsedOrNull(event);
                String text = template.textOf(event, 0, event.length);
                if (text != null) {
                    taken++;
                    assertThat(chunk)
                            .as("seed %d: taken, but no JSON: %s", seed, new String(event, UTF_8))
                            .isNotNull();
                    withTemplate.acceptText(text);
                } else if (chunk != null) {
                    withTemplate.accept(chunk);
                    template.learn(chunk, event, 0, event.length);
                }
                if (chunk != null) {
                    withParser.accept(chunk);
                }
            }
            assertThat(withTemplate.toCompletion()).as("seed %d", seed).isEqualTo(withParser.toCompletion());
        }
        assertThat(taken).isGreaterThan(5_000);
    }

    private static List<byte[]> mutatedStream(Random random) {
        String[] texts = {
            "a", " word", "\\n", "\\\"", "\u20ac", "\ud83d\ude00", "\\u0041", "\\\\", "", "}", "{\\\"a\\\":1}"
        };
        List<byte[]> events = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            byte[] event = (BEFORE + texts[random.nextInt(texts.length)] + AFTER).getBytes(UTF_8);
            if (random.nextInt(3) == 0) {
                event = mutated(event, random);
            }
            events.add(event);
        }
        return events;
    }

    private static byte[] mutated(byte[] event, Random random) {
        int at = random.nextInt(event.length);
        String alphabet = "\"\\{}[]:,n0 \u0000\n";
        byte b = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
        return switch (random.nextInt(3)) {
            case 0 -> {
                byte[] changed = event.clone();
                changed[at] = b;
                yield changed;
            }
            case 1 -> {
                byte[] longer = Arrays.copyOf(event, event.length + 1);
                System.arraycopy(event, at, longer, at + 1, event.length - at);
                longer[at] = b;
                yield longer;
            }
            default -> {
                byte[] shorter = Arrays.copyOf(event, event.length - 1);
                System.arraycopy(event, at + 1, shorter, at, event.length - at - 1);
                yield shorter;
            }
        };
    }

    private static TextTemplate learnedFrom(String event) throws IOException {
        TextTemplate template = new TextTemplate();
        learn(template, event);
        return template;
    }

    private static void learn(TextTemplate template, String event) throws IOException {
        byte[] bytes = event.getBytes(UTF_8);
        template.learn(parsed(event), bytes, 0, bytes.length);
    }

    private static @Nullable String text(TextTemplate template, String event) {
        byte[] bytes = ("##" + event + "##").getBytes(UTF_8);
        return template.textOf(bytes, 2, bytes.length - 2);
    }

    private static ChatCompletion parsed(String event) throws IOException {
        try (JsonParser json = Json.parser(event)) {
            return new ChatCompletionReader().read(json);
        }
    }

    private static @Nullable ChatCompletion parsedOrNull(byte[] event) {
        try (JsonParser json = Json.parser(event, 0, event.length)) {
            return new ChatCompletionReader().read(json);
        } catch (IOException e) {
            return null;
        }
    }
}
