package dev.langchain4j.openrouter.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openrouter.OpenRouterChatModel;
import dev.langchain4j.model.openrouter.OpenRouterEmbeddingModel;
import dev.langchain4j.model.openrouter.OpenRouterScoringModel;
import dev.langchain4j.model.openrouter.OpenRouterStreamingChatModel;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

/** The application.yaml of docs/spring-boot.md does what the page says. */
@ExtendWith(OpenRouterServerExtension.class)
class SpringBootPageTest {

    private static final Pattern YAML = Pattern.compile("(?s)```yaml\\n(.*?)```");

    @Test
    void gives_the_application_that_the_page_shows(OpenRouterServer server) throws IOException {
        List<PropertySource<?>> properties = load(0);

        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(OpenRouterAutoConfiguration.class))
                .withBean(Librarian.class)
                .withInitializer(
                        context -> properties.forEach(context.getEnvironment().getPropertySources()::addLast))
                .withPropertyValues(
                        "OPENROUTER_API_KEY=" + server.apiKey(), "langchain4j.openrouter.base-url=" + server.baseUrl())
                .run(context -> {
                    assertThat(context)
                            .hasSingleBean(ChatModel.class)
                            .hasSingleBean(OpenRouterChatModel.class)
                            .hasSingleBean(OpenRouterStreamingChatModel.class)
                            .hasSingleBean(OpenRouterScoringModel.class)
                            .hasSingleBean(OpenRouterEmbeddingModel.class);
                    server.answer("On shelf 3.");
                    assertThat(context.getBean(Librarian.class).answer("Where is Walden?"))
                            .isEqualTo("On shelf 3.");
                    assertThat(server.lastChatRequest().at("/provider/sort").asText())
                            .isEqualTo("price");
                    assertThat(server.lastChatRequest()
                                    .at("/provider/data_collection")
                                    .asText())
                            .isEqualTo("deny");
                });
    }

    @Test
    void gives_the_models_by_name_that_the_page_shows(OpenRouterServer server) throws IOException {
        List<PropertySource<?>> properties = load(1);

        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(OpenRouterAutoConfiguration.class))
                .withBean(Translator.class)
                .withInitializer(
                        context -> properties.forEach(context.getEnvironment().getPropertySources()::addLast))
                .withPropertyValues(
                        "langchain4j.openrouter.api-key=" + server.apiKey(),
                        "langchain4j.openrouter.base-url=" + server.baseUrl())
                .run(context -> {
                    assertThat(context).hasBean("fast").hasBean("thorough").hasBean("openRouterChatModel");
                    server.answer("Bonjour");
                    assertThat(context.getBean(Translator.class).toFrench("Hello"))
                            .isEqualTo("Bonjour");
                    assertThat(server.lastChatRequest().path("model").asText()).isEqualTo("openai/gpt-4o-mini");
                });
    }

    private static List<PropertySource<?>> load(int index) throws IOException {
        return new YamlPropertySourceLoader()
                .load("docs", new ByteArrayResource(yaml(index).getBytes(StandardCharsets.UTF_8)));
    }

    private static String yaml(int index) throws IOException {
        return YAML.matcher(Files.readString(Path.of("../docs/spring-boot.md")))
                .results()
                .skip(index)
                .findFirst()
                .orElseThrow()
                .group(1);
    }
}
