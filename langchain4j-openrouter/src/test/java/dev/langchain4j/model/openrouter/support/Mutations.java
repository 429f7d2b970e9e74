package dev.langchain4j.model.openrouter.support;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages an answer at random, as a broken or hostile server would. */
public final class Mutations {

    private static final int MAX_CHANGES = 4;
    private static final int LONGEST = 256 * 1024;
    private static final int SHOWN = 2_000;
    private static final String[] TOKENS = {
        "null",
        "{}",
        "[]",
        "\"\"",
        "true",
        "0",
        "-1",
        "1e9999999999",
        "9223372036854775808",
        "0.1",
        "NaN",
        "\"1e999\"",
        "{",
        "}",
        "[",
        "]",
        "\"",
        ",",
        ":",
        "\\",
        "\\u0000",
        "\\ud800",
        "\u0000",
        "\uFEFF",
        "data: ",
        "data: [DONE]\n\n",
        "\n\n",
        "\r\n",
        ": x\n",
        "event: error\n",
        "\"error\":{\"code\":502,\"message\":\"x\"},",
        "\"error\":\"\",",
        "\"usage\":null,",
        "\"choices\":[],",
        "<think>",
        "</think>",
        "<html>",
        "<title>",
        "<!--",
        "[1] > [2]"
    };

    private Mutations() {}

    /** One to four changes, or none. */
    public static byte[] of(byte[] seed, List<byte[]> corpus, Random random) {
        byte[] body = seed;
        for (int changes = random.nextInt(MAX_CHANGES + 1); changes > 0; changes--) {
            body = changed(body, corpus, random);
        }
        return body;
    }

    private static byte[] changed(byte[] body, List<byte[]> corpus, Random random) {
        int from = random.nextInt(body.length + 1);
        int to = Math.min(body.length, from + random.nextInt(1 + random.nextInt(64)));
        return switch (random.nextInt(9)) {
            case 0 -> replaced(body, from, to, new byte[0]);
            case 1 -> replaced(body, from, from, slice(body, from, to));
            case 2 -> replaced(body, from, to, token(random));
            case 3 -> replaced(body, from, from, token(random));
            case 4 -> slice(body, 0, from);
            case 5 -> replaced(body, from, to, bytes(random, to - from));
            case 6 -> {
                byte[] other = corpus.get(random.nextInt(corpus.size()));
                int start = random.nextInt(other.length + 1);
                yield replaced(body, from, body.length, slice(other, start, other.length));
            }
            case 7 -> replaced(body, from, from, repeated(token(random), 1 + random.nextInt(3_000)));
            default -> ofNumber(body, from, random);
        };
    }

    /** Something else in the place of the next number. */
    private static byte[] ofNumber(byte[] body, int from, Random random) {
        int start = from;
        while (start < body.length && (body[start] < '0' || body[start] > '9')) {
            start++;
        }
        int end = start;
        while (end < body.length && body[end] >= '0' && body[end] <= '9') {
            end++;
        }
        return replaced(body, start, end, token(random));
    }

    private static byte[] token(Random random) {
        return TOKENS[random.nextInt(TOKENS.length)].getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Random random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] repeated(byte[] token, int times) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            bytes.writeBytes(token);
        }
        return bytes.toByteArray();
    }

    private static byte[] slice(byte[] body, int from, int to) {
        return Arrays.copyOfRange(body, from, to);
    }

    private static byte[] replaced(byte[] body, int from, int to, byte[] by) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(body, 0, from);
        bytes.writeBytes(by);
        bytes.write(body, to, body.length - to);
        return bytes.size() > LONGEST ? slice(bytes.toByteArray(), 0, LONGEST) : bytes.toByteArray();
    }

    /** The body as a response: mostly with its length, else in chunks, until the end of the connection, or cut off. */
    public static Response response(byte[] body, int status, String contentType, Random random) {
        String head = "HTTP/1.1 " + status + " Told\r\nContent-Type: " + contentType + "\r\n";
        boolean hasBody = status != 204 && status != 304;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int framing = hasBody ? random.nextInt(10) : 9;
        if (framing == 0) {
            write(bytes, head + "Transfer-Encoding: chunked\r\n\r\n");
            for (int from = 0, to; from < body.length; from = to) {
                to = Math.min(body.length, from + 1 + random.nextInt(4_096));
                write(bytes, Integer.toHexString(to - from) + "\r\n");
                bytes.write(body, from, to - from);
                write(bytes, "\r\n");
            }
            write(bytes, "0\r\n\r\n");
        } else if (framing == 1) {
            write(bytes, head + "Connection: close\r\n\r\n");
            bytes.writeBytes(body);
        } else if (framing == 2) {
            write(bytes, head + "Content-Length: " + (body.length + 1 + random.nextInt(200_000_000)) + "\r\n\r\n");
            bytes.writeBytes(body);
        } else {
            write(bytes, head + (hasBody ? "Content-Length: " + body.length + "\r\n\r\n" : "\r\n"));
            bytes.writeBytes(hasBody ? body : new byte[0]);
        }
        return new Response(bytes.toByteArray(), framing == 1 || framing == 2);
    }

    private static void write(ByteArrayOutputStream bytes, String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** @param last whether the connection ends with it */
    public record Response(byte[] bytes, boolean last) {

        /** The start, for a person to look at. */
        @Override
        public String toString() {
            String text = new String(bytes, StandardCharsets.UTF_8);
            return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "… (" + bytes.length + " bytes)";
        }
    }
}
