package dev.langchain4j.model.openrouter.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaFillerTest {

    private static String fill(String schema, String text) {
        return Json.text(new SchemaFiller(Json.parse(schema), new Vocabulary(text)).fill());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"string\"} | \"value\"",
                "{\"type\":\"string\",\"minLength\":7} | \"valuexx\"",
                "{\"type\":\"string\",\"maxLength\":2} | \"va\"",
                "{\"type\":\"string\",\"format\":\"date\"} | \"2026-01-01\"",
                "{\"type\":\"integer\"} | 1",
                "{\"type\":\"integer\",\"minimum\":18} | 18",
                "{\"type\":\"integer\",\"exclusiveMinimum\":18} | 19",
                "{\"type\":\"integer\",\"maximum\":0} | 0",
                "{\"type\":\"number\",\"exclusiveMaximum\":1} | 0.9",
                "{\"type\":\"integer\",\"multipleOf\":5,\"minimum\":5} | 5",
                "{\"type\":\"boolean\"} | true",
                "{\"type\":\"null\"} | null",
                "{\"const\":\"x\"} | \"x\"",
                "{\"$ref\":\"https://example.com/a.json\"} | \"value\"",
                "{\"$ref\":\"\"} | \"value\"",
                "{\"$ref\":\"#\"} | null",
                "{\"anyOf\":[{\"$ref\":\"#\"}]} | null",
                "{\"allOf\":[{\"$ref\":\"#\"}]} | null",
                "{\"allOf\":[{\"required\":\"a\"},{\"properties\":[]},{\"properties\":{\"a\":{\"const\":1}}}]} | {\"a\":1}",
                "{\"type\":\"string\",\"maxLength\":-1} | \"\"",
                "{\"type\":\"number\",\"multipleOf\":0} | 1",
                "{\"type\":\"number\",\"multipleOf\":1e-999999999} | 1",
                "{\"type\":\"number\",\"exclusiveMinimum\":1e999999999} | 1",
                "{\"const\":1e999999999} | 1E+999999999",
                "{\"enum\":[\"a\",\"b\"]} | \"a\"",
                "{\"type\":[\"null\",\"string\"]} | \"value\"",
                "{\"anyOf\":[{\"type\":\"null\"},{\"type\":\"integer\"}]} | 1",
                "{\"type\":\"array\",\"items\":{\"type\":\"string\"}} | [\"value\"]",
                "{\"type\":\"array\",\"items\":{\"type\":\"string\"},\"minItems\":2} | [\"value\",\"value\"]",
                "{\"type\":\"array\",\"items\":{\"type\":\"string\"},\"maxItems\":0} | []",
                "{\"type\":\"object\",\"additionalProperties\":{\"type\":\"integer\"}} | {\"key\":1}",
                "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}} | {\"a\":\"a\"}",
                "{\"allOf\":[{\"properties\":{\"a\":{\"const\":1}}},{\"properties\":{\"b\":{\"const\":2}}}]} | {\"a\":1,\"b\":2}",
            })
    void obeys_a_schema_without_help_from_the_text(String schema, String json) {
        assertThat(fill(schema, "")).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"type\":\"array\",\"items\":{},\"minItems\":2147483647}", "{\"minLength\":2147483647}"})
    void a_schema_that_asks_for_gigabytes_does_not_get_them(String schema) {
        assertThat(fill(schema, "")).hasSizeLessThan(200_000);
    }

    @Test
    void counts_characters_as_a_schema_does() {
        assertThat(fill("{\"type\":\"string\",\"minLength\":4,\"maxLength\":4}", "Say \"😀😀😀\""))
                .isEqualTo("\"😀😀😀x\"");
        assertThat(fill("{\"type\":\"string\",\"maxLength\":1}", "Say \"😀😀😀\""))
                .isEqualTo("\"😀\"");
    }

    @Test
    void uses_all_numbers_for_a_list_of_numbers() {
        assertThat(fill("{\"type\":\"array\",\"items\":{\"type\":\"number\"}}", "Add 1, 2.5 and -3"))
                .isEqualTo("[1,2.5,-3]");
    }

    @Test
    void uses_the_value_that_the_text_gives_by_name() {
        String schema = """
                {"type": "object", "properties": {
                  "height": {"type": "number"}, "firstName": {"type": "string"}, "age": {"type": "integer"}}}
                """;

        assertThat(fill(schema, "The age is 5, first name: Ann, height of 1.78"))
                .isEqualTo("{\"height\":1.78,\"firstName\":\"Ann\",\"age\":5}");
    }

    @ParameterizedTest
    @CsvSource({"She is female, FEMALE", "He is male, MALE", "The males sing, MALE", "They sing, MALE"})
    void chooses_the_value_that_the_text_has_as_a_word_before_one_within_a_word(String text, String chosen) {
        assertThat(fill("{\"enum\":[\"MALE\",\"FEMALE\"]}", text)).isEqualTo('"' + chosen + '"');
    }

    @Test
    void a_constant_with_underscores_is_one_word() {
        assertThat(fill("{\"enum\":[\"PROGRESS\",\"IN_PROGRESS\"]}", "It is IN_PROGRESS."))
                .isEqualTo("\"IN_PROGRESS\"");
    }

    @Test
    void leaves_out_nothing_of_a_deep_schema_that_ends() {
        String nested = "{\"type\":\"string\"}";
        for (String name : List.of("street", "address", "buyer", "invoices")) {
            nested = "{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{\"" + name + "\":" + nested
                    + "}}}";
        }

        assertThat(fill(nested, ""))
                .isEqualTo("[{\"invoices\":[{\"buyer\":[{\"address\":[{\"street\":\"street\"}]}]}]}]");
    }

    @Test
    void gives_every_member_of_a_type_that_contains_itself_its_parts() {
        String schema = """
                {"properties": {"name": {"const": "n"}, "children": {"type": "array", "items": {"$ref": "#/$defs/Node"}}},
                 "$defs": {"Node": {"type": "object", "properties": {
                   "name": {"const": "n"}, "children": {"type": "array", "items": {"$ref": "#/$defs/Node"}}}}}}
                """;

        assertThat(fill(schema, ""))
                .isEqualTo(
                        "{\"name\":\"n\",\"children\":[{\"name\":\"n\",\"children\":[{\"name\":\"n\",\"children\":[]}]}]}");
    }

    /** LangChain4j requires no part of a date, and cannot read one without its parts. */
    @Test
    void leaves_out_nothing_that_ends_of_a_type_that_contains_itself() {
        String date = """
                {"type": ["object", "null"], "properties": {"year": {"type": ["integer", "null"]}}}""";
        String schema = """
                {"$ref": "#/$defs/Comment", "$defs": {
                  "Comment": {"type": "object", "properties": {
                    "at": {"$ref": "#/$defs/Time"}, "replies": {"type": "array", "items": {"$ref": "#/$defs/Comment"}}}},
                  "Time": {"type": "object", "properties": {"date": %s}}}}
                """.formatted(date);

        assertThat(fill(schema, ""))
                .isEqualTo(
                        "{\"at\":{\"date\":{\"year\":1}},\"replies\":[{\"at\":{\"date\":{\"year\":1}},\"replies\":[]}]}");
    }

    @Test
    void ends_a_schema_that_leads_into_itself() {
        String schema = """
                {"$ref": "#/$defs/Node", "$defs": {"Node": {"type": "object", "required": ["name", "next", "children"], "properties": {
                  "name": {"const": "n"},
                  "next": {"anyOf": [{"$ref": "#/$defs/Node"}, {"type": "null"}]},
                  "children": {"type": "array", "items": {"$ref": "#/$defs/Node"}}}}}}
                """;

        assertThat(fill(schema, "")).startsWith("{\"name\":\"n\",\"next\":{").contains("\"next\":null,\"children\":[]");
    }

    @Test
    void ends_a_union_that_leads_into_itself_by_the_branch_that_does_not() {
        String schema = """
                {"$ref": "#/$defs/Expression", "$defs": {
                  "Expression": {"anyOf": [{"$ref": "#/$defs/Not"}, {"$ref": "#/$defs/Literal"}]},
                  "Not": {"type": "object", "required": ["not"], "properties": {"not": {"$ref": "#/$defs/Expression"}}},
                  "Literal": {"type": "object", "required": ["value"], "properties": {"value": {"const": 1}}}}}
                """;

        assertThat(fill(schema, "")).isEqualTo("{\"not\":{\"value\":1}}");
    }

    @Test
    void ends_a_schema_that_requires_itself_with_null() {
        String schema = """
                {"type": "object", "required": ["name", "manager"], "properties": {
                  "name": {"const": "n"}, "manager": {"$ref": "#"}}}
                """;

        assertThat(fill(schema, "")).startsWith("{\"name\":\"n\",\"manager\":{").contains("\"manager\":null");
    }

    @Test
    void a_schema_that_requires_itself_three_times_has_no_answer_of_megabytes() {
        String schema = """
                {"type": "object", "required": ["manager", "mentor", "friend"], "properties": {
                  "manager": {"$ref": "#"}, "mentor": {"$ref": "#"}, "friend": {"$ref": "#"}}}
                """;

        assertThat(fill(schema, "")).hasSizeLessThan(100_000);
    }

    @Test
    void ends_a_schema_that_leads_into_itself_by_all_of() {
        String schema = """
                {"properties": {"root": {"allOf": [{"$ref": "#/$defs/Node"}], "description": "the first"}},
                 "$defs": {"Node": {"type": "object", "properties": {
                   "name": {"const": "n"}, "next": {"allOf": [{"$ref": "#/$defs/Node"}], "description": "the next"}}}}}
                """;

        assertThat(fill(schema, "")).isEqualTo("{\"root\":{\"name\":\"n\",\"next\":{\"name\":\"n\"}}}");
    }
}
