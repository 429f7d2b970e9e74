package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.openrouter.internal.http.WaitlessTime;
import dev.langchain4j.model.openrouter.support.EveryCall;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.support.Mutations;
import dev.langchain4j.model.openrouter.support.Mutations.Response;
import dev.langchain4j.model.openrouter.support.Payloads;
import dev.langchain4j.model.openrouter.support.RawServer;
import dev.langchain4j.model.openrouter.support.Style;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Payloads, mutated at random, as answers to every call: each call ends once, with a result or an exception of
 * LangChain4j's, in bounded time and memory. The profile {@code thorough} has a million cases.
 */
@Timeout(value = 4, unit = TimeUnit.HOURS)
class FuzzedAnswersTest {

    private static final int CASES = Integer.getInteger("fuzz.cases", 2_400);
    private static final long SEED = Long.getLong("fuzz.seed", 16);
    private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final long MAX_BYTES = 64 * 1024 * 1024;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final List<byte[]> CORPUS = corpus();
    private static final int[] FAILURES = {201, 204, 206, 304, 400, 401, 402, 403, 404, 408, 429, 500, 502, 503, 529};
    private static final String[] TYPES = {
        "application/json", "text/event-stream", "text/html", "audio/mpeg", "text/plain; charset=x"
    };

    /** Looked at again when all threads have done their work: a second end would come late. */
    private final List<HandlerRecorder> handlers = new ArrayList<>();

    private volatile Response response;

    @ParameterizedTest
    @EnumSource
    void a_mutated_answer_is_a_result_or_an_exception_of_langchain4js(EveryCall call) {
        int cases = CASES / EveryCall.values().length;
        Random random = new Random(SEED + call.ordinal());
        Map<String, Integer> outcomes = new TreeMap<>();
        try (RawServer server = RawServer.start(this::serve);
                OpenRouter openRouter = OpenRouter.builder()
                        .baseUrl(server.baseUrl())
                        .apiKey("sk-or-v1-test")
                        .modelName("openai/gpt-4o")
                        .maxRetries(0)
                        .timeout(Duration.ofSeconds(10))
                        .streamIdleTimeout(Duration.ofSeconds(10))
                        .time(new WaitlessTime())
                        .build()) {
            for (int number = 0; number < cases; number++) {
                response = draw(call, random);
                outcomes.merge(outcome(call, openRouter, number), 1, Integer::sum);
            }
        }
        handlers.forEach(FuzzedAnswersTest::assertEndedOnce);
        assertThat(outcomes).containsKey("a result").hasSizeGreaterThan(2);
    }

    private void serve(RawServer.Connection connection) throws IOException {
        while (connection.readRequest()) {
            Response sent = response;
            connection.send(sent.bytes());
            if (sent.last()) {
                return;
            }
        }
    }

    private static Response draw(EveryCall call, Random random) {
        byte[] seed = random.nextInt(3) > 0 ? call.body() : CORPUS.get(random.nextInt(CORPUS.size()));
        int status = random.nextInt(3) > 0 ? 200 : FAILURES[random.nextInt(FAILURES.length)];
        String type = random.nextInt(5) > 0 ? call.contentType() : TYPES[random.nextInt(TYPES.length)];
        return Mutations.response(Mutations.of(seed, CORPUS, random), status, type, random);
    }

    private String outcome(EveryCall call, OpenRouter openRouter, int number) {
        long nanos = System.nanoTime();
        long bytes = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        String outcome;
        try {
            if (call == EveryCall.STREAM) {
                streamed(openRouter, Style.STREAMING);
            } else if (call == EveryCall.PUBLISHER) {
                streamed(openRouter, Style.PUBLISHED);
            } else {
                call.on(openRouter);
            }
            outcome = "a result";
        } catch (LangChain4jException expected) {
            outcome = expected.getClass().getSimpleName();
        } catch (Throwable unexpected) {
            throw new AssertionError(described(call, number) + response, unexpected);
        }
        assertThat(System.nanoTime() - nanos).as(described(call, number)).isLessThan(MAX_NANOS);
        assertThat(THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - bytes)
                .as(described(call, number))
                .isLessThan(MAX_BYTES);
        return outcome;
    }

    private static String described(EveryCall call, int number) {
        return "Case " + number + " of " + call + " with seed " + SEED + ": ";
    }

    private void streamed(OpenRouter openRouter, Style style) throws Throwable {
        HandlerRecorder handler = new HandlerRecorder();
        handlers.add(handler);
        style.streaming(openRouter.streamingChatModel().returnThinking(true).build())
                .chat("Hi", handler);
        handler.awaitEnd();
        if (!handler.errors().isEmpty()) {
            throw handler.errors().get(0);
        }
    }

    private static void assertEndedOnce(HandlerRecorder handler) {
        List<String> calls = handler.calls();
        long ends = calls.stream()
                .filter(call -> call.startsWith("answer ") || call.startsWith("error "))
                .count();
        assertThat(ends).as("ends in %s", calls).isOne();
    }

    private static List<byte[]> corpus() {
        try (Stream<Path> files = Files.walk(Payloads.file("README.md").getParent())) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getParent().endsWith("requests"))
                    .sorted()
                    .map(FuzzedAnswersTest::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
