package dev.langchain4j.model.openrouter.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.langchain4j.internal.Json;
import dev.langchain4j.internal.JsonSchemaElementUtils;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchemaValuesTest {

    private record Order(String number, long total, List<Line> lines, Map<String, Integer> notes) {}

    private record Line(Double price, Boolean paid) {}

    private record Visit(LocalDate day, LocalTime from, LocalDateTime noted) {}

    private static final JsonSchemaElement SCHEMA = JsonSchemaElementUtils.jsonSchemaElementFrom(Order.class);

    private static String fitted(String json) {
        return SchemaValues.fitted(SCHEMA, json).replaceAll("\\s", "");
    }

    @Test
    void get_the_form_of_their_columns() {
        assertThat(fitted("""
                {"number": 7, "total": "9007199254740993", "lines": [{"price": "1.50", "paid": "true"}, {"price": "", "paid": 0}]}"""))
                .isEqualTo(
                        "{\"number\":7,\"total\":9007199254740993,\"lines\":[{\"price\":1.50,\"paid\":true},{\"price\":null,\"paid\":false}]}");
        assertThat(fitted("{\"total\": 12.0}")).isEqualTo("{\"total\":12}");
        assertThat(fitted("{\"total\": 1e3}")).isEqualTo("{\"total\":1000}");
    }

    @Test
    void a_date_or_time_as_text_gets_the_parts_that_langchain4j_asks_for() {
        JsonSchemaElement schema = JsonSchemaElementUtils.jsonSchemaElementFrom(Visit.class);
        String json = "{\"day\":\"2026-02-03\",\"from\":\"10:15\",\"noted\":\"2026-02-04T08:09:10\"}";

        assertThat(Json.fromJson(json, Visit.class).noted()).isEqualTo("2026-02-04T08:09:10");
        assertThat(SchemaValues.fitted(schema, json))
                .isEqualTo("{\"day\":{\"year\":2026,\"month\":2,\"day\":3},"
                        + "\"from\":{\"hour\":10,\"minute\":15,\"second\":0,\"nano\":0},"
                        + "\"noted\":{\"date\":{\"year\":2026,\"month\":2,\"day\":4},"
                        + "\"time\":{\"hour\":8,\"minute\":9,\"second\":10,\"nano\":0}}}");
        assertThatIllegalArgumentException().isThrownBy(() -> SchemaValues.fitted(schema, "{\"day\":\"soon\"}"));
    }

    private enum Color {
        RED,
        GREEN
    }

    private record Paint(Color color) {}

    @Test
    void a_constant_gets_its_own_name() {
        JsonSchemaElement schema = JsonSchemaElementUtils.jsonSchemaElementFrom(Paint.class);

        assertThat(Json.fromJson("{\"color\":\" green\"}", Paint.class).color()).isEqualTo(Color.GREEN);
        assertThat(SchemaValues.fitted(schema, "{\"color\":\" green\"}")).isEqualTo("{\"color\":\"GREEN\"}");
        assertThat(Json.fromJson("{\"color\":1}", Paint.class).color()).isEqualTo(Color.GREEN);
        for (String json : List.of("{\"color\":1}", "{\"color\":\"1\"}", "{\"color\":\"\"}")) {
            assertThatIllegalArgumentException().isThrownBy(() -> SchemaValues.fitted(schema, json));
        }
    }

    @Test
    void stay_as_they_are_if_they_have_it() {
        String json =
                "{ \"number\":\"1.0\", \"total\":12,\"lines\":[{\"price\":1.10,\"paid\":null}], \"notes\":{\"a\":\"1\"}}";

        assertThat(SchemaValues.fitted(SCHEMA, json)).isSameAs(json);
    }

    @Test
    void are_refused_if_their_column_cannot_hold_them() {
        for (String json : List.of(
                "{\"total\": 12.7}",
                "{\"total\": \"many\"}",
                "{\"total\": true}",
                "{\"total\": 99999999999999999999}",
                "{\"lines\": [{\"price\": 1e400}]}",
                "{\"lines\": [{\"price\": \"-1e400\"}]}",
                "{\"lines\": \"one\"}",
                "{\"lines\": [\"one\"]}",
                "{\"lines\": [{\"paid\": \"perhaps\"}]}")) {
            assertThatIllegalArgumentException().isThrownBy(() -> SchemaValues.fitted(SCHEMA, json));
        }
    }
}
