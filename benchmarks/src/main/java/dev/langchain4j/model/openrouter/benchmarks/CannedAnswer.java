package dev.langchain4j.model.openrouter.benchmarks;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The bytes of one scenario's answer, in OpenRouter's form.
 *
 * @param writes the writes to the socket, one system call each
 * @param paced whether the chunks are sent at a fixed pace
 */
record CannedAnswer(List<byte[]> writes, boolean paced) {

    static final byte[] LAST_HTTP_CHUNK = bytes("0\r\n\r\n");

    private static final int LARGE_WRITE = 16 * 1024;
    private static final String STREAM_HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
            + "X-Generation-Id: gen-1755600000-Xq7bWm2vRk\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String CHUNK_HEAD = "{\"id\":\"gen-1755600000-Xq7bWm2vRk\",\"provider\":\"OpenAI\","
            + "\"model\":\"openai/gpt-4o-mini\",\"object\":\"chat.completion.chunk\",\"created\":1755600000,"
            + "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"";
    private static final String CHUNK_TAIL = "\"},\"finish_reason\":null,\"native_finish_reason\":null,"
            + "\"logprobs\":null}],\"system_fingerprint\":\"fp_560af6e559\"}";

    static Map<String, CannedAnswer> all() {
        Map<String, CannedAnswer> answers = new HashMap<>();
        for (Scenario scenario : Scenario.values()) {
            answers.put(scenario.name(), of(scenario));
        }
        return answers;
    }

    /** The body of a plain answer. */
    static byte[] body(Scenario scenario) {
        return bytes(json(scenario));
    }

    private static String json(Scenario scenario) {
        return switch (scenario) {
            case UNARY, ASYNC, METERED, ASYNC_CALLS, VIRTUAL_ASYNC_CALLS, CALLERS, VIRTUAL_CALLERS, LARGE_REQUEST ->
                chat("\"content\":\"" + "The Seine runs through Paris. ".repeat(10) + "\"", 60);
            case LARGE_ANSWER ->
                chat("\"content\":\"" + "Die Seine fließt \\\"durch\\\" Paris.\\n".repeat(6_000) + "\"", 60_000);
            case TOOL_CALLS ->
                chat("\"content\":null,\"tool_calls\":[" + toolCall(0, "Paris") + "," + toolCall(1, "Oslo") + "]", 40);
            case RERANK -> rerank();
            case LLM_RERANK -> chat("\"content\":\"" + grades(20).replace("\"", "\\\"") + "\"", 120);
            case EMBED -> embeddings(true);
            case EMBED_AS_FLOATS -> embeddings(false);
            case STREAM, STREAM_IN_DRIPS, PUBLISHED, METERED_STREAM, STREAMS, VIRTUAL_STREAMS ->
                throw new IllegalArgumentException(scenario + " is answered with a stream");
        };
    }

    private static CannedAnswer of(Scenario scenario) {
        return switch (scenario) {
            case STREAM, PUBLISHED, METERED_STREAM -> largeWrites(events(1_000));
            case STREAM_IN_DRIPS -> writePerEvent(events(1_000));
            case STREAMS, VIRTUAL_STREAMS -> new CannedAnswer(List.of(bytes(STREAM_HEAD)), true);
            default -> plain(body(scenario));
        };
    }

    static byte[] textEvent(String text) {
        return bytes("data: " + CHUNK_HEAD + text + CHUNK_TAIL + "\n\n");
    }

    /** The finish, the usage and the end mark. */
    static byte[] lastEvents(int tokens) {
        String finish = CHUNK_HEAD + CHUNK_TAIL.replace("_reason\":null", "_reason\":\"stop\"");
        String usage =
                CHUNK_HEAD + CHUNK_TAIL.substring(0, CHUNK_TAIL.length() - 1) + ",\"usage\":" + usage(tokens) + "}";
        return bytes("data: " + finish + "\n\ndata: " + usage + "\n\ndata: [DONE]\n\n");
    }

    static byte[] httpChunk(byte[] content) {
        return joined(List.of(bytes(Integer.toHexString(content.length) + "\r\n"), content, bytes("\r\n")));
    }

    private static List<byte[]> events(int chunks) {
        List<byte[]> events = new ArrayList<>();
        events.add(bytes(": OPENROUTER PROCESSING\n\n"));
        for (int i = 0; i < chunks; i++) {
            events.add(textEvent(i % 50 == 49 ? ".\\n" : " word" + i % 10));
        }
        events.add(lastEvents(chunks));
        return events;
    }

    private static CannedAnswer plain(byte[] body) {
        return new CannedAnswer(
                List.of(joined(List.of(
                        bytes("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                + "X-Generation-Id: gen-1755600000-Xq7bWm2vRk\r\nContent-Length: " + body.length
                                + "\r\n\r\n"),
                        body))),
                false);
    }

    private static CannedAnswer largeWrites(List<byte[]> events) {
        byte[] body = joined(events);
        List<byte[]> writes = new ArrayList<>();
        writes.add(bytes(STREAM_HEAD));
        for (int from = 0; from < body.length; from += LARGE_WRITE) {
            writes.add(httpChunk(Arrays.copyOfRange(body, from, Math.min(from + LARGE_WRITE, body.length))));
        }
        writes.add(LAST_HTTP_CHUNK);
        return new CannedAnswer(writes, false);
    }

    private static CannedAnswer writePerEvent(List<byte[]> events) {
        List<byte[]> writes = new ArrayList<>();
        writes.add(bytes(STREAM_HEAD));
        events.forEach(event -> writes.add(httpChunk(event)));
        writes.add(LAST_HTTP_CHUNK);
        return new CannedAnswer(writes, false);
    }

    private static String chat(String message, int tokens) {
        return "{\"id\":\"gen-1755600000-Xq7bWm2vRk\",\"provider\":\"OpenAI\",\"model\":\"openai/gpt-4o-mini\","
                + "\"object\":\"chat.completion\",\"created\":1755600000,\"choices\":[{\"logprobs\":null,"
                + "\"finish_reason\":\"stop\",\"native_finish_reason\":\"stop\",\"index\":0,\"message\":"
                + "{\"role\":\"assistant\"," + message + ",\"refusal\":null,\"reasoning\":null}}],"
                + "\"system_fingerprint\":\"fp_560af6e559\",\"usage\":" + usage(tokens) + "}";
    }

    private static String rerank() {
        List<String> documents = Workload.documents();
        List<String> results = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            results.add("{\"index\":" + (i * 37 % documents.size()) + ",\"relevance_score\":"
                    + (0.98213 - 0.0097 * i) + ",\"document\":{\"text\":\""
                    + documents.get(i * 37 % documents.size()) + "\"}}");
        }
        return "{\"id\":\"gen-rerank-1755600000-kZ1\",\"model\":\"cohere/rerank-v3.5\",\"provider\":\"Cohere\","
                + "\"results\":[" + String.join(",", results)
                + "],\"meta\":{\"billed_units\":{\"search_units\":1}},\"usage\":{\"search_units\":1,\"total_tokens\":150,\"cost\":0.00200}}";
    }

