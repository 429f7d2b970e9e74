package dev.langchain4j.model.openrouter.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.model.openrouter.internal.http.OpenCall.Phase;
import dev.langchain4j.model.openrouter.internal.http.Steps.Wait;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class OpenCallTest {

    /** Below zero, a pace without any wait would say that its wait is too long. */
    @Test
    void a_call_whose_time_is_over_has_no_time_left() {
        FakeTime time = new FakeTime();
        Duration second = Duration.ofSeconds(1);
        OpenCall call = new OpenCall(() -> "call", new TimeLimits(second, second, second), time, null);
        assertThat(call.left()).isEqualTo(second);

        time.advance(second.plusMillis(3));

        assertThat(call.left()).isZero();
    }

    @Test
    void a_request_that_begins_after_the_end_of_its_call_is_cancelled() {
        Call request = new OkHttpClient()
                .newCall(new Request.Builder().url("http://localhost").build());
        OpenCall call = endless();
        call.cancel();

        call.beginRequest(request);

        assertThat(request.isCanceled()).isTrue();
    }

    @Test
    void a_wait_that_begins_after_the_end_of_its_call_is_over_at_once() {
        AtomicBoolean resumed = new AtomicBoolean();
        OpenCall call = endless();
        call.cancel();

        call.continueAfter(new Wait(Duration.ofHours(1), Phase.PAUSING), () -> resumed.set(true));

        assertThat(resumed).isTrue();
    }

    @Test
    void an_attempt_after_a_wait_has_the_whole_time_until_its_answer() {
        FakeTime time = new FakeTime();
        Duration limit = Duration.ofSeconds(1);
        OpenCall call = new OpenCall(() -> "call", new TimeLimits(limit, limit, null), time, null);
        call.beginAttempt();
        call.check(time.nanos());
        call.continueAfter(new Wait(limit.plusMillis(1), Phase.PAUSING), () -> {});
        call.check(time.nanos());

        call.beginAttempt();
        call.check(time.nanos());
        assertThatCode(call::throwIfEnded).doesNotThrowAnyException();

        time.advance(limit.plusMillis(1));
        call.check(time.nanos());
        assertThatThrownBy(call::throwIfEnded).hasMessageContainingAll("did not answer within 1 s", "connecting");
    }

    @Test
    void a_wait_for_something_else_lasts_until_that_is_done() {
        AtomicBoolean resumed = new AtomicBoolean();
        FakeTime time = new FakeTime();
        OpenCall call = endless(time);
        CompletableFuture<Void> other = new CompletableFuture<>();
        call.continueWhenDone(other, () -> resumed.set(true));

        time.advance(Duration.ofDays(365));
        call.check(time.nanos());
        assertThat(resumed).isFalse();

        other.completeExceptionally(new IllegalStateException());
        assertThat(resumed).isTrue();
    }

    @Test
    @Timeout(30)
    void the_end_of_a_call_wakes_the_thread_that_waits_for_what_cannot_be_interrupted() throws Exception {
        OpenCall call = endless();
        FutureTask<Void> waiting = new FutureTask<>(() -> {
            call.await(new CompletableFuture<>());
            return null;
        });
        Thread thread = new Thread(waiting);
        thread.start();
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }

        call.cancel();

        assertThatThrownBy(waiting::get).cause().isInstanceOf(TransportException.class);
    }

    private static OpenCall endless() {
        return endless(new FakeTime());
    }

    private static OpenCall endless(FakeTime time) {
        Duration hour = Duration.ofHours(1);
        return new OpenCall(() -> "call", new TimeLimits(hour, hour, null), time, null);
    }

    @Test
    void many_calls_are_checked_less_often_but_four_times_a_second() {
        assertThat(CallWatch.nanosBetweenLooks(0)).isEqualTo(25_000_000);
        assertThat(CallWatch.nanosBetweenLooks(255)).isEqualTo(25_000_000);
        assertThat(CallWatch.nanosBetweenLooks(1_000)).isEqualTo(100_000_000);
        assertThat(CallWatch.nanosBetweenLooks(100_000)).isEqualTo(250_000_000);
    }
}
