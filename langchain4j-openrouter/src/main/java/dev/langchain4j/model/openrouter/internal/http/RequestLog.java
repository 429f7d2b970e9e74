package dev.langchain4j.model.openrouter.internal.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import okhttp3.Headers;
import okhttp3.Request;
import org.slf4j.Logger;

/**
 * What goes into the log. Bodies only when the user asked for them, secrets never: headers that name a key, a token, a
 * secret or a cookie are masked, and long base64 (images, audio, files) is shortened to its length.
 *
 * @param logger retries are logged here at DEBUG whatever the two switches say
 */
public record RequestLog(Logger logger, boolean requests, boolean responses) {

    private static final Pattern SECRET = Pattern.compile("authorization|key|token|secret|cookie|password");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{40}[A-Za-z0-9+/_-]{160,}={0,2}");
    private static final Pattern BINARY = Pattern.compile("(?i)(audio|image|video)/|\\w+/octet-stream");

    void request(Request request, RequestBytes body) {
        if (requests) {
            logger.info(
                    "HTTP request:\n- method: {}\n- url: {}\n- headers: {}\n- body: {}",
                    request.method(),
                    request.url(),
                    masked(request.headers()),
                    shortened(body.text()));
        }
    }

    void request(Request request) {
        if (requests) {
            logger.info(
                    "HTTP request:\n- method: {}\n- url: {}\n- headers: {}",
                    request.method(),
                    request.url(),
                    masked(request.headers()));
        }
    }

    void response(HttpAnswer answer) {
        if (responses) {
            logger.info(
                    "HTTP response:\n- status: {}\n- headers: {}\n- body: {}",
                    answer.head().status(),
                    masked(answer.head().headers()),
                    body(answer));
        }
    }

    private static String body(HttpAnswer answer) {
        String type = answer.head().header("Content-Type");
        return type != null && BINARY.matcher(type).lookingAt()
                ? answer.length() + " bytes of " + type
                : shortened(answer.text());
    }

    void streamOpened(HttpAnswer.HttpHead head) {
        if (responses) {
            logger.info(
                    "HTTP response:\n- status: {}\n- headers: {}\n- body: a stream",
                    head.status(),
                    masked(head.headers()));
        }
    }

    void event(byte[] buffer, int from, int to) {
        if (responses && logger.isDebugEnabled()) {
            logger.debug(
                    "HTTP stream event: {}", shortened(new String(buffer, from, to - from, StandardCharsets.UTF_8)));
        }
    }

    void retry(String what, int attempt, CallFailedException failure, long delayMillis) {
        logger.debug(
                "{} failed on attempt {} ({}); next attempt in {} ms", what, attempt, failure.briefly(), delayMillis);
    }

    void paced(String what, long delayMillis) {
        logger.debug("{} waits {} ms for its turn", what, delayMillis);
    }

    private static String masked(Headers headers) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i);
            boolean secret = SECRET.matcher(name.toLowerCase(Locale.ROOT)).find();
            text.append(i == 0 ? "" : ", ")
                    .append('[')
                    .append(name)
                    .append(": ")
                    .append(secret ? "********" : headers.value(i))
                    .append(']');
        }
        return text.toString();
    }

    private static String shortened(String body) {
        return BASE64.matcher(body)
                .replaceAll(run ->
                        run.group().substring(0, 20) + "...(" + run.group().length() + " characters)");
    }
}
