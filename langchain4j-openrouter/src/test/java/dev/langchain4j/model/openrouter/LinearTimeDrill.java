package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.internal.media.MediaData;
import dev.langchain4j.model.openrouter.internal.rerank.reply.GradeReply;
import dev.langchain4j.model.openrouter.internal.rerank.reply.RankingReply;
import dev.langchain4j.model.openrouter.support.RawServer;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No work on a server's bytes grows faster than they do. Compares the processor time of one size with that of eight times
 * the size: about 8 where it grows as the bytes do, 64 where it grows as their square.
 */
@Timeout(300)
class LinearTimeDrill {

    private static final int TIMES = 8;
    private static final int ENOUGH_BELOW_SQUARE = 32;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final String BLANKS = " ";

    /** Nobody counts the time of a virtual thread. Each stream has a new thread, whose time is that of the stream. */
    private static final OkHttpClient OF_PLATFORM_THREADS = new OkHttpClient.Builder()
            .dispatcher(new Dispatcher(
                    new ThreadPoolExecutor(0, Integer.MAX_VALUE, 0, TimeUnit.SECONDS, new SynchronousQueue<>())))
            .build();

    @AfterAll
    static void close() {
        OF_PLATFORM_THREADS.dispatcher().executorService().shutdown();
        OF_PLATFORM_THREADS.connectionPool().evictAll();
    }

