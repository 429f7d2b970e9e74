package dev.langchain4j.model.openrouter.benchmarks;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.CompleteResponse;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What published streams hold while their subscribers want nothing more: threads and heap. Then all of them want
 * everything, and no event may be lost.
 */
public final class SlowSubscribers {

    private static final int STREAMS = 256;
    private static final int PATIENCE_SECONDS = 60;

    private SlowSubscribers() {}

    /** No arguments. */
    public static void main(String[] args) throws Exception {
        measure(STREAMS, System.out);
    }

    static void measure(int streams, PrintStream out) throws IOException, InterruptedException {
        String classPath = ClassPath.current().toString();
        try (Jvm server = Jvm.start(Jvm.currentHome(), classPath, List.of(), LoadServer.class)) {
            Scenario scenario = Scenario.STREAM;
            String baseUrl = "http://127.0.0.1:" + server.readLine() + scenario.path();
            StreamingChatModel model = new OpenRouterClient(scenario, baseUrl).streamingModel();
            subscribed(model, scenario, 1).get(0).finish(); // loads the classes
            long heapBefore = usedHeap();

            List<Slow> subscribers = subscribed(model, scenario, streams);
            for (Slow subscriber : subscribers) {
                await(subscriber.first);
            }
            int reading = streamThreadsInUse();
            long held = usedHeap() - heapBefore;
            for (Slow subscriber : subscribers) {
                subscriber.finish();
            }

            out.printf(
                    Locale.ROOT,
                    "| %d streams whose subscribers want nothing | %d threads | %.1f KB of heap each |%n",
                    streams,
                    reading,
                    held / 1024.0 / streams);
        }
    }

    private static List<Slow> subscribed(StreamingChatModel model, Scenario scenario, int streams) {
        return Stream.generate(Slow::new)
                .limit(streams)
                .peek(subscriber -> model.chat(Workload.chatRequest(scenario)).subscribe(subscriber))
                .toList();
    }

    /** Once all have paused there should be none. */
    private static int streamThreadsInUse() throws InterruptedException {
        int inUse = Integer.MAX_VALUE;
        for (int look = 0; look < 100 && inUse > 0; look++) {
            inUse = (int) Thread.getAllStackTraces().values().stream()
                    .filter(frames -> Stream.of(frames)
                            .anyMatch(frame -> frame.getClassName().endsWith(".EventReader")))
                    .count();
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return inUse;
    }

    private static long usedHeap() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("a signal is missing");
        }
    }

    /** Wants one event, and later the rest. */
    private static final class Slow implements Flow.Subscriber<ChatModelStreamingEvent> {

        private final CountDownLatch first = new CountDownLatch(1);
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile Flow.Subscription subscription;
        private volatile int words;

        private void finish() throws InterruptedException {
            SlowSubscribers.await(first);
            subscription.request(Long.MAX_VALUE);
            SlowSubscribers.await(ended);
            if (words == 0) {
                throw new IllegalStateException("there is no complete response");
            }
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            this.subscription = subscription;
            subscription.request(1);
        }

        @Override
        public void onNext(ChatModelStreamingEvent event) {
            first.countDown();
            if (event instanceof CompleteResponse complete) {
                words = Workload.words(complete.chatResponse()).length();
            }
        }

        @Override
        public void onError(Throwable failure) {
            failure.printStackTrace();
            ended.countDown();
        }

        @Override
        public void onComplete() {
            ended.countDown();
        }
    }
}
