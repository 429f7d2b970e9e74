package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.support.NewSockets;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A request leaves in one write: each further write may become a packet that waits for the acknowledgement of the one
 * before.
 */
@ExtendWith(OpenRouterServerExtension.class)
class RequestWritesTest {

    /** Okio moves bytes in segments of this size. */
    private static final int SEGMENT = 8 * 1024;

    private final List<Integer> writes = new CopyOnWriteArrayList<>();
    private final OkHttpClient http =
            new OkHttpClient.Builder().socketFactory(new CountingSockets()).build();
    private final OpenRouterServer server;
    private OpenRouterChatModel model;

    RequestWritesTest(OpenRouterServer server) {
        this.server = server;
    }

    @BeforeEach
    void connect() {
        server.when(Match.streaming().negate()).answer(Answer.text("Seine"));
        model = OpenRouterChatModel.builder()
                .okHttpClient(http)
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .build();
    }

    @AfterEach
    void close() {
        http.connectionPool().evictAll();
        http.dispatcher().executorService().shutdown();
    }

    @Test
    void head_and_small_body_are_one_write() {
        model.chat("Which river runs through Paris?");

        assertThat(writes).hasSize(1);
    }

    @Test
    void a_large_body_follows_its_head_in_full_segments() {
        model.chat("word ".repeat(20_000));

        assertThat(writes).hasSizeLessThanOrEqualTo(2 + 100_000 / SEGMENT + 1);
        assertThat(writes.subList(1, writes.size() - 1)).containsOnly(SEGMENT);
    }

    private final class CountingSockets extends NewSockets {

        @Override
        public Socket createSocket() {
            return new Socket() {
                @Override
                public OutputStream getOutputStream() throws IOException {
                    return new FilterOutputStream(super.getOutputStream()) {
                        @Override
                        public void write(byte[] bytes, int from, int count) throws IOException {
                            writes.add(count);
                            out.write(bytes, from, count);
                        }
                    };
                }
            };
        }
    }
}
