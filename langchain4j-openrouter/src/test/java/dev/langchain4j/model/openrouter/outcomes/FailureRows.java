package dev.langchain4j.model.openrouter.outcomes;

import static dev.langchain4j.model.openrouter.outcomes.OutcomeRow.row;

import dev.langchain4j.model.openrouter.support.Style;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Envelope;
import dev.langchain4j.model.openrouter.test.ErrorAnswer;
import dev.langchain4j.model.openrouter.test.Fault;
import dev.langchain4j.model.openrouter.test.StreamAnswer;
import java.util.List;

/** Rows of the table of outcomes: failures, wherever they are reported and where they are not. */
final class FailureRows {

    private static final String WORDS = "The upstream lost its disk";
    private static final String CHUNK_OF_USAGE =
            "{\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":2,\"total_tokens\":12,\"cost\":0.00003}}";

    private static final String ANSWER =
            "{\"choices\":[{\"message\":{\"content\":\"Hello\"},\"finish_reason\":\"stop\"}]}";

    private FailureRows() {}

    static List<OutcomeRow> all() {
        return List.of(
                row("HTTP 502, the provider's own words in `metadata.raw`")
                        .saying(WORDS)
                        .both(Answer.error(502, "Provider returned error")
                                .provider("OpenAI")
                                .raw("{\"error\":{\"message\":\"" + WORDS + "\"}}"))
                        .ours("`InternalServerException`")
                        .theirs("`InternalServerException`"),
                row("HTTP 502 with a proxy's HTML page")
                        .both(Answer.error(502, "Bad gateway").envelope(Envelope.HTML))
                        .ours("`InternalServerException`")
                        .theirs("`InternalServerException`"),
                row("HTTP 503 with an empty body")
                        .both(Answer.error(503, "").envelope(Envelope.EMPTY))
                        .ours("`InternalServerException`")
                        .theirs("`InternalServerException`"),
                row("HTTP 402, credits used up")
                        .both(Answer.error(402, "You requested up to 64000 tokens, but can only afford 900."))
                        .ours("`OpenRouterInsufficientCreditsException`")
                        .theirs("`InvalidRequestException`"),
                row("HTTP 403, flagged by moderation")
                        .both(Answer.error(403, "Input was flagged").metadata("{\"reasons\":[\"violence\"]}"))
                        .ours("`ContentFilteredException`")
                        .theirs("`AuthenticationException`"),
                row("HTTP 404, the data policy excludes every endpoint")
                        .both(Answer.error(404, "No endpoints found matching your data policy")
                                .availability("privacy_restricted", false))
                        .ours("`InvalidRequestException`")
                        .theirs("`ModelNotFoundException`"),
                row("HTTP 400, unknown model")
                        .both(Answer.error(400, "acme/fake-1.0 is not a valid model ID"))
                        .ours("`ModelNotFoundException`")
                        .theirs("`InvalidRequestException`"),
                row("HTTP 400, unknown model, known only from the message")
                        .both(Answer.error(400, "acme/fake-1.0 is not a valid model ID"))
                        .ours("`ModelNotFoundException`")
                        .theirs("`InvalidRequestException`"),
                row("HTTP 404, no endpoint supports tools, known only from the message")
                        .both(Answer.error(404, "No endpoints found that support tool use"))
                        .ours("`InvalidRequestException`")
                        .theirs("`ModelNotFoundException`"),
                row("HTTP 403, the upstream's usage guidelines in `metadata.raw`")
                        .both(Answer.error(403, "Provider returned error")
                                .provider("xAI")
                                .raw("{\"error\":\"Content violates usage guidelines.\"}"))
                        .ours("`ContentFilteredException`")
                        .theirs("`AuthenticationException`"),
                row("HTTP 403, the key's daily limit is used up")
                        .both(Answer.error(403, "Key limit exceeded (daily limit)"))
                        .ours("`OpenRouterInsufficientCreditsException`")
                        .theirs("`AuthenticationException`"),
                row("HTTP 404 with a web page: `baseUrl` is wrong")
                        .saying("/api/v1")
                        .both(Answer.raw(404, "text/html", "<html><title>Not found</title></html>"))
                        .ours("`InvalidRequestException`")
                        .theirs("`ModelNotFoundException`, the reason is lost"),
                row("HTTP 200 with a web page: `baseUrl` is wrong")
                        .saying("/api/v1")
                        .both(Answer.raw(200, "text/html", "<html><title>Welcome</title></html>"))
                        .ours("`InvalidRequestException`")
                        .theirs("`RuntimeException`, the reason is lost", "answer without text, no finish reason"),
                row("HTTP 304")
                        .both(Answer.raw(304, "text/html", ""))
                        .ours("`InvalidRequestException`")
                        .theirs("`HttpException`"),
                row("HTTP 429 with `Retry-After: 30`")
                        .plain(Scenario.askedToWait(Style.PLAIN, 30))
                        .streamed(Scenario.askedToWait(Style.STREAMING, 30))
                        .ours("answer “Hello”, STOP after the wait")
                        .theirs(
                                "answer “Hello”, STOP after a retry that came too early",
                                "`RateLimitException`, not retried"),
                row("HTTP 200 whose body is an error")
                        .inReadme()
                        .saying(WORDS)
                        .both(status200(402))
                        .ours("`OpenRouterInsufficientCreditsException`")
                        .theirs(
                                "`InternalServerException`, the reason is lost",
                                "answer without text, no finish reason"),
                row("An `error` in the choice, beside the partial text")
                        .saying(WORDS)
                        .both(Answer.error(502, WORDS).envelope(Envelope.CHOICE).partialText("Once upon"))
                        .ours("`InternalServerException`, keeps “Once upon”")
                        .theirs("answer “Once upon”, no finish reason"),
                row("Only `finish_reason: \"error\"`")
                        .both(Answer.error(502, WORDS)
                                .envelope(Envelope.FINISH_REASON)
                                .partialText("Once upon"))
                        .ours("`InternalServerException`, keeps “Once upon”")
                        .theirs("answer “Once upon”, no finish reason"),
                row("An error event before the first token")
                        .saying(WORDS)
                        .streamed(Answer.stream().error(502, WORDS).done())
                        .ours("`InternalServerException`")
                        .theirs("answer without text, no finish reason"),
                row("An error event after the first token")
                        .inReadme()
                        .saying(WORDS)
                        .streamed(begun().error(502, WORDS).done())
                        .ours("`InternalServerException`, keeps “Once upon”")
                        .theirs("answer “Once upon”, no finish reason"),
                row("An error event without choices, its `code` a text, after the cost")
                        .saying(WORDS)
                        .streamed(begun().data(CHUNK_OF_USAGE)
                                .error(Answer.error(500, WORDS)
                                        .code("server_error")
                                        .envelope(Envelope.EMPTY_CHOICES)))
                        .ours("`InternalServerException`, keeps “Once upon” and the cost of $0.00003")
                        .theirs("answer “Once upon”, no finish reason"),
                row("An error event, followed by the cost")
                        .saying(WORDS)
                        .streamed(begun().error(502, WORDS).data(CHUNK_OF_USAGE).done())
                        .ours("`InternalServerException`, keeps “Once upon” and the cost of $0.00003")
                        .theirs("answer “Once upon”, no finish reason"),
                row("An error event in OpenAI's shape")
                        .saying(WORDS)
                        .streamed(begun().error(Answer.error(500, WORDS).envelope(Envelope.OPENAI)))
                        .ours("`InternalServerException`, keeps “Once upon”")
                        .theirs("answer “Once upon”, no finish reason"),
                row("An error event without the member `error`")
                        .saying(WORDS)
                        .streamed(begun().data("{\"object\":\"error\",\"message\":\"" + WORDS + "\",\"code\":500}")
                                .done())
                        .ours("`InternalServerException`, keeps “Once upon”")
                        .theirs("answer “Once upon”, no finish reason"),
                row("An event that is not JSON")
                        .streamed(begun().data("{\"id\":\"gen-1\",\"choi").done())
                        .ours("`InternalServerException`, keeps “Once upon”")
                        .theirs("`RuntimeException`, then answer “Once upon”, no finish reason"),
                row("Two answers in one body, or in one event")
                        .plain(Answer.raw(200, "application/json", ANSWER + ANSWER))
                        .streamed(Answer.stream().data(ANSWER + ANSWER).done())
                        .ours("`InternalServerException`")
                        .theirs("answer “Hello”, STOP", "answer without text, STOP"),
                row("The body ends early, without finish reason and `[DONE]`")
                        .plain(Answer.raw(200, "application/json", "{\"id\":\"gen-1\",\"choices\":[{\"mess"))
                        .streamed(begun())
                        .ours("`InternalServerException`", "`InternalServerException`, keeps “Once upon”")
                        .theirs("`RuntimeException`", "answer “Once upon”, no finish reason"),
                row("The connection is cut in the middle of the answer")
                        .plain(Answer.stream()
                                .bytes("{\"id\":\"gen-1\",\"choices\":[{\"message\":{\"content\":\"Once upon")
                                .cut())
                        .streamed(begun().cut())
                        .ours("`InternalServerException`", "`InternalServerException`, keeps “Once upon”")
                        .theirs(
                                "`RuntimeException`",
                                "`LangChain4jException`, then answer “Once upon”, no finish reason"),
                row("The connection is reset before the answer")
                        .both(Answer.fault(Fault.CONNECTION_RESET))
                        .ours("`InternalServerException`")
                        .theirs("`RuntimeException`", "`CompletionException`"),
                row("A stream falls silent for longer than its timeout")
                        .inReadme()
                        .streamed(Scenario.silent(begun().silence()))
                        .ours("`TimeoutException`, keeps “Once upon”")
                        .theirs(Outcome.NO_END),
                row("Only keep-alive comments for longer than the timeout")
                        .streamed(Scenario.silent(comments()))
                        .ours("`TimeoutException`, keeps “Once upon”")
                        .theirs(Outcome.NO_END),
                row("Only events without content for longer than the timeout")
                        .streamed(Scenario.silent(emptyEvents()))
                        .ours("`TimeoutException`, keeps “Once upon”")
                        .theirs(Outcome.NO_END),
                row("A stream was requested, an error comes as JSON with status 200")
                        .saying(WORDS)
                        .streamed(status200(502))
                        .ours("`InternalServerException`")
                        .theirs("answer without text, no finish reason"),
                row("The model refuses")
                        .saying("I will not help with that")
                        .plain(Answer.text("")
                                .withoutUsage()
                                .messageFields("{\"content\":null,\"refusal\":\"I will not help with that\"}"))
                        .streamed(Answer.stream()
                                .delta("{\"content\":null,\"refusal\":\"I will not \"}")
                                .delta("{\"content\":null,\"refusal\":\"help with that\"}")
                                .finish("stop")
                                .done())
                        .ours("`ContentFilteredException`")
                        .theirs("`ContentFilteredException`", "answer without text, STOP"),
                row("A callback throws")
                        .streamed(Scenario.throwingCallback(Answer.stream()
                                .text("Hello")
                                .finish("stop")
                                .usage(10, 2, "0.00003")
                                .done()))
                        .ours("`IllegalStateException`, then answer “Hello”, STOP")
                        .theirs("`IllegalStateException`, then answer “Hello”, STOP"),
                row("Cancelled while the server is silent")
                        .streamed(Scenario.cancelled())
                        .ours("connection closed at once")
                        .theirs("connection closed at once, then `LangChain4jException`"));
    }

    private static ErrorAnswer status200(int code) {
        return Answer.error(code, WORDS).envelope(Envelope.STATUS_200);
    }

    private static StreamAnswer begun() {
        return Answer.stream().text("Once upon");
    }

    /** Comments without end, as far as an impatient client can tell. */
    private static StreamAnswer comments() {
        StreamAnswer answer = begun();
        for (int i = 0; i < 1000; i++) {
            answer.comment(" OPENROUTER PROCESSING").pause(Scenario.IMPATIENT.dividedBy(8));
        }
        return answer;
    }

    /** The same with events that say nothing. */
    private static StreamAnswer emptyEvents() {
        StreamAnswer answer = begun();
        for (int i = 0; i < 1000; i++) {
            answer.data("{\"choices\":[]}").pause(Scenario.IMPATIENT.dividedBy(8));
        }
        return answer;
    }
}