    enum Body {
        HTML_OF_OPENING_BRACKETS(502, 8_000, n -> "<".repeat(n)),
        HTML_OF_COMMENTS_WITHOUT_END(502, 8_000, n -> "<!-- ".repeat(n / 5)),
        HTML_OF_SCRIPTS_WITHOUT_END(502, 8_000, n -> "<html>" + "<script>".repeat(n / 8)),
        HTML_OF_TITLES_WITHOUT_END(502, 8_000, n -> "<title>".repeat(n / 7)),
        ERROR_OF_BLANKS(502, 100_000, n -> "{\"error\":{\"code\":502,\"message\":\"x" + BLANKS.repeat(n) + "y\"}}"),
        CALLS_WITH_ONE_ID(
                200,
                3_000,
                n -> calls(
                        n,
                        i -> "{\"id\":\"same\",\"type\":\"function\",\"function\":{\"name\":\"f" + i
                                + "\",\"arguments\":\"{}\"}}")),
        CALLS_WITHOUT_ID(
                200,
                3_000,
                n -> calls(n, i -> "{\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}")),
        CALLS_THAT_ARE_CUT_OFF(
                200,
                8_000,
                n -> calls(n, i -> "{\"id\":\"c" + i + "\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}")
                        .replace("\"tool_calls\"}", "\"length\"}")),
        ENCRYPTED_DETAILS(
                200,
                4_000,
                n -> "{\"choices\":[{\"message\":{\"content\":\"x\",\"reasoning_details\":["
                        + listed(n, LinearTimeDrill::encrypted) + "]},\"finish_reason\":\"stop\"}]}"),
        STREAM_OF_CALLS_WITH_ONE_ID(
                0,
                3_000,
                n -> chunks(
                        n,
                        i -> "\"tool_calls\":[{\"index\":" + i + ",\"id\":\"same\",\"function\":{\"name\":\"f" + i
                                + "\",\"arguments\":\"{}\"}}]")),
        STREAM_OF_CALLS_WITHOUT_INDEX(
                0,
                3_000,
                n -> chunks(
                        n,
                        i -> "\"tool_calls\":[{\"id\":\"c" + i
                                + "\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]")),
        STREAM_OF_NAMES_WITHOUT_INDEX(
                0, 3_000, n -> chunks(n, i -> "\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]")),
        STREAM_OF_ARGUMENTS_THAT_LOOK_COMPLETE(
                0,
                4_000,
                n -> chunks(
                        n,
                        i -> "\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\""
                                + (i == 0 ? "{\\\"a\\\":\\\"" : "xxxxxxxxxxxxxxxxxxxxxxxxxxx}") + "\"}}]")),
        STREAM_OF_BLANK_ARGUMENTS(
                0,
                4_000,
                n -> chunks(
                        n,
                        i -> "\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\""
                                + (i == 0 ? "{" : BLANKS.repeat(200)) + "\"}}]")),
        STREAM_OF_ENCRYPTED_DETAILS(0, 4_000, n -> chunks(n, i -> "\"reasoning_details\":[" + encrypted(i) + "]")),
        STREAM_OF_LATE_SIGNATURES(
                0,
                4_000,
                n -> chunks(
                        n,
                        i -> "\"reasoning_details\":[{\"type\":\"reasoning.text\",\"index\":" + i
                                + ",\"text\":\"\",\"signature\":\"s" + i + "\"}]")),
        STREAM_OF_IMAGES(0, 600, n -> chunks(n, i -> "\"images\":[" + image(i) + "]")),
        STREAM_OF_CHOICES(
                0,
                600,
                n -> chunks(n, i -> "\"role\":\"assistant\",\"content\":\"x\"},\"index\":" + i + ",\"logprobs\":{")),
        STREAM_OF_ARGUMENTS_SO_FAR(
                0,
                6_000,
                n -> chunks(
                                n,
                                i -> "\"tool_calls\":[{\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\""
                                        + (i == 0 ? "{\\\"a\\\":\\\"" : "xxxxxxxx") + "\"}}]")
                        .replace("delta", "message")),
        IMAGES(
                200,
                2_000,
                n -> "{\"choices\":[{\"message\":{\"content\":\"x\",\"images\":[" + listed(n, LinearTimeDrill::image)
                        + "]},\"finish_reason\":\"stop\"}]}"),
        CHOICES(
                200,
                2_000,
                n -> "{\"choices\":["
                        + listed(
                                n,
                                i -> "{\"index\":" + i
                                        + ",\"message\":{\"role\":\"assistant\",\"content\":\"x\"},\"finish_reason\":\"stop\"}")
                        + "]}"),
        STREAM_OF_WHOLE_TEXTS_AFTER_A_LONG_ONE(
                0,
                2_000,
                n -> chunks(n, i -> "\"content\":\"" + (i == 0 ? "x".repeat(20 * n) : "y") + "\"")
                        .replace("\"delta\":{\"content", "\"message\":{\"content")),
        STREAM_OF_WHOLE_SPEECHES(
                0,
                2_000,
                n -> chunks(n, i -> "\"audio\":{\"data\":\"AAA" + (char) ('A' + i % 26) + "\",\"transcript\":\"y\"}")
                        .replace("\"delta\":{\"audio", "\"message\":{\"audio")),
        STREAM_OF_REASONING_THAT_IS_TOLD_AGAIN(
                0,
                2_000,
                n -> chunks(
                        n,
                        i -> i == 0
                                ? "\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"x\"}]"
                                : "\"reasoning\":\"x\",\"reasoning_details\":[" + encrypted(i) + "]")),
        STREAM_OF_COMMENTS(
                0, 400_000, n -> ": OPENROUTER PROCESSING\n\n".repeat(n / 25) + chunks(1, i -> "\"content\":\"x\""));

        private final int status;
        private final int size;
        private final IntFunction<String> text;

        Body(int status, int size, IntFunction<String> text) {
            this.status = status;
            this.size = size;
            this.text = text;
        }

