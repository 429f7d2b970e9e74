package dev.langchain4j.model.openrouter.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Outcome;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BudgetWriterTest {

    private final DataSource h2 = Databases.h2();

    @AfterEach
    void drop() {
        Databases.drop(h2);
    }

    @Test
    void who_waits_for_all_requests_hears_of_them_when_none_is_undone() throws Exception {
        Database database = new Database(h2, new Schema(Schema.PREFIX, true, new VirtualTime()), null);
        Duration aMinute = Duration.ofMinutes(1);
        BudgetWriter writer = new BudgetWriter(database, new Lease(aMinute, database), aMinute, aMinute);
        AtomicReference<Set<String>> undone = new AtomicReference<>();
        CompletableFuture<Boolean> answer = new CompletableFuture<>() {
            @Override
            public boolean complete(Boolean value) {
                undone.set(writer.undone());
                return super.complete(value);
            }
        };
        writer.note("a-call");
        writer.add(new Ask.Settle("a-call", Outcome.known(BigDecimal.ONE))); // waits for the next request

        writer.add(new Ask.Flush(true, answer));

        assertThat(answer.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(undone.get()).isEmpty();
    }
}
