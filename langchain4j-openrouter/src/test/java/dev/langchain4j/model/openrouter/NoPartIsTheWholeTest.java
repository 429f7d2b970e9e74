package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.internal.JsonParsingUtils;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.internal.api.ChatAnswer;
import dev.langchain4j.model.openrouter.internal.api.ResponseHead;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletion;
import dev.langchain4j.model.openrouter.internal.api.chat.ChunkMerger;
import dev.langchain4j.model.openrouter.internal.api.json.JsonText;
import dev.langchain4j.model.openrouter.internal.chat.ChatStreamCallbacks;
import dev.langchain4j.model.openrouter.internal.chat.ChatToolCallSequencer;
import dev.langchain4j.model.openrouter.internal.http.CancelHandle;
import dev.langchain4j.model.openrouter.support.Answers;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.support.Payloads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every answer of the payloads, cut anywhere, with any finish word and any native one, plain and streamed: neither a
 * structured value nor a tool call is ever made of a part of it. Drawn at random, with a seed.
 */
class NoPartIsTheWholeTest {

    private static final long SEED = Long.getLong("answers.seed", 14);
    private static final int CUTS = Integer.getInteger("answers.cuts", 400);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ResponseHead HEAD = new ResponseHead("gen-head", null);

    private static final CancelHandle NEVER_CANCELLED = new CancelHandle() {
        @Override
        public void cancel() {}

        @Override
        public boolean isCancelled() {
            return false;
        }
    };

    private static final List<String> WORDS = List.of(
            "length",
            "max_tokens",
            "MAX_TOKENS",
            "max_output_tokens",
            "model_length",
            "content_filter",
            "SAFETY",
            "stop",
            "STOP",
            "tool_calls",
            "tool_use",
            "end_turn",
            "eos",
            "completed",
            "");

    /** Beside the payloads: a document whose parts look like the whole, and a call that does most with no arguments. */
    private static final String DOCUMENT =
            "{\"title\":\"Book\",\"pages\":-12.5e2,\"sections\":[{\"title\":\"Part \\\"one\\\"\",\"sections\":[]},"
                    + "{\"title\":\"{[Grüße 👋]}\",\"draft\":true,\"sections\":[{\"title\":null}]}],\"tail\":[1,2]}";

    private final ChatAnswerCheck check = ChatAnswerCheck.of(
            OpenRouterChatRequestParameters.builder()
                    .responseFormat(ResponseFormat.JSON)
                    .build(),
            List.of(UserMessage.from("Hi")));

    /**
     * @param text of the answer, null for none
     * @param calls names and arguments
     */
    record Whole(String name, @Nullable String text, List<Call> calls) {

        @Override
        public String toString() {
            return name;
        }
    }

    record Call(String name, String arguments) {}

    /** @param lies whether a call has lost all of its arguments, and no word says that anything is missing */
    private record Part(@Nullable String text, List<Call> calls, String finish, String nativeFinish, boolean lies) {}

    static Stream<Whole> answers() {
        Stream<Whole> payloads = Payloads.names("answers").stream()
                .filter(name -> Payloads.class.getResource("/payloads/answers/" + name + ".json") != null)
                .map(NoPartIsTheWholeTest::payload);
        return Stream.concat(
                        payloads,
                        Stream.of(
                                new Whole("a document", DOCUMENT, List.of()),
                                new Whole("a fenced document", "Here:\n```json\n" + DOCUMENT + "\n```", List.of()),
                                new Whole(
                                        "two calls",
                                        null,
                                        List.of(
                                                new Call("wipe", "{\"folder\": \"spam\"}"),
                                                new Call("save", DOCUMENT)))))
                .filter(whole -> whole.text() != null || !whole.calls().isEmpty());
    }

    @Test
    void there_are_values_and_calls_to_cut() {
        assertThat(answers().filter(whole -> valueIn(whole.text()) != null)).hasSizeGreaterThanOrEqualTo(3);
        assertThat(answers().filter(whole -> !whole.calls().isEmpty())).hasSizeGreaterThanOrEqualTo(8);
    }

    @ParameterizedTest
    @MethodSource("answers")
    void no_part_is_taken_for_the_whole(Whole whole) {
        Random random = new Random(SEED);
        for (int i = 0; i < CUTS; i++) {
            Part part = part(whole, random);
            verify(whole, part, Answers.read(plain(part)));
            HandlerRecorder handler = new HandlerRecorder();
            verify(whole, part, streamed(part, random, handler));
            verifyCalls(whole, part, handedOut(handler));
        }
    }

    private void verify(Whole whole, Part part, ChatCompletion completion) {
        if (completion.failure().isPresent()) {
            verifyCalls(whole, part, calls(ChatResponseMapper.toPartialResponse(completion, HEAD, false)));
            return;
        }
        ChatResponse response = ChatResponseMapper.toChatResponse(completion, HEAD, null, false);
        verifyCalls(whole, part, calls(response));
        if (check.failure(new ChatAnswer(completion, HEAD, null), response) == null
                && !response.aiMessage().hasToolExecutionRequests()) {
            Object value = valueIn(response.aiMessage().text());
            assertThat(value == null || value.equals(valueIn(whole.text())))
                    .as("%s was taken for the whole", part)
                    .isTrue();
        }
    }

    private static void verifyCalls(Whole whole, Part part, List<Call> calls) {
        for (Call call : calls) {
            boolean lies = part.lies() && call.arguments().equals("{}");
            assertThat(whole.calls().contains(call) || !JsonText.isOneObject(call.arguments()) || lies)
                    .as("%s was handed out of %s", call, part)
                    .isTrue();
        }
    }