        byte[] response(int factor) {
            String type = status == 0 ? "text/event-stream" : status == 502 ? "text/html" : "application/json";
            return RawServer.response(status == 0 ? 200 : status, type, text.apply(size * factor));
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_answer_of_eight_times_the_size_takes_no_more_than_a_multiple_of_the_time(Body body) {
        assertLinear(factor -> timeOf(body, body.response(factor)));
    }

    enum Reply {
        THOUGHTS_WITHOUT_END(8_000, n -> "<think>".repeat(n / 7) + "[1] > [2]"),
        THOUGHTS_OF_OTHER_NAMES(8_000, n -> "<think><thinking><thought><reasoning>".repeat(n / 37) + "</reasoning>"),
        LINE_ENDS_IN_A_RANKING(5_000, n -> "[1]" + "\n".repeat(n) + "x"),
        BLANKS_IN_A_RANKING(5_000, n -> "[1] >" + BLANKS.repeat(n) + "x"),
        BLANKS_IN_A_GRADE(5_000, n -> "{\"1\":\"2" + BLANKS.repeat(n) + "x\",\"2\":1,\"3\":0}"),
        BLANKS_IN_PROSE(5_000, n -> "id: 1" + BLANKS.repeat(n) + "x"),
        PAIRS(20_000, n -> "[[1,2],".repeat(n / 7)),
        OPENING_BRACKETS(20_000, n -> "[".repeat(n)),
        OPENING_BRACES(20_000, n -> "{\"a\":".repeat(n / 5)),
        RANKINGS(20_000, n -> "[1] > [2] > [3]\n\n".repeat(n / 17)),
        UNREAD_LINKS(20_000, n -> "[1] = [2] > [3]".repeat(n / 15)),
        SIGNS_BEFORE_RANKINGS(20_000, n -> ("]" + "=".repeat(90) + "[1] > [2]").repeat(n / 100));

        private final int size;
        private final IntFunction<String> text;

        Reply(int size, IntFunction<String> text) {
            this.size = size;
            this.text = text;
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_judges_reply_of_eight_times_the_size_takes_no_more_than_a_multiple_of_the_time(Reply reply) {
        assertLinear(factor -> {
            String text = reply.text.apply(reply.size * factor);
            long start = THREADS.getCurrentThreadCpuTime();
            RankingReply.parse(text, 3);
            GradeReply.parse(text, 3, 10, false);
            return THREADS.getCurrentThreadCpuTime() - start;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\n", " \t", "\r\n "})
    void blanks_in_the_metadata_of_a_passage_take_no_more_than_a_multiple_of_the_time(String blanks) {
        var read =
                OpenRouterScoringModel.builder().metadataKeys(List.of("title")).segmentText(null, "documentMapper");
        assertLinear(factor -> {
            var segment = TextSegment.from(
                    "text", Metadata.from("title", "a" + blanks.repeat(20_000 * factor / blanks.length()) + "b"));
            long start = THREADS.getCurrentThreadCpuTime();
            read.apply(segment);
            return THREADS.getCurrentThreadCpuTime() - start;
        });
    }

    @Test
    void data_urls_within_the_data_url_of_an_image_take_no_more_than_a_multiple_of_the_time() {
        assertLinear(factor -> {
            String image = "data:image/png;base64,".repeat(500 * factor) + "AAAA";
            long start = THREADS.getCurrentThreadCpuTime();
            MediaData.of(null, image, "An image");
            return THREADS.getCurrentThreadCpuTime() - start;
        });
    }

    /** Models that count their calls from 0 in every turn. */
    @Test
    void equal_ids_of_calls_in_a_conversation_take_no_more_than_a_multiple_of_the_time() {
        assertLinear(factor -> {
            List<ChatMessage> conversation = new ArrayList<>();
            for (int turn = 0; turn < 500 * factor; turn++) {
                conversation.add(AiMessage.from(
                        ToolExecutionRequest.builder().id("call_0").name("f").build()));
                conversation.add(ToolExecutionResultMessage.from("call_0", "f", "done"));
            }
            return timeOf(conversation);
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void results_of_many_calls_in_one_turn_take_no_more_than_a_multiple_of_the_time(boolean lastFirst) {
        assertLinear(factor -> {
            List<ToolExecutionRequest> calls = IntStream.range(0, 1_500 * factor)
                    .mapToObj(i ->
                            ToolExecutionRequest.builder().id("c" + i).name("f").build())
                    .collect(Collectors.toCollection(ArrayList::new));
            List<ChatMessage> conversation = new ArrayList<>(List.of(AiMessage.from(List.copyOf(calls))));
            if (lastFirst) {
                Collections.reverse(calls);
            }
            calls.forEach(call -> conversation.add(ToolExecutionResultMessage.from(call, "done")));
            return timeOf(conversation);
        });
    }

    private static long timeOf(List<ChatMessage> conversation) {
        try (RawServer server = RawServer.answering(RawServer.response(502, "text/plain", ""));
                OpenRouter openRouter = OpenRouter.builder()
                        .baseUrl(server.baseUrl())
                        .apiKey("sk-or-v1-test")
                        .maxRetries(0)
                        .build()) {
            ChatModel model = openRouter.chatModel().modelName("openai/gpt-4o").build();
            long start = THREADS.getCurrentThreadCpuTime();
            try {
                model.chat(conversation);
            } catch (RuntimeException failure) {
                // What comes of it is not the question.
            }
            return THREADS.getCurrentThreadCpuTime() - start;
        }
    }

    /** The best of several runs, so that a busy machine and a cold one do not count; no more runs than it takes. */
    private static void assertLinear(Function<Integer, Long> timeOfFactor) {
        double ratio = Double.MAX_VALUE;
        long small = 0;
        for (int run = 0; run < 12 && ratio > ENOUGH_BELOW_SQUARE / 2.0; run++) {
            small = run % 3 == 0 ? best(timeOfFactor, 1) : small;
            ratio = Math.min(ratio, (double) timeOfFactor.apply(TIMES) / Math.max(small, 1_000_000));
        }
        assertThat(ratio).isLessThan(ENOUGH_BELOW_SQUARE);
    }

    private static long best(Function<Integer, Long> timeOfFactor, int factor) {
        return IntStream.range(0, 3)
                .mapToLong(i -> timeOfFactor.apply(factor))
                .min()
                .orElseThrow();
    }

    /** Of the thread that reads the answer, until the end of the call. */
    private static long timeOf(Body body, byte[] response) {
        try (RawServer server = RawServer.answering(response);
                OpenRouter openRouter = OpenRouter.builder()
                        .baseUrl(server.baseUrl())
                        .apiKey("sk-or-v1-test")
                        .modelName("openai/gpt-4o")
                        .maxRetries(0)
                        .okHttpClient(OF_PLATFORM_THREADS)
                        .time(new FakeTime())
                        .build()) {
            if (body.status != 0) {
                ChatModel model = openRouter.chatModel().build();
                long start = THREADS.getCurrentThreadCpuTime();
                try {
                    model.chat("Hi");
                } catch (RuntimeException failure) {
                    // What comes of it is not the question.
                }
                return THREADS.getCurrentThreadCpuTime() - start;
            }
            var time = new CompletableFuture<Long>();
            openRouter.streamingChatModel().build().chat("Hi", new StreamingChatResponseHandler() {
                @Override
                public void onPartialResponse(String partial) {}

                @Override
                public void onCompleteResponse(ChatResponse response) {
                    time.complete(THREADS.getCurrentThreadCpuTime());
                }

                @Override
                public void onError(Throwable error) {
                    time.complete(THREADS.getCurrentThreadCpuTime());
                }
            });
            return time.join();
        }
    }

    private static String calls(int count, IntFunction<String> call) {
        return "{\"choices\":[{\"message\":{\"tool_calls\":[" + listed(count, call)
                + "]},\"finish_reason\":\"tool_calls\"}]}";
    }

    private static String encrypted(int i) {
        return "{\"type\":\"reasoning.encrypted\",\"id\":\"r" + i + "\",\"data\":\"AAAA\"}";
    }

    private static String image(int i) {
        return "{\"image_url\":{\"url\":\"data:image/png;base64,AAAA" + (1_000_000 + i) + "\"}}";
    }

    private static String listed(int count, IntFunction<String> element) {
        return IntStream.range(0, count).mapToObj(element).collect(Collectors.joining(","));
    }

    private static String chunks(int count, IntFunction<String> delta) {
        return IntStream.range(0, count)
                        .mapToObj(i -> "data: {\"choices\":[{\"delta\":{" + delta.apply(i) + "}}]}\n\n")
                        .collect(Collectors.joining())
                + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
    }
}
