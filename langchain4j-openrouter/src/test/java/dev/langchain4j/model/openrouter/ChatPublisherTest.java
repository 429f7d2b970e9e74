package dev.langchain4j.model.openrouter;

import static dev.langchain4j.model.openrouter.support.HandlerRecorder.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Outcome;
import dev.langchain4j.model.openrouter.internal.http.WatchedTime;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.support.HangingSockets;
import dev.langchain4j.model.openrouter.support.Payloads;
import dev.langchain4j.model.openrouter.support.PublishingModel;
import dev.langchain4j.model.openrouter.support.Style;
import dev.langchain4j.model.openrouter.support.SubscriberRecorder;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Gate;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.spi.CapturedContext;
import dev.langchain4j.spi.ExecutorProvider;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a subscriber may rely on: its demand controls the reading of the socket, its cancel closes the socket, and no
 * time limit runs while it requests nothing.
 */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class ChatPublisherTest {

    private static final ChatRequest HI =
            ChatRequest.builder().messages(UserMessage.from("Hi")).build();

    private final OpenRouterServer server;
    private final WatchedTime time = new WatchedTime();
    private final List<OpenRouterCostRecord> records = new CopyOnWriteArrayList<>();

    ChatPublisherTest(OpenRouterServer server) {
        this.server = server;
    }

    // The same as the handler

    static List<String> streams() {
        return Payloads.pairs();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void a_subscriber_gets_the_events_of_a_handler_in_the_same_order(String name) {
        server.when(Match.streaming()).answer(Answer.payload(Payloads.file(Style.STREAMING.payload(name))));
        HandlerRecorder handler = new HandlerRecorder();
        HandlerRecorder published = new HandlerRecorder();
        try (OpenRouter openRouter = builder().build()) {
            OpenRouterStreamingChatModel model =
                    openRouter.streamingChatModel().returnThinking(true).build();

            model.chat(HI, handler);
            handler.awaitEnd();
            new PublishingModel(model).chat(HI, published);
            published.awaitEnd();
        }

        assertThat(published.calls()).isEqualTo(handler.calls());
        assertThat(published.answers()).isEqualTo(handler.answers());
        assertThat(server.requests().get(1).body())
                .isEqualTo(server.requests().get(0).body());
        patiently().until(() -> records.size() == 2);
        assertThat(told(records.get(1))).isEqualTo(told(records.get(0)));
    }

    private static List<Object> told(OpenRouterCostRecord record) {
        return List.of(
                record.outcome(),
                String.valueOf(record.cost()),
                String.valueOf(record.usage()),
                String.valueOf(record.error()),
                record.attempts(),
                String.valueOf(record.modelServed()),
                String.valueOf(record.provider()));
    }

    @Test
    void every_subscription_sends_its_own_request_and_nothing_is_sent_before() {
        server.when(Match.streaming()).answer("Hello");
        try (OpenRouter openRouter = builder().build()) {
            Flow.Publisher<ChatModelStreamingEvent> publisher =
                    openRouter.streamingChatModel().build().chat(HI);
            assertThat(server.requests()).isEmpty();

            SubscriberRecorder first = SubscriberRecorder.of(publisher).request(Long.MAX_VALUE);
            assertThat(first.awaitAnswer().aiMessage().text()).isEqualTo("Hello");
            SubscriberRecorder second = SubscriberRecorder.of(publisher).request(Long.MAX_VALUE);
            assertThat(second.awaitAnswer().aiMessage().text()).isEqualTo("Hello");
        }
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void a_request_that_cannot_be_sent_fails_the_subscription() {
        try (OpenRouter openRouter = builder().build()) {
            OpenRouterStreamingChatModel model = openRouter.streamingChatModel().build();
            ChatRequest unknown = HI.toBuilder().modelName("no-such-alias").build();

            Throwable failure = SubscriberRecorder.of(model.chat(unknown)).awaitError();

            assertThat(failure).isInstanceOf(ModelNotFoundException.class).hasMessageContaining("no-such-alias");
        }
        assertThat(server.requests("/chat/completions")).isEmpty();
    }

    @Test
    void an_error_inside_the_stream_needs_no_demand_and_still_waits_for_its_cost() {
        server.answer(Answer.stream()
                .error(502, "lost its disk")
                .usage(10, 2, "0.00003")
                .done());
        try (OpenRouter openRouter = builder().build()) {
            Throwable failure = SubscriberRecorder.of(
                            openRouter.streamingChatModel().build().chat(HI))
                    .awaitError();

            OpenRouterException cause = OpenRouterException.in(failure).orElseThrow();
            assertThat(cause).hasMessageContaining("lost its disk");
            assertThat(cause.usage().cost()).isEqualByComparingTo("0.00003");
        }
    }

    @Test
    void parameters_that_are_refused_fail_the_subscription_too() {
        ChatRequest stored = ChatRequest.builder()
                .messages(HI.messages())
                .parameters(OpenAiChatRequestParameters.builder().store(true).build())
                .build();
        try (OpenRouter openRouter = builder().build()) {
            var publisher = openRouter.streamingChatModel().build().doChat(stored);

            assertThat(SubscriberRecorder.of(publisher).awaitError()).isInstanceOf(UnsupportedFeatureException.class);
        }
    }

    @Test
    void a_publisher_of_text_needs_no_more_demand_than_its_text() {
        server.answer(Answer.stream()
                .thinking("Hm")
                .text("Hel")
                .text("lo")
                .finish("stop")
                .done());
        List<String> texts = new CopyOnWriteArrayList<>();
        CountDownLatch completed = new CountDownLatch(1);
        try (OpenRouter openRouter = builder().build()) {
            openRouter.streamingChatModel().build().chat("Hi").subscribe(new Flow.Subscriber<String>() {
                private Flow.Subscription subscription;

                @Override
                public void onSubscribe(Flow.Subscription subscription) {
                    this.subscription = subscription;
                    subscription.request(1);
                }

                @Override
                public void onNext(String text) {
                    texts.add(text);
                    subscription.request(1);
                }

                @Override
                public void onError(Throwable failure) {
                    texts.add(failure.toString());
                }

                @Override
                public void onComplete() {
                    completed.countDown();
                }
            });
            assertThat(awaited(completed)).isTrue();
        }
        assertThat(texts).containsExactly("Hel", "lo");
    }

    // Back pressure

    @Test
    void the_socket_is_read_no_further_than_there_is_demand() {
        String event = "data: {\"choices\":[{\"delta\":{\"content\":\"" + "x".repeat(10_000) + "\"}}]}\n\n";
        int events = 1_000;
        server.answer(Answer.raw(200, "text/event-stream", event.repeat(events) + "data: [DONE]\n\n"));
        AtomicLong read = new AtomicLong();
        OkHttpClient counting = new OkHttpClient.Builder()
                .addNetworkInterceptor(chain -> {
                    var response = chain.proceed(chain.request());
                    var body = response.body();
                    var counted = new ForwardingSource(body.source()) {
                        @Override
                        public long read(Buffer sink, long byteCount) throws java.io.IOException {
                            long count = super.read(sink, byteCount);
                            read.addAndGet(Math.max(0, count));
                            return count;
                        }
                    };
                    return response.newBuilder()
                            .body(ResponseBody.create(Okio.buffer(counted), body.contentType(), body.contentLength()))
                            .build();
                })
                .build();
        try (OpenRouter openRouter = builder().okHttpClient(counting).build()) {
            SubscriberRecorder subscriber = SubscriberRecorder.of(
                    openRouter.streamingChatModel().build().chat(HI));
            for (int i = 1; i <= 200; i++) {
                subscriber.request(1).awaitEvents(i);

                assertThat(subscriber.events()).hasSize(i);
                assertThat(read.get()).isLessThan((i + 1L) * event.length() + 64 * 1024);
            }
            assertThat(subscriber
                            .request(Long.MAX_VALUE)
                            .awaitAnswer()
                            .aiMessage()
                            .text())
                    .hasSize(events * 10_000);
        } finally {
            counting.dispatcher().executorService().shutdown();
            counting.connectionPool().evictAll();
        }
    }

    @Test
    void subscribers_that_want_no_more_hold_no_thread() {
        int streams = 32;
        server.when(Match.streaming())
                .answer(Answer.stream()
                        .text("a")
                        .text("b")
                        .text("c")
                        .finish("stop")
                        .done());
        ThreadPoolExecutor threads = new ThreadPoolExecutor(2, 2, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        try (OpenRouter openRouter = builder().okHttpClient(on(threads)).build()) {
            OpenRouterStreamingChatModel model = openRouter.streamingChatModel().build();
            List<SubscriberRecorder> subscribers = new CopyOnWriteArrayList<>();
            for (int i = 0; i < streams; i++) {
                subscribers.add(SubscriberRecorder.of(model.chat(HI)).request(1));
            }
            subscribers.forEach(subscriber -> subscriber.awaitEvents(1));
            patiently().until(() -> threads.getActiveCount() == 0);
            assertThat(server.openStreams()).isBetween(0, streams);

            subscribers.forEach(subscriber -> subscriber.request(Long.MAX_VALUE));

            assertThat(subscribers)
                    .allSatisfy(subscriber -> assertThat(
                                    subscriber.awaitAnswer().aiMessage().text())
                            .isEqualTo("abc"));
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void what_one_event_brings_without_demand_waits_in_order() {
        server.when(Match.streaming())
                .answer(Answer.stream()
                        .delta("{\"reasoning\":\"Hm\",\"content\":\"Hello\"}")
                        .toolCall("c1", "a", "{}")
                        .toolCall("c2", "b", "{}")
                        .finish("tool_calls")
                        .done());
        HandlerRecorder whole = new HandlerRecorder();
        try (OpenRouter openRouter = builder().build()) {
            OpenRouterStreamingChatModel model =
                    openRouter.streamingChatModel().returnThinking(true).build();
            model.chat(HI, whole);
            whole.awaitEnd();
            SubscriberRecorder subscriber = SubscriberRecorder.of(model.chat(HI));
            for (int i = 1; i <= whole.calls().size(); i++) {
                subscriber.request(1).awaitEvents(i);
                assertThat(subscriber.events()).hasSize(i);
            }
            assertThat(subscriber.awaitAnswer().aiMessage().toolExecutionRequests())
                    .hasSize(2);
            assertThat(subscriber.completions()).isEqualTo(1);
        }
    }

    // Clocks

    @Test
    void the_idle_clock_stands_while_a_subscriber_wants_nothing() {
        Gate gate = new Gate();
        server.answer(Answer.stream()
                .text("a")
                .text("b")
                .waitFor(gate)
                .text("c")
                .finish("stop")
                .done());
        try (OpenRouter openRouter = builder().build()) {
            SubscriberRecorder subscriber = SubscriberRecorder.of(openRouter
                            .streamingChatModel()
                            .streamIdleTimeout(Duration.ofSeconds(1))
                            .build()
                            .chat(HI))
                    .request(1)
                    .awaitEvents(1);

            time.advanceWatched(Duration.ofHours(1));
            assertThat(subscriber.hasEnded()).isFalse();
            subscriber.request(1).awaitEvents(2);
            time.advanceWatched(Duration.ofHours(1));
            assertThat(subscriber.errors()).isEmpty();

            gate.open();
            assertThat(subscriber
                            .request(Long.MAX_VALUE)
                            .awaitAnswer()
                            .aiMessage()
                            .text())
                    .isEqualTo("abc");
        }
    }

    @Test
    void the_idle_clock_runs_again_when_there_is_demand() {
        server.answer(Answer.stream().text("a").silence());
        try (OpenRouter openRouter = builder().build()) {
            SubscriberRecorder subscriber = SubscriberRecorder.of(openRouter
                            .streamingChatModel()
                            .streamIdleTimeout(Duration.ofSeconds(1))
                            .build()
                            .chat(HI))
                    .request(1)
                    .awaitEvents(1);
            time.advanceWatched(Duration.ofHours(1));

            subscriber.request(1);
            patiently().until(() -> {
                time.advance(Duration.ofSeconds(2));
                return subscriber.hasEnded();
            });

            assertThat(subscriber.awaitError())
                    .isInstanceOf(TimeoutException.class)
                    .hasMessageContaining("was silent for 1 s");
        }
    }

    @Test
    void the_total_time_limit_holds_while_a_subscriber_wants_nothing() {
        server.answer(Answer.stream().text("a").silence());
        ThreadPoolExecutor threads = new ThreadPoolExecutor(2, 2, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        try (OpenRouter openRouter = builder().okHttpClient(on(threads)).build()) {
            SubscriberRecorder subscriber = SubscriberRecorder.of(openRouter
                            .streamingChatModel()
                            .totalTimeout(Duration.ofMinutes(5))
                            .build()
                            .chat(HI))
                    .request(1)
                    .awaitEvents(1);
            patiently().until(() -> threads.getActiveCount() == 0);

            time.advance(Duration.ofMinutes(6));

            assertThat(subscriber.awaitError())
                    .isInstanceOf(TimeoutException.class)
                    .hasMessageContaining("totalTimeout, 300 s, while waiting until its receiver wants more");
            patiently().until(() -> server.openStreams() == 0);
        } finally {
            threads.shutdown();
        }
        assertThat(subscriberless(records)).containsExactly(Outcome.UNKNOWN);
    }

    // Cancel

    @Test
    void a_cancel_while_nothing_is_wanted_closes_the_connection_and_counts_as_a_handlers() {
        server.answer(Answer.stream().text("Once ").silence());
        try (OpenRouter openRouter = builder().build()) {
            SubscriberRecorder subscriber = SubscriberRecorder.of(
                            openRouter.streamingChatModel().build().chat(HI))
                    .request(1)
                    .awaitEvents(1);
            patiently().until(() -> server.openStreams() == 1);

            subscriber.cancel();

            patiently().until(() -> server.openStreams() == 0 && !records.isEmpty());
            assertThat(subscriber.hasEnded()).isFalse();
        }
        assertThat(records).singleElement().satisfies(record -> {
            assertThat(record.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(record.error()).isNull();
            assertThat(record.generationId()).startsWith("gen-");
        });
    }

    @Test
    void a_cancel_before_the_response_begins_closes_the_connection() {
        server.answer(Answer.stream().text("late").done().afterDelay(Duration.ofMinutes(1)));
        try (OpenRouter openRouter = builder().build()) {
            SubscriberRecorder subscriber = SubscriberRecorder.of(
                            openRouter.streamingChatModel().build().chat(HI))
                    .request(Long.MAX_VALUE);
            patiently().until(() -> server.requests().size() == 1);

            subscriber.cancel();

            patiently().until(() -> !records.isEmpty());
            assertThat(subscriber.hasEnded()).isFalse();
        }
        assertThat(records).singleElement().satisfies(record -> {
            assertThat(record.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(record.error()).isNull();
        });
    }

    @Test
    void a_cancel_while_it_connects_costs_nothing() {
        CountDownLatch connects = new CountDownLatch(1);
        OkHttpClient hanging = new OkHttpClient.Builder()
                .socketFactory(new HangingSockets(connects))
                .build();
        try (OpenRouter openRouter = builder().okHttpClient(hanging).build()) {
            SubscriberRecorder subscriber = SubscriberRecorder.of(
                            openRouter.streamingChatModel().build().chat(HI))
                    .request(1);
            assertThat(awaited(connects)).isTrue();

            subscriber.cancel();

            patiently().until(() -> !records.isEmpty());
            assertThat(subscriber.hasEnded()).isFalse();
        } finally {
            hanging.dispatcher().executorService().shutdown();
        }
        assertThat(records).singleElement().satisfies(record -> {
            assertThat(record.outcome()).isEqualTo(Outcome.CANCELLED);
            assertThat(record.error()).isNull();
        });
    }

    @Test
    void a_cancel_while_it_waits_to_be_repeated_ends_the_wait() {
        server.when(Match.streaming()).answer(Answer.error(503, "busy").retryAfter(50));
        try (OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .costListener(new OpenRouterCostListener(records::add))
                .maxRetries(1)
                .build()) {
            SubscriberRecorder subscriber = SubscriberRecorder.of(
                            openRouter.streamingChatModel().build().chat(HI))
                    .request(1);
            patiently().until(() -> server.requests().size() == 1);

            subscriber.cancel();

            patiently().until(() -> !records.isEmpty());
            assertThat(subscriber.hasEnded()).isFalse();
        }
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothing_follows_a_cancel_inside_an_event(boolean throwing) {
        server.answer(Answer.stream()
                .text("Hel")
                .text("lo")
                .finish("stop")
                .usage(1, 1, "0.1")
                .done());
        SubscriberRecorder subscriber = new SubscriberRecorder();
        subscriber.inEvents(() -> {
            if (throwing) {
                throw new IllegalStateException("the subscriber's own");
            }
            subscriber.cancel();
        });
        try (OpenRouter openRouter = builder().build()) {
            openRouter.streamingChatModel().build().doChat(request()).subscribe(subscriber);
            subscriber.request(Long.MAX_VALUE);
            patiently().until(() -> !records.isEmpty());
        }
        assertThat(subscriber.texts()).containsExactly("Hel");
        assertThat(subscriber.hasEnded()).isFalse();
    }

    @Test
    void a_subscriber_that_cancels_at_once_sends_nothing() {
        try (OpenRouter openRouter = builder().build()) {
            CountDownLatch subscribed = new CountDownLatch(1);
            Executor direct = Runnable::run;
            ExecutorProvider.set(providing(direct, null));
            openRouter.streamingChatModel().build().doChat(request()).subscribe(new Flow.Subscriber<>() {
                @Override
                public void onSubscribe(Flow.Subscription subscription) {
                    subscription.cancel();
                    subscribed.countDown();
                }

                @Override
                public void onNext(ChatModelStreamingEvent event) {}

                @Override
                public void onError(Throwable failure) {}

                @Override
                public void onComplete() {}
            });
            assertThat(subscribed.getCount()).isZero();
        } finally {
            ExecutorProvider.set(null);
        }
        assertThat(server.requests()).isEmpty();
        assertThat(records).isEmpty();
    }

    @Test
    void closing_the_connection_fails_a_subscriber_that_wants_nothing() {
        server.answer(Answer.stream().text("a").silence());
        SubscriberRecorder subscriber;
        try (OpenRouter openRouter = builder().build()) {
            subscriber = SubscriberRecorder.of(
                            openRouter.streamingChatModel().build().chat(HI))
                    .request(1)
                    .awaitEvents(1);
        }
        assertThat(subscriber.awaitError())
                .isInstanceOf(LangChain4jException.class)
                .hasMessageContaining("closed");
        assertThat(subscriber.errors()).hasSize(1);
    }

    @Test
    void an_executor_that_is_shut_down_meanwhile_fails_the_subscriber_once() {
        server.answer(Answer.stream().text("a").silence());
        ExecutorService threads = Executors.newCachedThreadPool();
        try (OpenRouter openRouter = builder().okHttpClient(on(threads)).build()) {
            SubscriberRecorder subscriber = SubscriberRecorder.of(
                            openRouter.streamingChatModel().build().chat(HI))
                    .request(1)
                    .awaitEvents(1);
            threads.shutdown();
            patiently().until(threads::isTerminated);

            subscriber.request(1);

            assertThat(subscriber.awaitError()).hasMessageContaining("has been shut down");
            patiently().until(() -> server.openStreams() == 0);
        }
    }

    @Test
    void a_stream_that_gets_no_thread_after_a_pause_does_not_say_that_it_was_not_sent() {
        server.answer(Answer.stream().text("a").silence());
        AtomicBoolean full = new AtomicBoolean();
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(0, 8, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    if (full.get()) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    return new Thread(task);
                });
        try (OpenRouter openRouter = builder().okHttpClient(on(threads)).build()) {
            SubscriberRecorder subscriber = SubscriberRecorder.of(
                            openRouter.streamingChatModel().build().chat(HI))
                    .request(1)
                    .awaitEvents(1);
            patiently().until(() -> threads.getActiveCount() == 0);
            full.set(true);
            patiently().until(() -> threads.getPoolSize() == 0);

            subscriber.request(1);

            assertThat(subscriber.awaitError())
                    .hasMessageContaining("no thread")
                    .hasMessageNotContaining("not sent");
        } finally {
            threads.shutdown();
        }
    }

    // Money

    @Test
    void a_request_that_the_budget_has_no_room_for_fails_the_subscription() {
        OpenRouterBudget budget = OpenRouterBudget.builder()
                .limit(new java.math.BigDecimal("0.000001"))
                .build();
        try (OpenRouter openRouter = builder().budget(budget).build()) {
            Throwable failure = SubscriberRecorder.of(
                            openRouter.streamingChatModel().build().chat(HI))
                    .awaitError();

            assertThat(failure).isInstanceOf(OpenRouterBudgetExceededException.class);
        }
        assertThat(server.requests("/chat/completions")).isEmpty();
    }

    // Context

    @Test
    void subscriber_and_listener_run_in_the_context_of_who_subscribed() {
        server.answer(Answer.stream().text("a").text("b").finish("stop").done());
        ThreadLocal<String> user = new ThreadLocal<>();
        ExecutorProvider.set(providing(Executors.newCachedThreadPool(ChatPublisherTest::daemon), () -> {
            String now = user.get();
            return task -> () -> {
                String before = user.get();
                user.set(now);
                try {
                    task.run();
                } finally {
                    user.set(before);
                }
            };
        }));
        List<String> seen = new CopyOnWriteArrayList<>();
        ChatModelListener listener = new ChatModelListener() {
            @Override
            public void onResponse(ChatModelResponseContext context) {
                seen.add("listener " + user.get());
            }
        };
        try (OpenRouter openRouter = builder().build()) {
            OpenRouterStreamingChatModel model =
                    openRouter.streamingChatModel().listeners(List.of(listener)).build();
            SubscriberRecorder subscriber = new SubscriberRecorder().inEvents(() -> seen.add("event " + user.get()));
            user.set("Ada");
            model.chat(HI).subscribe(subscriber);
            user.set("somebody else");

            subscriber.request(1).awaitEvents(1);
            subscriber.request(Long.MAX_VALUE).awaitAnswer();
        } finally {
            ExecutorProvider.set(null);
        }
        assertThat(seen).hasSize(5).allMatch(line -> line.endsWith(" Ada")).contains("listener Ada");
    }

    @Test
    void neither_subscribe_nor_request_runs_the_subscriber_on_the_callers_thread() {
        server.answer(Answer.stream().text("a").text("b").finish("stop").done());
        try (OpenRouter openRouter = builder().build()) {
            SubscriberRecorder subscriber = SubscriberRecorder.of(
                    openRouter.streamingChatModel().build().chat(HI));
            for (int i = 1; i <= 4; i++) {
                subscriber.request(1).awaitEvents(i);
            }
            subscriber.awaitAnswer();

            assertThat(subscriber.threads()).isNotEmpty().doesNotContain(Thread.currentThread());
        }
    }

    @Test
    void a_subscription_that_needs_no_look_up_and_has_no_ledger_takes_no_thread_of_the_executor() {
        server.answer(Answer.stream().text("a").finish("stop").done());
        AtomicInteger tasks = new AtomicInteger();
        ExecutorService counting =
                new ThreadPoolExecutor(0, 9, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), ChatPublisherTest::daemon) {
                    @Override
                    public void execute(Runnable task) {
                        tasks.incrementAndGet();
                        super.execute(task);
                    }
                };
        ExecutorProvider.set(providing(counting, () -> task -> task));
        try (OpenRouter openRouter = withoutLedger().build();
                OpenRouter metered = builder().build()) {
            SubscriberRecorder.of(openRouter.streamingChatModel().build().chat(HI))
                    .request(Long.MAX_VALUE)
                    .awaitAnswer();
            assertThat(tasks).hasValue(0);

            SubscriberRecorder.of(metered.streamingChatModel().build().chat(HI))
                    .request(Long.MAX_VALUE)
                    .awaitAnswer();
            assertThat(tasks).hasValueGreaterThan(0);
        } finally {
            ExecutorProvider.set(null);
        }
    }

    @Test
    void a_request_that_is_refused_at_once_fails_on_another_thread() {
        try (OpenRouter openRouter = withoutLedger().build()) {
            OpenRouterStreamingChatModel model = openRouter.streamingChatModel().build();
            SubscriberRecorder subscriber = SubscriberRecorder.of(
                    model.chat(HI.toBuilder().modelName("gemini-pro").build()));

            assertThat(subscriber.awaitError()).isInstanceOf(ModelNotFoundException.class);
            assertThat(subscriber.threads()).doesNotContain(Thread.currentThread());
        }
    }

    @Test
    void a_subscription_that_the_default_executor_refuses_fails_in_langchain4js_words() {
        ExecutorProvider.set(providing(
                task -> {
                    throw new RejectedExecutionException("full");
                },
                () -> task -> task));
        try (OpenRouter openRouter = builder().build()) {
            SubscriberRecorder subscriber = SubscriberRecorder.of(
                    openRouter.streamingChatModel().build().chat(HI));

            assertThat(subscriber.awaitError())
                    .isInstanceOf(LangChain4jException.class)
                    .hasRootCauseMessage("full");
        } finally {
            ExecutorProvider.set(null);
        }
    }

    @Test
    void a_subscription_that_the_default_executor_drops_fails() {
        ExecutorProvider.set(providing(task -> {}, () -> task -> task));
        try (OpenRouter openRouter = builder().timeout(Duration.ofMillis(50)).build()) {
            SubscriberRecorder subscriber = SubscriberRecorder.of(
                    openRouter.streamingChatModel().build().chat(HI));

            assertThat(subscriber.awaitError())
                    .isInstanceOf(TimeoutException.class)
                    .hasMessageContaining("default executor has begun nothing for 50 ms");
        } finally {
            ExecutorProvider.set(null);
        }
    }

    @Test
    void a_subscriber_is_needed() {
        try (OpenRouter openRouter = builder().build()) {
            var publisher = openRouter.streamingChatModel().build().doChat(request());

            assertThatThrownBy(() -> publisher.subscribe(null)).isInstanceOf(NullPointerException.class);
        }
    }

    private static ChatRequest request() {
        return HI.toBuilder()
                .parameters(OpenRouterChatRequestParameters.builder()
                        .modelName("openai/gpt-4o")
                        .build())
                .build();
    }

    private static List<Outcome> subscriberless(List<OpenRouterCostRecord> records) {
        patiently().until(() -> !records.isEmpty());
        return records.stream().map(OpenRouterCostRecord::outcome).toList();
    }

    private static ExecutorProvider providing(Executor executor, java.util.function.Supplier<CapturedContext> context) {
        return new ExecutorProvider() {
            @Override
            public Executor executor() {
                return executor;
            }

            @Override
            public CapturedContext captureContext() {
                return context == null ? CapturedContext.NONE : context.get();
            }
        };
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static OkHttpClient on(ExecutorService threads) {
        return new OkHttpClient.Builder().dispatcher(new Dispatcher(threads)).build();
    }

    private OpenRouter.Builder builder() {
        return withoutLedger().costListener(new OpenRouterCostListener(records::add));
    }

    private OpenRouter.Builder withoutLedger() {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .maxRetries(0)
                .time(time);
    }
}
