package dev.langchain4j.model.openrouter.outcomes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterCostListener;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord;
import dev.langchain4j.model.openrouter.Timed;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.support.Async;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.openrouter.test.RecordedRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plays every row with a plain answer twice, by a plain and by an asynchronous call, and compares all results. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class AsyncOutcomesTest {

    private final OpenRouterServer server;

    AsyncOutcomesTest(OpenRouterServer server) {
        this.server = server;
    }

    static List<OutcomeRow> rows() {
        return OutcomeTable.rows().stream().filter(row -> row.plain() != null).toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void an_asynchronous_call_ends_as_a_plain_one(OutcomeRow row) {
        Played plain = played(row, (model, request) -> model.chat(request));
        Played async = played(row, (model, request) -> Async.result(model.chatAsync(request)));

        assertThat(async.outcome()).isEqualTo(row.ours().plain());
        assertThat(async).usingRecursiveComparison().isEqualTo(plain);
    }

    private Played played(OutcomeRow row, Way way) {
        server.reset();
        try (Recording client = new Recording(server, way)) {
            String outcome = row.plain().play(server, client).get();
            return new Played(
                    outcome,
                    client.responses,
                    client.failures,
                    client.records.stream().map(OpenRouterCostRecord::toString).toList(),
                    client.time.waits(),
                    server.requests("/chat/completions").stream()
                            .map(RecordedRequest::bodyText)
                            .toList());
        }
    }

    /** @param failures class and message of each exception and its causes */
    private record Played(
            String outcome,
            List<ChatResponse> responses,
            List<String> failures,
            List<String> records,
            List<Duration> waits,
            List<String> requests) {}

    private interface Way {
        ChatResponse ask(ChatModel model, ChatRequest request);
    }

    /** This library, whose answers are kept. */
    private static final class Recording implements Client {

        private final List<ChatResponse> responses = new CopyOnWriteArrayList<>();
        private final List<String> failures = new CopyOnWriteArrayList<>();
        private final List<OpenRouterCostRecord> records = new CopyOnWriteArrayList<>();
        private final FakeTime time = new FakeTime();
        private final OpenRouter openRouter;
        private final Way way;

        private Recording(OpenRouterServer server, Way way) {
            Consumer<OpenRouterCostRecord> ledger = records::add;
            this.way = way;
            this.openRouter = Timed.openRouter(time)
                    .baseUrl(server.baseUrl())
                    .apiKey(server.apiKey())
                    .modelName(MODEL)
                    .costListener(new OpenRouterCostListener(ledger::accept))
                    .build();
        }

        @Override
        public ChatModel plain(int maxRetries) {
            ChatModel model = openRouter.chatModel().maxRetries(maxRetries).build();
            return new ChatModel() {
                @Override
                public ChatResponse chat(ChatRequest request) {
                    try {
                        ChatResponse response = way.ask(model, request);
                        responses.add(response);
                        return response;
                    } catch (RuntimeException e) {
                        failures.add(chain(e));
                        throw e;
                    }
                }

                @Override
                public ChatRequestParameters defaultRequestParameters() {
                    return model.defaultRequestParameters();
                }
            };
        }

        private static String chain(@Nullable Throwable e) {
            return e == null ? "" : e.getClass().getName() + ": " + e.getMessage() + "\n" + chain(e.getCause());
        }

        @Override
        public StreamingChatModel streaming(Duration silence, int maxRetries) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void pass(Duration passing) {
            time.advance(passing);
        }

        @Override
        public List<Duration> waits() {
            return time.waits();
        }

        @Override
        public void close() {
            openRouter.close();
        }
    }
}
