package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.support.Style;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.openrouter.test.StreamAnswer;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that could give a tool call the arguments of another call. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class MixedUpToolCallsTest {

    private static final String SPAM = "{\"folder\":\"spam\"}";
    private static final String ESCAPED_SPAM = SPAM.replace("\"", "\\\"");

    private final OpenRouterServer server;

    @AutoClose
    private final OpenRouter openRouter;

    MixedUpToolCallsTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .maxRetries(0)
                .build();
    }

    static final class Mailbox {

        private final List<String> wiped = new ArrayList<>();

        @Tool
        String wipe(
                @P(value = "all folders where it is missing", required = false, name = "folder") @Nullable
                        String folder) {
            wiped.add(folder == null ? "ALL" : folder);
            return "wiped";
        }
    }

    interface Assistant {
        TokenStream chat(String wish);
    }

    static Stream<Arguments> placeholders() {
        String second = "{'index':1,'id':'c2','function':{'name':'list','arguments':'{\\'n\\':1}'}}";
        return Stream.of(
                Arguments.of("whole", List.of(first("{}"), more(SPAM))),
                Arguments.of("in pieces", List.of(first("{}"), more("{\"fol"), more("der\":"), more("\"spam\"}"))),
                Arguments.of("character by character", characters("{}" + SPAM)),
                Arguments.of("twice", List.of(first("{}"), more("{}"), more(SPAM))),
                Arguments.of("with blanks", List.of(first("{ }"), more(" "), more(SPAM), more(" "))),
                Arguments.of("id and name repeated", List.of(first("{}"), first(SPAM))),
                Arguments.of(
                        "without an index",
                        List.of(
                                first("{}").replace("'index':0,", ""),
                                more(SPAM).replace("'index':0,", ""))),
                Arguments.of("before a second call", List.of(first("{}"), more(SPAM), second)),
                Arguments.of("after a second call has begun", List.of(first("{}"), second, more(SPAM))));
    }

    private static List<String> characters(String arguments) {
        List<String> deltas = new ArrayList<>(List.of(first("")));
        arguments.chars().forEach(c -> deltas.add(more(String.valueOf((char) c))));
        return deltas;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("placeholders")
    void an_empty_object_before_the_arguments_is_none_of_them(String name, List<String> deltas) {
        server.answer(stream(deltas, "tool_calls"));
        HandlerRecorder handler = new HandlerRecorder();

        openRouter.streamingChatModel().build().chat("Wipe my spam", handler);

        ToolExecutionRequest call =
                handler.response().aiMessage().toolExecutionRequests().get(0);
        assertThat(call.arguments()).isEqualTo(SPAM);
        assertThat(handler.calls()).contains("call 0 c1 wipe " + SPAM).doesNotContain("call 0 c1 wipe {}");
        assertThat(pieces(handler, 0)).isEqualTo(SPAM);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("placeholders")
    void a_tool_runs_with_the_arguments_and_only_they_are_sent_back(String name, List<String> deltas) throws Exception {
        Mailbox mailbox = new Mailbox();
        server.answer(
                stream(deltas.stream().filter(delta -> !delta.contains("c2")).toList(), "tool_calls"),
                Answer.text("Done."));
        CompletableFuture<ChatResponse> end = new CompletableFuture<>();

        AiServices.builder(Assistant.class)
                .streamingChatModel(openRouter.streamingChatModel().build())
                .tools(mailbox)
                .build()
                .chat("Wipe my spam")
                .onPartialResponse(text -> {})
                .onCompleteResponse(end::complete)
                .onError(end::completeExceptionally)
                .start();
        end.get(20, TimeUnit.SECONDS);

        assertThat(mailbox.wiped).containsExactly("spam");
        assertThat(server.lastChatRequest().findValuesAsText("arguments")).containsExactly(SPAM);
    }

    @ParameterizedTest
    @EnumSource
    void a_plain_answer_that_a_gateway_has_joined_is_read_in_the_same_way(Style style) {
        server.answer(Answer.toolCall("wipe", "{}" + SPAM));

        assertThat(arguments(style)).containsExactly(SPAM);
    }

    @ParameterizedTest
    @EnumSource
    void a_call_without_arguments_is_still_one(Style style) {
        server.answer(Answer.toolCall("now", "{}").andToolCall("then", "").andToolCall("later", "null"));

        assertThat(arguments(style)).containsExactly("{}", "{}", "{}");
    }

    static Stream<List<String>> argumentsSoFar() {
        List<String> soFar = IntStream.rangeClosed(0, SPAM.length())
                .mapToObj(end -> SPAM.substring(0, end))
                .toList();
        List<String> few = List.of("{\"fol", "{\"folder\":\"sp", SPAM, SPAM);
        return Stream.of(soFar, few)
                .flatMap(pieces -> Stream.of(
                        pieces.stream().map(MixedUpToolCallsTest::first).toList(),
                        pieces.stream()
                                .map(piece -> first(piece).replace("'index':0,", ""))
                                .toList(),
                        Stream.concat(Stream.of(first("")), pieces.stream().map(MixedUpToolCallsTest::more))
                                .toList()));
    }

    @ParameterizedTest
    @MethodSource("argumentsSoFar")
    void pieces_that_repeat_the_arguments_so_far_are_not_appended(List<String> deltas) {
        server.answer(stream(deltas, "tool_calls"));
        HandlerRecorder handler = new HandlerRecorder();

        openRouter.streamingChatModel().build().chat("Wipe my spam", handler);

        assertThat(handler.response().aiMessage().toolExecutionRequests())
                .extracting(ToolExecutionRequest::arguments)
                .containsExactly(SPAM);
        assertThat(pieces(handler, 0)).isEqualTo(SPAM);
    }

    @ParameterizedTest
    @CsvSource({"wi|pe", "wi|wipe", "wipe|wipe", "w|i|p|e", "w|wi|wip|wipe", "wi|wi|pe", "wi|pe|wipe"})
    void a_name_in_pieces_is_one_name(String pieces) {
        for (String id : List.of("", "'id':'c1',")) {
            List<String> deltas = new ArrayList<>();
            for (String piece : pieces.split("\\|")) {
                String delta = first("").replace("'wipe'", "'" + piece + "'");
                deltas.add(deltas.isEmpty() ? delta : delta.replace("'id':'c1',", id));
            }
            deltas.add(more(SPAM));
            server.answer(stream(deltas, "tool_calls"));
            HandlerRecorder handler = new HandlerRecorder();

            openRouter.streamingChatModel().build().chat(withTools("wipe", "list"), handler);

            assertThat(handler.response().aiMessage().toolExecutionRequests())
                    .extracting(ToolExecutionRequest::name)
                    .containsExactly("wipe");
            assertThat(handler.calls()).contains("piece 0 c1 wipe " + SPAM, "call 0 c1 wipe " + SPAM);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "wipe|list, wipe|list",
        "wipe|list|list, wipe|list",
        "wipe|_all, wipe_all",
        "wipe|functions.wipe, wipe",
        "o|o|p|s, oops",
        "other|one, other",
        "other|wipe, other"
    })
    void two_names_are_one_only_if_a_tool_has_it(String names, String expected) {
        for (String id : List.of("'id':'c1',", "")) {
            List<String> deltas = Stream.of(names.split("\\|"))
                    .map(name -> first("").replace("'wipe'", "'" + name + "'").replace("'id':'c1',", id))
                    .toList();
            server.answer(stream(deltas, "tool_calls"));
            HandlerRecorder handler = new HandlerRecorder();

            openRouter.streamingChatModel().build().chat(withTools("wipe", "list", "wipe_all", "oops"), handler);

            assertThat(handler.response().aiMessage().toolExecutionRequests())
                    .extracting(ToolExecutionRequest::name)
                    .containsExactly(expected.split("\\|"));
        }
    }

    private static ChatRequest withTools(String... names) {
        return ChatRequest.builder()
                .messages(UserMessage.from("Wipe my spam"))
                .toolSpecifications(Stream.of(names)
                        .map(name -> ToolSpecification.builder().name(name).build())
                        .toList())
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"n\":", "{\"n\":[", "{\"n\":[1, "})
    void a_piece_may_begin_like_the_arguments_before_it(String begin) {
        String rest = begin + (begin.contains("[") ? "2]}]}" : "2}}");
        server.answer(stream(List.of(first(begin), more(rest)), "tool_calls"));

        assertThat(arguments(Style.STREAMING)).containsExactly(begin + rest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "''", "null"})
    void empty_parameters_beside_each_piece_replace_no_blank_in_the_arguments(String parameters) {
        String arguments = "{\"folder\":\"my spam\"}";
        server.answer(stream(
                characters(arguments).stream()
                        .map(delta -> delta.replace("'arguments'", "'parameters':" + parameters + ",'arguments'"))
                        .toList(),
                "tool_calls"));

        assertThat(arguments(Style.STREAMING)).containsExactly(arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "''", "null"})
    void empty_arguments_beside_each_piece_of_parameters_replace_none_of_them(String arguments) {
        String parameters = "{\"folder\":\"my spam\"}";
        server.answer(stream(
                characters(parameters).stream()
                        .map(delta -> delta.replace("'arguments'", "'arguments':" + arguments + ",'parameters'"))
                        .toList(),
                "tool_calls"));

        assertThat(arguments(Style.STREAMING)).containsExactly(parameters);
    }

    static Stream<Arguments> unusualForms() {
        String spam = "{'folder':'spam'}";
        return Stream.of(Style.values())
                .flatMap(style -> Stream.of(
                                "'tool_calls':[{'function':{'name':'wipe','parameters':" + spam + "}}]",
                                "'tool_calls':[{'function':{'name':'wipe','parameters':" + text(SPAM) + "}}]",
                                "'tool_calls':[{'function':{'name':'wipe','parameters':" + spam
                                        + ",'arguments':null}}]",
                                "'tool_calls':[{'function':{'name':'wipe','arguments':'','parameters':" + spam + "}}]",
                                "'tool_calls':[{'function':{'name':'wipe','arguments':" + spam + ",'parameters':{}}}]",
                                "'tool_calls':[{'function':{'name':'wipe','parameters':{},'arguments':" + spam + "}}]",
                                "'tool_calls':[{'function':{'name':'wipe','arguments':{},'parameters':" + spam + "}}]",
                                "'tool_calls':[{'function':{'name':'wipe','parameters':{'type':'object'},'arguments':"
                                        + text(SPAM) + "}}]",
                                "'tool_calls':[{'function':{'name':'wipe'},'arguments':" + spam + "}]",
                                "'tool_calls':[{'type':'function','name':'wipe','arguments':" + text(SPAM) + "}]",
                                "'function_call':{'name':'wipe','parameters':" + spam + "}")
                        .map(form -> Arguments.of(style, form)));
    }

    @ParameterizedTest
    @MethodSource("unusualForms")
    void arguments_in_an_unusual_place_are_not_lost(Style style, String form) {
        answerWith(style, form);

        ToolExecutionRequest call = style.chat(openRouter, "Wipe my spam")
                .aiMessage()
                .toolExecutionRequests()
                .get(0);

        assertThat(call.name()).isEqualTo("wipe");
        assertThat(call.arguments()).isEqualTo(SPAM);
    }

    private void answerWith(Style style, String message) {
        String json = "{'choices':[{'message':{" + message + "},'finish_reason':'tool_calls'}]}";
        String body = json.replace("\\'", "\\\"").replace('\'', '"');
        server.answer(
                style.isStreamed()
                        ? Answer.raw(200, "text/event-stream", "data: " + body.replace("message", "delta") + "\n\n")
                        : Answer.raw(200, "application/json", body));
    }

    @ParameterizedTest
    @EnumSource(names = {"STREAMING", "PUBLISHED"})
    void a_whole_call_without_an_id_takes_no_id_and_no_arguments_of_the_call_after_it(Style style) {
        String inbox = "{\"folder\":\"inbox\"}";
        server.answer(stream(
                List.of(
                        first(inbox).replace("'index':0,'id':'c1',", ""),
                        first("").replace("'index':0,", ""),
                        more(SPAM).replace("'index':0,", "")),
                "tool_calls"));

        assertThat(arguments(style)).containsExactly(inbox, SPAM);
    }

    @ParameterizedTest
    @EnumSource
    void a_schema_that_a_gateway_repeats_is_not_the_arguments_of_a_call_without_any(Style style) {
        String schema = "{'type':'object','properties':{'folder':{'type':'string'}}}";
        for (String none : List.of("{}", "'{}'", "''", "null")) {
            answerWith(
                    style,
                    "'tool_calls':[{'function':{'name':'wipe','arguments':" + none + ",'parameters':" + schema + "}}]");

            assertThat(arguments(style)).as(none).containsExactly("{}");
        }
    }

    @ParameterizedTest
    @EnumSource
    void arguments_that_look_like_a_schema_are_not_lost(Style style) {
        String schema = "{'type':'object','properties':{'folder':{'type':'string'}}}";
        for (String members : List.of("'parameters':", "'arguments':", "'parameters':{},'arguments':")) {
            answerWith(style, "'tool_calls':[{'function':{'name':'define'," + members + schema + "}}]");

            assertThat(arguments(style)).as(members).containsExactly(schema.replace('\'', '"'));
        }
    }

    static Stream<Arguments> limits() {
        return Stream.of(Style.values())
                .flatMap(style -> Stream.of("tool_calls", "stop", "eos", "", "length", "max_tokens", "model_length")
                        .flatMap(finish -> Stream.of(
                                        "length",
                                        "max_tokens",
                                        "MAX_TOKENS",
                                        "max_output_tokens",
                                        "model_length",
                                        "model_context_window_exceeded")
                                .map(nativeFinish -> Arguments.of(style, finish, nativeFinish))));
    }

    @ParameterizedTest
    @MethodSource("limits")
    void a_call_that_the_provider_says_was_cut_off_is_told_and_not_handed_out(
            Style style, String finish, String nativeFinish) {
        for (String part : List.of("{\"folder\":\"sp", "{}", "", "{}{\"fol")) {
            server.answer(Answer.toolCall("list", "{\"n\":1}")
                    .andToolCall("c2", "wipe", part)
                    .finishReason(finish)
                    .nativeFinishReason(nativeFinish));

            ChatResponse response = style.chat(openRouter, "Wipe my spam");

            assertThat(response.finishReason()).isEqualTo(FinishReason.LENGTH);
            assertThat(response.aiMessage().toolExecutionRequests())
                    .extracting(ToolExecutionRequest::name)
                    .as("with %s", part)
                    .containsExactly("list");
            assertThat(((OpenRouterChatResponseMetadata) response.metadata()).cutOffToolCalls())
                    .extracting(ToolExecutionRequest::arguments)
                    .containsExactly(part);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_call_that_was_cut_off_has_another_id_than_the_calls_of_the_answer(Style style) {
        server.answer(Answer.text("Wiping")
                .andToolCall("c1", "wipe", SPAM)
                .andToolCall("c1", "wipe", "{\"folder")
                .finishReason("length"));

        ChatResponse response = style.chat(openRouter, "Wipe my spam");

        assertThat(response.aiMessage().toolExecutionRequests())
                .extracting(ToolExecutionRequest::id)
                .containsExactly("c1");
        assertThat(((OpenRouterChatResponseMetadata) response.metadata()).cutOffToolCalls())
                .extracting(ToolExecutionRequest::id)
                .containsExactly("c1_2");
    }

    @ParameterizedTest
    @EnumSource
    void two_values_of_one_call_are_both_in_the_partial_answer(Style style) {
        server.answer(Answer.toolCall("wipe", SPAM + "{}" + SPAM));

        InternalServerException told =
                catchThrowableOfType(InternalServerException.class, () -> style.chat(openRouter, "Wipe my spam"));

        ChatResponse partial = OpenRouterException.in(told).orElseThrow().partialResponse();
        assertThat(((OpenRouterChatResponseMetadata) partial.metadata()).cutOffToolCalls())
                .extracting(ToolExecutionRequest::arguments)
                .containsExactly(SPAM + "{}" + SPAM);
    }

    @ParameterizedTest
    @EnumSource
    void the_providers_own_word_for_a_filter_counts_too(Style style) {
        server.answer(Answer.text("Once").finishReason("stop").nativeFinishReason("SAFETY"));

        assertThat(style.chat(openRouter, "Hi").finishReason()).isEqualTo(FinishReason.CONTENT_FILTER);
    }

    @ParameterizedTest
    @EnumSource
    void a_whole_call_at_the_limit_is_handed_out(Style style) {
        server.answer(Answer.toolCall("wipe", SPAM).finishReason("tool_calls").nativeFinishReason("max_tokens"));

        assertThat(arguments(style)).containsExactly(SPAM);
    }

    @ParameterizedTest
    @EnumSource
    void markup_behind_the_arguments_is_taken_away(Style style) {
        server.answer(Answer.toolCall("wipe", SPAM + "\n</tool_call>").andToolCall("c2", "list", "{\"n\":1}}"));

        assertThat(arguments(style)).containsExactly(SPAM, "{\"n\":1}");
    }

    @ParameterizedTest
    @EnumSource
    void markup_before_the_arguments_is_taken_away_too(Style style) {
        for (String lead : List.of("```json\n", "```\n", "<tool_call>\n", "<|tool_call_begin|>", "\uFEFF", "\u0000")) {
            server.answer(Answer.toolCall("wipe", lead + SPAM).andToolCall("c2", "list", lead + "{\"n\":1}\n```"));

            assertThat(arguments(style)).as(lead).containsExactly(SPAM, "{\"n\":1}");
        }
    }

    static Stream<Arguments> severalValues() {
        return Stream.of(Style.values())
                .flatMap(style -> Stream.of(
                                SPAM + "{\"folder\":\"inbox\"}",
                                SPAM + "</tool_call>\n<tool_call>{\"folder\":\"inbox\"}",
                                SPAM + "[1]",
                                "\"" + ESCAPED_SPAM + "{\\\"folder\\\":\\\"inbox\\\"}\"",
                                "\"{}" + ESCAPED_SPAM + "\"",
                                ESCAPED_SPAM + ESCAPED_SPAM,
                                "null" + SPAM)
                        .flatMap(arguments -> Stream.of("tool_calls", "length", "stop")
                                .map(finish -> Arguments.of(style, arguments, finish))));
    }

    @ParameterizedTest
    @MethodSource("severalValues")
    void a_call_with_two_values_as_arguments_is_a_failure_with_what_there_was(
            Style style, String arguments, String finish) {
        server.answer(Answer.toolCall("list", "{\"n\":1}")
                .andToolCall("c2", "wipe", arguments)
                .finishReason(finish)
                .usage(10, 2, "0.0005"));

        InternalServerException failure =
                catchThrowableOfType(InternalServerException.class, () -> style.chat(openRouter, "Wipe my spam"));

        assertThat(failure).hasMessageContaining("more than one JSON value").hasMessageNotContaining("spam");
        ChatResponse partial = OpenRouterException.in(failure).orElseThrow().partialResponse();
        assertThat(partial.aiMessage().toolExecutionRequests())
                .extracting(ToolExecutionRequest::name)
                .containsExactly("list");
        assertThat(((OpenRouterTokenUsage) partial.tokenUsage()).cost()).isEqualByComparingTo("0.0005");
    }

    @ParameterizedTest
    @EnumSource
    void a_tool_without_a_readable_name_is_a_failure_with_what_there_was(Style style) {
        for (String name : List.of("\u0001", " \u0000\n", "\u2003\u0007")) {
            server.answer(Answer.toolCall(name, SPAM).usage(10, 2, "0.0005"));

            InternalServerException failure =
                    catchThrowableOfType(InternalServerException.class, () -> style.chat(openRouter, "Wipe my spam"));

            assertThat(failure).hasMessageContaining("without naming it");
            assertThat(OpenRouterException.in(failure).orElseThrow().partialResponse())
                    .isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_id_of_control_characters_is_none(Style style) {
        server.answer(Answer.toolCall("list", "{\"n\":1}").andToolCall("\u0001", "wipe", SPAM));

        assertThat(style.chat(openRouter, "Wipe my spam").aiMessage().toolExecutionRequests())
                .extracting(ToolExecutionRequest::id)
                .doesNotHaveDuplicates()
                .noneMatch(id -> id.contains("\u0001"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'index':0,", ""})
    void pieces_that_name_the_id_of_an_earlier_call_belong_to_it(String index) {
        String begin = "{INDEX'id':'ID','function':{'name':'wipe','arguments':'{\\'folder\\':'}}";
        String end = "{INDEX'id':'ID','function':{'arguments':'\\'FOLDER\\'}'}}";
        List<String> deltas = Stream.of(
                        begin.replace("ID", "c1"),
                        begin.replace("ID", "c2"),
                        end.replace("ID", "c1").replace("FOLDER", "spam"),
                        end.replace("ID", "c2").replace("FOLDER", "ads"))
                .map(delta -> delta.replace("INDEX", index))
                .toList();
        server.answer(stream(deltas, "tool_calls"));

        assertThat(arguments(Style.STREAMING)).containsExactly(SPAM, "{\"folder\":\"ads\"}");
    }

    @Test
    void a_piece_without_an_id_belongs_to_the_call_that_the_piece_before_it_names() {
        String anonymous = more("am\"}");
        server.answer(stream(
                List.of(
                        first("{\"folder\":"),
                        first("{\"folder\":\"a").replace("c1", "c2"),
                        first("\"sp"),
                        anonymous,
                        anonymous.replace("am", "ds").replace("'index':0,", "'index':0,'id':'c2',")),
                "tool_calls"));

        assertThat(arguments(Style.STREAMING)).containsExactly(SPAM, "{\"folder\":\"ads\"}");
    }

    @Test
    void arguments_behind_the_id_of_a_complete_call_go_to_no_other_call() {
        server.answer(stream(
                List.of(
                        first(SPAM),
                        "{'index':0,'id':'c2','function':{'name':'list','arguments':'{}'}}",
                        first(""),
                        more("{\"folder\":\"ads\"}")),
                "tool_calls"));

        assertThatThrownBy(() -> arguments(Style.STREAMING)).hasMessageContaining("more than one JSON value");
    }

    @Test
    void calls_that_share_an_index_and_are_told_again_run_once() {
        String ads = "{\"folder\":\"ads\"}";
        List<String> deltas = List.of(first(SPAM), first(ads).replace("c1", "c2"));
        server.answer(stream(Stream.concat(deltas.stream(), deltas.stream()).toList(), "tool_calls"));

        assertThat(arguments(Style.STREAMING)).containsExactly(SPAM, ads);
    }

    @Test
    void a_call_that_goes_on_after_the_next_one_has_begun_is_a_failure_with_what_there_was() {
        server.answer(stream(
                List.of(
                        first(SPAM),
                        "{'index':1,'id':'c2','function':{'name':'list','arguments':'{}'}}",
                        more("{\"folder\":\"inbox\"}")),
                "tool_calls"));
        HandlerRecorder handler = new HandlerRecorder();

        openRouter.streamingChatModel().build().chat("Wipe my spam", handler);

        assertThat(handler.awaitError()).isInstanceOf(LangChain4jException.class);
        assertThat(OpenRouterException.in(handler.errors().get(0))
                        .orElseThrow()
                        .partialResponse()
                        .aiMessage()
                        .toolExecutionRequests())
                .extracting(ToolExecutionRequest::name)
                .containsExactly("list");
        assertThat(handler.errors()).hasSize(1);
        assertThat(handler.answers()).isEmpty();
    }

    @Test
    void markup_that_arrives_after_the_next_call_has_begun_changes_nothing() {
        server.answer(stream(
                List.of(
                        first(SPAM),
                        "{'index':1,'id':'c2','function':{'name':'list','arguments':'{}'}}",
                        more("</tool_call>")),
                "tool_calls"));
        HandlerRecorder handler = new HandlerRecorder();

        openRouter.streamingChatModel().build().chat("Wipe my spam", handler);

        assertThat(handler.response().aiMessage().toolExecutionRequests())
                .extracting(ToolExecutionRequest::arguments)
                .containsExactly(SPAM, "{}");
        assertThat(handler.calls()).containsOnlyOnce("call 0 c1 wipe " + SPAM);
    }

    @Test
    void markup_whose_pieces_repeat_id_and_name_is_no_other_call() {
        server.answer(stream(List.of(first(SPAM + "</too"), first("l_call"), first(">")), "tool_calls"));

        assertThat(arguments(Style.STREAMING)).containsExactly(SPAM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'index':0,'id':'c1','function':{'name':'wipe','arguments':'{\\'folder\\': \\'spam\\'}'}}",
                "{'index':0,'id':'c1','function':{'name':'wipe','arguments':'{ }'}}",
                "{'index':0,'id':'c1','function':{'arguments':'{\\'folder\\':\\'spam\\'}'}}",
                "{'id':'c1','function':{'arguments':'{\\'folder\\':\\'spam\\'}'}}"
            })
    void a_call_that_is_repeated_at_the_end_in_another_form_runs_once(String again) {
        server.answer(stream(List.of(first("{\"folder\":"), more("\"spam\"}"), again), "tool_calls"));

        assertThat(arguments(Style.STREAMING)).containsExactly(SPAM);
    }

    @Test
    void a_call_behind_one_that_was_cut_off_has_the_same_index_in_its_pieces_and_at_its_end() {
        for (String cut : List.of("{}", "{'folder':'sp")) {
            HandlerRecorder handler = new HandlerRecorder();
            server.answer(stream(
                    List.of(
                            first(cut.replace('\'', '"')),
                            "{'index':1,'id':'c2','function':{'name':'list','arguments':'{\\'n\\':1}'}}"),
                    "length"));

            openRouter.streamingChatModel().build().chat("Wipe my spam", handler);

            assertThat(handler.response().aiMessage().toolExecutionRequests()).hasSize(1);
            String index = cut.equals("{}") ? "0" : "1"; // the second of two of which something was told
            assertThat(handler.calls())
                    .contains("piece " + index + " c2 list {\"n\":1}", "call " + index + " c2 list {\"n\":1}");
        }
    }

    /** Calls of one answer that only their places in its list tell apart. */
    static Stream<String> callsBesideEachOther() {
        return Stream.of(
                "{'function':{'name':'list'}},{'function':{'name':'list','arguments':'{}'}}",
                "{'function':{'name':'list','arguments':{'n':1}}},{'function':{'name':'list','arguments':{'n':2}}}",
                "{'function':{'name':'list','arguments':'1'}},{'function':{'name':'list','arguments':'{}'}}",
                "{'id':'c','function':{'name':'list'}},{'id':'c','function':{'name':'list','arguments':'{}'}}",
                "{'id':'','function':{'name':'list'}},{'id':'','function':{'name':'list','arguments':null}}");
    }

    @ParameterizedTest
    @MethodSource("callsBesideEachOther")
    void calls_in_one_list_are_several_calls_plain_and_streamed(String calls) {
        String plain = "{\"choices\":[{\"message\":{\"tool_calls\":[" + calls.replace('\'', '"')
                + "]},\"finish_reason\":\"tool_calls\"}]}";
        Answer json = Answer.raw(200, "application/json", plain);
        Answer events = Answer.raw(
                200, "text/event-stream", "data: " + plain.replace("message", "delta") + "\n\ndata: [DONE]\n\n");
        server.answer(json);
        List<ToolExecutionRequest> expected =
                Style.PLAIN.chat(openRouter, "List").aiMessage().toolExecutionRequests();
        assertThat(expected).hasSize(2);

        for (Answer streamed : List.of(json, events)) {
            server.answer(streamed);
            HandlerRecorder handler = new HandlerRecorder();

            openRouter.streamingChatModel().build().chat("List", handler);

            assertThat(handler.response().aiMessage().toolExecutionRequests()).isEqualTo(expected);
            for (int i = 0; i < 2; i++) {
                ToolExecutionRequest call = expected.get(i);
                String told = i + " " + call.id() + " list " + call.arguments();
                assertThat(handler.calls()).contains("piece " + told, "call " + told);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"'id':'c1',", "'id':'c2',", ""})
    void a_piece_in_the_chunk_of_the_one_before_it_may_repeat_the_name(String id) {
        String begin = first("{\"folder\":").replace("'index':0,", "");
        String rest = begin.replace("'id':'c1',", id).replace(text("{\"folder\":"), text("\"spam\"}"));
        server.answer(stream(List.of(begin + "," + rest), "tool_calls"));

        assertThat(arguments(Style.STREAMING)).containsExactly(SPAM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "'id':'',", "'index':0,"})
    void calls_that_are_told_again_with_the_message_so_far_run_once(String address) {
        String calls = "'tool_calls':[{ADDRESS'function':{'name':'wipe','arguments':{'n':1}}},"
                + "{ADDRESS'function':{'name':'wipe','arguments':{'n':2}}}]";
        String told = calls.replace("ADDRESS", address);
        for (String before : List.of("message", "delta")) {
            String chunks = "data: {'choices':[{'" + before + "':{" + told + "}}]}\n\n"
                    + "data: {'choices':[{'message':{" + told + "},'finish_reason':'tool_calls'}]}\n\n";
            server.answer(Answer.raw(200, "text/event-stream", chunks.replace('\'', '"')));

            assertThat(arguments(Style.STREAMING)).containsExactly("{\"n\":1}", "{\"n\":2}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "'index':0,'id':'c%d',"})
    void an_equal_call_that_a_message_adds_to_the_one_before_it_has_its_arguments_too(String address) {
        String call = "{" + address + "'function':{'name':'wipe','arguments':{'n':1}}}";
        String chunks = "data: {'choices':[{'message':{'tool_calls':[" + call.formatted(1) + "]}}]}\n\n"
                + "data: {'choices':[{'message':{'tool_calls':[" + call.formatted(1) + "," + call.formatted(2)
                + "]},'finish_reason':'tool_calls'}]}\n\n";
        for (Style style : List.of(Style.STREAMING, Style.PUBLISHED)) {
            server.answer(Answer.raw(200, "text/event-stream", chunks.replace('\'', '"')));

            assertThat(arguments(style)).as("%s", style).containsExactly("{\"n\":1}", "{\"n\":1}");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', textBlock = """
            'function':{'name':'wipe','arguments':{}};              'function':{'name':'wipe','arguments':null}
            'function':{'name':'wipe','arguments':{}};              'function':{'name':'wipe'}
            'index':1,'function':{'name':'wipe','arguments':''};    'index':0,'function':{'name':'wipe','arguments':{}}
            'index':1,'id':'c','function':{'name':'wipe','arguments':'{}'}; 'index':0,'id':'c','function':{'name':'wipe','arguments':''}
            'index':1,'id':'c','function':{'name':'wipe','arguments':{'n':1}}; 'index':0,'id':'c','function':{'name':'wipe','arguments':'{ }'}
            'index':1,'id':'c','function':{'name':'wipe','arguments':'{}'}; 'index':0,'id':'c','function':{'name':'wipe','arguments':'{ }'}
            'index':1,'function':{'name':'wipe','arguments':{'n':1}}; 'function':{'name':'wipe','arguments':' {}'}
            """)
    void a_call_that_is_told_again_in_another_form_runs_once(String told, String again) {
        String chunks = "data: {'choices':[{'delta':{'tool_calls':[{" + told + "}]}}]}\n\n"
                + "data: {'choices':[{'delta':{},'finish_reason':'tool_calls'}]}\n\n"
                + "data: {'choices':[{'message':{'tool_calls':[{" + again + "}]},'finish_reason':'tool_calls'}]}\n\n"
                + "data: [DONE]\n\n";
        for (Style style : List.of(Style.STREAMING, Style.PUBLISHED)) {
            server.answer(Answer.raw(200, "text/event-stream", chunks.replace('\'', '"')));

            assertThat(arguments(style)).as("%s", style).containsExactly(told.contains("'n'") ? "{\"n\":1}" : "{}");
        }
    }

    @Test
    void arguments_that_are_no_object_are_mended_on_the_wire_and_kept_in_the_memory() {
        ChatMemory memory = MessageWindowChatMemory.withMaxMessages(20);
        Mailbox mailbox = new Mailbox();
        server.answer(Answer.toolCall("wipe", "{\"folder\":\"spam\",}"), Answer.text("Done."));

        AiServices.builder(Plain.class)
                .chatModel(openRouter.chatModel().build())
                .chatMemory(memory)
                .tools(mailbox)
                .build()
                .chat("Wipe my spam");

        assertThat(mailbox.wiped).containsExactly("spam");
        assertThat(server.lastChatRequest().findValuesAsText("arguments")).containsExactly(SPAM);
        assertThat(memory.messages().toString()).contains("{\"folder\":\"spam\",}");
    }

    interface Plain {
        String chat(String wish);
    }

    private List<String> arguments(Style style) {
        return style.chat(openRouter, "Wipe my spam").aiMessage().toolExecutionRequests().stream()
                .map(ToolExecutionRequest::arguments)
                .toList();
    }

    private static String pieces(HandlerRecorder handler, int index) {
        StringBuilder pieces = new StringBuilder();
        String begin = "piece " + index + " c1 wipe ";
        handler.calls().stream()
                .filter(call -> call.startsWith(begin))
                .forEach(call -> pieces.append(call.substring(begin.length())));
        return pieces.toString();
    }

    private static String first(String arguments) {
        return "{'index':0,'id':'c1','type':'function','function':{'name':'wipe','arguments':" + text(arguments) + "}}";
    }

    private static String more(String arguments) {
        return "{'index':0,'function':{'arguments':" + text(arguments) + "}}";
    }

    private static String text(String arguments) {
        return "'" + arguments.replace("\"", "\\'") + "'";
    }

    /** One delta for each tool call, in which ' stands for a quotation mark. */
    private static StreamAnswer stream(List<String> deltas, String finish) {
        StreamAnswer answer = Answer.stream();
        for (String delta : deltas) {
            answer.delta("{\"tool_calls\":[" + delta.replace("\\'", "\\\"").replace('\'', '"') + "]}");
        }
        return answer.finish(finish).done();
    }
}
