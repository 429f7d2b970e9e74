package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.http.AnswerReader;
import dev.langchain4j.model.openrouter.internal.http.Cancellation;
import dev.langchain4j.model.openrouter.internal.http.HttpCall;
import dev.langchain4j.model.openrouter.internal.http.JsonHttpClient;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A call that costs money, to be sent once, in either way. Its meter ends with it, whatever the call throws.
 *
 * @param request made when the meter has started, so that the meter hears if it cannot be made
 */
public record PaidCall<T>(
        JsonHttpClient http,
        CallMeter meter,
        Supplier<HttpCall> request,
        AnswerReader<T> reader,
        Function<T, CallReceipt> receipt) {

    /**
     * Blocks until the answer is there.
     *
     * @throws ApiException if OpenRouter reports a failure, anywhere in the answer, or the answer does not fit the
     *     request
     */
    public T send() {
        try {
            meter.started();
            T answer = http.call(request.get(), reader);
            meter.answered(receipt.apply(answer));
            return answer;
        } catch (Throwable failure) {
            meter.failed(failure);
            throw failure;
        }
    }

    /**
     * Sends without a waiting thread: the meter ends when the call has really ended, before its future, which fails
     * with what {@link #send} throws.
     */
    public CompletableFuture<T> sendAsync(Cancellation cancellation) {
        try {
            meter.started();
            return http.callAsync(request.get(), reader, new MeteredEnd<>(meter, receipt), cancellation);
        } catch (Throwable failure) {
            meter.failed(failure);
            return CompletableFuture.failedFuture(failure);
        }
    }
}