    private static List<Call> calls(ChatResponse response) {
        return response.aiMessage().toolExecutionRequests().stream()
                .map(call -> new Call(call.name(), call.arguments()))
                .toList();
    }

    /** To a handler, while the answer was still coming. */
    private static List<Call> handedOut(HandlerRecorder handler) {
        return handler.calls().stream()
                .filter(call -> call.startsWith("call "))
                .map(call -> call.split(" ", 5))
                .map(call -> new Call(call[3], call[4]))
                .toList();
    }

    /** Cut inside of the text, or inside of a call, behind which there is nothing then. */
    private static Part part(Whole whole, Random random) {
        String finish = WORDS.get(random.nextInt(WORDS.size()));
        String nativeFinish = WORDS.get(random.nextInt(WORDS.size()));
        String text = whole.text();
        if (whole.calls().isEmpty() || text != null && random.nextBoolean()) {
            return new Part(cut(text, random), List.of(), finish, nativeFinish, false);
        }
        int last = random.nextInt(whole.calls().size());
        Call cut = whole.calls().get(last);
        String arguments = cut(cut.arguments(), random);
        List<Call> calls = new ArrayList<>(whole.calls().subList(0, last));
        calls.add(new Call(cut.name(), arguments));
        boolean told = Stream.of(finish, nativeFinish).anyMatch(word -> WORDS.indexOf(word) < WORDS.indexOf("stop"));
        return new Part(text, calls, finish, nativeFinish, arguments.isEmpty() && !told);
    }

    private static String cut(String text, Random random) {
        int end = random.nextInt(text.length());
        return text.substring(0, end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
    }

    private static String plain(Part part) {
        ObjectNode choice = choice(part);
        ObjectNode message = choice.putObject("message");
        message.put("content", part.text());
        ArrayNode calls = message.putArray("tool_calls");
        for (int i = 0; i < part.calls().size(); i++) {
            Call call = part.calls().get(i);
            calls.add(delta(i, call.name(), call.arguments()));
        }
        return body(choice);
    }

    private static ChatCompletion streamed(Part part, Random random, HandlerRecorder handler) {
        ChunkMerger merger = new ChunkMerger();
        ChatStreamCallbacks callbacks = new ChatStreamCallbacks(handler);
        callbacks.begin(NEVER_CANCELLED);
        ChatToolCallSequencer calls = new ChatToolCallSequencer(callbacks);
        for (String piece : pieces(part.text() == null ? "" : part.text(), random)) {
            merger.accept(
                    Answers.read(body(chunk("content", JSON.getNodeFactory().textNode(piece)))));
        }
        for (int i = 0; i < part.calls().size(); i++) {
            Call call = part.calls().get(i);
            accept(merger, delta(i, call.name(), ""));
            for (String piece : pieces(call.arguments(), random)) {
                accept(merger, delta(i, null, piece));
                calls.handOn(merger.toolCalls());
            }
        }
        ObjectNode end = choice(part);
        end.putObject("delta");
        merger.accept(Answers.read(body(end)));
        return merger.toCompletion();
    }

    private static void accept(ChunkMerger merger, ObjectNode delta) {
        merger.accept(
                Answers.read(body(chunk("tool_calls", JSON.createArrayNode().add(delta)))));
    }

    private static ObjectNode chunk(String member, JsonNode value) {
        ObjectNode choice = JSON.createObjectNode();
        choice.putObject("delta").set(member, value);
        return choice;
    }

    private static List<String> pieces(String text, Random random) {
        List<String> pieces = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            int next = Math.min(text.length(), at + 1 + random.nextInt(30));
            if (next < text.length() && Character.isHighSurrogate(text.charAt(next - 1))) {
                next++;
            }
            pieces.add(text.substring(at, next));
            at = next;
        }
        return pieces;
    }

    private static ObjectNode delta(int index, @Nullable String name, String arguments) {
        ObjectNode call = JSON.createObjectNode().put("index", index);
        if (name != null) {
            call.put("id", "call_" + index);
        }
        call.putObject("function").put("name", name).put("arguments", arguments);
        return call;
    }

    private static ObjectNode choice(Part part) {
        return JSON.createObjectNode()
                .put("finish_reason", part.finish())
                .put("native_finish_reason", part.nativeFinish());
    }

    private static String body(ObjectNode choice) {
        ObjectNode body = JSON.createObjectNode().put("id", "gen-1");
        body.putArray("choices").add(choice);
        return body.toString();
    }

    private static Whole payload(String name) {
        try {
            JsonNode message =
                    JSON.readTree(Payloads.text("answers/" + name + ".json")).at("/choices/0/message");
            List<Call> calls = new ArrayList<>();
            message.path("tool_calls")
                    .forEach(call -> calls.add(new Call(
                            call.at("/function/name").asText(),
                            call.at("/function/arguments").asText())));
            calls.removeIf(call -> call.name().isEmpty() || !JsonText.isOneObject(call.arguments()));
            String text = message.path("content").isTextual()
                            && !message.path("content").asText().isEmpty()
                    ? message.path("content").asText()
                    : null;
            return new Whole(name, text, calls);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What AI Services take for the answer; null if they find none. */
    private static @Nullable Object valueIn(@Nullable String text) {
        try {
            return text == null
                    ? null
                    : JsonParsingUtils.extractAndParseJson(text, Map.class).value();
        } catch (Exception none) {
            return null;
        }
    }
}
