package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Bounds on the memory that a call allocates, which unlike time does not depend on how busy a machine is. The JIT
 * only removes allocations, once the code is hot: each bound is the figure without a JIT ({@code -Xint}), plus 2 %. The
 * heap must be below 32 GB, where references have four bytes; the default on a machine with 128 GB is 32.
 */
@ExtendWith(OpenRouterServerExtension.class)
class AllocationDrill {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int CHUNKS = 1_000;

    private final OpenRouterServer server;

    AllocationDrill(OpenRouterServer server) {
        this.server = server;
    }

    @Test
    void a_plain_call_allocates_little_on_its_callers_thread() {
        server.when(Match.userSays("hi")).answer(Answer.text("word ".repeat(60)));
        OpenRouterChatModel model = OpenRouterChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .build();

        long bytes = leastOf(200, () -> {
            long before = allocated();
            model.chat("hi");
            return allocated() - before;
        });

        assertThat(bytes).isLessThan(16_800);
    }

    @Test
    void an_asynchronous_call_allocates_little_on_its_callers_thread() {
        server.when(Match.userSays("hi")).answer(Answer.text("word"));
        OpenRouterChatModel model = OpenRouterChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .build();
        ChatRequest request =
                ChatRequest.builder().messages(UserMessage.from("hi")).build();

        long bytes = leastOf(200, () -> {
            long before = allocated();
            CompletableFuture<ChatResponse> answer = model.chatAsync(request);
            long during = allocated() - before;
            answer.join();
            return during;
        });

        assertThat(bytes).isLessThan(4_250);
    }

    @Test
    void a_budget_and_a_ledger_allocate_little_more() {
        server.when(Match.userSays("hi")).answer(Answer.text("word ".repeat(60)));
        OpenRouterChatModel model = OpenRouterChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .maxOutputTokens(100)
                .provider(OpenRouterProviderPreferences.builder()
                        .maxPromptPrice(BigDecimal.ONE)
                        .maxCompletionPrice(BigDecimal.ONE)
                        .build())
                .budget(OpenRouterBudget.builder().perDay(new BigDecimal(1_000)).build())
                .costListener(new OpenRouterCostListener(new OpenRouterCostTotals()))
                .build();

        long bytes = leastOf(200, () -> {
            long before = allocated();
            model.chat("hi");
            return allocated() - before;
        });

        assertThat(bytes).isLessThan(21_700);
    }

    @Test
    void a_reranking_allocates_little_per_document() {
        List<TextSegment> segments = IntStream.range(0, 100)
                .mapToObj(i -> TextSegment.from("passage " + i + " word".repeat(60)))
                .toList();
        OpenRouterScoringModel model = OpenRouterScoringModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("cohere/rerank-v3.5")
                .build();

        long bytes = leastOf(100, () -> {
            long before = allocated();
            model.scoreAll(segments, "word");
            return allocated() - before;
        });

        assertThat(bytes).isLessThan(40_500);
    }

    @Test
    void two_tool_calls_are_not_parsed_again_and_again() {
        server.when(Match.userSays("tools"))
                .answer(Answer.toolCall("weather", "{\"town\":\"Paris\"}")
                        .andToolCall("weather", "{\"town\":\"Oslo\"}"));
        OpenRouterChatModel model = OpenRouterChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .build();

        long bytes = leastOf(200, () -> {
            long before = allocated();
            model.chat("tools");
            return allocated() - before;
        });

        assertThat(bytes).isLessThan(17_850);
    }

    @Test
    void a_long_conversation_with_many_tools_allocates_little_per_message_and_nothing_per_tool() {
        server.when(Match.userSays("hi")).answer(Answer.text("word"));
        OpenRouterChatModel model = OpenRouterChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .build();
        List<ChatMessage> messages = IntStream.range(0, 199)
                .<ChatMessage>mapToObj(i -> i % 2 == 0 ? UserMessage.from("hi") : AiMessage.from("hello"))
                .toList();
        List<ToolSpecification> tools = IntStream.range(0, 20)
                .mapToObj(i -> ToolSpecification.builder()
                        .name("tool" + i)
                        .parameters(JsonObjectSchema.builder()
                                .addStringProperty("town")
                                .addEnumProperty("unit", List.of("celsius", "fahrenheit"))
                                .build())
                        .build())
                .toList();
        ChatRequest request = ChatRequest.builder()
                .messages(messages)
                .toolSpecifications(tools)
                .build();

        long bytes = leastOf(200, () -> {
            long before = allocated();
            model.chat(request);
            return allocated() - before;
        });

        assertThat(bytes).isLessThan(18_950);
    }

    @Test
    void a_text_chunk_of_a_stream_allocates_little_more_than_its_text() {
        StringBuilder sse = new StringBuilder();
        String head = "{\"id\":\"gen-1\",\"provider\":\"OpenAI\",\"model\":\"openai/gpt-4o\",\"object\":"
                + "\"chat.completion.chunk\",\"created\":1755600000,\"choices\":[{\"index\":0,\"delta\":"
                + "{\"role\":\"assistant\",\"content\":\"";
        String tail = "\"},\"finish_reason\":null,\"native_finish_reason\":null,\"logprobs\":null}]}";
        for (int i = 0; i < CHUNKS; i++) {
            sse.append("data: ")
                    .append(head)
                    .append(" word")
                    .append(i % 10)
                    .append(tail)
                    .append("\n\n");
        }
        server.when(Match.streaming())
                .answer(Answer.stream().bytes(sse.toString()).finish("stop").done());
        // The JVM does not count for virtual threads.
        OkHttpClient platformThreads = new OkHttpClient.Builder()
                .dispatcher(new Dispatcher(Executors.newCachedThreadPool()))
                .build();
        OpenRouterStreamingChatModel model = OpenRouterStreamingChatModel.builder()
                .okHttpClient(platformThreads)
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .build();

        long bytes = leastOf(100, () -> {
            Meter meter = new Meter();
            model.chat("hi", meter);
            return meter.allocated();
        });

        assertThat(bytes / CHUNKS).isBetween(1L, 135L);
        platformThreads.dispatcher().executorService().shutdown();
        platformThreads.connectionPool().evictAll();
    }

    private static long leastOf(int times, LongSupplier measure) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < times; i++) {
            least = Math.min(least, measure.getAsLong());
        }
        return least;
    }

    private static long allocated() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    /** What the thread of a stream allocates between its first and its last callback. */
    private static final class Meter implements StreamingChatResponseHandler {

        private final CompletableFuture<Long> allocated = new CompletableFuture<>();
        private long before = -1;

        long allocated() {
            try {
                return allocated.get(20, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void onPartialResponse(String text) {
            if (before < 0) {
                before = AllocationDrill.allocated();
            }
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            allocated.complete(AllocationDrill.allocated() - before);
        }

        @Override
        public void onError(Throwable error) {
            allocated.completeExceptionally(error);
        }
    }
}
