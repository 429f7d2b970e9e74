package dev.langchain4j.openrouter.spring;

import static dev.langchain4j.model.openrouter.test.OpenRouterServerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ContentType;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.model.batch.BatchRequest;
import dev.langchain4j.model.chat.BatchChatModel;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.decision.DecisionModel;
import dev.langchain4j.model.decision.listener.DecisionModelListener;
import dev.langchain4j.model.decision.listener.DecisionModelRequestContext;
import dev.langchain4j.model.decision.request.DecisionRequest;
import dev.langchain4j.model.decision.request.YesNoQuestion;
import dev.langchain4j.model.embedding.BatchEmbeddingModel;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterBudget;
import dev.langchain4j.model.openrouter.OpenRouterBudgetExceededException;
import dev.langchain4j.model.openrouter.OpenRouterChatModel;
import dev.langchain4j.model.openrouter.OpenRouterCostListener;
import dev.langchain4j.model.openrouter.OpenRouterCostTotals;
import dev.langchain4j.model.openrouter.OpenRouterDecisionModel;
import dev.langchain4j.model.openrouter.OpenRouterEmbeddingModel;
import dev.langchain4j.model.openrouter.OpenRouterEmbeddingResponseMetadata;
import dev.langchain4j.model.openrouter.OpenRouterLlmScoringModel;
import dev.langchain4j.model.openrouter.OpenRouterModelCatalog;
import dev.langchain4j.model.openrouter.OpenRouterScoringModel;
import dev.langchain4j.model.openrouter.OpenRouterStreamingChatModel;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.scoring.ScoringModel;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** What an application gets from its properties, seen on the wire. */
@ExtendWith(OpenRouterServerExtension.class)
class OpenRouterAutoConfigurationTest {

    private static final List<TextSegment> PASSAGES =
            List.of(TextSegment.from("Cats purr."), TextSegment.from("Paris lies on the Seine."));

    private final ApplicationContextRunner application;

