package dev.langchain4j.model.openrouter.outcomes;

import static dev.langchain4j.model.openrouter.outcomes.OutcomeRow.row;

import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.RawAnswer;
import dev.langchain4j.model.openrouter.test.StreamAnswer;
import java.util.List;

/** Rows of the table of outcomes: answers, empty answers, and unusual forms of both. */
final class AnswerRows {

    private static final String USAGE =
            "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":2,\"total_tokens\":12,\"cost\":0.00003}";

    private AnswerRows() {}

    static List<OutcomeRow> all() {
        return List.of(
                row("`choices` is null")
                        .plain(json("{\"id\":\"gen-1\",\"choices\":null}"))
                        .streamed(Answer.stream()
                                .data("{\"id\":\"gen-1\",\"choices\":null}")
                                .done())
                        .ours("`InternalServerException`")
                        .theirs("`InternalServerException`", "answer without text, no finish reason"),
                row("`choices` is missing")
                        .plain(json("{\"id\":\"gen-1\"}"))
                        .streamed(Answer.stream().data("{\"id\":\"gen-1\"}").done())
                        .ours("`InternalServerException`")
                        .theirs("`InternalServerException`", "answer without text, no finish reason"),
                row("`choices` is empty, the tokens are charged")
                        .plain(json("{\"id\":\"gen-1\",\"choices\":[]," + USAGE + "}"))
                        .streamed(Answer.stream()
                                .data("{\"id\":\"gen-1\",\"choices\":[]," + USAGE + "}")
                                .done())
                        .ours("`InternalServerException`, keeps the cost of $0.00003")
                        .theirs("`InternalServerException`", "answer without text, no finish reason"),
                row("The message is null")
                        .plain(json("{\"choices\":[{\"message\":null,\"finish_reason\":\"stop\"}]}"))
                        .streamed(Answer.stream()
                                .data("{\"choices\":[{\"delta\":null,\"finish_reason\":\"stop\"}]}")
                                .done())
                        .ours("`InternalServerException`")
                        .theirs("`NullPointerException`", "answer without text, STOP"),
                row("The whole answer inside `provider`")
                        .plain(json("{\"provider\":{\"id\":\"gen-1\",\"choices\":[{\"message\":{\"content\":\"Hello\"},"
                                + "\"finish_reason\":\"stop\"}]}}"))
                        .ours("answer “Hello”, STOP")
                        .theirs("`InternalServerException`"),
                row("Content null, finish reason `length`")
                        .plain(json("{\"choices\":[{\"message\":{\"content\":null},\"finish_reason\":\"length\"}]}"))
                        .streamed(Answer.stream()
                                .delta("{\"content\":null}")
                                .finish("length")
                                .done())
                        .ours("answer without text, LENGTH")
                        .theirs("answer without text, LENGTH"),
                row("Content empty, finish reason `stop`")
                        .plain(json("{\"choices\":[{\"message\":{\"content\":\"\"},\"finish_reason\":\"stop\"}]}"))
                        .streamed(Answer.stream().text("").finish("stop").done())
                        .ours("answer without text, STOP")
                        .theirs("answer without text, STOP"),
                row("Unknown finish reason, unknown fields, numbers as text")
                        .plain(
                                json(
                                        "{\"created\":\"1755600000\",\"new\":{\"a\":[1]},\"choices\":[{\"index\":\"0\","
                                                + "\"message\":{\"content\":\"Hello\",\"mood\":[\"calm\"]},\"finish_reason\":\"eos\"}]}"))
                        .streamed(Answer.stream()
                                .data(
                                        "{\"created\":\"1755600000\",\"new\":{\"a\":[1]},\"choices\":[{\"index\":\"0\","
                                                + "\"delta\":{\"content\":\"Hello\",\"mood\":[\"calm\"]},\"finish_reason\":\"eos\"}]}")
                                .done())
                        .ours("answer “Hello”, OTHER")
                        .theirs("answer “Hello”, no finish reason"),
                row("What the answer cost")
                        .inReadme()
                        .aboutUsage()
                        .both(Answer.text("Hello").usage(10, 2, "0.00003"))
                        .ours("answer, 10 + 2 tokens, $0.00003")
                        .theirs("answer, 10 + 2 tokens, cost unknown"),
                row("Usage in several chunks, and in the finish chunk")
                        .aboutUsage()
                        .streamed(Answer.stream()
                                .data("{\"choices\":[{\"delta\":{\"content\":\"Hel\"}}],"
                                        + "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":1,\"cost\":0.00002}}")
                                .data("{\"choices\":[{\"delta\":{\"content\":\"lo\"},\"finish_reason\":\"stop\"}],"
                                        + USAGE + "}")
                                .done())
                        .ours("answer, 10 + 2 tokens, $0.00003")
                        .theirs("answer, 10 + 2 tokens, cost unknown"),
                row("Cost null, counts null")
                        .aboutUsage()
                        .plain(json("{\"choices\":[{\"message\":{\"content\":\"Hello\"},\"finish_reason\":\"stop\"}],"
                                + "\"usage\":{\"prompt_tokens\":null,\"completion_tokens\":null,\"cost\":null}}"))
                        .streamed(hello().finish("stop")
                                .data("{\"choices\":[],\"usage\":{\"prompt_tokens\":null,\"completion_tokens\":null,"
                                        + "\"cost\":null}}")
                                .done())
                        .ours("answer, usage unknown")
                        .theirs("answer, null + null tokens, cost unknown"),
                row("No usage")
                        .aboutUsage()
                        .both(Answer.text("Hello").withoutUsage())
                        .ours("answer, usage unknown")
                        .theirs("answer, usage unknown"),
                row("A finish reason and no `[DONE]`")
                        .streamed(hello().finish("stop"))
                        .ours("answer “Hello”, STOP")
                        .theirs("answer “Hello”, STOP"),
                row("A debug chunk without choices comes first")
                        .streamed(Answer.stream()
                                .data("{\"choices\":[],\"debug\":{\"echo_upstream_body\":{\"model\":\"m\"}}}")
                                .text("Hello")
                                .finish("stop")
                                .done())
                        .ours("answer “Hello”, STOP")
                        .theirs("answer “Hello”, STOP"),
                row("A stream was requested, a plain answer comes")
                        .streamed(json(
                                "{\"choices\":[{\"message\":{\"content\":\"Hello\"},\"finish_reason\":\"stop\"}]}"))
                        .ours("answer “Hello”, STOP")
                        .theirs("answer without text, no finish reason"),
                row("UTF-8 cut at every byte, CRLF, `data:` without a space, several `data:` lines, comments")
                        .streamed(Answer.stream()
                                .bytes(": OPENROUTER PROCESSING\r\n\r\n")
                                .bytes(
                                        "data:{\"choices\":[{\"delta\":\r\ndata:{\"content\":\"Grüße 👋\"}}]}\r\n\r\n: x\r\n")
                                .bytes("data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\r\n\r\n")
                                .bytes("data:[DONE]\r\n\r\n")
                                .splitInto(1))
                        .ours("answer “Grüße 👋”, STOP")
                        .theirs("answer “Grüße 👋”, STOP"));
    }

    private static StreamAnswer hello() {
        return Answer.stream().text("Hello");
    }

    private static RawAnswer json(String body) {
        return Answer.raw(200, "application/json", body);
    }
}
