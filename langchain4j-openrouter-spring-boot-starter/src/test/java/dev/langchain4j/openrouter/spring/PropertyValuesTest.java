package dev.langchain4j.openrouter.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Values that Spring would take for something else, or for nothing. */
class PropertyValuesTest {

    private static final String PREFIX = "langchain4j.openrouter.";
    private static final String VARIABLES = "LANGCHAIN4J_OPENROUTER_";

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(OpenRouterAutoConfiguration.class))
            .withPropertyValues(PREFIX + "api-key=sk-or-v1-secret", PREFIX + "budget.per-day=5");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "budget.limit",
                "budget.per-tag.tenant",
                "data-policy.deny-data-collection",
                "data-policy.allowed-base-urls"
            })
    void a_limit_that_is_empty_in_a_file_is_refused(String name) {
        String property = PREFIX + name;
        application
                .withPropertyValues(property + "=${NOBODY_SETS_THIS:}")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessage(property + " is empty and limits nothing. Give it a value, or remove it"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"api-key", "key-ring.keys.team"})
    void a_key_in_quotes_is_refused_without_being_shown(String name) {
        application
                .withPropertyValues(PREFIX + name + "='sk-or-v1-7781'")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining(PREFIX + name + ": ")
                        .hasStackTraceContaining("The OpenRouter API key is in quotes: set it without the quotes")
                        .satisfies(failure -> assertThat(failure).message().doesNotContain("7781")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"BUDGET", "BUDGET_LIMIT", "BUDGET_PERTAG_TENANT", "DATAPOLICY_DENYDATACOLLECTION"})
    void a_limit_that_is_empty_in_a_variable_is_refused(String variable) {
        withVariable(variable, "")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessage("The variable " + VARIABLES + variable
                                + " is empty and limits nothing. Give it a value, or remove it"));
    }

    @Test
    void a_variable_for_a_whole_budget_is_refused_although_a_file_has_limits() {
        withVariable("BUDGET", "5")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageStartingWith("The variable " + VARIABLES + "BUDGET sets no property"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"budget.warn-at", "budget.forget-after", "budget.unknown-counts", "timeout"})
    void another_property_that_is_empty_is_like_none(String name) {
        application
                .withPropertyValues(PREFIX + name + "=")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"model-name", "chat-model.model-name", "base-url", "key-ring.keys.team"})
    void a_model_a_url_or_a_key_that_is_empty_is_refused(String name) {
        application
                .withPropertyValues(PREFIX + name + "=")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageMatching(
                                "modelName must not be blank.*|baseUrl must be .*|key cannot be null or blank"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"BUDGET_WARNAT", "TIMEOUT"})
    void another_variable_that_is_empty_is_logged(String name) {
        ApplicationContextRunner runner = withVariable(name, "");

        runner.run(context -> assertThat(context).hasNotFailed());
        assertThat(PropertyCheckTest.warnings(runner))
                .containsExactly("The variable " + VARIABLES + name + " is empty and sets nothing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "_", "É"})
    void a_variable_without_a_name_is_logged(String name) {
        ApplicationContextRunner runner = withVariable(name, "x");

        runner.run(context -> assertThat(context).hasNotFailed());
        assertThat(PropertyCheckTest.warnings(runner))
                .singleElement()
                .asString()
                .startsWith("The variable " + VARIABLES + name + " sets no property");
    }

    @ParameterizedTest
    @CsvSource({
        "KEYRING, KEYRING_KEYS",
        "KEYRING_KEYS, KEYRING_KEYS_<NAME>",
        "CUSTOMHEADERS, CUSTOMHEADERS_<NAME>",
        "CHATMODEL_PROVIDERAPIKEYS, CHATMODEL_PROVIDERAPIKEYS_<NAME>",
        "CHATMODELS, CHATMODELS_<NAME>_MODELNAME",
        "CHATMODELS_FAST, CHATMODELS_FAST_MODELNAME",
        "IMAGEMODEL_PROVIDEROPTIONS_OPENAI, IMAGEMODEL_PROVIDEROPTIONS_OPENAI_<NAME>",
    })
    void a_variable_for_a_whole_group_is_refused_without_its_value(String variable, String first) {
        withVariable(variable, "sk-or-v1-other")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessage("The variable " + VARIABLES + variable
                                + " is a group of properties and has no value of its own. Its first one is "
                                + VARIABLES + first));
    }

    @ParameterizedTest
    @ValueSource(strings = {"key-ring.keys", "custom-headers", "chat-model.provider-api-keys"})
    void a_group_with_a_value_is_refused_without_it_where_unknown_names_are_allowed(String group) {
        application
                .withPropertyValues(PREFIX + "allow-unknown-properties=true", PREFIX + group + "=sk-or-v1-other")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageStartingWith(PREFIX + group + " is a group of properties and has no value"));
    }

    @ParameterizedTest
    @CsvSource({
        "chat-model.response-format, 1, 'is 1, but its values are words: TEXT, JSON'",
        "chat-model.supported-capabilities[0], 0, 'is 0, but its values are words: '",
        "scoring-model.on-failure, 0, 'is 0, but its values are words: THROW, KEEP_ORDER'",
        "max-retries, 2.5, 'is 2.5, but must be a whole number'",
        "max-response-bytes, 1.5, 'is 1.5, but must be a whole number'",
        "chat-models.fast.logit-bias.50256, 1.5, 'is 1.5, but must be a whole number'",
    })
    void a_number_of_yaml_that_spring_changes_is_refused(String name, String number, String problem) {
        withYaml(PREFIX + name + ": " + number)
                .run(context -> assertThat(context).getFailure().hasMessageStartingWith(PREFIX + name + " " + problem));
    }

    @ParameterizedTest
    @ValueSource(strings = {"max-response-bytes: 1.5e6", "chat-models.fast.seed: 7", "budget.limit: 1.5"})
    void a_number_that_fits_is_accepted(String line) {
        withYaml(PREFIX + line).run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @ValueSource(strings = {" END", "User:\\n"})
    void a_stop_sequence_that_spring_strips_is_refused(String text) {
        String property = PREFIX + "chat-models.fast.stop-sequences";
        withYaml(property + ": \"" + text + "\"")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessage(property + " begins or ends with a blank, which Spring leaves out. Write a list: "
                                + property + "[0]"));
        withYaml(property + "[0]: \"" + text + "\"")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void a_duration_without_a_unit_is_named_in_a_warning() {
        String milliseconds = " ms. For seconds write 30s, for minutes 2m";

        assertThat(PropertyCheckTest.warnings(withYaml(PREFIX + "timeout: 1:30")))
                .containsExactly(PREFIX + "timeout has no unit, so it is in milliseconds: 90" + milliseconds);
        assertThat(PropertyCheckTest.warnings(withVariable("CHATMODEL_RESPONSECACHE_TTL", "3600")
                        .withPropertyValues(PREFIX + "chat-model.model-name=gpt-4o")))
                .containsExactly(PREFIX + "chat-model.response-cache.ttl has no unit, so it is in milliseconds: 3600"
                        + milliseconds);
        assertThat(PropertyCheckTest.warnings(withVariable("TIMEOUT_CONNECT", "30")))
                .noneMatch(warning -> warning.contains("unit"));
        assertThat(PropertyCheckTest.warnings(withYaml(PREFIX + "timeout: 90s")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "chat-model, temperature, 0.2, gpt-4o",
        "chat-model, fallback-models[0], gpt-4o, gpt-4o-mini",
        "chat-model, provider.sort, price, gpt-4o",
        "streaming-chat-model, reasoning.effort, high, gpt-4o",
        "scoring-model, max-documents-per-request, 5, cohere/rerank-v3.5",
        "llm-scoring-model, criteria, recent, gpt-4o",
        "embedding-model, dimensions, 64, openai/text-embedding-3-small",
        "image-model, quality, high, openai/gpt-image-1",
        "speech-model, voice, alloy, openai/tts-1",
        "transcription-model, language, en, openai/whisper-1",
        "batch-chat-model, temperature, 0.2, gpt-4o",
        "batch-embedding-model, dimensions, 64, openai/text-embedding-3-small",
        "decision-model, user, somebody, typesafe/jev-1.13"
    })
    void the_settings_of_a_model_without_a_name_are_named_in_a_warning(
            String group, String setting, String value, String model) {
        String property = PREFIX + group + "." + setting;
        ApplicationContextRunner nameless = application.withPropertyValues(property + "=" + value);

        assertThat(PropertyCheckTest.warnings(nameless))
                .containsExactly(PREFIX + group + ".model-name is not set, so there is no such model, and these "
                        + "properties have no effect: " + property);
        assertThat(PropertyCheckTest.warnings(nameless.withPropertyValues(PREFIX + group + ".model-name=" + model)))
                .isEmpty();
    }

    @Test
    void a_model_has_its_name_in_a_file_and_a_setting_in_a_variable() {
        ApplicationContextRunner nameless = withVariable("CHATMODEL_SEED", "7");

        assertThat(PropertyCheckTest.warnings(nameless))
                .singleElement()
                .asString()
                .endsWith("these properties have no effect: langchain4j.openrouter.chat-model.seed");
        assertThat(PropertyCheckTest.warnings(nameless.withPropertyValues(PREFIX + "chatModel.modelName=gpt-4o")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "CHAT_MODEL_TEMPERATURE, 0.3, chat-model.temperature",
        "CHAT_MODEL_MAX_OUTPUT_TOKENS, 9, chat-model.max-output-tokens",
        "STREAMING_CHAT_MODEL_SEED, 7, streaming-chat-model.seed"
    })
    void a_variable_with_an_underscore_for_a_dash_is_named_like_another(
            String variable, String value, String property) {
        assertThat(PropertyCheckTest.warnings(withVariable(variable, value)))
                .singleElement()
                .asString()
                .endsWith(PREFIX + property);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat-models.fast.temperature=0.2", "chat-model.temperature=", "chat-model="})
    void a_named_model_and_an_empty_value_need_no_name(String property) {
        assertThat(PropertyCheckTest.warnings(application.withPropertyValues(PREFIX + property)))
                .isEmpty();
    }

    private ApplicationContextRunner withYaml(String line) {
        return application
                .withPropertyValues(PREFIX + "chat-models.fast.model-name=gpt-4o-mini")
                .withInitializer(context ->
                        context.getEnvironment().getPropertySources().addFirst(PropertyCheckTest.yaml(line)));
    }

    private ApplicationContextRunner withVariable(String name, String value) {
        var variables = new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.of(VARIABLES + name, value));
        return application.withInitializer(context -> context.getEnvironment()
                .getPropertySources()
                .replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
    }
}
