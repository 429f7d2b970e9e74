package dev.langchain4j.model.openrouter.outcomes;

import static dev.langchain4j.model.openrouter.outcomes.OutcomeRow.row;

import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.RawAnswer;
import dev.langchain4j.model.openrouter.test.StreamAnswer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of the table of outcomes: the ways in which upstreams write tool calls. */
final class ToolCallRows {

    private static final String A_AND_B = "call a {\"x\":1}, call b {\"y\":2}, TOOL_EXECUTION";
    private static final String A = "call a {\"x\":1}, TOOL_EXECUTION";
    private static final String A_WITHOUT_ARGUMENTS = "call a {}, TOOL_EXECUTION";

    private ToolCallRows() {}

    static List<OutcomeRow> all() {
        return List.of(
                row("Tool calls whose deltas interleave")
                        .streamed(calls(
                                "{'index':0,'id':'c1','type':'function','function':{'name':'a','arguments':''}}",
                                "{'index':1,'id':'c2','type':'function','function':{'name':'b','arguments':''}}",
                                "{'index':0,'function':{'arguments':'{\\'x\\':'}}",
                                "{'index':1,'function':{'arguments':'{\\'y\\':'}}",
                                "{'index':0,'function':{'arguments':'1}'}}",
                                "{'index':1,'function':{'arguments':'2}'}}"))
                        .ours(A_AND_B)
                        .theirs("4 × `IllegalArgumentException`, then " + A_AND_B),
                row("Id and name repeated in every delta")
                        .streamed(calls(
                                "{'index':0,'id':'c1','type':'function','function':{'name':'a','arguments':''}}",
                                "{'index':0,'id':'c1','type':'function','function':{'name':'a','arguments':'{\\'x\\':'}}",
                                "{'index':0,'id':'c1','type':'function','function':{'name':'a','arguments':'1}'}}"))
                        .ours(A)
                        .theirs("call aaa {\"x\":1}, TOOL_EXECUTION"),
                row("Deltas without `index`")
                        .streamed(calls(
                                "{'id':'c1','type':'function','function':{'name':'a','arguments':''}}",
                                "{'function':{'arguments':'{\\'x\\':1}'}}",
                                "{'id':'c2','type':'function','function':{'name':'b','arguments':'{\\'y\\':2}'}}"))
                        .ours(A_AND_B)
                        .theirs(A_AND_B),
                row("Complete calls, each in one delta, all with `index` 0")
                        .streamed(
                                calls(
                                        "{'index':0,'id':'c1','type':'function','function':{'name':'a','arguments':'{\\'x\\':1}'}}",
                                        "{'index':0,'id':'c2','type':'function','function':{'name':'b','arguments':'{\\'y\\':2}'}}"))
                        .ours(A_AND_B)
                        .theirs("call ab {\"x\":1}{\"y\":2}, TOOL_EXECUTION"),
                row("Two calls with the same id")
                        .plain(answer(
                                "{'id':'c','type':'function','function':{'name':'a','arguments':'{\\'x\\':1}'}},"
                                        + "{'id':'c','type':'function','function':{'name':'b','arguments':'{\\'y\\':2}'}}",
                                "tool_calls"))
                        .ours(A_AND_B)
                        .theirs(A_AND_B + ", ids not unique"),
                row("No id")
                        .plain(answer(
                                "{'id':'','type':'function','function':{'name':'a','arguments':'{\\'x\\':1}'}}",
                                "tool_calls"))
                        .streamed(
                                calls(
                                        "{'index':0,'id':'','type':'function','function':{'name':'a','arguments':'{\\'x\\':1}'}}"))
                        .ours(A)
                        .theirs("call without id a {\"x\":1}, TOOL_EXECUTION"),
                row("No `type`")
                        .plain(answer("{'id':'c1','function':{'name':'a','arguments':'{\\'x\\':1}'}}", "tool_calls"))
                        .streamed(calls("{'index':0,'id':'c1','function':{'name':'a','arguments':'{\\'x\\':1}'}}"))
                        .ours(A)
                        .theirs("answer without text, TOOL_EXECUTION", A),
                row("Empty arguments")
                        .plain(answer(
                                "{'id':'c1','type':'function','function':{'name':'a','arguments':''}}", "tool_calls"))
                        .streamed(
                                calls("{'index':0,'id':'c1','type':'function','function':{'name':'a','arguments':''}}"))
                        .ours(A_WITHOUT_ARGUMENTS)
                        .theirs("call a without arguments, TOOL_EXECUTION"),
                row("Null as arguments")
                        .plain(answer(
                                "{'id':'c1','type':'function','function':{'name':'a','arguments':null}}", "tool_calls"))
                        .streamed(calls(
                                "{'index':0,'id':'c1','type':'function','function':{'name':'a','arguments':null}}"))
                        .ours(A_WITHOUT_ARGUMENTS)
                        .theirs("call a without arguments, TOOL_EXECUTION"),
                row("Arguments cut off by the token limit")
                        .plain(answer(
                                "{'id':'c1','type':'function','function':{'name':'a','arguments':'{\\'x\\':'}}",
                                "length"))
                        .streamed(Answer.stream()
                                .toolCall("c1", "a", "{\"x\":")
                                .finish("length")
                                .done())
                        .ours("answer without text, LENGTH")
                        .theirs("call a {\"x\":, LENGTH"),
                row("Tool arguments cut off; only the native finish reason says so")
                        .inReadme()
                        .both(Answer.toolCall("a", "{\"x\":")
                                .finishReason("tool_calls")
                                .nativeFinishReason("max_tokens"))
                        .ours("answer without text, LENGTH")
                        .theirs("call a {\"x\":, TOOL_EXECUTION"),
                row("No arguments yet when the token limit is reached")
                        .both(Answer.toolCall("a", "{}").finishReason("length"))
                        .ours("answer without text, LENGTH")
                        .theirs("call a {}, LENGTH"),
                row("An empty object, then the arguments")
                        .streamed(calls(
                                "{'index':0,'id':'c1','type':'function','function':{'name':'a','arguments':'{}'}}",
                                "{'index':0,'function':{'arguments':'{\\'x\\':1}'}}"))
                        .ours(A)
                        .theirs("call a {}{\"x\":1}, TOOL_EXECUTION"),
                row("Markup behind the arguments")
                        .both(Answer.toolCall("a", "{\"x\":1}</tool_call>"))
                        .ours(A)
                        .theirs("call a {\"x\":1}</tool_call>, TOOL_EXECUTION"),
                row("Two objects as the arguments of one call")
                        .both(Answer.toolCall("a", "{\"x\":1}{\"x\":2}").withoutUsage())
                        .ours("`InternalServerException`")
                        .theirs("call a {\"x\":1}{\"x\":2}, TOOL_EXECUTION"),
                row("A call continues after the next one has begun")
                        .streamed(calls(
                                "{'index':0,'id':'c1','type':'function','function':{'name':'a','arguments':'{\\'x\\':1}'}}",
                                "{'index':1,'id':'c2','type':'function','function':{'name':'b','arguments':'{\\'y\\':2}'}}",
                                "{'index':0,'function':{'arguments':'{\\'x\\':3}'}}"))
                        .ours("`InternalServerException`")
                        .theirs(
                                "`IllegalArgumentException`, then call a {\"x\":1}{\"x\":3}, call b {\"y\":2}, TOOL_EXECUTION"),
                row("A tool name that consists of control characters")
                        .both(Answer.toolCall("\u0001", "{\"x\":1}").withoutUsage())
                        .ours("`InternalServerException`")
                        .theirs(
                                "call without a name {\"x\":1}, TOOL_EXECUTION",
                                "`IllegalArgumentException`, then call without a name {\"x\":1}, TOOL_EXECUTION"),
                row("A blank delta after complete arguments")
                        .streamed(calls(
                                "{'index':0,'id':'c1','type':'function','function':{'name':'a','arguments':'{\\'x\\':1}'}}",
                                "{'index':0,'id':'c1','type':'function','function':{'name':'a','arguments':' '}}"))
                        .ours(A)
                        .theirs("call aa {\"x\":1} , TOOL_EXECUTION"),
                row("Finish reason `stop` with tool calls")
                        .plain(answer(
                                "{'id':'c1','type':'function','function':{'name':'a','arguments':'{\\'x\\':1}'}}",
                                "stop"))
                        .streamed(Answer.stream()
                                .toolCall("c1", "a", "{\"x\":1}")
                                .finish("stop")
                                .done())
                        .ours(A)
                        .theirs("call a {\"x\":1}, STOP"),
                row("No finish reason with tool calls")
                        .plain(answer(
                                "{'id':'c1','type':'function','function':{'name':'a','arguments':'{\\'x\\':1}'}}",
                                null))
                        .streamed(
                                Answer.stream().toolCall("c1", "a", "{\"x\":1}").done())
                        .ours(A)
                        .theirs("call a {\"x\":1}, no finish reason"));
    }

    /** A stream with one delta for each of these tool calls, in which ' stands for a quotation mark. */
    private static StreamAnswer calls(String... deltas) {
        StreamAnswer answer = Answer.stream();
        for (String delta : deltas) {
            answer.delta("{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[" + quoted(delta) + "]}");
        }
        return answer.finish("tool_calls").done();
    }

    private static RawAnswer answer(String toolCalls, @Nullable String finishReason) {
        return Answer.raw(
                200,
                "application/json",
                "{\"id\":\"gen-1\",\"choices\":[{\"message\":{\"content\":null,\"tool_calls\":[" + quoted(toolCalls)
                        + "]},\"finish_reason\":" + (finishReason == null ? null : "\"" + finishReason + "\"") + "}]}");
    }

    private static String quoted(String json) {
        return json.replace("\\'", "\\\"").replace('\'', '"');
    }
}
