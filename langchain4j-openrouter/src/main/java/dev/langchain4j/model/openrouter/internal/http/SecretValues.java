package dev.langchain4j.model.openrouter.internal.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Finds the secrets in the value of a header: the key after {@code Bearer}, the keys in an object of keys, cookies. */
final class SecretValues {

    private SecretValues() {}

    static void in(String header, List<String> found) {
        String value = header.strip();
        if (value.startsWith("{") || value.startsWith("[")) {
            inJson(value, found);
            return;
        }
        int blank = value.indexOf(' ');
        String scheme = blank < 0 ? "" : value.substring(0, blank);
        if (scheme.equalsIgnoreCase("Basic")) {
            inBasic(value.substring(blank + 1).strip(), found);
        } else if (value.indexOf('=') > 0) {
            for (String pair : value.split("[;,]")) {
                String secret = pair.substring(pair.indexOf('=') + 1).strip();
                add(secret.replace("\"", ""), found);
            }
            add(value, found);
        } else if (!scheme.isEmpty() && scheme.chars().allMatch(Character::isLetter)) {
            add(value.substring(blank + 1).strip(), found);
        } else {
            add(value, found);
        }
    }

    private static void inJson(String value, List<String> found) {
        try (JsonParser json = Json.parser(value)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.VALUE_STRING || token.isNumeric()) {
                    add(json.getText(), found);
                }
            }
        } catch (IOException notJson) {
            add(value, found);
        }
    }

    private static void inBasic(String base64, List<String> found) {
        add(base64, found);
        try {
            String pair = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            add(pair.substring(pair.indexOf(':') + 1), found);
        } catch (IllegalArgumentException notBase64) {
            // then the whole header is the only secret
        }
    }

    private static void add(String secret, List<String> found) {
        if (!secret.isEmpty()) {
            found.add(secret);
        }
    }
}
