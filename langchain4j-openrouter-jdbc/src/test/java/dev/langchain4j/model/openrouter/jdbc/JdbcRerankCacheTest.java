package dev.langchain4j.model.openrouter.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.OpenRouterRerankCache;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JdbcRerankCacheTest {

    private final DataSource h2 = Databases.h2();
    private final OpenRouterRerankCache cache = OpenRouterJdbc.of(h2).rerankCache();

    @AfterEach
    void drop() {
        Databases.drop(h2);
    }

    @Test
    void another_process_finds_a_reply() {
        cache.put("key", "{\"grades\":[3]}");

        assertThat(OpenRouterJdbc.of(h2).rerankCache().get("key")).isEqualTo("{\"grades\":[3]}");
        assertThat(cache.get("another")).isNull();
    }

    @Test
    void a_later_reply_replaces_an_earlier_one() {
        cache.put("key", "first");
        cache.put("key", "second");

        assertThat(cache.get("key")).isEqualTo("second");
    }

    @Test
    void an_old_reply_is_not_used_and_dropped_in_time() {
        OpenRouterRerankCache brief = OpenRouterJdbc.builder(h2)
                .keepReplies(Duration.ofNanos(1))
                .build()
                .rerankCache();

        for (int i = 0; i < 200; i++) {
            brief.put("key-" + i, "reply");
        }

        assertThat(brief.get("key-0")).isNull();
        assertThat(Databases.count(h2, "openrouter_rerank")).isLessThanOrEqualTo(100);
    }

    @Test
    void a_reply_may_be_kept_for_ever() {
        OpenRouterRerankCache lasting = OpenRouterJdbc.builder(h2)
                .keepReplies(ChronoUnit.FOREVER.getDuration())
                .build()
                .rerankCache();

        lasting.put("key", "reply");

        assertThat(lasting.get("key")).isEqualTo("reply");
    }

    @Test
    void a_reply_that_no_column_takes_as_it_is_is_not_kept() {
        for (String reply : List.of("a\0b", "a\ud83d", "x".repeat(100_001))) {
            cache.put("strange", reply);

            assertThat(cache.get("strange")).isNull();
        }
        cache.put("strange", "🐟");
        assertThat(cache.get("strange")).isEqualTo("🐟");
    }
}
