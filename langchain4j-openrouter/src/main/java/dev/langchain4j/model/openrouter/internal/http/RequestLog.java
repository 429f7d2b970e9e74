package dev.langchain4j.model.openrouter.internal.http;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import okhttp3.Request;
import org.slf4j.Logger;

/**
 * Writes the log. Bodies only if the user enabled them; the {@link Secrets} of the request never, neither in the
 * request nor in the response. Long base64 (images, audio, files) is shortened to its length, and texts from outside
 * cannot forge a line of the log.
 *
 * @param logger retries are always logged here at DEBUG
 */
public record RequestLog(Logger logger, boolean requests, boolean responses) {

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{40}[A-Za-z0-9+/_-]{160,}={0,2}");
    private static final Pattern BINARY = Pattern.compile("(?i)(audio|image|video)/|\\w+/octet-stream");

    void request(Request request, RequestBytes body, Secrets secrets) {
        if (requests) {
            logger.info(
                    "HTTP request:\n- method: {}\n- url: {}\n- headers: {}\n- body: {}",
                    request.method(),
                    presentable(request.url().toString(), secrets),
                    secrets.shown(request.headers()),
                    presentable(body.text(), secrets));
        }
    }

    void request(Request request, Secrets secrets) {
        if (requests) {
            logger.info(
                    "HTTP request:\n- method: {}\n- url: {}\n- headers: {}",
                    request.method(),
                    presentable(request.url().toString(), secrets),
                    secrets.shown(request.headers()));
        }
    }

    void response(HttpAnswer answer) {
        if (responses) {
            logger.info(
                    "HTTP response:\n- status: {}\n- headers: {}\n- body: {}",
                    answer.head().status(),
                    headers(answer.head()),
                    body(answer));
        }
    }

    private static String body(HttpAnswer answer) {
        String type = answer.head().header("Content-Type");
        return type != null && BINARY.matcher(type).lookingAt()
                ? answer.length() + " bytes of "
                        + presentable(type, answer.head().secrets())
                : presentable(answer.text(), answer.head().secrets());
    }

    void streamOpened(HttpAnswer.HttpHead head) {
        if (responses) {
            logger.info("HTTP response:\n- status: {}\n- headers: {}\n- body: a stream", head.status(), headers(head));
        }
    }

    void event(byte[] buffer, int from, int to, Secrets secrets) {
        if (responses && logger.isDebugEnabled()) {
            String event = new String(buffer, from, to - from, StandardCharsets.UTF_8);
            logger.debug("HTTP stream event: {}", presentable(event, secrets));
        }
    }

    void retry(String what, int attempt, CallFailedException failure, long delayMillis) {
        logger.debug(
                "{} failed on attempt {} ({}); next attempt in {} ms", what, attempt, failure.briefly(), delayMillis);
    }

    void nextKey(String what, String label, CallFailedException failure) {
        logger.warn("{} goes on with the next key: '{}' was refused ({})", what, label, failure.briefly());
    }

    void paced(String what, long delayMillis) {
        logger.debug("{} waits {} ms for its turn", what, delayMillis);
    }

    private static String headers(HttpAnswer.HttpHead head) {
        return VisibleText.of(head.secrets().shown(head.headers()));
    }

    private static String presentable(String text, Secrets secrets) {
        return VisibleText.of(secrets.removedFrom(shortened(text)));
    }

    private static String shortened(String body) {
        return BASE64.matcher(body)
                .replaceAll(run ->
                        run.group().substring(0, 20) + "...(" + run.group().length() + " characters)");
    }
}
