package dev.langchain4j.openrouter.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Properties of the starter of the OpenAI module, put below our prefix: each one works or is refused with the right name. */
class OpenAiPropertiesTest {

    private static final String PREFIX = "langchain4j.openrouter.";
    private static final List<String> CONNECTION =
            List.of("api-key", "base-url", "timeout", "max-retries", "log-requests", "log-responses", "custom-headers");
    private static final List<String> ONLY_OPENAI = List.of("organization-id", "project-id", "custom-query-params");

    /** By property of a chat model of the OpenAI starter, the name below our chat model. */
    private static final Map<String, String> CHAT = names(
            "model-name temperature top-p presence-penalty frequency-penalty logit-bias response-format "
                    + "supported-capabilities strict-json-schema seed user strict-tools parallel-tool-calls metadata "
                    + "service-tier return-thinking custom-parameters",
            "max-tokens=max-output-tokens",
            "max-completion-tokens=max-output-tokens",
            "stop=stop-sequences",
            "reasoning-effort=reasoning.effort");

    private static final Map<String, String> EMBEDDING = names("model-name dimensions max-segments-per-batch user");
    private static final Map<String, String> DECISION = names("model-name");
    private static final Map<String, String> IMAGE = names(
            "model-name size quality user background output-format output-compression",
            "moderation=custom-parameters.moderation",
            "style=custom-parameters.style");

    record Moved(String old, String advice) {}

    static Stream<Moved> moved() {
        List<Moved> moved = new ArrayList<>();
        groups().forEach((group, names) -> {
            CONNECTION.forEach(name -> moved.add(new Moved(group + "." + name, "all models: " + PREFIX + name)));
            ONLY_OPENAI.forEach(name -> moved.add(new Moved(group + "." + name, "only OpenAI has it")));
            moved.add(new Moved(group + ".proxy.host", "okHttpClient(...)"));
            names.forEach((old, here) -> {
                if (!old.equals(here)) {
                    moved.add(new Moved(group + "." + old, "It is called " + PREFIX + group + "." + here));
                }
            });
        });
        Stream.of("chat-model", "streaming-chat-model")
                .forEach(group -> moved.add(new Moved(group + ".store", "only OpenAI has it")));
        Stream.of("response-format", "with-persisting", "persist-to")
                .forEach(name -> moved.add(new Moved("image-model." + name, "images are in the answer")));
        Stream.of("language-model", "streaming-language-model", "moderation-model")
                .forEach(group -> moved.add(new Moved(group + ".api-key", "OpenRouter has no such models")));
        return moved.stream();
    }

    @ParameterizedTest
    @MethodSource("moved")
    void a_name_that_moved_is_refused_with_the_right_one(Moved moved) {
        assertThat(problem(moved.old())).startsWith(PREFIX).contains(moved.advice());
    }

    @Test
    void the_right_names_exist() {
        groups().forEach((group, names) -> names.values()
                .forEach(name -> assertThat(problem(group + "." + name)).isNull()));
        CONNECTION.forEach(name -> assertThat(problem(name)).isNull());
    }

    @ParameterizedTest
    @CsvSource({
        "chat-model, json_object, is called json",
        "streaming-chat-model, json_schema, supported-capabilities=response-format-json-schema",
        "chat-models.fast, json_schema, supported-capabilities=response-format-json-schema",
    })
    void a_response_format_of_the_other_starter_is_refused_with_the_right_setting(
            String model, String format, String advice) {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(OpenRouterAutoConfiguration.class))
                .withPropertyValues(PREFIX + model + ".response-format=" + format)
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(OpenRouterPropertyException.class)
                        .hasMessageStartingWith(PREFIX + model + ".response-format: ")
                        .hasMessageContaining(advice));
    }

    @Test
    void the_page_has_a_row_for_each_name() throws IOException {
        String page = Files.readString(Path.of("../docs/spring-boot.md"));
        String table =
                page.substring(page.indexOf("## Coming from OpenAI's starter"), page.indexOf("## What can go wrong"));

        groups().forEach((group, names) ->
                names.keySet().forEach(name -> assertThat(table).contains(name + "`")));
        CONNECTION.forEach(name -> assertThat(table).contains(name + "`"));
        ONLY_OPENAI.forEach(name -> assertThat(table).contains(name + "`"));
    }

    private static Map<String, Map<String, String>> groups() {
        return Map.of(
                "chat-model", CHAT,
                "streaming-chat-model", CHAT,
                "embedding-model", EMBEDDING,
                "decision-model", DECISION,
                "image-model", IMAGE);
    }

    private static String problem(String name) {
        return new PropertyAdvice(ConfigurationPropertyName.of(PREFIX + name)).problemOfName();
    }

    private static Map<String, String> names(String same, String... moved) {
        Map<String, String> names = new LinkedHashMap<>();
        for (String name : same.split(" ")) {
            names.put(name, name);
        }
        for (String name : moved) {
            names.put(name.split("=")[0], name.split("=")[1]);
        }
        return names;
    }
}