    OpenRouterAutoConfigurationTest(OpenRouterServer server) {
        application = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(OpenRouterAutoConfiguration.class))
                .withPropertyValues(
                        "langchain4j.openrouter.base-url=" + server.baseUrl(),
                        "langchain4j.openrouter.api-key=" + server.apiKey());
    }

    @Test
    void makes_the_connection_and_the_catalog_and_no_model_without_a_name() {
        application.run(context -> {
            assertThat(context).hasSingleBean(OpenRouter.class).hasSingleBean(OpenRouterModelCatalog.class);
            assertThat(context)
                    .doesNotHaveBean(ChatModel.class)
                    .doesNotHaveBean(StreamingChatModel.class)
                    .doesNotHaveBean(ScoringModel.class)
                    .doesNotHaveBean(EmbeddingModel.class)
                    .doesNotHaveBean(DecisionModel.class);
            assertThat(context.getBean(OpenRouterModelCatalog.class).models()).isNotEmpty();
        });
    }

    @Test
    void makes_a_bean_for_each_model_that_is_named() {
        application
                .withPropertyValues(
                        "langchain4j.openrouter.chat-model.model-name=gpt-4o-mini",
                        "langchain4j.openrouter.streaming-chat-model.model-name=gpt-4o",
                        "langchain4j.openrouter.scoring-model.model-name=cohere/rerank-v3.5",
                        "langchain4j.openrouter.llm-scoring-model.model-name=gpt-4o-mini",
                        "langchain4j.openrouter.embedding-model.model-name=openai/text-embedding-3-small",
                        "langchain4j.openrouter.decision-model.model-name=typesafe/jev-1.13")
                .run(context -> {
                    assertThat(context.getBean("openRouterDecisionModel")).isInstanceOf(OpenRouterDecisionModel.class);
                    assertThat(context.getBean("openRouterChatModel")).isInstanceOf(OpenRouterChatModel.class);
                    assertThat(context.getBean("openRouterStreamingChatModel"))
                            .isInstanceOf(OpenRouterStreamingChatModel.class);
                    assertThat(context.getBean("openRouterScoringModel")).isInstanceOf(OpenRouterScoringModel.class);
                    assertThat(context.getBean("openRouterLlmScoringModel"))
                            .isInstanceOf(OpenRouterLlmScoringModel.class);
                    assertThat(context.getBean("openRouterEmbeddingModel"))
                            .isInstanceOf(OpenRouterEmbeddingModel.class);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat-model", "streaming-chat-model"})
    void sends_what_the_properties_say(String group, OpenRouterServer server) {
        String prefix = "langchain4j.openrouter." + group + ".";
        application
                .withPropertyValues(
                        prefix + "model-name=gpt-4o-mini",
                        prefix + "fallback-models=gpt-4o",
                        prefix + "provider.order=openai,azure",
                        prefix + "provider.only=openai,azure",
                        prefix + "provider.ignore=mistral",
                        prefix + "provider.allow-fallbacks=false",
                        prefix + "provider.require-parameters=true",
                        prefix + "provider.data-collection=deny",
                        prefix + "provider.zdr=true",
                        prefix + "provider.quantizations=fp8",
                        prefix + "provider.sort=price",
                        prefix + "provider.max-prompt-price=1.5",
                        prefix + "provider.max-completion-price=3",
                        prefix + "reasoning.effort=low",
                        prefix + "reasoning.exclude=true",
                        prefix + "reasoning.enabled=true",
                        prefix + "temperature=0.2",
                        prefix + "top-p=0.9",
                        prefix + "top-k=40",
                        prefix + "min-p=0.1",
                        prefix + "top-a=0.3",
                        prefix + "frequency-penalty=0.4",
                        prefix + "presence-penalty=0.5",
                        prefix + "repetition-penalty=1.1",
                        prefix + "seed=7",
                        prefix + "max-output-tokens=300",
                        prefix + "stop-sequences=END",
                        prefix + "verbosity=low",
                        prefix + "prompt-cache-key=k-1",
                        prefix + "prompt-cache-options.ttl=30m",
                        prefix + "web-search-options.search-context-size=low",
                        prefix + "x-search-filter.allowed-handles=OpenRouterAI",
                        prefix + "x-search-filter.from-date=2026-01-31",
                        prefix + "x-search-filter.image-understanding=true",
                        prefix + "service-tier=flex",
                        prefix + "speed=fast",
                        prefix + "preset=short",
                        prefix + "user=u-1",
                        prefix + "session-id=s-1",
                        prefix + "metadata.team=search")
                .run(context -> {
                    ask(context.getBean(
                            "chat-model".equals(group) ? "openRouterChatModel" : "openRouterStreamingChatModel"));

                    assertThat(server).receivedChat("""
                            {
                              "model": "openai/gpt-4o-mini",
                              "models": ["openai/gpt-4o"],
                              "provider": {
                                "order": ["openai", "azure"],
                                "only": ["openai", "azure"],
                                "ignore": ["mistral"],
                                "allow_fallbacks": false,
                                "require_parameters": true,
                                "data_collection": "deny",
                                "zdr": true,
                                "quantizations": ["fp8"],
                                "sort": "price",
                                "max_price": {"prompt": "1.5", "completion": "3"}
                              },
                              "reasoning": {"effort": "low", "exclude": true, "enabled": true},
                              "temperature": 0.2,
                              "top_p": 0.9,
                              "top_k": 40,
                              "min_p": 0.1,
                              "top_a": 0.3,
                              "frequency_penalty": 0.4,
                              "presence_penalty": 0.5,
                              "repetition_penalty": 1.1,
                              "seed": 7,
                              "max_tokens": 300,
                              "stop": ["END"],
                              "verbosity": "low",
                              "prompt_cache_key": "k-1",
                              "prompt_cache_options": {"mode": "explicit", "ttl": "30m"},
                              "web_search_options": {"search_context_size": "low"},
                              "x_search_filter": {
                                "allowed_x_handles": ["OpenRouterAI"],
                                "from_date": "2026-01-31",
                                "enable_image_understanding": true
                              },
                              "service_tier": "flex",
                              "speed": "fast",
                              "preset": "short",
                              "user": "u-1",
                              "session_id": "s-1",
                              "metadata": {"team": "search"}
                            }
                            """);
                });
    }

    @Test
    void gives_the_model_the_settings_that_are_not_sent() {
        application
                .withPropertyValues(
                        "langchain4j.openrouter.chat-model.model-name=gpt-4o-mini",
                        "langchain4j.openrouter.chat-model.parallel-tool-calls=true",
                        "langchain4j.openrouter.chat-model.strict-json-schema=true",
                        "langchain4j.openrouter.chat-model.strict-tools=true",
                        "langchain4j.openrouter.chat-model.structured-output-fallback=json-object",
                        "langchain4j.openrouter.chat-model.empty-answer=throw",
                        "langchain4j.openrouter.chat-model.supported-capabilities=response-format-json-schema",
                        "langchain4j.openrouter.chat-model.return-thinking=true",
                        "langchain4j.openrouter.chat-model.send-thinking=false",
                        "langchain4j.openrouter.chat-model.send-images=true",
                        "langchain4j.openrouter.chat-model.max-context-messages=12",
                        "langchain4j.openrouter.chat-model.max-context-tokens=9000",
                        "langchain4j.openrouter.chat-model.fit-context=true",
                        "langchain4j.openrouter.chat-model.retry-within-credits=true",
                        "langchain4j.openrouter.chat-model.reasoning.max-tokens=500")
                .run(context -> {
                    OpenRouterChatModel model = context.getBean(OpenRouterChatModel.class);
                    var parameters = model.defaultRequestParameters();

                    assertThat(model.supportedCapabilities()).containsExactly(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
                    assertThat(parameters.maxContextTokens()).isEqualTo(9000);
                    assertThat(parameters.fitContext()).isTrue();
                    assertThat(parameters.parallelToolCalls()).isTrue();
                    assertThat(parameters.strictJsonSchema()).isTrue();
                    assertThat(parameters.strictTools()).isTrue();
                    assertThat(parameters.structuredOutputFallback()).hasToString("JSON_OBJECT");
                    assertThat(parameters.emptyAnswer()).hasToString("THROW");
                    assertThat(parameters.returnThinking()).isTrue();
                    assertThat(parameters.sendThinking()).isFalse();
                    assertThat(parameters.sendImages()).isTrue();
                    assertThat(parameters.maxContextMessages()).isEqualTo(12);
                    assertThat(parameters.retryWithinCredits()).isTrue();
                    assertThat(parameters.reasoning().toMap()).containsEntry("max_tokens", 500);
                });
    }

    @Test
    void connects_as_the_properties_say(OpenRouterServer server) {
        application
                .withPropertyValues(
                        "langchain4j.openrouter.site-url=https://example.com",
                        "langchain4j.openrouter.app-name=Library",
                        "langchain4j.openrouter.app-categories=cli-agent",
                        "langchain4j.openrouter.custom-headers.X-Team=search",
                        "langchain4j.openrouter.model-aliases.fast=openai/gpt-4o-mini",
                        "langchain4j.openrouter.data-policy.deny-data-collection=true",
                        "langchain4j.openrouter.data-policy.zero-data-retention=true",
                        "langchain4j.openrouter.chat-model.model-name=fast")
                .run(context -> {
                    context.getBean(ChatModel.class).chat("Hello");

                    assertThat(server)
                            .receivedHeader("HTTP-Referer", "https://example.com")
                            .receivedHeader("X-OpenRouter-Title", "Library")
                            .receivedHeader("X-OpenRouter-Categories", "cli-agent")
                            .receivedHeader("X-Team", "search")
                            .receivedChat("""
                                    {
                                      "model": "openai/gpt-4o-mini",
                                      "provider": {"data_collection": "deny", "zdr": true}
                                    }
                                    """);
                });
    }

    @Test
    void retries_as_often_as_the_properties_say(OpenRouterServer server) {
        application
                .withPropertyValues(
                        "langchain4j.openrouter.max-retries=0",
                        "langchain4j.openrouter.chat-model.model-name=gpt-4o-mini")
                .run(context -> {
                    server.answer(dev.langchain4j.model.openrouter.test.Answer.error(503, "Down"));

                    assertThatThrownBy(() -> context.getBean(ChatModel.class).chat("Hello"))
                            .hasMessageContaining("503");
                    assertThat(server).hasReceivedRequests(1);
                });
    }

    @Test
    void decides_with_what_the_properties_say(OpenRouterServer server) {
        List<String> heard = new ArrayList<>();
        application
                .withBean(DecisionModelListener.class, () -> new DecisionModelListener() {
                    @Override
                    public void onRequest(DecisionModelRequestContext context) {
                        heard.add(context.decisionRequest().modelName());
                    }
                })
                .withPropertyValues(
                        "langchain4j.openrouter.decision-model.model-name=typesafe/jev-1.13",
                        "langchain4j.openrouter.decision-model.user=user-17",
                        "langchain4j.openrouter.decision-model.provider.order=typesafe",
                        "langchain4j.openrouter.decision-model.image-urls=true",
                        "langchain4j.openrouter.decision-model.decisions-url="
                                + server.baseUrl().replace("/api/v1", "/api/alpha/decisions"))
                .run(context -> {
                    context.getBean(DecisionModel.class)
                            .decide(DecisionRequest.builder()
                                    .inputContents(ImageContent.from("https://example.com/cat.png"))
                                    .question("cat", YesNoQuestion.from("Is it a cat?"))
                                    .build());

                    var body = server.requests("/api/alpha/decisions").get(0).body();
                    assertThat(body.path("user").textValue()).isEqualTo("user-17");
                    assertThat(body.at("/provider/order/0").textValue()).isEqualTo("typesafe");
                    assertThat(heard).containsExactly("typesafe/jev-1.13");
                });
    }

    @Test
    void batch_models_are_beans_with_their_settings(OpenRouterServer server) {
        application
                .withPropertyValues(
                        "langchain4j.openrouter.batch-chat-model.model-name=openai/gpt-4o-mini",
                        "langchain4j.openrouter.batch-chat-model.max-output-tokens=20",
                        "langchain4j.openrouter.batch-embedding-model.model-name=openai/text-embedding-3-small",
                        "langchain4j.openrouter.batch-embedding-model.dimensions=64",
                        "langchain4j.openrouter.batch-embedding-model.provider.only=openai",
                        "langchain4j.openrouter.batch-embedding-model.callback-url=https://example.org/hook")
                .run(context -> {
                    context.getBean(BatchChatModel.class)
                            .submit(new BatchRequest<>(List.of(ChatRequest.builder()
                                    .messages(UserMessage.from("Hello"))
                                    .build())));
                    context.getBean(BatchEmbeddingModel.class)
                            .submit(new BatchRequest<>(List.of(TextSegment.from("Hello"))));

                    var chat = server.requests("/batches").get(0).body();
                    assertThat(chat.at("/requests/0/body/max_tokens").asInt()).isEqualTo(20);
                    var embedding = server.requests("/batches").get(1).body();
                    assertThat(embedding.at("/provider/only/0").asText()).isEqualTo("openai");
                    assertThat(embedding.path("callback_url").asText()).isEqualTo("https://example.org/hook");
                    assertThat(embedding.at("/requests/0/body/dimensions").asInt())
                            .isEqualTo(64);
                });
    }

    @Test
    void starts_with_a_langchain4j_that_has_no_decision_models() {
        application
                .withClassLoader(new FilteredClassLoader("dev.langchain4j.model.decision"))
                .withPropertyValues(
                        "langchain4j.openrouter.chat-model.model-name=gpt-4o-mini",
                        "langchain4j.openrouter.decision-model.model-name=typesafe/jev-1.13")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(OpenRouterChatModel.class)
                        .doesNotHaveBean("openRouterDecisionModel"));
    }

    @Test
    void reranks_and_embeds() {
        application
                .withPropertyValues(
                        "langchain4j.openrouter.scoring-model.model-name=cohere/rerank-v3.5",
                        "langchain4j.openrouter.embedding-model.model-name=openai/text-embedding-3-small",
                        "langchain4j.openrouter.embedding-model.dimensions=64")
                .run(context -> {
                    List<Double> scores = context.getBean(ScoringModel.class)
                            .scoreAll(PASSAGES, "Which river is in Paris?")
                            .content();

                    assertThat(scores.get(1)).isGreaterThan(scores.get(0));
                    assertThat(context.getBean(EmbeddingModel.class)
                                    .embed("Seine")
                                    .content()
                                    .dimension())
                            .isEqualTo(64);
                });
    }

    @Test
    void passes_the_further_settings_of_embeddings_and_reranking_on(OpenRouterServer server) {
        application
                .withPropertyValues(
                        "langchain4j.openrouter.scoring-model.model-name=cohere/rerank-v3.5",
                        "langchain4j.openrouter.scoring-model.custom-parameters.session_id=s-1",
                        "langchain4j.openrouter.scoring-model.return-raw-response=true",
                        "langchain4j.openrouter.embedding-model.model-name=google/gemini-embedding-2",
                        "langchain4j.openrouter.embedding-model.capabilities-from-catalog=true",
                        "langchain4j.openrouter.embedding-model.return-raw-response=true")
                .run(context -> {
                    EmbeddingModel embedding = context.getBean(EmbeddingModel.class);

                    assertThat(context.getBean(ScoringModel.class)
                                    .scoreAll(PASSAGES, "Which river is in Paris?")
                                    .metadata())
                            .containsKey("openrouter.rerank.rawResponses");
                    assertThat(server.requests("/rerank")
                                    .get(0)
                                    .body()
                                    .path("session_id")
                                    .asText())
                            .isEqualTo("s-1");
                    assertThat(embedding.supportedContentTypes()).contains(ContentType.IMAGE);
                    var metadata = (OpenRouterEmbeddingResponseMetadata) embedding
                            .embed(EmbeddingRequest.builder().input("Seine").build())
                            .metadata();
                    assertThat(metadata.rawResponse()).contains("\"data\"");
                });
    }

    @Test
    void leaves_the_place_to_beans_of_the_application() {
        application
                .withPropertyValues("langchain4j.openrouter.chat-model.model-name=gpt-4o-mini")
                .withUserConfiguration(OwnBeans.class)
                .run(context -> {
                    assertThat(context).hasSingleBean(OpenRouter.class).hasSingleBean(ChatModel.class);
                    assertThat(context.getBean(OpenRouterChatModel.class)
                                    .defaultRequestParameters()
                                    .modelName())
                            .isEqualTo("gpt-4o");
                });
    }

    @Test
    void applies_a_budget_and_listeners_that_are_beans(OpenRouterServer server) {
        application
                .withPropertyValues(
                        "langchain4j.openrouter.chat-model.model-name=gpt-4o-mini",
                        "langchain4j.openrouter.chat-model.max-output-tokens=1000")
                .withUserConfiguration(Guards.class)
                .run(context -> {
                    assertThatThrownBy(() -> context.getBean(ChatModel.class).chat("Hello"))
                            .isInstanceOf(OpenRouterBudgetExceededException.class);
                    assertThat(server.requests("/chat/completions")).isEmpty();
                    assertThat(context.getBean(Guards.class).heard).containsExactly("first", "second");
                });
    }

    @Test
    void tells_a_cost_listener_that_is_a_bean_of_every_call_of_every_model_once(OpenRouterServer server) {
        application
                .withPropertyValues(
                        "langchain4j.openrouter.chat-model.model-name=gpt-4o-mini",
                        "langchain4j.openrouter.embedding-model.model-name=openai/text-embedding-3-small",
                        "langchain4j.openrouter.scoring-model.model-name=cohere/rerank-v3.5")
                .withUserConfiguration(Ledger.class)
                .run(context -> {
                    context.getBean(ChatModel.class).chat("Hello");
                    context.getBean(EmbeddingModel.class).embed("Hello");
                    context.getBean(ScoringModel.class).score("Hello", "Hello?");

                    OpenRouterCostTotals totals = context.getBean(OpenRouterCostTotals.class);
                    assertThat(totals.total().calls()).isEqualTo(3);
                    assertThat(totals.total().cost())
                            .isEqualByComparingTo(server.ledger().cost());
                });
    }

    @Test
    void closes_the_connection_with_the_application() {
        OpenRouter[] left = new OpenRouter[1];
        application.run(context -> left[0] = context.getBean(OpenRouter.class));

        assertThatThrownBy(() -> left[0].modelCatalog().refresh()).hasMessageContaining("closed");
    }

    @Test
    void fails_at_start_for_a_value_out_of_range_and_names_it() {
        application
                .withPropertyValues(
                        "langchain4j.openrouter.chat-model.model-name=gpt-4o-mini",
                        "langchain4j.openrouter.chat-model.temperature=3")
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("temperature"));
    }

    @Test
    void starts_without_a_key_and_says_so_when_asked() {
        application
                .withPropertyValues(
                        "langchain4j.openrouter.api-key=", "langchain4j.openrouter.chat-model.model-name=gpt-4o-mini")
                .run(context -> assertThatThrownBy(
                                () -> context.getBean(ChatModel.class).chat("Hello"))
                        .isInstanceOf(AuthenticationException.class)
                        .hasMessageContaining("apiKey"));
    }

    @Test
    void can_be_switched_off() {
        application
                .withPropertyValues("langchain4j.openrouter.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(OpenRouter.class));
    }

    @Test
    void limits_the_calls_of_all_models_together(OpenRouterServer server) {
        application
                .withPropertyValues(
                        "langchain4j.openrouter.rate-limiter.requests-per-minute=1",
                        "langchain4j.openrouter.total-timeout=30s",
                        "langchain4j.openrouter.chat-model.model-name=gpt-4o-mini",
                        "langchain4j.openrouter.streaming-chat-model.model-name=gpt-4o-mini")
                .run(context -> {
                    ask(context.getBean("openRouterStreamingChatModel"));

                    assertThatThrownBy(() -> ask(context.getBean("openRouterChatModel")))
                            .hasMessageContaining("rateLimiter");
                });
    }

    @Test
    void goes_on_with_the_next_key_of_the_ring(OpenRouterServer server) {
        server.addKey("key-of-b");
        server.when(Match.header("Authorization", "Bearer key-of-a")).answer(Answer.error(401, "User not found."));
        application
                .withPropertyValues(
                        "langchain4j.openrouter.key-ring.keys.a=key-of-a",
                        "langchain4j.openrouter.key-ring.keys.b=key-of-b",
                        "langchain4j.openrouter.key-ring.retry-after=1h",
                        "langchain4j.openrouter.chat-model.model-name=gpt-4o-mini")
                .run(context -> {
                    ask(context.getBean("openRouterChatModel"));

                    assertThat(server.requests("/chat/completions"))
                            .extracting(request -> request.header("Authorization"))
                            .containsExactly("Bearer key-of-a", "Bearer key-of-b");
                    assertThat(context.getBean(OpenRouterProperties.class).keyRing())
                            .hasToString("KeyRing[a, b]");
                });
    }

    @Test
    void never_shows_the_key(OpenRouterServer server) {
        application.run(context -> assertThat(context.getBean(OpenRouterProperties.class))
                .asString()
                .doesNotContain(server.apiKey()));
    }

    private static void ask(Object model) {
        if (model instanceof ChatModel plain) {
            plain.chat("Hello");
            return;
        }
        var answer = new CompletableFuture<AiMessage>();
        ((StreamingChatModel) model).chat("Hello", new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String text) {}

            @Override
            public void onCompleteResponse(ChatResponse response) {
                answer.complete(response.aiMessage());
            }

            @Override
            public void onError(Throwable error) {
                answer.completeExceptionally(error);
            }
        });
        answer.join();
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnBeans {

        @Bean
        OpenRouter mine() {
            return OpenRouter.builder().apiKey("sk-or-mine").build();
        }

        @Bean
        OpenRouterChatModel mineToo(OpenRouter openRouter) {
            return openRouter.chatModel().modelName("gpt-4o").build();
        }
    }

    @Configuration
    static class Ledger {

        @Bean
        OpenRouterCostTotals totals() {
            return new OpenRouterCostTotals();
        }

        @Bean
        OpenRouterCostListener costListener(OpenRouterCostTotals totals) {
            return new OpenRouterCostListener(totals);
        }
    }

    @Configuration
    static class Guards {

        private final List<String> heard = new ArrayList<>();

        @Bean
        OpenRouterBudget budget() {
            return OpenRouterBudget.builder().limit(new BigDecimal("0.000001")).build();
        }

        @Bean
        @Order(2)
        ChatModelListener second() {
            return hearing("second");
        }

        @Bean
        @Order(1)
        ChatModelListener first() {
            return hearing("first");
        }

        private ChatModelListener hearing(String name) {
            return new ChatModelListener() {
                @Override
                public void onRequest(ChatModelRequestContext context) {
                    heard.add(name);
                }
            };
        }
    }
}
