package dev.langchain4j.model.openrouter.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.internal.JsonSchemaElementUtils;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaTypesTest {

    private record Invoice(
            String number, LocalDate date, Party seller, List<Line> lines, BigDecimal total, boolean paid, Kind kind) {}

    private record Party(String name) {}

    private record Line(String item, int quantity, List<Double> prices) {}

    private enum Kind {
        BILL,
        CREDIT
    }

    private static String types(Class<?> type) {
        return SchemaTypes.of(JsonSchemaElementUtils.jsonSchemaElementFrom(type))
                .simpleString();
    }

    @Test
    void are_structs_arrays_and_plain_types() {
        assertThat(types(Invoice.class))
                .isEqualTo(
                        "struct<number:string,date:struct<year:bigint,month:bigint,day:bigint>,seller:struct<name:string>,"
                                + "lines:array<struct<item:string,quantity:bigint,prices:array<double>>>,total:double,paid:boolean,"
                                + "kind:string>");
    }
}
