package dev.langchain4j.openrouter.playground;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;

class OfflineTest {

    private static ApplicationContextRunner withKey(String key) {
        return new ApplicationContextRunner()
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new MapPropertySource("test", Map.of("langchain4j.openrouter.api-key", key))))
                .withUserConfiguration(Offline.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void a_stand_in_answers_without_a_key(String none) {
        withKey(none).run(context -> assertThat(context).hasSingleBean(OpenRouterServer.class));
    }

    /** As Windows keeps a key that was set in apostrophes. */
    @ParameterizedTest
    @ValueSource(strings = {"sk-or-v1-key", "'sk-or-v1-key'"})
    void no_stand_in_answers_with_a_key(String key) {
        withKey(key).run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(OpenRouterServer.class));
    }
}
