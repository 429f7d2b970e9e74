package dev.langchain4j.model.openrouter.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import okhttp3.Response;
import okio.BufferedSource;
import okio.Okio;

/** Sends prepared bytes, reads the answer's bytes and drops them: the cost of HTTP alone. */
final class FloorClient implements Client {

    private final BareHttp http;
    private final byte[] body;
    private final ExecutorService threads;

    FloorClient(Scenario scenario, String baseUrl) {
        http = new BareHttp(baseUrl + scenario.kind.path);
        body = switch (scenario.kind) {
            case CHAT, ASYNC, HELD, STREAM, PACED ->
                IdealClient.body(Workload.chatRequest(scenario), scenario.kind.isStream());
            case RERANK -> IdealRerankClient.body();
            case EMBED -> IdealEmbeddingClient.body();
        };
        threads = Threads.of(scenario);
    }

    @Override
    public Supplier<String> call() {
        try (Response response = http.post(body)) {
            BufferedSource source = response.body().source();
            long length = source.readAll(Okio.blackhole());
            return () -> length + " bytes";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public CompletableFuture<Supplier<String>> callAsync() {
        return CompletableFuture.supplyAsync(this::call, threads);
    }

    @Override
    public void stream(Listener listener) {
        threads.execute(() -> listener.onEnd(call()));
    }
}
