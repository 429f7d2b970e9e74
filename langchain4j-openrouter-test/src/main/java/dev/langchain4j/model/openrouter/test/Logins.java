package dev.langchain4j.model.openrouter.test;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The users who have agreed, and whose code has not been exchanged yet. Thread-safe. */
final class Logins {

    private static final Pattern CALLBACK =
            Pattern.compile("https://.+|http://(localhost|127\\.0\\.0\\.1)(:\\d+)?([/?].*)?", Pattern.CASE_INSENSITIVE);

    private final Map<String, Login> open = new HashMap<>();
    private int count;

    /**
     * The code of a user who agrees.
     *
     * @throws IllegalArgumentException if the page would not ask
     */
    synchronized String begin(URI url) {
        Map<String, String> asked = parameters(url);
        String challenge = asked.get("code_challenge");
        String method = asked.getOrDefault("code_challenge_method", "plain");
        if (challenge == null || challenge.isBlank()) {
            throw new IllegalArgumentException("The URL has no code_challenge: " + url);
        }
        if (!method.equals("S256") && !method.equals("plain")) {
            throw new IllegalArgumentException("Unknown code_challenge_method: " + method);
        }
        String callback = asked.get("callback_url");
        if (callback != null && !CALLBACK.matcher(callback).matches()) {
            throw new IllegalArgumentException(
                    "callback_url must be https, or http to localhost or 127.0.0.1: " + callback);
        }
        count++;
        String code = "auth_code_standin_" + count;
        open.put(
                code,
                new Login(challenge, method, "sk-or-v1-" + String.format(Locale.ROOT, "%064x", 0xfeed0000L + count)));
        return code;
    }

    /** The login of a code, which is used up by this; null if there is none. */
    synchronized @Nullable Login end(String code) {
        return open.remove(code);
    }

    private static Map<String, String> parameters(URI url) {
        String query = url.getRawQuery() == null ? "" : url.getRawQuery();
        return Arrays.stream(query.split("&"))
                .map(parameter -> parameter.split("=", 2))
                .filter(parameter -> parameter.length == 2)
                .collect(Collectors.toMap(
                        parameter -> parameter[0],
                        parameter -> URLDecoder.decode(parameter[1], StandardCharsets.UTF_8),
                        (first, second) -> second));
    }

    /** @param key that the user grants */
    record Login(String challenge, String method, String key) {

        boolean isOf(String verifier) {
            return challenge.equals(method.equals("plain") ? verifier : hash(verifier));
        }

        private static String hash(String verifier) {
            try {
                byte[] bytes =
                        MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
                return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every Java has SHA-256", e);
            }
        }
    }
}
