package dev.langchain4j.openrouter.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterBudget;
import dev.langchain4j.model.openrouter.OpenRouterChatModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** What an application is told at its start about properties that cannot be used. */
class PropertyCheckTest {

    private static final String PREFIX = "langchain4j.openrouter.";

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(OpenRouterAutoConfiguration.class))
            .withPropertyValues(PREFIX + "api-key=sk-or-v1-secret");

    @ParameterizedTest
    @CsvSource({
        "chat-model.temprature, The closest name is langchain4j.openrouter.chat-model.temperature",
        "chat-models.fast.temprature, The closest name is langchain4j.openrouter.chat-models.fast.temperature",
        "chat-model.provider.zrd, The closest name is langchain4j.openrouter.chat-model.provider.zdr",
        "chat-model.modle, The closest name is langchain4j.openrouter.chat-model.model-name",
        "chat-model.model, The closest name is langchain4j.openrouter.chat-model.model-name",
        "model, The closest name is langchain4j.openrouter.model-name",
        "key, The closest name is langchain4j.openrouter.api-key",
        "chat-model.name, The closest name is langchain4j.openrouter.chat-model.model-name",
        "embedding-model.max-tokens, The closest name is langchain4j.openrouter.embedding-model.",
        "embedding-model.response-format, The closest name is langchain4j.openrouter.embedding-model.",
        "chat-model.provider.max-tokens, The closest name is langchain4j.openrouter.chat-model.provider.",
        "app-nam, The closest name is langchain4j.openrouter.app-name",
        "chat-model.api-key, It applies to all models: langchain4j.openrouter.api-key",
        "chat-models.fast.timeout, It applies to all models: langchain4j.openrouter.timeout",
        "embedding-model.log-requests, It applies to all models: langchain4j.openrouter.log-requests",
        "image-model.maxRetries, It applies to all models: langchain4j.openrouter.max-retries",
        "streaming-chat-model.base-url, It applies to all models: langchain4j.openrouter.base-url",
        "chat-model.max-tokens, It is called langchain4j.openrouter.chat-model.max-output-tokens",
        "chat-model.max-completion-tokens, It is called langchain4j.openrouter.chat-model.max-output-tokens",
        "chat-model.stop, It is called langchain4j.openrouter.chat-model.stop-sequences",
        "chat-model.reasoning-effort, It is called langchain4j.openrouter.chat-model.reasoning.effort",
        "chat-model.organization-id, only OpenAI has it",
        "jdbc.leese, The closest name is langchain4j.openrouter.jdbc.lease",
        "budget.per-tag.team/x, langchain4j.openrouter.budget.per-tag.team/x has a character that Spring leaves out",
        "custom-headers.X Team, langchain4j.openrouter.custom-headers.X Team has a character that Spring leaves out",
        "budget.per-tag.customer.id, Write a name with dots in brackets: langchain4j.openrouter.budget.per-tag[customer.id]",
        "chat-model.provider.preferred-max-latency-at.p90, A percentile is a number: langchain4j.openrouter.chat-model.provider.preferred-max-latency-at.90",
        "temperature, It belongs to a model: langchain4j.openrouter.chat-model.temperature",
        "timeout.connect, langchain4j.openrouter.timeout has one value and no group of properties",
        "chat-models.gpt-4.1.model-name, Write a name with dots in brackets: langchain4j.openrouter.chat-models[gpt-4.1].model-name",
    })
    void a_property_that_does_not_exist_is_refused_with_the_right_one(String name, String advice) {
        application
                .withPropertyValues(PREFIX + name + "=1")
                .run(context -> assertThat(context).getFailure().hasMessageContaining(advice));
    }

    @Test
    void all_of_them_are_named_at_once() {
        application
                .withPropertyValues(PREFIX + "chat-model.temprature=1", PREFIX + "embedding-model.dimension=64")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageContaining("chat-model.temprature")
                        .hasMessageContaining("embedding-model.dimension "));
    }

    @ParameterizedTest
    @CsvSource({
        "chat-models.fast.model-name, chat-models.Fast.model-name, belong to one model",
        "chat-models[fast].model-name, chat-models[Fast].temperature, belong to one model",
        "chat-models.very-fast.model-name, chatModels.veryFast.user, belong to one model",
        "chat-models.very_fast.model-name, chat-models.very-fast.user, belong to one model",
        "budget.per-tag.Team, budget.per-tag.team, are one property",
        "key-ring.keys.A, key-ring.keys.a, are one property",
        "chat-model.model-name, chat-model.modelName, are one property",
    })
    void two_names_in_one_file_that_spring_takes_for_one_are_refused(String one, String other, String problem) {
        application
                .withPropertyValues(PREFIX + one + "=1", PREFIX + other + "=2")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageStartingWith(PREFIX + other + " and " + PREFIX + one + " " + problem));
    }

    @Test
    void another_spelling_in_another_file_overrides() {
        application
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new MapPropertySource("later", Map.of(PREFIX + "chat-models.veryFast.user", "u"))))
                .withPropertyValues(PREFIX + "chat-models.very-fast.model-name=gpt-4o", PREFIX + "budget.per-tag[A]=1")
                .withPropertyValues(PREFIX + "budget.per-tag[a]=2")
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(OpenRouterChatModel.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "custom-headers.X-Team=search",
                "model-aliases.fast=openai/gpt-4o-mini",
                "app-categories[0]=cli-agent",
                "secretHeaders=X-Team",
                "chat-models.fast.provider.order[0]=openai",
                "chat-models.fast.trace.deep.down=1",
                "chat-models.fast.logit-bias.50256=-100",
                "image-model.provider-options.openai.prompt=1",
                "chat-models.fast.metadata.tenant=",
                "budget.per[6h]=2",
                "budget.per-tag[customer.id]=2",
                "budget.per-tag[team/x]=2",
                "chat-models.fast.custom-parameters.min_tokens=5",
                "key-ring.keys.a=sk-or-v1-a",
                "jdbc.enabled=false",
            })
    void properties_that_exist_are_accepted(String property) {
        application
                .withPropertyValues(PREFIX + "chat-models.fast.model-name=gpt-4o-mini", PREFIX + property)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void an_empty_group_may_have_its_properties_in_another_file() {
        application
                .withPropertyValues(
                        PREFIX + "chat-model.model-name=gpt-4o-mini",
                        PREFIX + "chat-model.provider=",
                        PREFIX + "chat-model.provider.sort=price")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void properties_that_a_connection_of_the_application_does_not_have_are_named(boolean own) {
        ApplicationContextRunner runner = application.withPropertyValues(
                PREFIX + "budget.per-day=3",
                PREFIX + "data-policy.deny-data-collection=true",
                PREFIX + "chat-model.model-name=gpt-4o-mini");
        if (own) {
            runner = runner.withBean(
                    OpenRouter.class, () -> OpenRouter.builder().apiKey("k").build());
        }

        String named =
                "unless it reads them: " + PREFIX + "budget.per-day, " + PREFIX + "data-policy.deny-data-collection";
        assertThat(warnings(runner))
                .filteredOn(message -> message.endsWith(named))
                .hasSize(own ? 1 : 0);
    }

    @Test
    void properties_that_the_connection_of_a_parent_context_has_not_read_are_named() {
        var unread = new MapPropertySource("child", Map.of(PREFIX + "data-policy.deny-data-collection", "true"));
        List<String> warnings = new ArrayList<>();
        application
                .withPropertyValues(PREFIX + "budget.per-day=3")
                .run(parent -> warnings.addAll(warnings(application
                        .withInitializer(context ->
                                context.getEnvironment().getPropertySources().addFirst(unread))
                        .withParent(parent))));

        assertThat(warnings)
                .filteredOn(message -> message.contains("no effect"))
                .containsExactly(
                        "The OpenRouter of the parent context replaces that of the starter. These properties have no"
                                + " effect unless it reads them: " + PREFIX + "data-policy.deny-data-collection");
    }

    @Test
    void the_build_of_a_native_image_needs_no_key() {
        try (var context = new AnnotationConfigApplicationContext()) {
            TestPropertyValues.of(PREFIX + "api-key=${NOBODY_SETS_THIS}").applyTo(context);
            context.register(OpenRouterAutoConfiguration.class);
            System.setProperty(AbstractAotProcessor.AOT_PROCESSING, "true");

            assertThatCode(() -> context.refreshForAotProcessing(new RuntimeHints()))
                    .doesNotThrowAnyException();
        } finally {
            System.clearProperty(AbstractAotProcessor.AOT_PROCESSING);
        }
    }

    @ParameterizedTest
    @CsvSource({"enabled, no", "metrics.enabled, Off", "jdbc.rate-limiter, 0"})
    void a_word_that_turns_nothing_off_is_refused(String name, String value) {
        application
                .withPropertyValues(PREFIX + name + "=" + value)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessage(PREFIX + name + " is '" + value + "', which turns nothing off. Write false"));
    }

    @Test
    void a_blank_after_false_which_files_keep_is_refused() {
        var file = new MapPropertySource("file", Map.of(PREFIX + "health.enabled", "false "));
        application
                .withInitializer(
                        context -> context.getEnvironment().getPropertySources().addFirst(file))
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessage(PREFIX + "health.enabled is 'false ', which turns nothing off. Write false"));
    }

    @Test
    void unknown_properties_can_be_allowed() {
        application
                .withPropertyValues(PREFIX + "allow-unknown-properties=true", PREFIX + "chat-model.temprature=1")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @CsvSource({
        "CHATMODEL_TEMPRATURE, The closest name is LANGCHAIN4J_OPENROUTER_CHATMODEL_TEMPERATURE",
        "APIKY, The closest name is LANGCHAIN4J_OPENROUTER_APIKEY",
        "CHATMODEL_MODEL_NAME, The closest name is LANGCHAIN4J_OPENROUTER_CHATMODEL_MODELNAME",
        "CHAT_MODELS_VERY_FAST_USER, A variable leaves out dashes",
        "CUSTOM_HEADERS_X_TEAM, A variable leaves out dashes",
        "TIMEOUT_CONNECT, A variable leaves out dashes",
    })
    void a_variable_of_the_environment_without_effect_is_logged(String variable, String advice) {
        assertThat(warnings(withVariables(variable)))
                .anyMatch(warning -> warning.startsWith(
                        "The variable LANGCHAIN4J_OPENROUTER_" + variable + " sets no property. " + advice));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CHATMODEL_MODELNAME",
                "CHAT_MODEL_MODEL_NAME",
                "CHATMODEL_FALLBACKMODELS_0",
                "CHATMODELS_FAST_USER",
                "CHAT_MODELS_FAST_USER",
                "CUSTOMHEADERS_X_TEAM",
                "BUDGET_PERTAG_TENANT",
                "BUDGET_PER_DAY",
                "DATA_POLICY_ZERO_DATA_RETENTION",
                "JDBC_TABLEPREFIX",
                "langchain4j_openrouter_chatmodel_modelname",
                PREFIX + "chat-model.model-name",
            })
    void a_variable_of_the_environment_with_an_effect_is_not_logged(String variable) {
        assertThat(warnings(withVariables(variable).withPropertyValues(PREFIX + "chat-models.fast.model-name=gpt-4o")))
                .noneMatch(warning -> warning.contains("The variable"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SERVICE_HOST",
                "PORT_8080_TCP_ADDR",
                "BUDGET_SERVICE_HOST",
                "BUDGET_PORT",
                "BUDGET_DB_PORT_5432_TCP_ADDR",
                "FREE_MODEL_PACER_SERVICE_HOST",
                "CHAT_MODEL_PORT_80_TCP",
            })
    void a_variable_of_kubernetes_for_a_service_of_such_a_name_is_no_property(String variable) {
        withVariables(variable)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(OpenRouterBudget.class));
        assertThat(warnings(withVariables(variable))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "CUSTOM_HEADERS_X_TEAM, custom-headers.X-Team, a",
        "CHAT_MODEL_LOGIT_BIAS_50256, chat-model.logit-bias.50256, 2",
        "CHAT_MODELS_VERY_FAST_USER, chat-models.very-fast.model-name, gpt-4o",
        "CHAT_MODELS_VERY_FAST_LOGIT_BIAS_50256, chat-models.very-fast.logit-bias.50256, 2",
        "BUDGET_PER_TAG_TENANT, budget.per-tag.tenant, 2",
        "BUDGET_IN_USD, budget.limit, ${LANGCHAIN4J_OPENROUTER_BUDGET_IN_USD:5}",
        "TEAM, custom-headers.X-Team, team ${LANGCHAIN4J_OPENROUTER_TEAM}",
    })
    void a_variable_that_changes_a_property_of_a_file_is_neither_logged_nor_refused(
            String variable, String property, String value) {
        ApplicationContextRunner runner = withVariables(variable).withPropertyValues(PREFIX + property + "=" + value);

        runner.run(context -> assertThat(context).hasNotFailed());
        assertThat(warnings(runner)).noneMatch(warning -> warning.contains("The variable"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"LANGCHAIN4J_OPENROUTER_DATAPOLICY_OFFICER:nobody", "langchain4j.openrouter.datapolicy.officer"})
    void a_variable_that_another_property_takes_is_accepted(String placeholder) {
        withVariables("DATAPOLICY_OFFICER")
                .withPropertyValues("imprint.contact=${" + placeholder + "}")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @CsvSource({
        "BUDGET_PERTAG_CUSTOMER_ID, BUDGET_PERTAG_<TAG>; a tag that is not one lowercase word needs a file",
        "BUDGET_PER_TAG_TENANT, It is LANGCHAIN4J_OPENROUTER_BUDGET_PERTAG_<TAG>",
        "BUDGET_LIMMIT, The closest name is LANGCHAIN4J_OPENROUTER_BUDGET_LIMIT",
        "langchain4j_openrouter_budget_limmit, The closest name is LANGCHAIN4J_OPENROUTER_BUDGET_LIMIT",
        "langchain4j.openrouter.budget.limmit, The closest name is LANGCHAIN4J_OPENROUTER_BUDGET_LIMIT",
        "DATAPOLICY_DENY_DATA_COLLECTION, The closest name is LANGCHAIN4J_OPENROUTER_DATAPOLICY_DENYDATACOLLECTION",
    })
    void a_variable_that_should_limit_something_and_does_not_stops_the_start(String variable, String advice) {
        withVariables(variable)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageStartingWith("The variable " + inFull(variable) + " sets no property. ")
                        .hasMessageContaining(advice));
    }

    private static String inFull(String variable) {
        return variable.equals(variable.toUpperCase(Locale.ROOT)) ? "LANGCHAIN4J_OPENROUTER_" + variable : variable;
    }

    private ApplicationContextRunner withVariables(String variable) {
        var variables = new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.of(inFull(variable), "1"));
        return application.withInitializer(context -> context.getEnvironment()
                .getPropertySources()
                .replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
    }

    @Test
    void retry_after_of_a_key_ring_without_keys_is_named_in_a_warning() {
        ApplicationContextRunner resting = application.withPropertyValues(PREFIX + "key-ring.retry-after=1h");

        assertThat(warnings(resting))
                .containsExactly("langchain4j.openrouter.key-ring.retry-after has no effect without"
                        + " langchain4j.openrouter.key-ring.keys.<label>");
        assertThat(warnings(resting.withPropertyValues(PREFIX + "key-ring.keys.a=k")))
                .isEmpty();
    }

    static List<String> warnings(ApplicationContextRunner runner) {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger("dev.langchain4j.model.openrouter");
        logger.setLevel(Level.WARN);
        logger.addAppender(log);
        try {
            runner.run(context -> {});
        } finally {
            logger.detachAppender(log);
            logger.setLevel(null);
        }
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "chat-model.temperature, 3, 'langchain4j.openrouter.chat-model.temperature must be '",
        "chat-model.model-name, gtp-4o, 'langchain4j.openrouter.chat-model.model-name: Unknown model'",
        "chat-model.fallback-models, 'gpt-4o,gtp-4o', 'langchain4j.openrouter.chat-model.fallback-models: Unknown model'",
        "model-name, gtp-4o, 'langchain4j.openrouter.model-name: Unknown model'",
        "chat-model.provider, openai, langchain4j.openrouter.chat-model.provider is a group of properties",
        "chat-model.provider, '', langchain4j.openrouter.chat-model.provider is a group of properties",
        "custom-headers, '', langchain4j.openrouter.custom-headers is a group of properties",
        "chat-models.fast, gpt-4o, langchain4j.openrouter.chat-models.fast is a group of properties",
        "chat-models, gpt-4o, 'langchain4j.openrouter.chat-models is a group of properties and has no value of its own. '",
        "budget, 5, 'langchain4j.openrouter.budget is a group of properties and has no value of its own. Its first one is '",
        "chat-model.custom-parameters.transforms, '', langchain4j.openrouter.chat-model.custom-parameters.transforms is empty",
        "image-model.provider-options.openai.style, '', langchain4j.openrouter.image-model.provider-options.openai.style is empty",
        "base-url, ftp://example.com, 'langchain4j.openrouter.base-url must be '",
        "model-aliases.fast, no-such-alias, 'langchain4j.openrouter.model-aliases.fast: '",
        "chat-model.response-cache.ttl, 0s, 'langchain4j.openrouter.chat-model.response-cache.ttl: '",
        "budget.bytes-per-token, 0, 'langchain4j.openrouter.budget.bytes-per-token must be '",
        "chat-model.provider.sort-partition, none, langchain4j.openrouter.chat-model.provider.sort-partition needs a sort",
        "chat-model.provider.preferred-max-latency-at.42, 1, 'langchain4j.openrouter.chat-model.provider.preferred-max-latency-at.42: '",
        "chat-model.provider.preferred-min-throughput-at.50, -1, 'langchain4j.openrouter.chat-model.provider.preferred-min-throughput-at.50: '",
        "free-model-pacer.requests-per-day, 5, langchain4j.openrouter.free-model-pacer needs",
        "budget.per-tag.tenant, -1, langchain4j.openrouter.budget.per-tag.tenant: per-tag 'tenant' must be 0 or more",
        "budget.per.day, 5, langchain4j.openrouter.budget.per.day: 'day' is not a length such as 6h",
        "budget.per[1.5], 5, langchain4j.openrouter.budget.per[1.5]: '1.5' is not a length such as 6h",
        "budget.per.6, 5, 'langchain4j.openrouter.budget.per.6: per must be at least a second long, but is PT0.006S'",
        "budget.per.6h, -1, 'langchain4j.openrouter.budget.per.6h: per PT6H must be 0 or more, but is -1'",
        "chat-models[gpt-4.1].temperature, 3, 'langchain4j.openrouter.chat-models[gpt-4.1].temperature must be '",
        "model-aliases[my.fast], no-such-alias, 'langchain4j.openrouter.model-aliases[my.fast]: '",
        "budget.limit, '', langchain4j.openrouter.budget.limit is empty and limits nothing",
        "key-ring.keys.reserve, '', 'langchain4j.openrouter.key-ring.keys.reserve: '",
        "chat-model.web-search-options.search-context-size, '', 'langchain4j.openrouter.chat-model.web-search-options.search-context-size must not '",
    })
    void a_value_that_cannot_be_used_is_one_clear_paragraph(String property, String value, String begin) {
        application
                .withPropertyValues(PREFIX + "chat-model.model-name=gpt-4o-mini", PREFIX + property + "=" + value)
                .run(context -> {
                    FailureAnalysis analysis = new OpenRouterFailureAnalyzer(null).analyze(context.getStartupFailure());

                    assertThat(analysis.getDescription()).startsWith(begin).doesNotContain("\n", "Exception");
                    assertThat(analysis.getAction()).startsWith("Change langchain4j.openrouter");
                });
    }

    @ParameterizedTest
    @CsvSource({"chat-model, 1:48", "chat-models.veryFast, 1:58", "'chat-models[gpt-4.1]', 1:58"})
    void the_file_and_line_of_the_property_are_named(String model, String place) {
        String property = PREFIX + model + ".temperature";
        var environment = new StandardEnvironment();
        environment.getPropertySources().addLast(yaml(property + ": 3"));
        var failure = new OpenRouterPropertyException(property, "too high");

        assertThat(new OpenRouterFailureAnalyzer(environment).analyze(failure).getAction())
                .contains("application.yaml", place);
    }

    static PropertySource<?> yaml(String text) {
        try {
            return new YamlPropertySourceLoader()
                    .load("application.yaml", new ByteArrayResource(text.getBytes(UTF_8), "application.yaml"))
                    .get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"api-key, OPENROUTER_KEY", "chat-model.model-name, THE_MODEL", "chat-models.fast.user, A_USER"})
    void a_placeholder_that_nothing_resolves_is_one_clear_paragraph(String property, String variable) {
        var started = new ConfigurableApplicationContext[1];
        application
                .withInitializer(context -> started[0] = context)
                .withPropertyValues(PREFIX + property + "=secret-${" + variable + "}")
                .run(context -> {
                    FailureAnalysis analysis = new UnresolvedPlaceholderFailureAnalyzer(started[0].getEnvironment())
                            .analyze(context.getStartupFailure());

                    assertThat(analysis.getDescription())
                            .isEqualTo(PREFIX + property + " needs " + variable + ", which is not set.");
                    assertThat(analysis.getAction())
                            .isEqualTo(
                                    "Set " + variable + ", or give a default after a colon: ${" + variable + ":...}.");
                });
    }

    @Test
    void a_placeholder_of_another_property_is_not_ours() {
        var environment = new StandardEnvironment();
        assertThatThrownBy(() -> environment.resolveRequiredPlaceholders("${NOBODY_SETS_THIS}"))
                .satisfies(failure -> assertThat(new UnresolvedPlaceholderFailureAnalyzer(environment).analyze(failure))
                        .isNull());
    }

    @Test
    void a_call_without_a_key_at_the_start_is_one_clear_paragraph() {
        var failure = new IllegalStateException(new AuthenticationException("No OpenRouter API key: set apiKey(...)"));

        assertThat(new MissingKeyFailureAnalyzer().analyze(failure).getDescription())
                .contains("langchain4j.openrouter.api-key is not set");
        assertThat(new MissingKeyFailureAnalyzer().analyze(new AuthenticationException("Other")))
                .isNull();
    }

    @Test
    void the_analyzers_are_found_by_spring_boot() {
        List<String> found = new ArrayList<>();
        SpringFactoriesLoader.forDefaultResourceLocation()
                .load(
                        FailureAnalyzer.class,
                        SpringFactoriesLoader.ArgumentResolver.of(Environment.class, new StandardEnvironment()),
                        (type, name, failure) -> {})
                .forEach(analyzer -> found.add(analyzer.getClass().getSimpleName()));

        assertThat(found)
                .contains(
                        "OpenRouterFailureAnalyzer",
                        "MissingKeyFailureAnalyzer",
                        "MissingModelFailureAnalyzer",
                        "UnresolvedPlaceholderFailureAnalyzer");
    }
}