    private static String grades(int passages) {
        return IntStream.rangeClosed(1, passages)
                .mapToObj(i -> "\"" + i + "\":" + i % 10)
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** The catalog, for a budget's prices. */
    static CannedAnswer models() {
        return plain(bytes("{\"data\":[{\"id\":\"" + Workload.MODEL + "\",\"name\":\"GPT-4o-mini\","
                + "\"context_length\":128000,\"architecture\":{\"input_modalities\":[\"text\"],"
                + "\"output_modalities\":[\"text\"]},\"pricing\":{\"prompt\":\"0.00000015\","
                + "\"completion\":\"0.0000006\"},\"supported_parameters\":[\"max_tokens\",\"tools\"]}]}"));
    }

    private static String embeddings(boolean base64) {
        Random random = new Random(1);
        List<String> vectors = new ArrayList<>();
        for (int i = 0; i < Workload.texts().size(); i++) {
            ByteBuffer bytes = ByteBuffer.allocate(4 * Workload.DIMENSIONS).order(ByteOrder.LITTLE_ENDIAN);
            List<String> numbers = new ArrayList<>();
            for (int j = 0; j < Workload.DIMENSIONS; j++) {
                float number = (float) (random.nextGaussian() / 40);
                bytes.putFloat(number);
                numbers.add(Float.toString(number));
            }
            String vector = base64
                    ? "\"" + Base64.getEncoder().encodeToString(bytes.array()) + "\""
                    : "[" + String.join(",", numbers) + "]";
            vectors.add("{\"object\":\"embedding\",\"index\":" + i + ",\"embedding\":" + vector + "}");
        }
        return "{\"object\":\"list\",\"id\":\"gen-emb-1755600000-kZ1\",\"model\":\"openai/text-embedding-3-small\","
                + "\"data\":[" + String.join(",", vectors)
                + "],\"usage\":{\"prompt_tokens\":3072,\"total_tokens\":3072,\"cost\":0.00006}}";
    }

    private static String usage(int tokens) {
        return "{\"prompt_tokens\":31,\"completion_tokens\":" + tokens + ",\"total_tokens\":" + (31 + tokens)
                + ",\"cost\":0.00003915,\"is_byok\":false,\"prompt_tokens_details\":{\"cached_tokens\":0,"
                + "\"audio_tokens\":0},\"cost_details\":{\"upstream_inference_cost\":null},"
                + "\"completion_tokens_details\":{\"reasoning_tokens\":0,\"image_tokens\":0}}";
    }

    private static String toolCall(int index, String town) {
        return "{\"index\":" + index + ",\"id\":\"call_" + town + "\",\"type\":\"function\",\"function\":{\"name\":"
                + "\"tool_" + index + "\",\"arguments\":\"{\\\"town\\\":\\\"" + town + "\\\",\\\"days\\\":3}\"}}";
    }

    private static byte[] joined(List<byte[]> parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        parts.forEach(joined::writeBytes);
        return joined.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
