package dev.langchain4j.openrouter.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.audio.AudioTranscriptionModel;
import dev.langchain4j.model.audio.TextToSpeechModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.decision.DecisionModel;
import dev.langchain4j.model.image.ImageModel;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterChatModel;
import dev.langchain4j.model.openrouter.OpenRouterModelAliases;
import dev.langchain4j.model.openrouter.OpenRouterStreamingChatModel;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.type.AnnotationMetadata;

/** Models by name, and those that draw, speak and transcribe. */
@ExtendWith(OpenRouterServerExtension.class)
class FurtherModelsTest {

    private static final String PREFIX = "langchain4j.openrouter.";

    private final ApplicationContextRunner application;

    FurtherModelsTest(OpenRouterServer server) {
        application = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(OpenRouterAutoConfiguration.class))
                .withPropertyValues(PREFIX + "base-url=" + server.baseUrl(), PREFIX + "api-key=" + server.apiKey());
    }

    record Team(
            ChatModel any,
            @Qualifier("fast") ChatModel fast,
            @Qualifier("clever") ChatModel clever) {}

    record Pair(
            @Qualifier("fast") ChatModel plain,
            @Qualifier("fast") StreamingChatModel streaming) {}

    @Test
    void chat_models_are_injected_by_their_names_and_the_one_without_a_name_otherwise() {
        application
                .withPropertyValues(
                        PREFIX + "chat-model.model-name=gpt-4o",
                        PREFIX + "chat-models.fast.model-name=gpt-4o-mini",
                        PREFIX + "chat-models.fast.max-output-tokens=10",
                        PREFIX + "chat-models.clever.model-name=openai/gpt-4.1")
                .withBean(Team.class)
                .run(context -> {
                    Team team = context.getBean(Team.class);

                    assertThat(team.any().defaultRequestParameters().modelName())
                            .isEqualTo("gpt-4o");
                    assertThat(team.fast().defaultRequestParameters().modelName())
                            .isEqualTo("gpt-4o-mini");
                    assertThat(team.fast().defaultRequestParameters().maxOutputTokens())
                            .isEqualTo(10);
                    assertThat(team.clever().defaultRequestParameters().modelName())
                            .isEqualTo("openai/gpt-4.1");
                    assertThat(context.getBean("fast")).isSameAs(team.fast());
                });
    }

    @Test
    void the_only_model_needs_no_qualifier() {
        application
                .withPropertyValues(PREFIX + "chat-models.fast.model-name=gpt-4o-mini")
                .run(context -> assertThat(context.getBean(ChatModel.class))
                        .isSameAs(context.getBean("fastChatModel", OpenRouterChatModel.class)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"very-fast", "veryFast", "very_fast"})
    void a_variable_of_the_environment_changes_a_named_model_and_makes_no_other(String name) {
        withVariable("CHATMODELS_VERYFAST_TEMPERATURE", "0.3")
                .withPropertyValues(PREFIX + "chat-models." + name + ".model-name=gpt-4o-mini")
                .run(context -> {
                    assertThat(context).getBeanNames(ChatModel.class).containsExactly(name + "ChatModel");
                    assertThat(context.getBean(ChatModel.class)
                                    .defaultRequestParameters()
                                    .temperature())
                            .isEqualTo(0.3);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"CHATMODELS_VERY_FAST_TEMPERATURE", "CHATMODELS_VERY_USER_NAME"})
    void a_variable_that_sets_no_property_makes_no_model(String variable) {
        withVariable(variable, "0.3")
                .withPropertyValues(PREFIX + "chat-models.very-fast.model-name=gpt-4o-mini")
                .run(context ->
                        assertThat(context).getBeanNames(ChatModel.class).containsExactly("very-fastChatModel"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop-sequences[0]=END", "fallback-models[0]=gpt-4o-mini", "provider.order[0]=openai"})
    void a_list_alone_makes_a_model(String list) {
        application
                .withPropertyValues(PREFIX + "model-name=gpt-4o", PREFIX + "chat-models.fast." + list)
                .run(context ->
                        assertThat(context).getBeanNames(ChatModel.class).containsExactly("fastChatModel"));
    }

    @Test
    void a_variable_of_a_list_alone_makes_a_model() {
        withVariable("CHATMODELS_FAST_STOPSEQUENCES_0", "END")
                .withPropertyValues(PREFIX + "model-name=gpt-4o")
                .run(context ->
                        assertThat(context).getBeanNames(ChatModel.class).containsExactly("fastChatModel"));
    }

    @Test
    void a_property_is_not_read_again_for_each_model() {
        assertThat(readsOfTheFirstModel(20)).isEqualTo(readsOfTheFirstModel(1));
    }

    private static int readsOfTheFirstModel(int models) {
        String first = PREFIX + "chat-models.m0.model-name";
        Map<String, Object> properties = new HashMap<>();
        for (int i = 0; i < models; i++) {
            properties.put(PREFIX + "chat-models.m" + i + ".model-name", "gpt-4o-mini");
        }
        AtomicInteger reads = new AtomicInteger();
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("file", properties) {
            @Override
            public Object getProperty(String name) {
                reads.addAndGet(name.equals(first) ? 1 : 0);
                return super.getProperty(name);
            }
        });
        var beans = new DefaultListableBeanFactory();

        new NamedModels(environment).registerBeanDefinitions(AnnotationMetadata.introspect(Team.class), beans);

        assertThat(beans.getBeanDefinitionCount()).isEqualTo(models);
        return reads.get();
    }

    private ApplicationContextRunner withVariable(String name, String value) {
        var variables = new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                Map.of("LANGCHAIN4J_OPENROUTER_" + name, value));
        return application.withInitializer(context -> context.getEnvironment()
                .getPropertySources()
                .replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
    }

    @Test
    void models_of_two_kinds_may_share_a_name() {
        application
                .withPropertyValues(
                        PREFIX + "chat-models.fast.model-name=gpt-4o-mini",
                        PREFIX + "streaming-chat-models.fast.model-name=gpt-4o-mini")
                .withBean(Pair.class)
                .run(context -> {
                    assertThat(context.getBean(Pair.class).plain()).isSameAs(context.getBean("fastChatModel"));
                    assertThat(context.getBean(Pair.class).streaming())
                            .isInstanceOf(OpenRouterStreamingChatModel.class)
                            .isSameAs(context.getBean("fastStreamingChatModel"));
                });
    }

    @Test
    void every_kind_of_model_can_have_a_name() {
        application
                .withPropertyValues(
                        PREFIX + "chat-models.a.model-name=gpt-4o-mini",
                        PREFIX + "streaming-chat-models.b.model-name=gpt-4o-mini",
                        PREFIX + "scoring-models.c.model-name=cohere/rerank-v3.5",
                        PREFIX + "llm-scoring-models.d.model-name=gpt-4o-mini",
                        PREFIX + "embedding-models.e.model-name=openai/text-embedding-3-small",
                        PREFIX + "image-models.f.model-name=bytedance-seed/seedream-4.5",
                        PREFIX + "speech-models.g.model-name=mistralai/voxtral-mini-tts-2603",
                        PREFIX + "transcription-models.h.model-name=openai/whisper-large-v3",
                        PREFIX + "decision-models.i.model-name=typesafe/jev-1.13",
                        PREFIX + "batch-chat-models.j.model-name=openai/gpt-4o-mini",
                        PREFIX + "batch-embedding-models.k.model-name=openai/text-embedding-3-small")
                .run(context -> {
                    assertThat(context)
                            .hasNotFailed()
                            .hasBean("aChatModel")
                            .hasBean("bStreamingChatModel")
                            .hasBean("cScoringModel")
                            .hasBean("dLlmScoringModel")
                            .hasBean("eEmbeddingModel")
                            .hasBean("fImageModel")
                            .hasBean("gSpeechModel")
                            .hasBean("hTranscriptionModel")
                            .hasBean("iDecisionModel")
                            .hasBean("jBatchChatModel")
                            .hasBean("kBatchEmbeddingModel");
                    assertThat(context.getBean("i")).isInstanceOf(DecisionModel.class);
                });
    }

    @Test
    void two_models_of_every_kind_have_names_and_settings_of_their_own() {
        String[] kinds = {
            "chat gpt-4o-mini",
            "streaming-chat gpt-4o-mini",
            "scoring cohere/rerank-v3.5",
            "llm-scoring gpt-4o-mini",
            "embedding openai/text-embedding-3-small",
            "image bytedance-seed/seedream-4.5",
            "speech mistralai/voxtral-mini-tts-2603",
            "transcription openai/whisper-large-v3",
            "decision typesafe/jev-1.13",
            "batch-chat openai/gpt-4o-mini",
            "batch-embedding openai/text-embedding-3-small"
        };
        for (String kind : kinds) {
            String group = PREFIX + kind.split(" ")[0] + "-models.";
            String model = ".model-name=" + kind.split(" ")[1];
            application
                    .withPropertyValues(group + "one" + model, group + "two" + model)
                    .run(context -> {
                        assertThat(context).hasNotFailed();
                        assertThat(context.getBean("one"))
                                .hasSameClassAs(context.getBean("two"))
                                .isNotSameAs(context.getBean("two"));
                    });
        }
    }

    @Test
    void chat_models_without_a_model_take_that_of_all(OpenRouterServer server) {
        application
                .withPropertyValues(
                        PREFIX + "model-name=gpt-4o",
                        PREFIX + "chat-models.cool.temperature=0",
                        PREFIX + "chat-models.wild.temperature=1.5")
                .run(context -> {
                    context.getBean("wild", ChatModel.class).chat("Hello");

                    assertThat(server.lastChatRequest().path("model").asText()).isEqualTo("openai/gpt-4o");
                    assertThat(server.lastChatRequest().path("temperature").asDouble())
                            .isEqualTo(1.5);
                });
    }

    @Test
    void lists_inside_of_objects_are_sent_as_lists(OpenRouterServer server) {
        application
                .withPropertyValues(
                        PREFIX + "chat-model.model-name=gpt-4o",
                        PREFIX + "chat-model.custom-parameters.transforms[0]=middle-out",
                        PREFIX + "chat-model.custom-parameters.deep.items[0].name=a",
                        PREFIX + "chat-model.custom-parameters.deep.items[1].name=b",
                        PREFIX + "chat-model.custom-parameters.by_number.1=one",
                        PREFIX + "chat-model.trace.tags[0]=nightly")
                .run(context -> {
                    context.getBean(ChatModel.class).chat("Hello");

                    var sent = server.lastChatRequest();
                    assertThat(sent.path("transforms").toString()).isEqualTo("[\"middle-out\"]");
                    assertThat(sent.at("/deep/items").toString()).isEqualTo("[{\"name\":\"a\"},{\"name\":\"b\"}]");
                    assertThat(sent.path("by_number").toString()).isEqualTo("{\"1\":\"one\"}");
                    assertThat(sent.at("/trace/tags").toString()).isEqualTo("[\"nightly\"]");
                });
    }

    @Test
    void providers_are_sorted_and_limited_by_percentiles(OpenRouterServer server) {
        application
                .withPropertyValues(
                        PREFIX + "chat-model.model-name=gpt-4o",
                        PREFIX + "chat-model.provider.sort=latency",
                        PREFIX + "chat-model.provider.sort-partition=none",
                        PREFIX + "chat-model.provider.preferred-max-latency-at.90=3",
                        PREFIX + "chat-model.provider.preferred-min-throughput-at.50=40",
                        PREFIX + "chat-model.provider.preferred-min-throughput-at.99=5")
                .run(context -> {
                    context.getBean(ChatModel.class).chat("Hello");

                    var provider = server.lastChatRequest().path("provider");
                    assertThat(provider.path("sort").toString())
                            .contains("\"by\":\"latency\"", "\"partition\":\"none\"");
                    assertThat(provider.at("/preferred_max_latency/p90").asDouble())
                            .isEqualTo(3);
                    assertThat(provider.at("/preferred_min_throughput/p50").asDouble())
                            .isEqualTo(40);
                    assertThat(provider.at("/preferred_min_throughput/p99").asDouble())
                            .isEqualTo(5);
                });
    }

    @Test
    void a_model_of_the_application_is_injected_before_named_ones() {
        ChatModel own = OpenRouterChatModel.builder().modelName("gpt-4o").build();
        application
                .withPropertyValues(PREFIX + "chat-models.fast.model-name=gpt-4o-mini")
                .withBean("own", ChatModel.class, () -> own)
                .run(context -> assertThat(context.getBean(ChatModel.class)).isSameAs(own));
    }

    @Test
    void a_name_without_a_model_stops_the_start() {
        application
                .withPropertyValues(PREFIX + "embedding-models.small.dimensions=64")
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("modelName"));
    }

    @Test
    void there_are_beans_that_draw_speak_and_transcribe(OpenRouterServer server) {
        application
                .withPropertyValues(
                        PREFIX + "image-model.model-name=bytedance-seed/seedream-4.5",
                        PREFIX + "image-model.aspect-ratio=16:9",
                        PREFIX + "image-model.user=u-1",
                        PREFIX + "speech-model.model-name=mistralai/voxtral-mini-tts-2603",
                        PREFIX + "transcription-model.model-name=openai/whisper-large-v3",
                        PREFIX + "transcription-model.language=en")
                .run(context -> {
                    assertThat(context)
                            .hasSingleBean(TextToSpeechModel.class)
                            .hasSingleBean(AudioTranscriptionModel.class);
                    context.getBean(ImageModel.class).generate("A red square");

                    var body = server.requests("/images").get(0).body();
                    assertThat(body.path("aspect_ratio").asText()).isEqualTo("16:9");
                    assertThat(body.path("user").asText()).isEqualTo("u-1");
                });
    }

    @Test
    void a_setting_of_another_kind_of_model_stops_the_start() {
        application
                .withPropertyValues(
                        PREFIX + "chat-model.model-name=gpt-4o-mini",
                        PREFIX + "chat-model.callback-url=https://example.org/hook")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage(
                                "langchain4j.openrouter.chat-model.callback-url does not apply to this kind of model"));
    }

    @Test
    void the_tokens_of_the_chat_model_are_estimated() {
        application
                .withPropertyValues(
                        PREFIX + "model-aliases.house=anthropic/claude-sonnet-4.5",
                        PREFIX + "chat-model.model-name=house")
                .run(context -> assertThat(
                                context.getBean(TokenCountEstimator.class).estimateTokenCountInText("Hello, world"))
                        .isPositive());
    }

    @Test
    void counts_tokens_of_a_model_whose_alias_only_the_connection_of_the_application_knows() {
        application
                .withBean(
                        OpenRouter.class,
                        () -> OpenRouter.builder()
                                .apiKey("sk-or-mine")
                                .modelAliases(OpenRouterModelAliases.defaults().with("mine", "openai/gpt-4o"))
                                .build())
                .withPropertyValues(PREFIX + "chat-model.model-name=mine")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(TokenCountEstimator.class).estimateTokenCountInText("Hello, world"))
                            .isPositive();
                });
    }

    @Test
    void names_the_property_of_an_unknown_model_that_tokens_are_counted_for() {
        application
                .withBean(
                        OpenRouterChatModel.class,
                        () -> OpenRouterChatModel.builder()
                                .apiKey("sk-or-mine")
                                .modelName("gpt-4o")
                                .build())
                .withPropertyValues(PREFIX + "chat-model.model-name=mine")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasRootCauseInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("langchain4j.openrouter.chat-model.model-name: Unknown model 'mine'"));
    }
}
