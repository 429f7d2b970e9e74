package dev.langchain4j.model.openrouter.internal.api.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import dev.langchain4j.model.openrouter.internal.http.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonValuesTest {

    @FunctionalInterface
    private interface Reader {
        @Nullable
        Object read(JsonParser json) throws IOException;
    }

    @Test
    void a_number_has_the_smallest_type_that_holds_it() throws IOException {
        assertThat(read(
                        JsonValues::value,
                        "[7,-7,2147483647,2147483648,-2147483648,-2147483649,"
                                + "9223372036854775807,-9223372036854775808,9223372036854775808,1.50,1e9999]"))
                .isEqualTo(Arrays.asList(
                        7,
                        -7,
                        Integer.MAX_VALUE,
                        2_147_483_648L,
                        Integer.MIN_VALUE,
                        -2_147_483_649L,
                        Long.MAX_VALUE,
                        Long.MIN_VALUE,
                        new BigDecimal("9223372036854775808"),
                        new BigDecimal("1.50"),
                        "1e9999"));
    }

    @Test
    void of_a_member_that_occurs_twice_the_later_one_counts_unless_it_is_null() throws IOException {
        assertThat(read(JsonValues::value, "{\"a\":1,\"a\":2}")).isEqualTo(Map.of("a", 2));
        assertThat(read(JsonValues::value, "{\"a\":1,\"a\":null}")).isEqualTo(Map.of("a", 1));
        assertThat(read(JsonValues::object, "{\"a\":null}"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("a", null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "false", "\"\"", "\" \"", "null", "{}", "[1]"})
    void what_fills_a_name_that_is_not_known_is_none(String value) throws IOException {
        assertThat(read(JsonValues::name, value)).isNull();
    }

    @Test
    void a_name_may_be_a_number() throws IOException {
        assertThat(read(JsonValues::name, "17")).isEqualTo("17");
        assertThat(read(JsonValues::name, "\"0\"")).isEqualTo("0");
    }

    @Test
    void a_time_in_milliseconds_or_before_1970_is_none() throws IOException {
        assertThat(read(JsonValues::time, "1790000000")).isEqualTo(1_790_000_000L);
        for (String time : List.of("1790000000000", "0", "-1")) {
            assertThat(read(JsonValues::time, time)).as(time).isNull();
        }
    }

    @Test
    void a_place_that_is_no_whole_number_is_none_of_the_list() throws IOException {
        assertThat(read(JsonValues::place, "null")).isNull();
        for (String place : List.of("3", "3.0", "\" 3 \"", "3000000000e-9")) {
            assertThat(read(JsonValues::place, place)).as(place).isEqualTo(3);
        }
        for (String place : List.of("0.5", "\"first\"", "true", "{}", "[0]", "9999999999")) {
            assertThat(read(JsonValues::place, place)).as(place).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"12", "12.0", "\"12\"", "\" 12\\t\"", "1.2e1"})
    void a_whole_number_may_have_another_form(String number) throws IOException {
        assertThat(read(JsonValues::whole, number)).isEqualTo(12L);
        assertThat(read(JsonValues::count, number)).isEqualTo(12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "2147483648", "4294967297", "1e99", "\"many\"", "true", "[1]"})
    void what_cannot_be_a_number_of_things_is_not_reported(String number) throws IOException {
        assertThat(read(JsonValues::count, number)).isNull();
    }

    /** Reads a value inside another one: the reader must leave the parser at its end. */
    private static @Nullable Object read(Reader reader, String value) throws IOException {
        try (JsonParser json = Json.parser("[" + value + ",\"next\"]")) {
            json.nextToken();
            json.nextToken();
            Object read = reader.read(json);
            json.nextToken();
            assertThat(json.getText()).isEqualTo("next");
            return read;
        }
    }
}
