package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.outcomes.Outcome;
import dev.langchain4j.model.openrouter.support.Style;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers with parts in an unusual place or form. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class OddAnswersTest {

    private final OpenRouterServer server;

    @AutoClose
    private final OpenRouter openRouter;

    OddAnswersTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .maxRetries(0)
                .build();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            'content':{'type':'text','text':'Hi'};                                       answer “Hi”, STOP
            'content':[{'text':'no','type':'reasoning'},{'type':'text','text':'Hi'}];    answer “Hi”, STOP
            'content':[{'type':'thinking','thinking':[{'text':'no'}]},{'text':'Hi'}];    answer “Hi”, STOP
            'content':'Hi','content':null;                                               answer “Hi”, STOP
            'tool_calls':{'id':'c','function':{'name':'f','arguments':'{}'}};            call f {}, TOOL_EXECUTION
            'function_call':{'name':'f','arguments':'{}'};                               call f {}, TOOL_EXECUTION
            'tool_calls':[{'id':'c','function':{'name':' f ','arguments':'{}'}}];        call f {}, TOOL_EXECUTION
            'function_call':{'name':'f'},'tool_calls':[{'id':'c','function':{'name':'f'}}]; call f {}, TOOL_EXECUTION
            'content':{'a':[1.50,'x']};                                                  answer “{'a':[1.50,'x']}”, STOP
            'content':{'type':'cat','lives':9};                                          answer “{'type':'cat','lives':9}”, STOP
            'content':{'thinking':'2*2','text':'four','answer':4};                       answer “{'thinking':'2*2','text':'four','answer':4}”, STOP
            'content':{'text':'Hi'};                                                     answer “Hi”, STOP
            'content':{'type':'text','text':'Hi','annotations':[]};                      answer “Hi”, STOP
            """)
    void a_part_in_another_form_is_not_lost(String members, String outcome) {
        for (Style style : Style.values()) {
            assertThat(Outcome.of(answerTo(style, members, "stop")))
                    .as("%s", style)
                    .isEqualTo(json(outcome));
        }
    }

    @Test
    void reasoning_among_the_parts_of_the_content_is_thinking() {
        for (Style style : Style.values()) {
            String parts = "'content':[{'type':'thinking','thinking':'Let me'},{'type':'text','text':'Hi'}]";

            assertThat(answerTo(style, parts, "stop").aiMessage().thinking())
                    .as("%s", style)
                    .isEqualTo("Let me");
        }
    }

    @Test
    void a_refusal_among_the_parts_of_the_content_is_one_though_null_stands_beside_it() {
        for (Style style : Style.values()) {
            String parts = "'content':[{'type':'refusal','refusal':'Not that'}],'refusal':null";

            assertThat(catchThrowable(() -> answerTo(style, parts, "stop")))
                    .as("%s", style)
                    .isInstanceOf(ContentFilteredException.class)
                    .hasMessageContaining("Not that");
        }
    }

    @Test
    void false_is_neither_a_refusal_nor_reasoning() {
        for (Style style : Style.values()) {
            String picture = "'content':null,'images':[{'image_url':{'url':'https://example.com/a.png'}}]";

            ChatResponse response =
                    answerTo(style, picture + ",'refusal':false,'reasoning':false,'reasoning_content':false", "stop");

            assertThat(response.aiMessage().images()).as("%s", style).hasSize(1);
            assertThat(response.aiMessage().thinking()).as("%s", style).isNull();
            assertThat(((OpenRouterChatResponseMetadata) response.metadata()).refusal())
                    .as("%s", style)
                    .isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tool_calls", "function_call", "TOOL_CALLS", "toolCalls", "tool_use", "tool_call"})
    void calls_that_are_announced_and_missing_are_a_failure(String finishReason) {
        for (Style style : Style.values()) {
            Throwable failure = catchThrowable(() -> answerTo(style, "'content':null", finishReason));

            assertThat(Outcome.of(failure, "neither a call nor a text"))
                    .as("%s", style)
                    .isEqualTo("`InternalServerException`");
        }
    }

    @ParameterizedTest
    @EnumSource
    void calls_that_only_the_provider_announces_are_missing_too(Style style) {
        server.answer(raw(
                style,
                "{'choices':[{'" + (style.isStreamed() ? "delta" : "message")
                        + "':{'content':null},'finish_reason':'stop','native_finish_reason':'tool_use'}]}"));

        Throwable failure = catchThrowable(() -> style.chat(openRouter, "Hi"));

        assertThat(Outcome.of(failure, "neither a call nor a text")).isEqualTo("`InternalServerException`");
    }

    @ParameterizedTest
    @EnumSource
    void announced_calls_that_the_limit_has_cut_off_are_an_answer_at_its_limit(Style style) {
        server.answer(raw(
                style,
                "{'choices':[{'" + (style.isStreamed() ? "delta" : "message")
                        + "':{'content':null},'finish_reason':'tool_calls','native_finish_reason':'MAX_TOKENS'}]}"));

        assertThat(Outcome.of(style.chat(openRouter, "Hi"))).isEqualTo("answer without text, LENGTH");
    }

    @ParameterizedTest
    @EnumSource
    void a_text_in_the_place_of_the_message_is_not_lost(Style style) {
        server.answer(raw(
                style,
                "{'choices':[{'" + (style.isStreamed() ? "delta" : "message") + "':'Hi','finish_reason':'stop'}]}"));

        assertThat(Outcome.of(style.chat(openRouter, "Hi"))).isEqualTo("answer “Hi”, STOP");
    }

    @Test
    void the_first_choice_that_is_one_is_the_answer() {
        server.answer(Answer.raw(
                200,
                "application/json",
                json("{'choices':[null,{'message':{'content':'Hi'},'finish_reason':'stop'}]}")));

        assertThat(Outcome.of(Style.PLAIN.chat(openRouter, "Hi"))).isEqualTo("answer “Hi”, STOP");
    }

    @Test
    void negative_tokens_are_not_reported_ones() {
        server.answer(Answer.raw(
                200,
                "application/json",
                json("{'choices':[{'message':{'content':'Hi'},'finish_reason':'stop'}],"
                        + "'usage':{'prompt_tokens':-5,'completion_tokens':2,'cost':-1}}")));

        assertThat(Outcome.usageOf(Style.PLAIN.chat(openRouter, "Hi")))
                .isEqualTo("answer, null + 2 tokens, cost unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "{'prompt_tokens':0,'completion_tokens':0,'total_tokens':0}"})
    void usage_inside_a_choice_is_not_replaced_by_none(String atTheTop) {
        for (Style style : Style.values()) {
            String answer = "{'choices':[{'" + (style.isStreamed() ? "delta" : "message") + "':{'content':'Hi'},"
                    + "'finish_reason':'stop','usage':{'prompt_tokens':7,'completion_tokens':5,'cost':0.25}}],"
                    + "'usage':" + atTheTop + "}";
            server.answer(raw(style, answer));

            assertThat(Outcome.usageOf(style.chat(openRouter, "Hi")))
                    .as("%s", style)
                    .isEqualTo("answer, 7 + 5 tokens, $0.25");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'usage':%2$s,'choices':[%1$s]}", "{'choices':[%1$s],'usage':%2$s}"})
    void usage_of_the_answer_counts_before_that_of_a_choice(String answer) {
        for (Style style : Style.values()) {
            String choice = "{'" + (style.isStreamed() ? "delta" : "message") + "':{'content':'Hi'},"
                    + "'finish_reason':'stop','usage':{'prompt_tokens':1,'completion_tokens':1,'cost':0.01}}";
            String usage = "{'prompt_tokens':7,'completion_tokens':5,'cost':0.25}";
            server.answer(raw(style, answer.formatted(choice, usage)));

            assertThat(Outcome.usageOf(style.chat(openRouter, "Hi")))
                    .as("%s", style)
                    .isEqualTo("answer, 7 + 5 tokens, $0.25");
        }
    }

    @Test
    void without_your_own_key_the_parts_of_a_providers_cost_are_no_cost_of_it() {
        server.answer(Answer.text("Hi").usage("""
                {"cost":0.3,"cost_details":{"upstream_inference_prompt_cost":0.1,"upstream_inference_completions_cost":0.2}}"""));

        OpenRouterTokenUsage usage =
                (OpenRouterTokenUsage) Style.PLAIN.chat(openRouter, "Hi").tokenUsage();

        assertThat(usage.upstreamInputCost()).isEqualByComparingTo("0.1");
        assertThat(usage.upstreamCost()).isNull();
    }

    @Test
    void a_later_usage_takes_nothing_away_that_only_an_earlier_one_tells() {
        server.answer(Answer.raw(
                200,
                "text/event-stream",
                choice(0, "'delta':{'content':'Hi'},'finish_reason':'stop'")
                        + json(
                                "data: {'choices':[],'usage':{'prompt_tokens':7,'completion_tokens':4,'total_tokens':11,'cost':0.25,"
                                        + "'is_byok':true,'cost_details':{'upstream_inference_cost':0.5,'server_tool_cost':0.02},"
                                        + "'prompt_tokens_details':{'cached_tokens':6}}}\n\n")
                        + json("data: {'choices':[],'usage':{'completion_tokens':4,"
                                + "'completion_tokens_details':{'reasoning_tokens':3}}}\n\n")
                        + json("data: {'choices':[],'usage':{'completion_tokens':5}}\n\n")));

        ChatResponse response = Style.STREAMING.chat(openRouter, "Hi");
        assertThat(Outcome.usageOf(response)).isEqualTo("answer, 7 + 5 tokens, $0.25");
        OpenRouterTokenUsage usage = (OpenRouterTokenUsage) response.tokenUsage();
        assertThat(usage.totalTokenCount()).isEqualTo(12);
        assertThat(usage.cachedInputTokens()).isEqualTo(6);
        assertThat(usage.reasoningTokens()).isEqualTo(3);
        assertThat(usage.byok()).isTrue();
        assertThat(usage.upstreamCost()).isEqualByComparingTo("0.5");
        assertThat(usage.serverToolCost()).isEqualByComparingTo("0.02");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e9999999999", "NaN", "{'content':[{'token':'Hi','logprob':-Infinity}]}"})
    void a_number_that_nobody_can_calculate_loses_no_answer(String logprobs) {
        for (Style style : Style.values()) {
            String part = style.isStreamed() ? "delta" : "message";
            String answer = "{'choices':[{'logprobs':" + logprobs + ",'" + part
                    + "':{'content':'Hi'},'finish_reason':'stop'}]}";
            server.answer(raw(style, answer));

            assertThat(Outcome.of(style.chat(openRouter, "Hi"))).as("%s", style).isEqualTo("answer “Hi”, STOP");
        }
    }

    @Test
    void a_second_answer_in_a_stream_is_not_mixed_into_the_first() {
        server.answer(Answer.raw(
                200,
                "text/event-stream",
                choice(0, "'delta':{'role':'assistant','content':''}")
                        + choice(1, "'delta':{'role':'assistant','content':''}")
                        + choice(0, "'delta':{'content':'He'}")
                        + choice(1, "'delta':{'content':'Go'}")
                        + choice(1, "'delta':{'tool_calls':[{'id':'c','function':{'name':'f'}}]}")
                        + choice(1, "'delta':{},'finish_reason':'length'")
                        + choice(0, "'delta':{'content':'llo'}")
                        + choice(0, "'delta':{},'finish_reason':'stop'")
                        + "data: [DONE]\n\n"));

        assertThat(Outcome.of(Style.STREAMING.chat(openRouter, "Hi"))).isEqualTo("answer “Hello”, STOP");
    }

    @Test
    void a_second_answer_with_its_message_so_far_is_not_mixed_into_the_first_either() {
        server.answer(Answer.raw(
                200,
                "text/event-stream",
                choice(0, "'delta':{'role':'assistant','content':'He'},'message':{'content':'He'}")
                        + choice(1, "'delta':{'role':'assistant','content':'Go'},'message':{'content':'Go'}")
                        + choice(0, "'delta':{'content':'llo'},'message':{'content':'Hello'}")
                        + choice(0, "'delta':{},'finish_reason':'stop'")
                        + "data: [DONE]\n\n"));

        assertThat(Outcome.of(Style.STREAMING.chat(openRouter, "Hi"))).isEqualTo("answer “Hello”, STOP");
    }

    @Test
    void the_end_of_a_second_answer_is_not_that_of_the_first() {
        server.answer(Answer.raw(
                200,
                "text/event-stream",
                choice(0, "'delta':{'role':'assistant','content':'Hello'}")
                        + choice(1, "'delta':{'role':'assistant','content':'Good day'},'finish_reason':'stop'")
                        + choice(2, "'delta':{'tool_calls':[{'index':0,'id':'c','function':{'name':'f'}}]}")
                        + choice(3, "'delta':{'tool_calls':[{'index':1,'id':'d','function':{'name':'g'}}]}")
                        + choice(0, "'delta':{},'finish_reason':'tool_calls'")
                        + "data: [DONE]\n\n"));

        assertThat(Outcome.of(Style.STREAMING.chat(openRouter, "Hi")))
                .isEqualTo("answer “Hello”, call f {}, call g {}, TOOL_EXECUTION");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', textBlock = """
            'role':'assistant','content':'';   'role':'assistant','content':''
            'content':'';                      'role':'assistant'
            'role':'assistant';                'role':'assistant','content':'Go'
            'content':'He';                    'content':'Go'
            """)
    void two_answers_in_one_chunk_are_not_mixed_either(String first, String second) {
        String text = first.contains("He") ? "" : "He";
        server.answer(Answer.raw(
                200,
                "text/event-stream",
                json("data: {'choices':[{'index':0,'delta':{" + first + "}},{'index':1,'delta':{" + second + "}}]}\n\n")
                        + choice(0, "'delta':{'content':'" + text + "'}")
                        + choice(1, "'delta':{'content':'od'}")
                        + choice(0, "'delta':{'content':'llo'}")
                        + choice(0, "'delta':{},'finish_reason':'stop'")
                        + "data: [DONE]\n\n"));

        assertThat(Outcome.of(Style.STREAMING.chat(openRouter, "Hi"))).isEqualTo("answer “Hello”, STOP");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', textBlock = """
            'index':0,'%s':{'content':''},'finish_reason':'stop';                 'index':1,'%s':{'content':'Hi'}; answer “Hi”, STOP
            'index':0,'%s':{},'finish_reason':'length','native_finish_reason':'MAX_TOKENS'; 'index':1,'%s':{'content':'Hi'}; answer “Hi”, LENGTH
            'index':0,'%s':{},'finish_reason':'stop';   'index':1,'%s':{'content':'Hi'},'finish_reason':'length'; answer “Hi”, LENGTH
            'index':0,'%s':{'content':null},'finish_reason':'stop'; 'index':1,'%s':{'tool_calls':[{'id':'c','function':{'name':'f'}}]}; call f {}, TOOL_EXECUTION
            'index':0,'%s':{},'finish_reason':'length'; 'index':1,'%s':{'content':'Hi'},'finish_reason':'stop'; answer “Hi”, LENGTH
            'index':0,'%s':{},'finish_reason':'stop','native_finish_reason':'MAX_TOKENS'; 'index':1,'%s':{'content':'Hi'},'finish_reason':'stop','native_finish_reason':'STOP'; answer “Hi”, LENGTH
            'index':0,'%s':{'content':'Hi'}; 'index':1,'%s':{},'finish_reason':'length'; answer “Hi”, LENGTH
            'index':0,'%s':{'role':'assistant','content':'Hi'}; 'index':1,'%s':{'role':'assistant','content':''},'finish_reason':'length'; answer “Hi”, LENGTH
            'index':0,'%s':{'content':'Hi'},'finish_reason':'stop'; 'index':1,'%s':{'content':'Ho'},'finish_reason':'stop'; answer “Hi”, STOP
            'index':0,'%s':{'content':'Hi'},'finish_reason':'stop'; 'index':1,'%s':{},'finish_reason':'length'; answer “Hi”, STOP
            """)
    void an_answer_and_its_end_may_be_two_choices(String first, String second, String outcome) {
        for (Style style : Style.values()) {
            server.answer(choices(style, first, second));

            assertThat(Outcome.of(style.chat(openRouter, "Hi"))).as("%s", style).isEqualTo(outcome);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', textBlock = """
            'index':0,'%s':{},'finish_reason':'error';      'index':1,'%s':{'content':'Hi'},'finish_reason':'stop'
            'index':0,'%s':{'content':'Hi'};                'index':1,'%s':{},'finish_reason':'error'
            """)
    void the_failure_of_an_answer_may_be_another_choice(String first, String second) {
        for (Style style : Style.values()) {
            server.answer(choices(style, first, second));

            assertThat(catchThrowable(() -> style.chat(openRouter, "Hi")))
                    .as("%s", style)
                    .hasMessageContaining("The provider ended the generation with an error");
        }
    }

    @Test
    void parts_of_one_answer_may_have_different_indexes() {
        server.answer(Answer.raw(
                200,
                "text/event-stream",
                choice(0, "'delta':{'reasoning':'Hm'}")
                        + choice(1, "'delta':{'content':'H'}")
                        + choice(1, "'delta':{'reasoning':', yes'}")
                        + choice(1, "'delta':{'content':'i'}")
                        + choice(2, "'delta':{'tool_calls':[{'id':'c','function':{'name':'f'}}]}")
                        + choice(0, "'delta':{},'finish_reason':'tool_calls'")
                        + "data: [DONE]\n\n"));

        assertThat(Outcome.of(Style.STREAMING.chat(openRouter, "Hi")))
                .isEqualTo("answer “Hi”, call f {}, TOOL_EXECUTION");
    }

    @Test
    void blocks_of_one_answer_may_be_numbered() {
        server.answer(Answer.raw(
                200,
                "text/event-stream",
                choice(0, "'delta':{'role':'assistant','content':'He'}")
                        + choice(1, "'delta':{'content':'llo'}")
                        + choice(2, "'delta':{'tool_calls':[{'index':0,'id':'c','function':{'name':'f'}}]}")
                        + choice(3, "'delta':{'tool_calls':[{'index':1,'id':'d','function':{'name':'g'}}]}")
                        + choice(0, "'delta':{},'finish_reason':'tool_calls'")
                        + choice(4, "'delta':{'content':'Another'}")
                        + "data: [DONE]\n\n"));

        assertThat(Outcome.of(Style.STREAMING.chat(openRouter, "Hi")))
                .isEqualTo("answer “Hello”, call f {}, call g {}, TOOL_EXECUTION");
    }

    @ParameterizedTest
    @ValueSource(strings = {"reasoning", "reasoning_details"})
    void reasoning_that_its_other_form_repeats_at_the_end_is_told_once(String last) {
        String text = "'reasoning':'%s'";
        String details = "'reasoning_details':[{'type':'reasoning.text','text':'%s'}]";
        String first = last.equals("reasoning") ? details : text;
        server.answer(Answer.raw(
                200,
                "text/event-stream",
                choice(0, "'delta':{" + first.formatted("Let me ") + "}")
                        + choice(0, "'delta':{" + first.formatted("think") + "}")
                        + choice(0, "'delta':{'content':'Hi'}")
                        + choice(0, "'delta':{" + (first.equals(text) ? details : text).formatted("Let me think") + "}")
                        + choice(0, "'delta':{},'finish_reason':'stop'")));

        assertThat(Style.STREAMING.chat(openRouter, "Hi").aiMessage().thinking())
                .isEqualTo("Let me think");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'images':[{'image_url':{'url':'data:image/png;base64,'}}]",
                "'images':[{'image_url':{'url':'data:image/png;base64'}}]",
                "'images':[{'image_url':{'url':''}}]",
                "'images':[{'image_url':{'url':'ht tp://['}}]",
                "'audio':{'id':'a','expires_at':1755603600}",
                "'audio':{'id':'a','data':'','transcript':''}"
            })
    void images_without_data_and_speech_without_sound_are_an_empty_answer(String members) {
        for (Style style : Style.values()) {
            ChatResponse answer = answerTo(style, "'content':''," + members, "stop");

            assertThat(((OpenRouterChatResponseMetadata) answer.metadata()).emptyAnswer())
                    .as("%s", style)
                    .isTrue();
            assertThat(answer.aiMessage().images()).isEmpty();
        }
    }

    @Test
    void an_image_that_is_repeated_is_one() {
        String image = "{'type':'image_url','image_url':{'url':'data:image/png;base64,iVBORw0KGgo='}}";
        for (Style style : Style.values()) {
            String members = "'content':[" + image + "],'images':[" + image + "]";

            assertThat(answerTo(style, members, "stop").aiMessage().images())
                    .as("%s", style)
                    .hasSize(1);
        }
        server.answer(Answer.raw(
                200,
                "text/event-stream",
                choice(0, "'delta':{'images':[" + image + "]}")
                        + choice(0, "'delta':{'images':[" + image + "]},'finish_reason':'stop'")));
        assertThat(Style.STREAMING.chat(openRouter, "Hi").aiMessage().images()).hasSize(1);
    }

    @Test
    void usage_inside_a_choice_is_the_usage() {
        String choice = "'finish_reason':'stop','usage':{'prompt_tokens':5,'completion_tokens':2,'cost':0.5}";
        for (Style style : Style.values()) {
            String body = style.isStreamed()
                    ? "data: {'choices':[{'delta':{'content':'Hi'}," + choice + "}]}\n\ndata: [DONE]\n\n"
                    : "{'choices':[{'message':{'content':'Hi'}," + choice + "}]}";
            server.answer(Answer.raw(200, type(style), json(body)));

            assertThat(Outcome.usageOf(style.chat(openRouter, "Hi")))
                    .as("%s", style)
                    .isEqualTo("answer, 5 + 2 tokens, $0.5");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            {'delta':{'content':'lo'},'message':{'content':'Hello'},'finish_reason':'stop'}
            {'message':{'content':'Hello'},'delta':{'content':'lo'},'finish_reason':'stop'}
            {'message':{'content':'Hello'},'finish_reason':'stop'}
            """)
    void a_stream_that_repeats_the_message_so_far_has_its_text_once(String lastChoice) {
        server.answer(Answer.raw(
                200,
                "text/event-stream",
                json("data: {'choices':[{'delta':{'content':'Hel'}}]}\n\ndata: {'choices':[" + lastChoice
                        + "]}\n\ndata: [DONE]\n\n")));

        assertThat(Outcome.of(Style.STREAMING.chat(openRouter, "Hi"))).isEqualTo("answer “Hello”, STOP");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            'message':{'content':'Hi'},'delta':{}
            'delta':{},'message':{'content':'Hi'}
            'message':{'content':'Hi'},'delta':{'role':'assistant','content':''}
            """)
    void an_empty_delta_takes_no_message_away(String choice) {
        for (Style style : Style.values()) {
            server.answer(raw(style, "{'choices':[{" + choice + ",'finish_reason':'stop'}]}"));

            assertThat(Outcome.of(style.chat(openRouter, "Hi"))).as("%s", style).isEqualTo("answer “Hi”, STOP");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STREAMING", "PUBLISHED"})
    void a_message_beside_an_empty_delta_tells_nothing_new_after_deltas(Style style) {
        server.answer(Answer.raw(
                200,
                "text/event-stream",
                choice(0, "'delta':{'content':'<b>Hi</b>'}")
                        + choice(0, "'delta':{},'message':{'content':'Hi'},'finish_reason':'stop'")));

        assertThat(Outcome.of(style.chat(openRouter, "Hi"))).isEqualTo("answer “<b>Hi</b>”, STOP");
    }

    @ParameterizedTest
    @EnumSource(names = {"STREAMING", "PUBLISHED"})
    void a_delta_in_the_form_of_the_message_before_it_tells_that_there_are_deltas(Style style) {
        server.answer(Answer.raw(
                200,
                "text/event-stream",
                choice(0, "'delta':{'content':''},'message':{'content':'<b>'}")
                        + choice(0, "'delta':{'content':'Hi</b>'},'message':{'content':'<b>'}")
                        + choice(0, "'delta':{},'message':{'content':'Hi'},'finish_reason':'stop'")));

        assertThat(Outcome.of(style.chat(openRouter, "Hi"))).isEqualTo("answer “<b>Hi</b>”, STOP");
    }

    @Test
    void one_object_in_the_place_of_a_list_is_not_lost() {
        String image = "{'image_url':{'url':'https://example.com/a.png'}}";
        String citation = "{'type':'url_citation','url_citation':{'url':'https://example.com/b'}}";
        String detail = "{'type':'reasoning.text','text':'Hm'}";
        for (Style style : Style.values()) {
            String members = "'content':'Hi','images':%s,'annotations':%s,'reasoning_details':%s";

            ChatResponse one = answerTo(style, members.formatted(image, citation, detail), "stop");
            ChatResponse list = answerTo(
                    style, members.formatted("[" + image + "]", "[" + citation + "]", "[" + detail + "]"), "stop");
            ChatResponse none = answerTo(style, members.formatted("{}", "{}", "{}"), "stop");
            ChatResponse no = answerTo(style, members.formatted("false", "false", "false"), "stop");

            assertThat(one).as("%s", style).isEqualTo(list);
            assertThat(one.aiMessage().images()).hasSize(1);
            assertThat(one.aiMessage().thinking()).isEqualTo("Hm");
            assertThat(((OpenRouterChatResponseMetadata) one.metadata()).citations())
                    .hasSize(1);
            assertThat(List.of(none, no)).as("%s", style).containsOnly(answerTo(style, "'content':'Hi'", "stop"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[DONE]", " [DONE]", "[DONE] ", "  [DONE]  ", "\t[DONE]"})
    void blanks_around_the_end_of_a_stream_are_none_of_it(String end) {
        server.answer(Answer.raw(
                200,
                "text/event-stream",
                json("data: {'choices':[{'delta':{'content':'Hi'},'finish_reason':'stop'}]}\n\ndata: " + end
                        + "\n\n")));

        assertThat(Outcome.of(Style.STREAMING.chat(openRouter, "Hi"))).isEqualTo("answer “Hi”, STOP");
    }

    @Test
    void a_stream_that_repeats_the_message_so_far_has_everything_else_once_too() {
        String thoughts = "'reasoning':'Hm','reasoning_details':[{'type':'reasoning.text','text':'Hm'}]";
        String picture = "'images':[{'image_url':{'url':'https://example.com/a.png'}}]";
        String call = "'tool_calls':[{'id':'a','function':{'name':'f','arguments':'{\\'n\\':";
        String first = "'content':' Hello ','refusal':'No'," + thoughts + "," + picture;
        server.answer(Answer.raw(
                200,
                "text/event-stream",
                json("data: {'choices':[{'delta':{" + first + "," + call + "'}}]}}]}\n\n"
                        + "data: {'choices':[{'message':{'content':'Hello','refusal':'No',"
                        + thoughts.replace("Hm", "Hm, yes") + "," + picture + "," + call
                        + "1}'}}]},'finish_reason':'stop'}]}\n\n"
                        + "data: [DONE]\n\n")));

        ChatResponse response = Style.STREAMING.chat(openRouter, "Hi");

        AiMessage message = response.aiMessage();
        assertThat(message.text()).isEqualTo(" Hello ");
        assertThat(message.thinking()).isEqualTo("Hm, yes");
        assertThat(message.attributes().get("reasoning_details"))
                .isEqualTo(List.of(Map.of("type", "reasoning.text", "text", "Hm, yes")));
        assertThat(message.images()).hasSize(1);
        assertThat(message.toolExecutionRequests())
                .extracting(ToolExecutionRequest::arguments)
                .containsExactly("{\"n\":1}");
        assertThat(((OpenRouterChatResponseMetadata) response.metadata()).refusal())
                .isEqualTo("No");
    }

    @ParameterizedTest
    @EnumSource(names = {"STREAMING", "PUBLISHED"})
    void a_stream_that_repeats_the_message_so_far_has_its_tokens_and_its_speech_once(Style style) {
        String token = "{'token':'Hel','logprob':-0.1}";
        String tokens = "'logprobs':{'content':[" + token;
        server.answer(Answer.raw(
                200,
                "text/event-stream",
                json("data: {'choices':[{'delta':{'content':'Hel','audio':{'data':'AAAA','transcript':'Hel'}},"
                        + tokens + "]}}]}\n\n"
                        + "data: {'choices':[{'message':{'content':'Hello','audio':{'id':'a','data':'AAAABBBB',"
                        + "'transcript':'Hello'}}," + tokens + ",{'token':'lo','logprob':-0.2}]},"
                        + "'finish_reason':'stop'}]}\n\n"
                        + "data: [DONE]\n\n")));

        var metadata =
                (OpenRouterChatResponseMetadata) style.chat(openRouter, "Hi").metadata();

        assertThat(metadata.logprobs().get("content").toString())
                .isEqualTo("[{token=Hel, logprob=-0.1}, {token=lo, logprob=-0.2}]");
        assertThat(metadata.audio())
                .isEqualTo(new OpenRouterChatResponseMetadata.Audio("a", "AAAABBBB", "Hello", null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            'index':0,'id':'a'; 'index':0,'id':'b'; 'name':'f',
            'id':'a';           'id':'b';           ''
            'id':'a';           'id':'b';           'name':'f',
            """)
    void arguments_whose_fragments_have_ids_of_their_own_are_one_call(String first, String second, String name) {
        String named = name.equals("''") ? "" : name;
        server.answer(Answer.raw(
                200,
                "text/event-stream",
                toolEvent(first + ",'function':{'name':'f','arguments':'{\\'n'}")
                        + toolEvent(second + ",'function':{" + named + "'arguments':'\\':1}'}")
                        + "data: [DONE]\n\n"));

        assertThat(Outcome.of(Style.STREAMING.chat(openRouter, "Hi"))).isEqualTo("call f {\"n\":1}, TOOL_EXECUTION");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ": OPENROUTER PROCESSING\n\n", "\n", "\uFEFF", "id: 1\n", "retry: 100\n\n", "event: m\n"})
    void a_stream_of_another_type_is_a_stream(String beginning) {
        for (String type : List.of("application/json", "text/plain")) {
            server.answer(
                    Answer.raw(200, type, beginning + choice(0, "'delta':{'content':'Hi'},'finish_reason':'stop'")));

            assertThat(Outcome.of(Style.STREAMING.chat(openRouter, "Hi")))
                    .as(type)
                    .isEqualTo("answer “Hi”, STOP");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ": OPENROUTER PROCESSING\n\n", "\n ", "\uFEFF"})
    void a_plain_answer_that_is_called_a_stream_is_an_answer(String beginning) {
        String answer = "{'choices':[{'message':{'content':'Hi'},'finish_reason':'stop'}]}";
        server.answer(Answer.raw(200, "text/event-stream", beginning + json(answer)));

        assertThat(Outcome.of(Style.STREAMING.chat(openRouter, "Hi"))).isEqualTo("answer “Hi”, STOP");
    }

    /** One answer, plain or as the only event of a stream. */
    private static Answer choices(Style style, String first, String second) {
        String message = style.isStreamed() ? "delta" : "message";
        return raw(style, "{'choices':[{" + first.formatted(message) + "},{" + second.formatted(message) + "}]}");
    }

    private static Answer raw(Style style, String answer) {
        return Answer.raw(200, type(style), json(style.isStreamed() ? "data: " + answer + "\n\n" : answer));
    }

    private static String choice(int index, String members) {
        return json("data: {'choices':[{'index':" + index + "," + members + "}]}\n\n");
    }

    private static String toolEvent(String members) {
        return json("data: {'choices':[{'delta':{'tool_calls':[{" + members + "}]}}]}\n\n");
    }

    private ChatResponse answerTo(Style style, String members, String finish) {
        String part = "{'role':'assistant'," + members + "}";
        String body = style.isStreamed()
                ? "data: {'choices':[{'index':0,'delta':" + part
                        + "}]}\n\ndata: {'choices':[{'delta':{},'finish_reason':'" + finish + "'}]}\n\ndata: [DONE]\n\n"
                : "{'choices':[{'index':0,'message':" + part + ",'finish_reason':'" + finish + "'}]}";
        server.answer(Answer.raw(200, type(style), json(body)));
        return style.chat(openRouter, "Hi");
    }

    private static String type(Style style) {
        return style.isStreamed() ? "text/event-stream" : "application/json";
    }

    private static String json(String quoted) {
        return quoted.replace('\'', '"');
    }
}
