package dev.langchain4j.openrouter.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** YAML reads some words without quotes as booleans. */
class YamlBooleansTest {

    private static final String PREFIX = "langchain4j.openrouter.";

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(OpenRouterAutoConfiguration.class))
            .withPropertyValues(PREFIX + "api-key=sk-or-v1-secret");

    @ParameterizedTest
    @ValueSource(strings = {"chat-model", "chat-models.fast", "llm-scoring-model"})
    void an_effort_that_yaml_reads_as_a_boolean_is_refused(String model) {
        String reasoning = PREFIX + model + ".reasoning";
        with(reasoning + ".effort: off")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageStartingWith(reasoning + ".effort is 'false'")
                        .hasMessageContaining("Set " + reasoning + ".enabled to false"));
    }

    @Test
    void an_effort_of_a_variable_that_is_a_boolean_is_refused() {
        var variables = new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                Map.of("LANGCHAIN4J_OPENROUTER_CHATMODEL_REASONING_EFFORT", "false"));
        application
                .withPropertyValues(PREFIX + "chat-model.model-name=openai/gpt-4o")
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageStartingWith(PREFIX + "chat-model.reasoning.effort is 'false'"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chat-model.provider.data-collection: no",
                "chat-models.fast.verbosity: on",
                "chat-model.fallback-models: no",
                "chat-model.fallback-models[1]: no",
                "app-name: yes"
            })
    void a_text_that_yaml_reads_as_a_boolean_is_refused(String line) {
        with(PREFIX + line)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageStartingWith(PREFIX + line.replaceFirst(":.*", ""))
                        .hasMessageEndingWith(", as YAML reads off, on, no and yes without quotes."
                                + " Put the text that you mean in quotes"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chat-model.metadata.beta: yes",
                "chat-models.fast.metadata.app.beta: yes",
                "custom-headers.X-Beta: true",
                "custom-headers.x.beta: true",
                "chat-model.provider.zdr: yes",
                "chat-model.custom-parameters.beta: on",
                "app-name: 'yes'"
            })
    void other_values_may_be_booleans(String line) {
        with(PREFIX + line).run(context -> assertThat(context).hasNotFailed());
    }

    private ApplicationContextRunner with(String line) {
        return application.withInitializer(
                context -> context.getEnvironment().getPropertySources().addFirst(PropertyCheckTest.yaml(line)));
    }
}
