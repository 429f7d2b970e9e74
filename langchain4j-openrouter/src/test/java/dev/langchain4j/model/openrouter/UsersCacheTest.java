package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.support.EveryCall;
import dev.langchain4j.model.openrouter.support.OwnOkHttp;
import dev.langchain4j.model.openrouter.support.RawServer;
import java.io.IOException;
import java.nio.file.Path;
import okhttp3.Cache;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A user's OkHttpClient can have a cache, and a server or a gateway can let it keep every answer. */
@Timeout(60)
class UsersCacheTest {

    @ParameterizedTest
    @EnumSource
    void every_call_is_sent(EveryCall call, @TempDir Path folder) throws IOException {
        String head = "HTTP/1.1 200 Told\r\nCache-Control: public, max-age=600\r\nETag: \"1\"\r\nContent-Type: "
                + call.contentType() + "\r\nContent-Length: " + call.body().length + "\r\n\r\n";
        Cache cache = new Cache(folder.toFile(), 1_000_000);
        OkHttpClient client = OwnOkHttp.builder().cache(cache).build();
        try (RawServer server = RawServer.start(connection -> {
                    while (connection.readRequest()) {
                        connection.send(head);
                        connection.send(call.body());
                    }
                });
                OpenRouter openRouter = OpenRouter.builder()
                        .baseUrl(server.baseUrl())
                        .apiKey("sk-or-v1-test")
                        .modelName("openai/gpt-4o")
                        .okHttpClient(client)
                        .time(new FakeTime())
                        .build()) {
            call.on(openRouter);
            int once = server.requests().size();
            call.on(openRouter);

            assertThat(server.requests()).hasSize(2 * once);
        } finally {
            OwnOkHttp.close(client);
            cache.close();
        }
    }
}
