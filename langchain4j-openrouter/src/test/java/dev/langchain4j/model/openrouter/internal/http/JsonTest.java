package dev.langchain4j.model.openrouter.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "iVBORw0KGgo=", "a\\\"b", "a\\u0041", "a\\\\", "é", "日本", "a b"})
    void a_long_text_is_what_the_parser_says_and_the_parser_goes_on_after_it(String written) throws IOException {
        byte[] bytes = ("padding{\"a\":[{\"b\":\"" + written + "\",\"c\":\"next\"}]}").getBytes(StandardCharsets.UTF_8);

        try (JsonParser expected = parserAt(bytes, "b");
                JsonParser json = parserAt(bytes, "b")) {
            assertThat(Json.longText(json)).isEqualTo(expected.getText());
            assertThat(json.nextFieldName()).isEqualTo("c");
            assertThat(json.nextTextValue()).isEqualTo("next");
        }
    }

    @Test
    void a_long_text_that_is_cut_off_is_no_text() throws IOException {
        byte[] bytes = "padding{\"b\":\"iVBORw".getBytes(StandardCharsets.UTF_8);

        try (JsonParser json = parserAt(bytes, "b")) {
            assertThatThrownBy(() -> Json.longText(json)).isInstanceOf(JsonProcessingException.class);
        }
    }

    private static JsonParser parserAt(byte[] bytes, String field) throws IOException {
        JsonParser json = Json.parser(bytes, "padding".length(), bytes.length);
        while (!field.equals(json.currentName())) {
            json.nextToken();
        }
        json.nextToken();
        return json;
    }
}
