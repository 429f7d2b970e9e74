package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Gate;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What open streams cost in threads while they are silent. */
@ExtendWith(OpenRouterServerExtension.class)
class StreamThreadsTest {

    private static final int STREAMS = 16;

    private final OpenRouterServer server;

    StreamThreadsTest(OpenRouterServer server) {
        this.server = server;
    }

    @Test
    void a_silent_stream_holds_the_thread_that_reads_it_and_no_other() throws InterruptedException {
        Gate gate = new Gate();
        server.when(Match.streaming())
                .answer(Answer.stream()
                        .text("Seine")
                        .waitFor(gate)
                        .finish("stop")
                        .done());
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        CountDownLatch begun = new CountDownLatch(STREAMS);
        CountDownLatch ended = new CountDownLatch(STREAMS);
        try (OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .build()) {
            OpenRouterStreamingChatModel model = openRouter.streamingChatModel().build();
            for (int i = 0; i < STREAMS; i++) {
                model.chat("hi", new Latches(begun, ended));
            }
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

            boolean virtualThreads = Runtime.version().feature() >= 24;
            Set<Thread> ours = new HashSet<>(Thread.getAllStackTraces().keySet());
            ours.removeAll(before);
            assertThat(named("openrouter-io-", ours)).isEqualTo(virtualThreads ? 0 : STREAMS);
            assertThat(named("openrouter-", ours)).isLessThanOrEqualTo(virtualThreads ? 1 : STREAMS + 1L);
            // they look after the connections; to open them took none, as the server has one address
            assertThat(named("OkHttp ", ours)).isLessThanOrEqualTo(2);

            gate.open();
            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static long named(String prefix, Set<Thread> threads) {
        return threads.stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .count();
    }

    private record Latches(CountDownLatch begun, CountDownLatch ended) implements StreamingChatResponseHandler {

        @Override
        public void onPartialResponse(String text) {
            begun.countDown();
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            ended.countDown();
        }

        @Override
        public void onError(Throwable error) {
            ended.countDown();
        }
    }
}
