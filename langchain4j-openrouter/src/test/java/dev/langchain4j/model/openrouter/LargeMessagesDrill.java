package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.openrouter.support.FreshJvm;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Large messages in a small heap: each program runs in a JVM of its own whose heap holds the message, what it is read
 * from or written to, and little more.
 */
class LargeMessagesDrill {

    private static final int IMAGE_BYTES = 32 * 1024 * 1024;
    private static final int IMAGE_CHARACTERS = IMAGE_BYTES / 3 * 4;
    private static final int DIMENSIONS = 3_072;
    private static final int VECTORS = 200 * 1024 * 1024 / (DIMENSIONS * Float.BYTES / 3 * 4);
    private static final String START =
            "{\"id\":\"gen-1\",\"model\":\"m\",\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\",";

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/image/", LargeMessagesDrill::answerWithImage);
        server.createContext("/text/", LargeMessagesDrill::answerWithLength);
        server.createContext("/vectors/", LargeMessagesDrill::answerWithVectors);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void an_image_of_32_mb_arrives_in_a_heap_of_180_mb() {
        String printed = FreshJvm.run(List.of("-Xmx180m"), TakeImage.class, url("/image"));

        assertThat(printed).contains("characters: " + IMAGE_CHARACTERS);
    }

    @Test
    void a_conversation_of_10_000_messages_leaves_a_heap_of_80_mb() {
        String printed = FreshJvm.run(List.of("-Xmx80m"), SendConversation.class, url("/text"));

        assertThat(printed).containsPattern("received: \\d{8}");
    }

    @Test
    void vectors_of_200_mb_of_json_arrive_in_a_heap_of_400_mb() {
        String printed = FreshJvm.run(List.of("-Xmx400m"), TakeVectors.class, url("/vectors"));

        assertThat(printed).contains("vectors: " + VECTORS + " of " + DIMENSIONS);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static void answerWithImage(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
        byte[] head = bytes(
                START
                        + "\"content\":\"\",\"images\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,");
        byte[] tail = bytes("\"}}]}}]}");
        byte[] piece = bytes("iVBORw0K".repeat(1_024));
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, head.length + IMAGE_CHARACTERS + tail.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(head);
            for (int left = IMAGE_CHARACTERS; left > 0; left -= piece.length) {
                out.write(piece, 0, Math.min(left, piece.length));
            }
            out.write(tail);
        }
    }

    private static void answerWithLength(HttpExchange exchange) throws IOException {
        long length;
        try (InputStream in = exchange.getRequestBody()) {
            length = in.transferTo(OutputStream.nullOutputStream());
        }
        byte[] body = bytes(START + "\"content\":\"" + length + "\"}}]}");
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static void answerWithVectors(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
        byte[] head = bytes("{\"model\":\"m\",\"data\":[");
        byte[] vector = bytes("{\"embedding\":\"" + "AACA".repeat(DIMENSIONS * Float.BYTES / 3) + "\"}");
        byte[] tail = bytes("]}");
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, head.length + VECTORS * (vector.length + 1L) + tail.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(head);
            for (int i = 0; i < VECTORS; i++) {
                out.write(vector);
                out.write(i < VECTORS - 1 ? ',' : ' ');
            }
            out.write(tail);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Asks for an image. */
    static final class TakeImage {

        private TakeImage() {}

        public static void main(String[] args) {
            AiMessage message =
                    model(args[0]).chat(UserMessage.from("Paint a river.")).aiMessage();
            Image image = message.images().get(0);
            System.out.println("characters: " + image.base64Data().length());
        }
    }

    /** Sends 10,000 messages of a kilobyte. */
    static final class SendConversation {

        private SendConversation() {}

        public static void main(String[] args) {
            String text = "The river runs through the town. ".repeat(31);
            List<ChatMessage> messages = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                messages.add(i % 2 == 0 ? UserMessage.from(i + text) : AiMessage.from(i + text));
            }
            messages.add(UserMessage.from("Well?"));
            System.out.println(
                    "received: " + model(args[0]).chat(messages).aiMessage().text());
        }
    }

    /** Asks for so many vectors at once that the answer has 200 MB. */
    static final class TakeVectors {

        private TakeVectors() {}

        public static void main(String[] args) {
            EmbeddingModel model = OpenRouterEmbeddingModel.builder()
                    .baseUrl(args[0])
                    .apiKey("sk-or-v1-large")
                    .modelName("openai/text-embedding-3-large")
                    .maxSegmentsPerBatch(VECTORS)
                    .build();
            List<Embedding> vectors = model.embedAll(Collections.nCopies(VECTORS, TextSegment.from("The river.")))
                    .content();
            System.out.println("vectors: " + vectors.size() + " of "
                    + vectors.get(VECTORS - 1).dimension());
        }
    }

    private static OpenRouterChatModel model(String baseUrl) {
        return OpenRouterChatModel.builder()
                .baseUrl(baseUrl)
                .apiKey("sk-or-v1-large")
                .modelName("google/gemini-2.5-flash-image")
                .build();
    }
}
