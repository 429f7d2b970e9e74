package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.internal.chat.ChatInstructions;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.support.Style;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.service.AiServices;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers with only a part of what the request asked for, or none of it. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class IncompleteAnswerTest {

    private static final String WHOLE =
            "{\"title\":\"Book\",\"summary\":\"all\",\"sections\":[{\"title\":\"Part\",\"summary\":\"some\",\"sections\":[]}]}";
    private static final String CUT = WHOLE.substring(0, WHOLE.length() - 2);

    private final OpenRouterServer server;
    private final List<OpenRouterCostRecord> ledger = new CopyOnWriteArrayList<>();
    private final OpenRouter openRouter;

    IncompleteAnswerTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .costListener(new OpenRouterCostListener(ledger::add))
                .build();
    }

    @AfterEach
    void close() {
        openRouter.close();
    }

    record Section(String title, String summary, List<Section> sections) {}

    record Reply(String answer, @Nullable Reply quoted) {}

    interface Writer {
        Section write(String topic);
    }

    interface Forum {
        Reply reply(String post);
    }

    interface Replies {
        Map<String, Reply> replies(String post);
    }

    enum Key {
        MAJOR,
        MAJOR_FLAT,
        MINOR
    }

    interface Values {
        List<String> list(String topic);

        Set<Key> set(String topic);

        int whole(String topic);

        double fraction(String topic);

        BigDecimal decimal(String topic);

        LocalTime time(String topic);

        LocalDateTime moment(String topic);

        Key key(String topic);

        LocalDate date(String topic);

        boolean truth(String topic);
    }

    interface Assistant {
        String chat(String question);
    }

    enum Asked {
        SCHEMA,
        OBJECT,
        INSTRUCTIONS,
        OUTPUT_FORMAT;

        ChatRequest request() {
            OpenRouterChatRequestParameters.Builder parameters =
                    OpenRouterChatRequestParameters.builder().maxOutputTokens(30);
            if (this == INSTRUCTIONS) {
                return ChatRequest.builder()
                        .messages(UserMessage.from(
                                "A book.\n" + ChatInstructions.JSON + ": {\n\"title\": (type: string)\n}"))
                        .parameters(parameters.build())
                        .build();
            }
            if (this == OUTPUT_FORMAT) {
                parameters.outputFormat(OpenRouterOutputFormat.of(Map.of("type", "json_object")));
                return ChatRequest.builder()
                        .messages(UserMessage.from("A book, as JSON."))
                        .parameters(parameters.build())
                        .build();
            }
            return ChatRequest.builder()
                    .messages(UserMessage.from("A book, as JSON."))
                    .parameters(parameters
                            .responseFormat(this == OBJECT ? ResponseFormat.JSON : schema())
                            .build())
                    .build();
        }
    }

    static Stream<Arguments> everyWay() {
        return Stream.of(Style.values())
                .flatMap(style -> Stream.of(Asked.values()).map(asked -> Arguments.of(style, asked)));
    }

    static Stream<Arguments> everyWayToBeCut() {
        return Stream.of(Style.values())
                .flatMap(style -> Stream.of(Asked.values())
                        .flatMap(asked -> Stream.of(
                                        "length", "content_filter", "max_tokens", "stop", "tool_calls", "eos")
                                .map(finish -> Arguments.of(style, asked, finish))));
    }

    @ParameterizedTest
    @MethodSource("everyWayToBeCut")
    void a_part_of_a_json_value_is_not_the_answer(Style style, Asked asked, String finish) {
        server.answer(Answer.text(CUT).finishReason(finish).usage(10, 30, "0.0012"));

        OpenRouterIncompleteAnswerException refused = refused(style, asked.request());

        assertThat(refused.text()).isEqualTo(CUT);
        assertThat(refused.cost()).isEqualByComparingTo("0.0012");
        assertThat(refused.usage().outputTokenCount()).isEqualTo(30);
        assertThat(refused).hasMessageContaining(CUT.length() + " characters").hasMessageNotContaining("Book");
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void the_exception_says_what_to_do_and_what_it_has_cost(Style style, Asked asked) {
        server.answer(Answer.text(CUT).finishReason("length").usage(10, 30, "0.0012"));

        OpenRouterIncompleteAnswerException refused = refused(style, asked.request());

        assertThat(refused.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(refused)
                .hasMessageContaining("maxOutputTokens is 30")
                .hasMessageContaining("Raise maxOutputTokens")
                .hasMessageContaining("$0.0012");
        OpenRouterException cause = OpenRouterException.in(refused).orElseThrow();
        assertThat(cause.statusCode()).isEqualTo(200);
        assertThat(cause.partialResponse()).isEqualTo(refused.partialResponse());
        assertThat(cause.usage().cost()).isEqualByComparingTo("0.0012");
        assertThat(cause.generationId()).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource
    void the_message_is_one_short_line_whatever_the_answers_id_is(Style style) {
        String id = "gen-\n" + "0".repeat(10_000);
        String json = "{\"id\":\"" + id.replace("\n", "\\n") + "\",\"choices\":[{\"message\":{\"content\":\"{\"},"
                + "\"finish_reason\":\"length\"}]}";
        server.answer(
                style.isStreamed()
                        ? Answer.raw(200, "text/event-stream", "data: " + json.replace("message", "delta") + "\n\n")
                        : Answer.raw(200, "application/json", json));

        OpenRouterIncompleteAnswerException refused = refused(style, Asked.SCHEMA.request());

        assertThat(refused.getMessage()).contains("Generation id: gen- 000").hasSizeLessThan(3_000);
        assertThat(refused.getMessage().lines()).hasSize(1);
        assertThat(OpenRouterException.in(refused).orElseThrow().generationId()).isEqualTo(id);
    }

    @ParameterizedTest
    @EnumSource
    void the_message_is_one_short_line_whatever_the_tool_is_called(Style style) {
        server.answer(Answer.toolCall("book\n" + "0".repeat(10_000), "{").finishReason("length"));

        OpenRouterIncompleteAnswerException refused = refused(style, Asked.SCHEMA.request());

        assertThat(refused.getMessage()).contains("tool 'book 000").hasSizeLessThan(3_000);
        assertThat(refused.getMessage().lines()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void what_was_answered_is_charged_as_answered_before_it_is_refused(Style style) {
        server.answer(Answer.text(CUT).finishReason("length").usage(10, 30, "0.0012"));

        refused(style, Asked.SCHEMA.request());

        assertThat(ledger).singleElement().satisfies(record -> {
            assertThat(record.outcome()).isEqualTo(OpenRouterCostRecord.Outcome.ANSWERED);
            assertThat(record.cost()).isEqualByComparingTo("0.0012");
        });
        assertThat(server.requests("/chat/completions")).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void a_whole_value_is_the_answer_even_at_the_limit(Style style, Asked asked) {
        server.answer(Answer.text("```json\n" + WHOLE + "\n```\n").finishReason("length"));

        assertThat(style.chat(openRouter, asked.request()).finishReason()).isEqualTo(FinishReason.LENGTH);
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void text_around_a_whole_value_is_left_to_whoever_reads_it(Style style, Asked asked) {
        String text = "Sure [as you like]: " + WHOLE + " Anything else?";
        server.answer(Answer.text(text));

        assertThat(style.chat(openRouter, asked.request()).aiMessage().text()).isEqualTo(text);
    }

    /** A reader of such a text would find the inner value, and take it for the answer. */
    @ParameterizedTest
    @MethodSource("everyWay")
    void a_part_behind_other_words_is_not_the_answer_wherever_it_ends(Style style, Asked asked) {
        String part = "Sure:\n```json\n{\"title\":\"Book\",\"sections\":[{\"title\":\"One\"}, {\"title\":\"Two\"},";
        for (String text : List.of(part, part + " ...", part + " …\n```")) {
            server.answer(Answer.text(text));

            assertThat(refused(style, asked.request()).text()).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void text_without_json_is_not_taken_for_an_answer_that_was_cut(Style style, Asked asked) {
        server.answer(Answer.text("I cannot do that."), Answer.text("I cannot").finishReason("length"));

        assertThat(style.chat(openRouter, asked.request()).aiMessage().text()).isEqualTo("I cannot do that.");
        refused(style, asked.request());
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void json_in_the_reasoning_is_no_answer(Style style, Asked asked) {
        server.answer(Answer.text("").thinking(WHOLE).finishReason("length").usage(10, 30, "0.0012"));

        OpenRouterIncompleteAnswerException refused = refused(style, asked.request());

        assertThat(refused.text()).isNull();
        assertThat(refused)
                .hasMessageContaining("no text")
                .hasMessageContaining(WHOLE.length() + " characters of reasoning")
                .hasMessageNotContaining("Book");
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void nothing_at_all_is_no_answer(Style style, Asked asked) {
        server.answer(Answer.text("").finishReason("stop").usage(10, 0, "0.001"));

        assertThat(refused(style, asked.request()))
                .hasMessageContaining("no text")
                .hasMessageContaining("$0.001");
    }

    @ParameterizedTest
    @EnumSource
    void an_empty_answer_is_what_was_chosen(Style style) {
        server.answer(Answer.text(""), Answer.text(""), Answer.text(""), Answer.text(" "));

        ChatResponse text = style.chat(openRouter, request(null, null));
        assertThat(((OpenRouterChatResponseMetadata) text.metadata()).emptyAnswer())
                .isTrue();
        assertThat(style.chat(openRouter, request(ResponseFormat.JSON, OpenRouterEmptyAnswer.RETURN))
                        .aiMessage()
                        .text())
                .isNull();
        refused(style, request(ResponseFormat.JSON, OpenRouterEmptyAnswer.THROW));
        refused(style, request(null, OpenRouterEmptyAnswer.THROW));
    }

    @ParameterizedTest
    @EnumSource
    void a_refused_answer_tells_how_it_was_routed(Style style) {
        String body = "{\"choices\":[{\"finish_reason\":\"stop\",\"%s\":{\"content\":\"\"}}],"
                + "\"openrouter_metadata\":{\"requested\":\"acme/one\",\"summary\":\"%s\"}}";
        String sent = body.formatted(style.isStreamed() ? "delta" : "message", server.apiKey());
        server.answer(
                style.isStreamed() ? Answer.stream().data(sent).done() : Answer.raw(200, "application/json", sent));

        OpenRouterException cause = OpenRouterException.in(refused(style, request(null, OpenRouterEmptyAnswer.THROW)))
                .orElseThrow();

        assertThat(cause.routerMetadata()).isNotNull();
        assertThat(cause.routerMetadata().requested()).isEqualTo("acme/one");
        assertThat(cause.metadata().toString()).doesNotContain(server.apiKey());
    }

    @Test
    void an_empty_answer_can_be_refused_for_a_whole_model() {
        ChatModel model =
                openRouter.chatModel().emptyAnswer(OpenRouterEmptyAnswer.THROW).build();
        Assistant assistant = AiServices.create(Assistant.class, model);
        server.answer(Answer.text(""));

        assertThat(catchThrowableOfType(OpenRouterIncompleteAnswerException.class, () -> assistant.chat("Hi")))
                .isNotNull();
    }

    @ParameterizedTest
    @EnumSource
    void a_call_of_a_tool_is_no_answer_yet(Style style) {
        server.answer(Answer.toolCall("look_up", "{\"word\":\"a\"}"));

        assertThat(style.chat(openRouter, Asked.SCHEMA.request()).aiMessage().hasToolExecutionRequests())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void a_call_that_was_cut_off_where_json_was_asked_for_is_told(Style style) {
        server.answer(Answer.toolCall("look_up", "{\"wo").finishReason("length"));

        OpenRouterIncompleteAnswerException refused = refused(style, Asked.SCHEMA.request());

        assertThat(refused).hasMessageContaining("a call to tool 'look_up'");
        assertThat(((OpenRouterChatResponseMetadata) refused.partialResponse().metadata()).cutOffToolCalls())
                .hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void without_a_finish_reason_only_a_whole_value_counts(Style style) {
        String body = "{\"id\":\"gen-1\",\"choices\":[{\"%s\":{\"content\":\"%s\"},\"finish_reason\":null}]}";
        String member = !style.isStreamed() ? "message" : "delta";
        String cut = body.formatted(member, "{\\\"a\\\":");
        String whole = body.formatted(member, "{\\\"a\\\":1}");
        for (String sent : List.of(cut, whole)) {
            server.answer(
                    !style.isStreamed()
                            ? Answer.raw(200, "application/json", sent)
                            : Answer.stream().data(sent).done());
        }

        refused(style, Asked.OBJECT.request());
        assertThat(style.chat(openRouter, Asked.OBJECT.request()).finishReason())
                .isEqualTo(FinishReason.STOP);
    }

    @ParameterizedTest
    @EnumSource
    void text_may_end_anywhere(Style style) {
        server.answer(Answer.text("{\"a\": once upon").finishReason("length"));

        assertThat(style.chat(openRouter, "Hi").finishReason()).isEqualTo(FinishReason.LENGTH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "List the holidays, each with its date in the following format: yyyy-MM-dd, and say why it is one.",
                "You must answer strictly in the following format: yyyy-MM-dd: name",
                "You must put every item on a separate line. You may end with a summary.",
                "Name ten songs\nwith one of these enums:\nMAJOR\nMINOR"
            })
    void a_format_in_the_users_own_words_asks_for_text(String prompt) {
        ChatModel model = openRouter.chatModel().build();
        server.answer(Answer.text("2023-12-31 New").finishReason("length"), Answer.text(""));

        assertThat(model.chat(prompt)).isEqualTo("2023-12-31 New");
        assertThatCode(() -> model.chat(prompt)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource(names = {"SCHEMA", "INSTRUCTIONS"})
    void ai_services_never_take_an_inner_object_for_the_answer(Asked asked) {
        ChatModel model = model(asked);
        String reply = "{\"answer\":\"yes\",\"quoted\":{\"answer\":\"no\",\"quoted\":null}";
        server.answer(
                Answer.text(CUT).finishReason("length"),
                Answer.text(reply).finishReason("length"),
                Answer.text(reply),
                Answer.text(WHOLE));

        Writer writer = AiServices.create(Writer.class, model);
        Forum forum = AiServices.create(Forum.class, model);

        assertThat(catchThrowableOfType(OpenRouterIncompleteAnswerException.class, () -> writer.write("cows")))
                .isNotNull();
        assertThat(catchThrowableOfType(OpenRouterIncompleteAnswerException.class, () -> forum.reply("eh?")))
                .isNotNull();
        assertThat(catchThrowableOfType(OpenRouterIncompleteAnswerException.class, () -> forum.reply("eh?")))
                .isNotNull();
        assertThat(writer.write("cows").title()).isEqualTo("Book");
    }

    /** LangChain4j asks for a map without a word about JSON. */
    @Test
    void a_map_that_was_cut_off_is_refused_if_the_model_is_set_to_json() {
        Answer cut = Answer.text("{\"first\":{\"answer\":\"yes\"},\"second\":").finishReason("length");
        server.answer(cut, cut);
        Replies unset = AiServices.create(Replies.class, openRouter.chatModel().build());
        Replies set = AiServices.create(
                Replies.class,
                openRouter.chatModel().responseFormat(ResponseFormat.JSON).build());

        assertThat(unset.replies("eh?")).containsOnlyKeys("answer");
        assertThat(server.lastChatRequest().at("/messages/0/content").asText()).isEqualTo("eh?");
        assertThat(catchThrowableOfType(OpenRouterIncompleteAnswerException.class, () -> set.replies("eh?")))
                .isNotNull();
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void two_different_json_values_are_no_answer(Style style, Asked asked) {
        for (String between : List.of("\n", "", ", ")) {
            server.answer(Answer.text("{\"title\":\"A\"}" + between + "{\"title\":\"B\"}"));

            assertThat(refused(style, asked.request())).hasMessageContaining("several different");
        }
        for (String same : List.of("{\"title\":\"A\"}", "{ \"title\": \"A\" }", "[1] https://example.com")) {
            String text = "{\"title\":\"A\"}\n" + same;
            server.answer(Answer.text(text));

            assertThat(style.chat(openRouter, asked.request()).aiMessage().text())
                    .isEqualTo(text);
        }
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void json_among_reasoning_in_the_text_is_no_answer(Style style, Asked asked) {
        for (String text : List.of(
                "<think>" + WHOLE + "</think>\n",
                "\n<thinking>Perhaps " + WHOLE,
                "<think>Perhaps " + WHOLE + "</think>\nI cannot do that.")) {
            server.answer(Answer.text(text));

            assertThat(refused(style, asked.request())).hasMessageContaining("no JSON outside of its reasoning");
        }
        for (String text : List.of(
                "<think>Perhaps " + WHOLE + "</think>" + WHOLE,
                "<think>Perhaps [1]</think>42",
                "<think>Perhaps</think>I cannot do that.")) {
            server.answer(Answer.text(text));

            assertThat(style.chat(openRouter, asked.request()).aiMessage().text())
                    .isEqualTo(text);
        }
    }

    /** More tokens would not help. */
    @ParameterizedTest
    @EnumSource
    void an_interrupted_answer_is_not_taken_for_one_at_its_token_limit(Style style) {
        for (String word : List.of("pause_turn", "repetition", "REASON_TIME_LIMIT")) {
            server.answer(Answer.text(CUT).finishReason("stop").nativeFinishReason(word));

            assertThat(catchThrowableOfType(
                            OpenRouterIncompleteAnswerException.class,
                            () -> style.chat(openRouter, Asked.SCHEMA.request())))
                    .hasMessageContainingAll("the provider interrupted it", "try again")
                    .hasMessageNotContainingAny("token limit", "maxOutputTokens")
                    .satisfies(failure -> assertThat(failure.finishReason()).isEqualTo(FinishReason.LENGTH));
        }
    }

    @Test
    void ai_services_never_take_the_beginning_of_another_value_for_the_answer() {
        Values values = AiServices.create(Values.class, openRouter.chatModel().build());
        Map<Supplier<Object>, String> calls = Map.of(
                () -> values.list("x"), "10",
                () -> values.set("x"), "MAJOR\n",
                () -> values.whole("x"), "10",
                () -> values.fraction("x"), "10",
                () -> values.decimal("x"), "10",
                () -> values.time("x"), "23:59",
                () -> values.moment("x"), "2023-12-31T23:59",
                () -> values.key("x"), "major");
        calls.forEach((call, text) -> {
            server.answer(Answer.text(text).finishReason("length"), Answer.text(text));

            assertThat(catchThrowableOfType(OpenRouterIncompleteAnswerException.class, call::get))
                    .hasMessageContaining("complete value")
                    .hasMessageContaining("token limit");
            assertThat(call.get()).isNotNull();
        });
    }

    @Test
    void a_value_that_is_no_part_of_another_is_the_answer_even_at_the_limit() {
        Values values = AiServices.create(Values.class, openRouter.chatModel().build());
        for (String text : List.of("MINOR", "MAJOR_FLAT", "2023-12-31", "true")) {
            server.answer(Answer.text(text).finishReason("length"));
        }

        assertThat(values.key("x")).isEqualTo(Key.MINOR);
        assertThat(values.key("x")).isEqualTo(Key.MAJOR_FLAT);
        assertThat(values.date("x")).isEqualTo("2023-12-31");
        assertThat(values.truth("x")).isTrue();
    }

    @Test
    void ai_services_never_take_blanks_for_an_empty_list_nor_nothing_for_a_value() {
        Values values = AiServices.create(Values.class, openRouter.chatModel().build());
        Map<Supplier<Object>, String> calls = Map.of(
                () -> values.list("x"), " \n",
                () -> values.set("x"), "\n",
                () -> values.whole("x"), "",
                () -> values.key("x"), "",
                () -> values.truth("x"), "",
                () -> values.date("x"), "");
        calls.forEach((call, text) -> {
            server.answer(Answer.text(text).thinking("Let me see.").finishReason("length"));

            assertThat(catchThrowableOfType(OpenRouterIncompleteAnswerException.class, call::get))
                    .hasMessageContaining("11 characters of reasoning");
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"SCHEMA", "INSTRUCTIONS"})
    void ai_services_say_what_was_there_instead_of_failed_to_parse_null(Asked asked) {
        server.answer(Answer.text("").thinking(WHOLE));

        assertThat(catchThrowableOfType(
                        OpenRouterIncompleteAnswerException.class,
                        () -> AiServices.create(Writer.class, model(asked)).write("cows")))
                .hasMessageContaining("characters of reasoning");
    }

    static final class Dictionary {
        @Tool
        String lookUp(String word) {
            return "a noun";
        }
    }

    @Test
    void the_prompted_format_still_holds_after_a_round_of_tools() {
        Writer writer = AiServices.builder(Writer.class)
                .chatModel(model(Asked.INSTRUCTIONS))
                .tools(new Dictionary())
                .build();
        server.answer(
                Answer.toolCall("lookUp", "{\"arg0\":\"cow\"}"),
                Answer.text(CUT).finishReason("length"));

        assertThat(catchThrowableOfType(OpenRouterIncompleteAnswerException.class, () -> writer.write("cows")))
                .isNotNull();
    }

    @Test
    void a_weaker_form_is_checked_as_well() {
        server.answer(
                Answer.error(404, "No endpoints found that support the provided 'response_format'"),
                Answer.error(404, "No endpoints found that support the provided 'response_format'"),
                Answer.text(CUT).finishReason("length"));
        ChatModel model = openRouter
                .chatModel()
                .maxRetries(0)
                .structuredOutputFallback(OpenRouterStructuredOutput.INSTRUCTIONS)
                .build();

        OpenRouterIncompleteAnswerException refused = catchThrowableOfType(
                OpenRouterIncompleteAnswerException.class, () -> model.chat(Asked.SCHEMA.request()));

        assertThat(((OpenRouterChatResponseMetadata) refused.partialResponse().metadata()).structuredOutput())
                .isEqualTo(OpenRouterStructuredOutput.INSTRUCTIONS);
        assertThat(server.requests("/chat/completions")).hasSize(3);
    }

    @Test
    void a_stream_tells_its_text_first_and_ends_once() {
        server.answer(Answer.text(CUT).finishReason("length"));
        HandlerRecorder handler = new HandlerRecorder();

        openRouter.streamingChatModel().build().chat(Asked.SCHEMA.request(), handler);

        assertThat(handler.awaitError()).isInstanceOf(OpenRouterIncompleteAnswerException.class);
        assertThat(handler.calls()).anyMatch(call -> call.startsWith("text "));
        assertThat(handler.answers()).isEmpty();
        assertThat(handler.errors()).hasSize(1);
    }

    private ChatModel model(Asked asked) {
        return openRouter
                .chatModel()
                .supportedCapabilities(asked == Asked.SCHEMA ? Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA) : null)
                .build();
    }

    private OpenRouterIncompleteAnswerException refused(Style style, ChatRequest request) {
        OpenRouterIncompleteAnswerException refused =
                catchThrowableOfType(OpenRouterIncompleteAnswerException.class, () -> style.chat(openRouter, request));
        assertThat(refused).as("the answer was taken").isNotNull();
        return refused;
    }

    private static ChatRequest request(@Nullable ResponseFormat format, @Nullable OpenRouterEmptyAnswer empty) {
        return ChatRequest.builder()
                .messages(UserMessage.from("Hi"))
                .parameters(OpenRouterChatRequestParameters.builder()
                        .responseFormat(format)
                        .emptyAnswer(empty)
                        .build())
                .build();
    }

    private static ResponseFormat schema() {
        return ResponseFormat.builder()
                .type(ResponseFormatType.JSON)
                .jsonSchema(JsonSchema.builder()
                        .name("Book")
                        .rootElement(JsonObjectSchema.builder()
                                .addStringProperty("title")
                                .build())
                        .build())
                .build();
    }
}
