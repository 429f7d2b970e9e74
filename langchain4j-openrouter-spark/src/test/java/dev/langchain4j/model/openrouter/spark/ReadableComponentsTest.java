package dev.langchain4j.model.openrouter.spark;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadableComponentsTest {

    private record Readable(
            String text,
            int number,
            Long boxed,
            BigDecimal amount,
            boolean yes,
            char letter,
            LocalDate date,
            LocalTime time,
            LocalDateTime both,
            UUID id,
            DayOfWeek day,
            Map<String, String> map,
            Object any,
            List<Readable> children,
            Set<LocalDate> dates,
            double[] prices,
            Shape shape,
            Map<String, Instant> byName,
            Counted<Instant> counted,
            List<? extends Circle> some) {}

    private record Counted<T>(int number, Map<String, T> values) {}

    private sealed interface Shape permits Circle, Square {}

    private record Circle(double radius) implements Shape {}

    private record Square(double side) implements Shape {}

    private static class NotRead {
        String name;
        transient Instant kept;
    }

    private record ReadByJackson(
            @JsonDeserialize(using = Seconds.class) Instant when,
            @JsonDeserialize(contentUsing = Seconds.class) List<Instant> others) {}

    private static class Seconds extends JsonDeserializer<Instant> {
        @Override
        public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return Instant.ofEpochSecond(context.readTree(json).path("seconds").asLong());
        }
    }

    private static class IgnoredByJackson {
        String name;

        @JsonIgnore
        Instant when;
    }

    private record WithInstant(String name, Instant when) {}

    private record WithDuration(Duration when) {}

    private record WithZone(ZonedDateTime when) {}

    private record WithOptional(Optional<String> when) {}

    private record WithDate(Date when) {}

    private record WithUri(URI when) {}

    private record WithPattern(Pattern when) {}

    private record WithList(List<List<Instant>> when) {}

    private record WithArray(Instant[] when) {}

    private record WithWildcard(List<? extends Instant> when) {}

    private record WithGenericArray(List<Instant>[] when) {}

    private record Named<T>(String name, T value) {}

    private record Bounded<T extends Number>(T value) {}

    private record Listed<T>(List<T> value) {}

    private record Arrayed<T>(T[] value) {}

    private record WithNamed(List<Named<String>> names) {}

    private record WithRecord(List<WithInstant> children) {}

    private record WithInterface(Event event) {}

    private sealed interface Event permits Start {}

    private record Start(Instant when) implements Event {}

    @Test
    void what_langchain4j_reads_passes() {
        assertThatCode(() -> ReadableComponents.check(Readable.class)).doesNotThrowAnyException();
        assertThatCode(() -> ReadableComponents.check(NotRead.class)).doesNotThrowAnyException();
        assertThatCode(() -> ReadableComponents.check(ReadByJackson.class)).doesNotThrowAnyException();
        assertThatCode(() -> ReadableComponents.check(IgnoredByJackson.class)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                WithInstant.class,
                WithDuration.class,
                WithZone.class,
                WithOptional.class,
                WithDate.class,
                WithUri.class,
                WithPattern.class,
                WithList.class,
                WithArray.class,
                WithWildcard.class,
                WithGenericArray.class,
                WithRecord.class,
                WithInterface.class
            })
    void what_it_cannot_read_is_refused(Class<?> type) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReadableComponents.check(type))
                .withMessageContaining("the component 'when' of ")
                .withMessageContaining("cannot read a java.")
                .withMessageEndingWith("Make it a String");
    }

    @ParameterizedTest
    @ValueSource(classes = {Named.class, Bounded.class, Listed.class, Arrayed.class, WithNamed.class})
    void a_component_that_the_schema_does_not_describe_is_refused(Class<?> type) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReadableComponents.check(type))
                .withMessageContaining("the component 'value' of ")
                .withMessageEndingWith("Use a type without type parameters");
    }
}
