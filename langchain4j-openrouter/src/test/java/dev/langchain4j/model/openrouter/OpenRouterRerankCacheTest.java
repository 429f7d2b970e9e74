package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openrouter.support.LoggedEvents;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.openrouter.test.SimulatedJudge;
import dev.langchain4j.model.openrouter.test.SimulatedJudge.Noise;
import dev.langchain4j.model.output.Response;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OpenRouterServerExtension.class)
class OpenRouterRerankCacheTest {

    private static final String QUERY = "capital of France";

    private final OpenRouterServer server;

    OpenRouterRerankCacheTest(OpenRouterServer server) {
        this.server = server;
    }

    @BeforeEach
    void the_server_judges() {
        var judge = new SimulatedJudge((query, passage) -> passage.length() % 4, Noise.IDEAL, 1);
        server.when(SimulatedJudge.prompts()).answer(judge.asAnswer());
    }

    @Test
    void a_repeated_question_is_answered_by_the_cache() {
        OpenRouterRerankCache cache = OpenRouterRerankCache.inMemory(100);
        Response<List<Double>> first = model().cache(cache).build().scoreAll(passages(50), QUERY);
        int requests = server.requests().size();

        Response<List<Double>> second = model().cache(cache).build().scoreAll(passages(50), QUERY);

        assertThat(server.requests()).hasSize(requests);
        assertThat(second.content()).isEqualTo(first.content());
        assertThat(second.tokenUsage()).isNull();
        assertThat(second.metadata()).containsEntry("openrouter.rerank.cacheHits", 4);
    }

    @Test
    void another_model_does_not_see_the_cache_of_the_first() {
        OpenRouterRerankCache cache = OpenRouterRerankCache.inMemory(100);
        model().cache(cache).build().scoreAll(passages(1), QUERY);

        model().modelName("openai/gpt-4o").cache(cache).build().scoreAll(passages(1), QUERY);

        assertThat(server.requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"customParameters", "customHeaders"})
    void another_setting_of_the_chat_model_does_not_see_it_either_although_its_text_does_not_tell(String setting) {
        OpenRouterRerankCache cache = OpenRouterRerankCache.inMemory(100);

        for (String value : List.of("fast", "slow", "slow")) {
            OpenRouterLlmScoringModel.builder()
                    .chatModel(judge(setting, value))
                    .cache(cache)
                    .build()
                    .scoreAll(passages(1), QUERY);
        }

        assertThat(server.requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"customParameters", "plugins", "trace"})
    void the_order_of_the_members_of_a_parameter_does_not_matter(String setting) {
        OpenRouterRerankCache cache = OpenRouterRerankCache.inMemory(100);

        for (List<String> order : List.of(List.of("a", "b"), List.of("b", "a"))) {
            Map<String, Object> members = new LinkedHashMap<>();
            order.forEach(name -> members.put(name, 1));
            OpenRouterLlmScoringModel.builder()
                    .chatModel(judge(setting, List.of(members)))
                    .cache(cache)
                    .build()
                    .scoreAll(passages(1), QUERY);
        }

        assertThat(server.requests()).hasSize(1);
    }

    private ChatModel judge(String setting, Object value) {
        OpenRouterChatRequestParameters.Builder parameters = OpenRouterChatRequestParameters.builder();
        switch (setting) {
            case "customHeaders" -> parameters.customHeaders(Map.of("X-Speed", (String) value));
            case "customParameters" -> parameters.customParameters(Map.of("adapter", value));
            case "plugins" -> parameters.plugins(OpenRouterPlugin.of("brand-new", Map.of("adapter", value)));
            default -> parameters.trace(Map.of("adapter", value));
        }
        return OpenRouterChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o-mini")
                .defaultRequestParameters(parameters.build())
                .build();
    }

    @Test
    void the_cache_in_memory_forgets_what_was_not_used_for_the_longest_time() {
        OpenRouterRerankCache cache = OpenRouterRerankCache.inMemory(2);
        cache.put("a", "1");
        cache.put("b", "2");
        cache.get("a");
        cache.put("c", "3");

        assertThat(Arrays.asList(cache.get("a"), cache.get("b"), cache.get("c")))
                .containsExactly("1", null, "3");
        assertThatThrownBy(() -> OpenRouterRerankCache.inMemory(0)).hasMessageContaining("maxReplies");
    }

    @Test
    void a_cache_that_fails_costs_calls_but_no_ranking() {
        List<Double> ranked = model().build().scoreAll(passages(50), QUERY).content();

        Response<List<Double>> response =
                model().cache(new BrokenCache()).build().scoreAll(passages(50), QUERY);

        assertThat(response.content()).isEqualTo(ranked);
        assertThat(response.metadata())
                .containsEntry("openrouter.rerank.cacheHits", 0)
                .containsEntry("openrouter.rerank.fallback", false);
    }

    @Test
    void a_cache_that_fails_is_a_warning_once_until_it_works_again() {
        var broken = new BrokenCache();
        try (LoggedEvents log = LoggedEvents.of("the log of a cache that fails", Level.DEBUG)) {
            var cache = new RerankCacheGuard(broken, log.logger());

            cache.get("a");
            cache.put("a", "1");
            cache.get("b");
            broken.works = true;
            cache.get("a");
            broken.works = false;
            cache.put("a", "1");

            assertThat(log.events())
                    .filteredOn(event -> event.getLevel() == Level.WARN)
                    .hasSize(2)
                    .allMatch(event -> event.getMessage().contains("rerank cache failed"));
        }
    }

    private static final class BrokenCache implements OpenRouterRerankCache {

        private boolean works;

        @Override
        public String get(String key) {
            check();
            return null;
        }

        @Override
        public void put(String key, String reply) {
            check();
        }

        private void check() {
            if (!works) {
                throw new IllegalStateException("connection refused");
            }
        }
    }

    private OpenRouterLlmScoringModel.Builder model() {
        return OpenRouterLlmScoringModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o-mini");
    }

    private static List<TextSegment> passages(int size) {
        return IntStream.range(0, size)
                .mapToObj(i -> TextSegment.from("passage " + i + " good".repeat(i % 5)))
                .toList();
    }
}
