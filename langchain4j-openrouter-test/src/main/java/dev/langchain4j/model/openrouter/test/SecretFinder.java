package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds what a recording must not contain: the values of secret headers, cookies, granted keys, and the ids of
 * accounts.
 */
final class SecretFinder {

    private static final Pattern SECRET_HEADER =
            Pattern.compile("auth|key|token(?!s)|secret|cookie|passw|credential|signature");
    private static final Pattern KEY = Pattern.compile("sk-or-[A-Za-z0-9-]{12,}");
    private static final Set<String> ACCOUNT_FIELDS = Set.of(
            "user_id",
            "creator_user_id",
            "external_user",
            "workspace_id",
            "organization_id",
            "org_id",
            "account_id",
            "api_key_id",
            "email");
    /** Fields in any body; those of prompt caches, tokens and tools have "key" and "token" in their names, too. */
    private static final Set<String> SECRET_FIELDS = Set.of(
            "authorization",
            "authorization_token",
            "proxy-authorization",
            "api_key",
            "apikey",
            "api-key",
            "x-api-key",
            "access_token",
            "auth_token",
            "client_secret",
            "secret_access_key",
            "password",
            "cookie");

    private static final Set<String> KEY_FIELDS = Set.of("key", "hash", "label", "code", "code_verifier");

    private final Redaction redaction;
    private boolean found;

    private SecretFinder(Redaction redaction) {
        this.redaction = redaction;
    }

    /** Returns whether there was a new one. */
    static boolean inHeaders(Map<String, List<String>> headers, Redaction redaction) {
        SecretFinder finder = new SecretFinder(redaction);
        headers.forEach((name, values) -> {
            if (isSecretHeader(name)) {
                values.forEach(value -> finder.inHeader(name, value));
            }
        });
        return finder.found;
    }

    /** @param name in lower case */
    static boolean isSecretHeader(String name) {
        return SECRET_HEADER.matcher(name).find() && !name.startsWith("access-control-");
    }

    /**
     * Account ids and the values of secret fields anywhere, and keys in the answers of endpoints that are about keys.
     */
    static boolean inBody(String path, JsonNode body, Redaction redaction) {
        SecretFinder finder = new SecretFinder(redaction);
        finder.inJson(body, path.startsWith("/key") || path.startsWith("/auth"));
        return finder.found;
    }

    /** Values of secret names in a URL, such as {@code ?api_key=...}. */
    static boolean inQuery(String query, Redaction redaction) {
        SecretFinder finder = new SecretFinder(redaction);
        for (String parameter : query.split("&")) {
            int equals = parameter.indexOf('=');
            if (equals > 0
                    && SECRET_HEADER
                            .matcher(parameter.substring(0, equals).toLowerCase(Locale.ROOT))
                            .find()) {
                finder.learn(parameter.substring(equals + 1));
                finder.learn(decoded(parameter.substring(equals + 1)));
            }
        }
        return finder.found;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }

    private void inHeader(String name, String header) {
        String value = header.strip();
        if (name.endsWith("cookie")) {
            String cookies = name.equals("set-cookie") ? value.split(";")[0] : value; // the rest is no secret
            for (String cookie : cookies.split(";")) {
                learn(cookie.substring(cookie.indexOf('=') + 1).strip().replace("\"", ""));
            }
            return;
        }
        if (value.startsWith("{") || value.startsWith("[")) {
            inValues(Json.read(value.getBytes(StandardCharsets.UTF_8)));
        }
        int blank = value.indexOf(' ');
        String scheme = blank < 0 ? "" : value.substring(0, blank);
        if (scheme.equalsIgnoreCase("Basic")) {
            inBasic(value.substring(blank + 1).strip());
        } else if (value.indexOf('=') > 0) {
            for (String pair : value.split("[;,]")) {
                learn(pair.substring(pair.indexOf('=') + 1).strip().replace("\"", ""));
            }
        }
        learn(!scheme.isEmpty() && scheme.chars().allMatch(Character::isLetter) ? value.substring(blank + 1) : value);
    }

    private void inBasic(String base64) {
        try {
            String pair = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            learn(pair.substring(pair.indexOf(':') + 1));
        } catch (IllegalArgumentException notBase64) {
            // the whole header is a secret anyway
        }
    }

    private void inValues(JsonNode node) {
        if (node.isValueNode()) {
            learn(node.asText());
        }
        node.forEach(this::inValues);
    }

    private void inJson(JsonNode node, boolean aboutKeys) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (field.getValue().isTextual()) {
                String value = field.getValue().asText();
                if (aboutKeys && KEY_FIELDS.contains(field.getKey())) {
                    learn(value);
                } else if (SECRET_FIELDS.contains(field.getKey().toLowerCase(Locale.ROOT))) {
                    inHeader(field.getKey().toLowerCase(Locale.ROOT), value);
                } else if (ACCOUNT_FIELDS.contains(field.getKey())) {
                    found |= redaction.learnWhole(value);
                }
            }
        }
        if (node.isTextual()) {
            KEY.matcher(node.asText()).results().forEach(match -> learn(match.group()));
        }
        node.forEach(inner -> inJson(inner, aboutKeys));
    }

    private void learn(String secret) {
        found |= redaction.learn(secret);
    }
}
