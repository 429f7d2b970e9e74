package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import com.sun.management.ThreadMXBean;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.support.EveryCall;
import dev.langchain4j.model.openrouter.support.RawServer;
import dev.langchain4j.model.openrouter.support.Style;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server cannot make us take more memory than it sends, nor more than {@code maxResponseBytes}. */
@Timeout(60)
class BoundedMemoryTest {

    private static final long LIMIT = 100_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    enum Growing {
        TEXT("\"content\":\"xxxxxxxxxx\"", AiMessage::text),
        REASONING("\"reasoning\":\"xxxxxxxxxx\"", AiMessage::thinking),
        ARGUMENTS(
                "\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\"[[[[[[[[[[\"}}]",
                message -> null);

        private final String delta;
        private final Function<AiMessage, String> kept;

        Growing(String delta, Function<AiMessage, String> kept) {
            this.delta = delta;
            this.kept = kept;
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_stream_obeys_max_response_bytes_in_all_and_what_had_arrived_is_kept(Growing growing) {
        byte[] event =
                ("data: {\"choices\":[{\"delta\":{" + growing.delta + "}}]}\n\n").getBytes(StandardCharsets.UTF_8);
        try (RawServer server = RawServer.start(connection -> {
                    connection.readRequest();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
                    while (true) {
                        connection.send(event);
                    }
                });
                OpenRouter openRouter =
                        openRouter(server).maxResponseBytes(LIMIT).build()) {
            Throwable failure = catchThrowable(() -> Style.STREAMING.chat(openRouter, "Hi"));

            assertThat(failure)
                    .isExactlyInstanceOf(LangChain4jException.class)
                    .hasMessageContaining("maxResponseBytes");
            AiMessage partial = OpenRouterException.in(failure)
                    .orElseThrow()
                    .partialResponse()
                    .aiMessage();
            if (growing != Growing.ARGUMENTS) {
                assertThat(growing.kept.apply(partial)).startsWith("xxxxxxxxxx").hasSizeBetween(1_000, (int) LIMIT);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"STREAM", "PUBLISHER"})
    void what_a_server_only_announces_takes_no_memory(EveryCall call) {
        try (RawServer server = RawServer.start(connection -> {
                    connection.readRequest();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Type: " + call.contentType()
                            + "\r\nContent-Length: 260000000\r\n\r\n{");
                });
                OpenRouter openRouter = openRouter(server).build()) {
            long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());

            assertThat(catchThrowable(() -> call.on(openRouter))).isInstanceOf(LangChain4jException.class);

            assertThat(THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before)
                    .isLessThan(32_000_000);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "CHAT_ASYNC", "STREAM", "SPEECH", "KEY"})
    void of_an_endless_explanation_of_a_failure_2_megabytes_are_read(EveryCall call) {
        byte[] words = "x".repeat(1024 * 1024).getBytes(StandardCharsets.UTF_8);
        AtomicInteger megabytes = new AtomicInteger();
        try (RawServer server = RawServer.start(connection -> {
                    connection.readRequest();
                    connection.send("HTTP/1.1 500 Told\r\nContent-Type: text/plain\r\n\r\n");
                    while (megabytes.get() < 40) {
                        connection.send(words);
                        megabytes.incrementAndGet();
                    }
                });
                OpenRouter openRouter = openRouter(server).build()) {
            assertThat(catchThrowable(() -> call.on(openRouter))).isInstanceOf(LangChain4jException.class);

            // what the two sockets hold is not counted as read
            assertThat(megabytes).as("megabytes sent").hasValueLessThan(18);
        }
    }

    @Test
    void a_message_shows_the_beginning_of_an_endless_list() {
        String reasons = "\"violence\",".repeat(100_000) + "\"hate\"";
        String error =
                "{\"error\":{\"code\":403,\"message\":\"Refused\",\"metadata\":{\"reasons\":[" + reasons + "]}}}";
        try (RawServer server = RawServer.answering(RawServer.response(403, "application/json", error));
                OpenRouter openRouter = openRouter(server).build()) {
            Throwable failure = catchThrowable(() -> openRouter.chat("Hi"));

            assertThat(failure).hasMessageContaining("Refused. Flagged for: [violence, violence");
            assertThat(failure.getMessage()).hasSizeLessThan(3_000);
            assertThat(OpenRouterException.in(failure).orElseThrow().metadata().get("reasons"))
                    .asInstanceOf(LIST)
                    .hasSize(100_001);
        }
    }

    private static OpenRouter.Builder openRouter(RawServer server) {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey("sk-or-v1-test")
                .modelName("openai/gpt-4o")
                .maxRetries(0)
                .time(new FakeTime());
    }
}
