package dev.langchain4j.model.openrouter.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.jdbc.OpenRouterJdbc;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.openrouter.spring.OpenRouterProperties;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Everything that users can compile against or configure stands in a file {@code public-api.txt} of its module, so that a
 * change of it shows in review. Here, because this module sees the others; that of Spark has its own test. Rewrite the files
 * with {@code ./mvnw -q -pl langchain4j-openrouter-spring-boot-starter -am test -Dtest=PublicApiTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dupdate.api=true}.
 */
class PublicApiTest {

    private static final String STARTER = "langchain4j-openrouter-spring-boot-starter";

    private static final Map<String, Class<?>> MODULES = Map.of(
            "langchain4j-openrouter",
            OpenRouter.class,
            "langchain4j-openrouter-test",
            OpenRouterServer.class,
            "langchain4j-openrouter-jdbc",
            OpenRouterJdbc.class,
            STARTER,
            OpenRouterProperties.class);

    @ParameterizedTest
    @CsvSource({
        "langchain4j-openrouter",
        "langchain4j-openrouter-test",
        "langchain4j-openrouter-jdbc",
        "langchain4j-openrouter-spring-boot-starter"
    })
    void the_public_api_is_the_one_on_file(String module) throws Exception {
        Path file = Path.of("..", module, "src", "test", "resources", "public-api.txt");
        String actual = PublicApi.describe(MODULES.get(module));
        if (module.equals(STARTER)) {
            actual += PublicApi.shortened(PublicProperties.describe(PublicApi.typesOf(OpenRouterProperties.class)));
        }
        if (Boolean.getBoolean("update.api")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, actual);
        }
        assertThat(Files.readString(file)).isEqualTo(actual);
    }

    @Test
    void a_property_has_the_name_that_spring_gives_it() throws Exception {
        assertThat(PublicProperties.describe(PublicApi.typesOf(OpenRouterProperties.class)))
                .contains("property langchain4j.openrouter.api-key java.lang.String\n")
                .contains("property langchain4j.openrouter.chat-model.provider.zdr java.lang.Boolean\n")
                .contains("property langchain4j.openrouter.jdbc.lease java.time.Duration\n");
    }
}
