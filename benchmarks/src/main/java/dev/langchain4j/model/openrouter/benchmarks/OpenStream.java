package dev.langchain4j.model.openrouter.benchmarks;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/** Waits for the end of one stream; if its texts are the times of their writing, it records their delays. */
final class OpenStream implements Client.Listener {

    private final CompletableFuture<Supplier<String>> answer = new CompletableFuture<>();
    private final long start = System.nanoTime();
    private final long[] delays;
    private int texts;
    private long firstText;

    /** @param timedTexts number of texts that are times; 0 for a stream of words */
    OpenStream(int timedTexts) {
        delays = new long[timedTexts];
    }

    @Override
    public void onText(String text) {
        if (texts >= delays.length) {
            return;
        }
        long now = System.nanoTime();
        if (texts == 0) {
            firstText = now - start;
        }
        // Both processes read the same clock of the machine.
        delays[texts++] = now - Long.parseLong(text);
    }

    @Override
    public void onEnd(Supplier<String> answer) {
        this.answer.complete(answer);
    }

    @Override
    public void onFailure(Throwable failure) {
        answer.completeExceptionally(failure);
    }

    Supplier<String> awaitAnswer() throws InterruptedException {
        try {
            return answer.get(60, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("a stream has failed", e);
        }
    }

    LongStream delays() {
        return Arrays.stream(delays, 0, texts);
    }

    long toFirstText() {
        return firstText;
    }
}
