package dev.langchain4j.model.openrouter.outcomes;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.Timed;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.support.PublishingModel;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import java.time.Duration;
import java.util.List;

/** The two ways from LangChain4j to OpenRouter that the table of outcomes compares. */
interface Client extends AutoCloseable {

    String MODEL = "openai/gpt-4o";

    ChatModel plain(int maxRetries);

    /**
     * @param silence how long the stream may be silent
     * @param maxRetries where a client retries streams at all
     */
    StreamingChatModel streaming(Duration silence, int maxRetries);

    /** Lets time pass, where time is ours to pass. */
    void pass(Duration time);

    /** How long calls have waited between their attempts, where time is ours to pass. */
    default List<Duration> waits() {
        return List.of();
    }

    @Override
    void close();

    /** This library, on a clock that moves only when told to. */
    record Ours(OpenRouter openRouter, FakeTime time, boolean publishes) implements Client {

        static Ours of(OpenRouterServer server) {
            return of(server, false);
        }

        /** Its streams are publishers, whose events go to the handler one by one. */
        static Ours publishing(OpenRouterServer server) {
            return of(server, true);
        }

        private static Ours of(OpenRouterServer server, boolean publishes) {
            FakeTime time = new FakeTime();
            return new Ours(
                    Timed.openRouter(time)
                            .baseUrl(server.baseUrl())
                            .apiKey(server.apiKey())
                            .modelName(MODEL)
                            .build(),
                    time,
                    publishes);
        }

        @Override
        public ChatModel plain(int maxRetries) {
            return openRouter.chatModel().maxRetries(maxRetries).build();
        }

        @Override
        public StreamingChatModel streaming(Duration silence, int maxRetries) {
            StreamingChatModel model = openRouter
                    .streamingChatModel()
                    .maxRetries(maxRetries)
                    .streamIdleTimeout(silence)
                    .build();
            return publishes ? new PublishingModel(model) : model;
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

    /** LangChain4j's module for OpenAI with OpenRouter's base URL. */
    record Theirs(OpenRouterServer server) implements Client {

        @Override
        public ChatModel plain(int maxRetries) {
            return OpenAiChatModel.builder()
                    .baseUrl(server.baseUrl())
                    .apiKey(server.apiKey())
                    .modelName(MODEL)
                    .maxRetries(maxRetries)
                    .build();
        }

        @Override
        public StreamingChatModel streaming(Duration silence, int maxRetries) {
            return OpenAiStreamingChatModel.builder()
                    .baseUrl(server.baseUrl())
                    .apiKey(server.apiKey())
                    .modelName(MODEL)
                    .timeout(silence)
                    .build();
        }

        @Override
        public void pass(Duration passing) {}

        @Override
        public void close() {}
    }
}
