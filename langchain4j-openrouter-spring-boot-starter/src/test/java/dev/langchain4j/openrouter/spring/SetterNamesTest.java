package dev.langchain4j.openrouter.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The messages of builders, in the words of somebody who sets properties and sees no builder. */
class SetterNamesTest {

    private static final String PREFIX = "langchain4j.openrouter.";

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(OpenRouterJdbcAutoConfiguration.class, OpenRouterAutoConfiguration.class))
            .withBean(DataSource.class, JdbcDataSource::new)
            .withPropertyValues(PREFIX + "api-key=k");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    max-retries=-1 | max-retries must be 0 or more, but is -1
                    rate-limiter.requests-per-minute=0 | rate-limiter.requests-per-minute must be at least 1, but is 0
                    free-model-pacer.requests-per-minute=0, free-model-pacer.requests-per-day=9 \
                    | free-model-pacer.requests-per-minute must be at least 1, but is 0
                    api-key=Bearer k | api-key: The OpenRouter API key starts with "Bearer "
                    chat-models.a.top-p=3 | chat-models.a.top-p must be greater than 0
                    chat-models.a.reasoning.effort=low, chat-models.a.reasoning.max-tokens=9 \
                    | chat-models.a.reasoning takes effort or max-tokens, not both
                    chat-models.a.web-search-options.search-context-size= \
                    | chat-models.a.web-search-options.search-context-size must not be blank
                    chat-models.a.custom-parameters.max_tokens=9 \
                    | chat-models.a.custom-parameters.max_tokens: custom-parameters must not contain 'max_tokens': \
                    use max-output-tokens instead
                    data-policy.allowed-base-urls=ftp://eu.example.org \
                    | data-policy.allowed-base-urls must be an http or https URL
                    data-policy.allowed-base-urls=http://eu.example.org \
                    | data-policy.allowed-base-urls ('http://eu.example.org') would send the key in the clear
                    jdbc.lease=1ms | jdbc.lease must be a second to a year, but is PT0.001S
                    jdbc.table-prefix=1a | jdbc.table-prefix must be at most 30 letters
                    """)
    void begin_with_the_property(String properties, String message) {
        application
                .withPropertyValues(all(properties))
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("OpenRouterPropertyException: " + PREFIX + message));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    budget.warn-at=0.5 | limit, per-hour, per-day, per-month, per, per-session or per-tag must be set
                    chat-models.a.model-name=gpt4 | or add an alias with langchain4j.openrouter.model-aliases.
                    base-url=http://example.org | use https, or langchain4j.openrouter.allow-plain-http=true if you mean it
                    base-url=https://example.org?a | Send keys with langchain4j.openrouter.api-key or \
                    langchain4j.openrouter.custom-headers
                    """)
    void name_other_properties(String property, String advice) {
        application
                .withPropertyValues(all(property))
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining(advice));
    }

    @ParameterizedTest
    @CsvSource({
        "budget.per-tag.tenant=-1, budget.per-tag.tenant",
        "budget.per-tag[team/x]=-1, budget.per-tag[team/x]",
        "custom-headers.X-Team=é, custom-headers.X-Team",
        "chat-models.a.custom-parameters.seed=1, chat-models.a.custom-parameters.seed"
    })
    void begin_with_the_entry_of_a_map(String property, String entry) {
        application
                .withPropertyValues(all(property))
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("OpenRouterPropertyException: " + PREFIX + entry + ": "));
    }

    @Test
    void leave_values_and_calls_as_they_are() {
        assertThat(SetterNames.replaced("a.b", "It's 'maxRetries', \"topP\", topP('x') and baseURL, but is topP"))
                .isEqualTo("a.b: It's 'maxRetries', \"topP\", topP('x') and baseURL, but is topP");
    }

    private static String[] all(String properties) {
        return Stream.concat(Stream.of("chat-models.a.model-name=gpt-4o"), Arrays.stream(properties.split(", ")))
                .map(property -> PREFIX + property)
                .toArray(String[]::new);
    }
}
