package dev.langchain4j.openrouter.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterBudget;
import dev.langchain4j.model.openrouter.OpenRouterLlmScoringModel;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.langchain4j.service.AiServices;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** What stands under "APPLICATION FAILED TO START": one paragraph, by the first analyzer that knows the failure. */
class FailuresAtStartTest {

    private static final String PREFIX = "langchain4j.openrouter.";

    record NeedsChat(ChatModel model) {}

    record NeedsStreaming(StreamingChatModel model) {}

    record NeedsEmbedding(EmbeddingModel model) {}

    record NeedsQuick(@Qualifier("quick") ChatModel model) {}

    record NeedsClass(OpenRouterLlmScoringModel model) {}

    /** As LangChain4j's own starter makes the services. */
    static class NeedsService {

        NeedsService() {
            AiServices.create(Assistant.class, (ChatModel) null);
        }
    }

    interface Assistant {

        String answer(String question);
    }

    record NeedsScoring(ScoringModel model) {}

    record NeedsConnection(OpenRouter openRouter) {}

    record NeedsBudget(OpenRouterBudget budget) {}

    @Configuration(proxyBeanMethods = false)
    static class NamedLikeTheConnection {

        @Bean
        ChatModel openRouter() {
            throw new AssertionError("never made");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class NamedLikeAFurtherModel {

        @Bean
        ChatModel fastChatModel() {
            throw new AssertionError("never made");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "dev.langchain4j.openrouter.spring.FailuresAtStartTest$NamedLikeTheConnection, openRouter, it may be called openRouter",
        "dev.langchain4j.openrouter.spring.FailuresAtStartTest$NamedLikeAFurtherModel, fastChatModel, or the model below langchain4j.openrouter.",
    })
    void a_bean_with_a_name_of_the_starter_is_named(Class<?> configuration, String name, String advice) {
        FailureAnalysis analysis = analysis(configuration, "chat-models.fast.model-name=gpt-4o-mini");

        assertThat(analysis.getDescription())
                .startsWith("The bean " + name + " of ")
                .contains(configuration.getSimpleName())
                .endsWith(" has the name of a bean of the starter.");
        assertThat(analysis.getAction()).contains("another name", advice).doesNotContain("overriding");
    }

    @Test
    void a_connection_that_is_turned_off_names_the_switch() {
        assertThat(analysis(NeedsConnection.class, "enabled=false").getDescription())
                .isEqualTo("There is no OpenRouter, because langchain4j.openrouter.enabled is false.");
    }

    @Test
    void a_budget_without_a_limit_names_its_properties() {
        assertThat(analysis(NeedsBudget.class, "api-key=k").getDescription())
                .isEqualTo(
                        "There is no OpenRouterBudget, because no property of langchain4j.openrouter.budget is set.");
    }

    @Test
    void a_model_that_is_not_configured_names_its_property() {
        FailureAnalysis analysis = analysis(NeedsChat.class, "api-key=k");

        assertThat(analysis.getDescription())
                .isEqualTo("There is no ChatModel, because langchain4j.openrouter.chat-model.model-name is not set.");
        assertThat(analysis.getAction()).startsWith("Set langchain4j.openrouter.chat-model.model-name");
    }

    @Test
    void a_model_of_another_kind_names_its_own_property() {
        assertThat(analysis(NeedsStreaming.class, "chat-model.model-name=gpt-4o")
                        .getDescription())
                .contains("langchain4j.openrouter.streaming-chat-model.model-name is not set");
        assertThat(analysis(NeedsEmbedding.class, "chat-model.model-name=gpt-4o")
                        .getDescription())
                .contains("langchain4j.openrouter.embedding-model.model-name is not set");
    }

    @Test
    void a_model_that_is_injected_by_its_class_names_its_property() {
        assertThat(analysis(NeedsClass.class, "api-key=k").getDescription())
                .isEqualTo("There is no OpenRouterLlmScoringModel, because "
                        + "langchain4j.openrouter.llm-scoring-model.model-name is not set.");
    }

    @Test
    void a_model_that_is_turned_off_names_the_switch() {
        FailureAnalysis analysis = analysis(NeedsChat.class, "enabled=false", "chat-model.model-name=gpt-4o");

        assertThat(analysis.getDescription())
                .isEqualTo("There is no ChatModel, because langchain4j.openrouter.enabled is false.");
    }

    @Test
    void the_test_of_a_slice_is_told_how_it_gets_a_model() {
        FailureAnalysis analysis = analysis(
                NeedsChat.class, AutoConfigurations.of(), "chat-model.model-name=gpt-4o", "chat-models.a.model-name=b");

        assertThat(analysis.getDescription()).contains("lacks OpenRouterAutoConfiguration", "@WebMvcTest");
        assertThat(analysis.getAction()).contains("@MockitoBean", "@ImportAutoConfiguration");
    }

    /** As the connection fails on a class path with an old core. */
    static class NeedsNewerCore {

        NeedsNewerCore() {
            throw new LangChain4jException(
                    "langchain4j-openrouter needs LangChain4j core 1.20 or newer, but on the class path "
                            + "is langchain4j-core-1.19.0.jar, which another dependency has brought. Put this into your pom: <x/>");
        }
    }

    @Test
    void a_library_that_is_too_old_is_named_with_the_fix() {
        FailureAnalysis analysis = analysis(NeedsNewerCore.class, "api-key=k");

        assertThat(analysis.getDescription())
                .startsWith("langchain4j-openrouter needs LangChain4j core 1.20 or newer, ")
                .endsWith("which another dependency has brought.");
        assertThat(analysis.getAction()).isEqualTo("Put this into your pom: <x/>");
    }

    @Test
    void an_ai_service_without_a_model_names_the_property() {
        FailureAnalysis analysis = analysis(NeedsService.class, "api-key=k");

        assertThat(analysis.getDescription())
                .isEqualTo("An AI service has no chat model, because "
                        + "langchain4j.openrouter.chat-model.model-name is not set.");
        assertThat(analysis.getAction()).contains("streaming-chat-model.model-name");
    }

    @Test
    void a_name_that_no_model_has_is_answered_with_the_names() {
        FailureAnalysis analysis = analysis(
                NeedsQuick.class, "chat-models.fast.model-name=gpt-4o-mini", "chat-models.deep.model-name=gpt-4o");

        assertThat(analysis.getDescription())
                .startsWith("There is no ChatModel of the name that is asked for (")
                .contains(NeedsQuick.class.getName() + "). The names are ", "fast", "deep")
                .doesNotContain("\n");
        assertThat(analysis.getAction()).contains("@Qualifier");
    }

    @Test
    void two_models_of_which_none_is_the_default_are_named() {
        FailureAnalysis analysis = analysis(
                NeedsScoring.class,
                "scoring-model.model-name=cohere/rerank-v3.5",
                "llm-scoring-model.model-name=gpt-4o-mini");

        assertThat(analysis.getDescription()).contains("openRouterScoringModel", "openRouterLlmScoringModel");
        assertThat(analysis.getAction()).contains("@Qualifier");
    }

    @ParameterizedTest
    @CsvSource({
        "embedding-models.small.dimensions=64, embedding-models.small",
        "scoring-models.a.max-documents-per-request=2, scoring-models.a",
        "image-models.cover.size=1K, image-models.cover",
        "speech-models.voice.voice=alloy, speech-models.voice",
        "transcription-models.ear.language=en, transcription-models.ear",
        "decision-models.guard.user=u, decision-models.guard",
        "batch-embedding-models.night.dimensions=64, batch-embedding-models.night",
    })
    void a_named_model_without_a_model_name_is_one_paragraph(String property, String model) {
        FailureAnalysis analysis = analysis(null, property);

        assertThat(analysis.getDescription())
                .startsWith(PREFIX + model)
                .contains("model-name must be set")
                .doesNotContain("\n", "Exception");
        assertThat(analysis.getAction()).startsWith("Change " + PREFIX + model);
    }

    @ParameterizedTest
    @CsvSource({
        "chat-model.empty-answer, THROW",
        "chat-models.fast.response-format, JSON",
        "embedding-model.input-type, QUERY",
        "budget.unknown-counts, WORST_CASE"
    })
    void a_value_that_an_enum_lacks_is_answered_with_its_values(String property, String known) {
        FailureAnalysis analysis = analysis(null, property + "=nonsense", "chat-model.model-name=gpt-4o");

        assertThat(analysis.getDescription()).contains(PREFIX + property, "nonsense");
        assertThat(analysis.getAction()).contains("The following values are valid", known);
    }

    @ParameterizedTest
    @CsvSource({
        "chat-model.fallback-models[0]=gtp-4o, chat-model.fallback-models[0]",
        "budget.warn-at=0.5, budget.warn-at",
        "chat-model.logit-bias.50256=999, chat-model.logit-bias.50256"
    })
    void a_list_or_a_group_that_cannot_be_used_is_found_by_its_first_member(String property, String member) {
        FailureAnalysis analysis = analysis(null, "chat-model.model-name=gpt-4o", property);

        assertThat(analysis.getAction()).contains(", from \"" + PREFIX + member + "\" from ");
    }

    private static FailureAnalysis analysis(Class<?> bean, String... properties) {
        return analysis(bean, AutoConfigurations.of(OpenRouterAutoConfiguration.class), properties);
    }

    private static FailureAnalysis analysis(Class<?> bean, AutoConfigurations automatic, String... properties) {
        FailureAnalysis[] found = new FailureAnalysis[1];
        ConfigurableApplicationContext[] started = new ConfigurableApplicationContext[1];
        ApplicationContextRunner application = new ApplicationContextRunner()
                .withAllowBeanDefinitionOverriding(false)
                .withInitializer(context -> started[0] = context)
                .withConfiguration(automatic)
                .withPropertyValues(
                        Stream.of(properties).map(each -> PREFIX + each).toArray(String[]::new));
        if (bean != null && bean.isAnnotationPresent(Configuration.class)) {
            application = application.withUserConfiguration(bean);
        } else if (bean != null) {
            application = application.withBean(bean);
        }
        application.run(context -> {
            assertThat(context).hasFailed();
            found[0] = analyze(context.getStartupFailure(), started[0].getBeanFactory(), started[0].getEnvironment());
        });
        return Objects.requireNonNull(found[0]);
    }

    /** As Spring Boot does. */
    private static FailureAnalysis analyze(
            Throwable failure, ConfigurableListableBeanFactory beans, Environment environment) {
        List<FailureAnalyzer> analyzers = SpringFactoriesLoader.forDefaultResourceLocation()
                .load(
                        FailureAnalyzer.class,
                        SpringFactoriesLoader.ArgumentResolver.of(BeanFactory.class, beans)
                                .and(Environment.class, environment),
                        (type, name, unusable) -> {});
        return analyzers.stream()
                .map(analyzer -> analysis(analyzer, failure))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** Some of Spring Boot's need libraries that are not there. */
    private static FailureAnalysis analysis(FailureAnalyzer analyzer, Throwable failure) {
        try {
            return analyzer.analyze(failure);
        } catch (NoClassDefFoundError e) {
            return null;
        }
    }
}
