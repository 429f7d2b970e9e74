package dev.langchain4j.openrouter.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openrouter.OpenRouterBudget;
import dev.langchain4j.model.openrouter.OpenRouterBudgetExceededException;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Spending limits by properties. */
@ExtendWith(OpenRouterServerExtension.class)
class BudgetPropertiesTest {

    private static final String PREFIX = "langchain4j.openrouter.";

    private final OpenRouterServer server;
    private final ApplicationContextRunner application;

    BudgetPropertiesTest(OpenRouterServer server) {
        this.server = server;
        application = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(OpenRouterAutoConfiguration.class))
                .withPropertyValues(
                        PREFIX + "base-url=" + server.baseUrl(),
                        PREFIX + "api-key=" + server.apiKey(),
                        PREFIX + "chat-model.model-name=gpt-4o-mini",
                        PREFIX + "chat-model.session-id=s-1",
                        PREFIX + "chat-model.metadata.tenant=acme",
                        PREFIX + "chat-model.max-output-tokens=1000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit", "per-hour", "per-day", "per-month", "per.6h", "per-session", "per-tag.tenant"})
    void a_call_that_could_exceed_a_limit_is_not_sent(String limit) {
        application.withPropertyValues(PREFIX + "budget." + limit + "=0.000001").run(context -> {
            assertThatThrownBy(() -> context.getBean(ChatModel.class).chat("Hello"))
                    .isInstanceOf(OpenRouterBudgetExceededException.class);
            assertThat(server.requests("/chat/completions")).isEmpty();
        });
    }

    @Test
    void the_budget_is_a_bean_that_knows_what_was_spent() {
        server.answer(Answer.text("Hi").usage(10, 2, "0.25"));
        application.withPropertyValues(PREFIX + "budget.per-day=5").run(context -> {
            context.getBean(ChatModel.class).chat("Hello");

            assertThat(context.getBean(OpenRouterBudget.class).spentToday()).isEqualByComparingTo("0.25");
        });
    }

    /** Its dashes as underscores, which Spring reads as "per.day", too. */
    @Test
    void a_variable_of_the_environment_limits_a_day() {
        var variables = new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                Map.of("LANGCHAIN4J_OPENROUTER_BUDGET_PER_DAY", "0.000001"));
        application
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables))
                .run(context -> assertThatThrownBy(
                                () -> context.getBean(ChatModel.class).chat("Hello"))
                        .isInstanceOf(OpenRouterBudgetExceededException.class));
    }

    @Test
    void there_is_none_without_properties() {
        application.run(context -> assertThat(context).doesNotHaveBean(OpenRouterBudget.class));
    }

    @Test
    void that_of_the_application_replaces_it() {
        OpenRouterBudget own = OpenRouterBudget.builder().limit(BigDecimal.TEN).build();
        application
                .withBean(OpenRouterBudget.class, () -> own)
                .withPropertyValues(PREFIX + "budget.limit=0.000001")
                .run(context -> {
                    assertThat(context.getBean(OpenRouterBudget.class)).isSameAs(own);
                    assertThat(context.getBean(ChatModel.class).chat("Hello")).isNotBlank();
                });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void limits_that_one_of_the_application_replaces_are_named_at_the_start(boolean own) {
        ApplicationContextRunner runner = application.withPropertyValues(PREFIX + "budget.limit=1");
        OpenRouterBudget other =
                OpenRouterBudget.builder().limit(BigDecimal.TEN).build();

        List<String> warnings =
                PropertyCheckTest.warnings(own ? runner.withBean(OpenRouterBudget.class, () -> other) : runner);

        String named = "The OpenRouterBudget of the application replaces that of langchain4j.openrouter.budget, which"
                + " has no effect";
        assertThat(warnings).filteredOn(named::equals).hasSize(own ? 1 : 0);
    }

    @Test
    void a_warning_is_an_event_of_the_application() {
        server.answer(Answer.text("Hi").usage(10, 2, "0.25"));
        List<OpenRouterBudget.Warning> heard = new CopyOnWriteArrayList<>();
        application
                .withInitializer(context -> context.addApplicationListener(warnings(heard)))
                .withPropertyValues(PREFIX + "budget.limit=0.30", PREFIX + "budget.warn-at=0.8")
                .run(context -> {
                    context.getBean(ChatModel.class).chat("Hello");

                    assertThat(heard)
                            .extracting(OpenRouterBudget.Warning::limit)
                            .containsExactly(new BigDecimal("0.30"));
                });
    }

    private static GenericApplicationListener warnings(List<OpenRouterBudget.Warning> heard) {
        return new GenericApplicationListener() {
            @Override
            public boolean supportsEventType(ResolvableType type) {
                return PayloadApplicationEvent.class.isAssignableFrom(type.toClass());
            }

            @Override
            public void onApplicationEvent(ApplicationEvent event) {
                if (((PayloadApplicationEvent<?>) event).getPayload() instanceof OpenRouterBudget.Warning warning) {
                    heard.add(warning);
                }
            }
        };
    }
}
