package dev.langchain4j.model.openrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agentic.Agent;
import dev.langchain4j.agentic.AgenticServices;
import dev.langchain4j.agentic.UntypedAgent;
import dev.langchain4j.agentic.agent.AgentBuilder;
import dev.langchain4j.agentic.supervisor.SupervisorAgent;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.guardrail.InputGuardrail;
import dev.langchain4j.guardrail.InputGuardrailException;
import dev.langchain4j.guardrail.InputGuardrailResult;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrailRequest;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterAudioOutput;
import dev.langchain4j.model.openrouter.OpenRouterChatResponseMetadata;
import dev.langchain4j.model.openrouter.OpenRouterEmptyAnswer;
import dev.langchain4j.model.openrouter.OpenRouterException;
import dev.langchain4j.model.openrouter.OpenRouterReasoning;
import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.rag.DefaultRetrievalAugmentor;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.content.retriever.EmbeddingStoreContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.rag.query.router.DefaultQueryRouter;
import dev.langchain4j.rag.query.router.LanguageModelQueryRouter;
import dev.langchain4j.rag.query.router.LanguageModelQueryRouter.FallbackStrategy;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.IllegalConfigurationException;
import dev.langchain4j.service.Moderate;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.V;
import dev.langchain4j.service.output.OutputParsingException;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages say under "What can go wrong", as far as no other test provokes it: see {@link PitfallTablesTest}. */
@ExtendWith(OpenRouterServerExtension.class)
class WhatCanGoWrongTest {

    private final OpenRouterServer server;
    private final OpenRouter openRouter;

    WhatCanGoWrongTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .maxRetries(0)
                .modelName("gpt-4o-mini")
                .build();
    }

    @AfterEach
    void close() {
        openRouter.close();
    }

    // agents

    interface Hidden {
        @Agent("Says something")
        @dev.langchain4j.service.UserMessage("Say something about {{topic}}")
        String say(@V("topic") String topic);
    }

    public interface Speaker {
        @Agent("Says something")
        @dev.langchain4j.service.UserMessage("Say something about {{topic}}")
        String say(@V("topic") String topic);
    }

    @Test
    void an_agent_whose_interface_is_not_public_fails_when_it_is_called() {
        Hidden hidden = AgenticServices.agentBuilder(Hidden.class)
                .chatModel(openRouter.chatModel().build())
                .build();

        assertThatThrownBy(() -> hidden.say("rivers")).hasStackTraceContaining("IllegalAccess");
    }

    @Test
    void a_supervisor_that_names_an_unknown_agent_throws() {
        ChatModel model = openRouter.chatModel().build();
        Speaker speaker = AgenticServices.agentBuilder(Speaker.class)
                .name("speaker")
                .chatModel(model)
                .build();
        SupervisorAgent supervisor = AgenticServices.supervisorBuilder()
                .subAgents(speaker)
                .chatModel(model)
                .build();
        server.when(body -> true).answer(Answer.json("{\"agentName\": \"nobody\", \"arguments\": {}}"));

        assertThatThrownBy(() -> supervisor.invoke("Say something"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nobody");
    }

    @Test
    void a_schema_does_not_name_the_arguments_of_a_supervisor() {
        Speaker speaker = speaker(openRouter.chatModel().build()).build();
        server.when(body -> true).answer(Answer.json("{\"agentName\": \"say\", \"arguments\": {}}"));

        assertThatThrownBy(() -> supervisor(speaker, false).invoke("Say something"))
                .hasMessage("Missing argument: topic");
        assertThat(server.lastChatRequest()
                        .at("/response_format/json_schema/schema/properties/arguments/properties")
                        .isEmpty())
                .isTrue();
        assertThatThrownBy(() -> supervisor(speaker, true).invoke("Say something"))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("'$.arguments'");
    }

    private SupervisorAgent supervisor(Object agent, boolean strict) {
        ChatModel model = openRouter
                .chatModel()
                .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
                .strictJsonSchema(strict)
                .build();
        return AgenticServices.supervisorBuilder()
                .subAgents(agent)
                .chatModel(model)
                .build();
    }

    @Test
    void parallel_agents_end_with_their_executor_and_not_with_the_thread_that_waits() throws Exception {
        ChatModel model = openRouter.chatModel().build();
        ExecutorService agents = Executors.newCachedThreadPool();
        UntypedAgent parallel = AgenticServices.parallelBuilder()
                .subAgents(
                        speaker(model).build(),
                        AgenticServices.agentBuilder(Painter.class)
                                .chatModel(model)
                                .build())
                .executor(agents)
                .build();
        CountDownLatch asked = new CountDownLatch(2);
        CountDownLatch later = new CountDownLatch(1);
        server.when(body -> true).answer(Answer.computed(request -> {
            asked.countDown();
            await(later);
            return Answer.text("Later");
        }));
        var chain = new FutureTask<>(() -> parallel.invoke(Map.of("topic", "rivers", "words", "a river")));
        Thread caller = new Thread(chain);
        caller.start();
        await(asked);

        caller.interrupt();
        assertThatThrownBy(() -> chain.get(30, TimeUnit.SECONDS)).hasRootCauseInstanceOf(InterruptedException.class);
        agents.shutdown();
        assertThat(agents.isTerminated()).isFalse();

        agents.shutdownNow();
        assertThat(agents.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        later.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public interface Painter {
        @Agent("Paints something")
        @dev.langchain4j.service.UserMessage("Paint {{words}}")
        String paint(@V("words") String words);
    }

    @Test
    void a_text_that_was_cut_off_goes_to_the_next_agent_unless_a_guardrail_refuses_it() {
        ChatModel model = openRouter.chatModel().build();
        OutputGuardrail complete = new OutputGuardrail() {
            @Override
            public OutputGuardrailResult validate(OutputGuardrailRequest request) {
                return request.responseFromLLM().finishReason() == FinishReason.LENGTH
                        ? fatal("it was cut off")
                        : success();
            }
        };
        server.when(body -> true).answer(Answer.text("Half a ri").finishReason("length"));

        speakThenPaint(speaker(model).build(), model);
        assertThat(server.lastChatRequest().at("/messages/0/content").asText()).isEqualTo("Paint Half a ri");

        Speaker guarded = speaker(model).outputGuardrails(complete).build();
        assertThatThrownBy(() -> speakThenPaint(guarded, model)).hasStackTraceContaining("it was cut off");
    }

    @Test
    void an_empty_answer_fails_the_next_agent_unless_it_throws() {
        server.when(body -> true).answer(Answer.text(""));
        ChatModel model = openRouter.chatModel().build();
        ChatModel throwing =
                openRouter.chatModel().emptyAnswer(OpenRouterEmptyAnswer.THROW).build();

        assertThatThrownBy(() -> speakThenPaint(speaker(model).build(), model)).hasMessage("Missing argument: words");
        assertThatThrownBy(() -> speakThenPaint(speaker(throwing).build(), model))
                .hasStackTraceContaining("OpenRouterIncompleteAnswerException: The answer has no text");
    }

    private static AgentBuilder<Speaker, ?> speaker(ChatModel model) {
        return AgenticServices.agentBuilder(Speaker.class).outputKey("words").chatModel(model);
    }

    private static void speakThenPaint(Speaker speaker, ChatModel model) {
        Painter painter =
                AgenticServices.agentBuilder(Painter.class).chatModel(model).build();
        AgenticServices.sequenceBuilder().subAgents(speaker, painter).build().invoke(Map.of("topic", "rivers"));
    }

    // AI services

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_guardrail_that_asks_again_leaves_the_refused_answer_in_the_memory(boolean retries) {
        ChatMemory memory = MessageWindowChatMemory.withMaxMessages(10);
        Echo echo = AiServices.builder(Echo.class)
                .chatModel(openRouter.chatModel().build())
                .chatMemory(memory)
                .outputGuardrails(wantsGood(retries))
                .build();
        server.answer(Answer.text("bad"), Answer.text("good"));

        assertThat(echo.ask("?")).isEqualTo("good");

        JsonNode messages = server.lastChatRequest().path("messages");
        assertThat(messages.get(messages.size() - 1).path("content").asText())
                .isEqualTo(retries ? "bad" : "Say it better");
        assertThat(memory.messages()).containsExactly(UserMessage.from("?"), AiMessage.from("bad"));
    }

    private static OutputGuardrail wantsGood(boolean retries) {
        return new OutputGuardrail() {
            @Override
            public OutputGuardrailResult validate(AiMessage answer) {
                if (answer.text().equals("good")) {
                    return success();
                }
                return retries ? retry("bad") : reprompt("bad", "Say it better");
            }
        };
    }

    interface StreamedEcho {
        TokenStream ask(String question);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_guardrail_that_asks_again_does_not_take_back_the_pieces_of_the_refused_answer(boolean retries) {
        StreamedEcho echo = AiServices.builder(StreamedEcho.class)
                .chatModel(openRouter.chatModel().build())
                .streamingChatModel(openRouter.streamingChatModel().build())
                .outputGuardrails(wantsGood(retries))
                .build();
        server.answer(Answer.text("bad"), Answer.text("good"));
        List<String> pieces = new CopyOnWriteArrayList<>();
        CompletableFuture<ChatResponse> answer = new CompletableFuture<>();

        echo.ask("?")
                .onPartialResponse(pieces::add)
                .onCompleteResponse(answer::complete)
                .onError(answer::completeExceptionally)
                .start();

        assertThat(answer.join().aiMessage().text()).isEqualTo("good");
        assertThat(pieces).containsExactly("bad");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_output_guardrail_holds_the_pieces_back_until_the_answer_is_complete(boolean guarded) {
        StreamedEcho echo = AiServices.builder(StreamedEcho.class)
                .streamingChatModel(openRouter.streamingChatModel().build())
                .outputGuardrails(guarded ? List.of(wantsGood(false)) : List.of())
                .build();
        server.answer(Answer.stream().text("Half an ans").cut());
        List<String> pieces = new CopyOnWriteArrayList<>();
        CompletableFuture<ChatResponse> answer = new CompletableFuture<>();

        echo.ask("?")
                .onPartialResponse(pieces::add)
                .onCompleteResponse(answer::complete)
                .onError(answer::completeExceptionally)
                .start();

        assertThatThrownBy(answer::join)
                .satisfies(
                        e -> assertThat(OpenRouterException.in(e).orElseThrow().partialResponse())
                                .isNotNull());
        assertThat(pieces).isEqualTo(guarded ? List.of() : List.of("Half an ans"));
    }

    @Test
    void a_query_router_swallows_the_failure_of_its_model_unless_it_is_told_not_to() {
        server.when(body -> true).answer(Answer.error(429, "Rate limit exceeded"));
        ContentRetriever rivers = query -> List.of(Content.from("The Lys is a river."));
        var router = LanguageModelQueryRouter.builder()
                .chatModel(openRouter.chatModel().build())
                .retrieverToDescription(Map.of(rivers, "rivers"));

        assertThat(router.build().route(Query.from("Which river?"))).isEmpty();
        assertThatThrownBy(() ->
                        router.fallbackStrategy(FallbackStrategy.FAIL).build().route(Query.from("Which river?")))
                .hasRootCauseMessage("OpenRouter answered 429: Rate limit exceeded");
        assertThat(router.fallbackStrategy(FallbackStrategy.ROUTE_TO_ALL)
                        .build()
                        .route(Query.from("Which river?")))
                .containsExactly(rivers);
    }

    interface Reader {
        TokenStream read(String question);
    }

    @Test
    void what_fails_before_a_stream_begins_is_thrown_by_the_service() {
        InputGuardrail never = new InputGuardrail() {
            @Override
            public InputGuardrailResult validate(UserMessage question) {
                return fatal("Never");
            }
        };
        Reader guarded = AiServices.builder(Reader.class)
                .streamingChatModel(openRouter.streamingChatModel().build())
                .inputGuardrails(never)
                .build();
        Reader searching = AiServices.builder(Reader.class)
                .streamingChatModel(openRouter.streamingChatModel().build())
                .contentRetriever(query -> {
                    throw new IllegalStateException("No index");
                })
                .build();

        assertThatThrownBy(() -> guarded.read("Which river?")).isInstanceOf(InputGuardrailException.class);
        assertThatThrownBy(() -> searching.read("Which river?")).hasMessage("No index");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void the_failure_of_one_of_several_retrievers_is_wrapped() {
        server.when(Match.path("/embeddings")).answer(Answer.error(429, "Rate limit exceeded"));
        ContentRetriever rivers = query -> List.of(Content.from("The Lys is a river."));
        ContentRetriever lakes = EmbeddingStoreContentRetriever.builder()
                .embeddingModel(openRouter
                        .embeddingModel()
                        .modelName("openai/text-embedding-3-small")
                        .build())
                .embeddingStore(new InMemoryEmbeddingStore<>())
                .build();
        Echo echo = AiServices.builder(Echo.class)
                .chatModel(openRouter.chatModel().build())
                .retrievalAugmentor(DefaultRetrievalAugmentor.builder()
                        .queryRouter(new DefaultQueryRouter(rivers, lakes))
                        .build())
                .build();

        assertThatThrownBy(() -> echo.ask("Which river?"))
                .isInstanceOf(CompletionException.class)
                .satisfies(e -> assertThat(OpenRouterException.in(e))
                        .hasValueSatisfying(
                                found -> assertThat(found.statusCode()).isEqualTo(429)));
    }

    record Place(String name, Optional<String> river) {}

    interface Places {
        Place read(String text);

        Optional<River> river(String text);

        Optional<String> name(String text);
    }

    @Test
    void an_optional_in_a_record_cannot_be_read() {
        Places places = AiServices.create(
                Places.class,
                openRouter
                        .chatModel()
                        .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
                        .build());

        assertThatThrownBy(() -> places.read("Ghent is on the Lys.")).isInstanceOf(OutputParsingException.class);
        server.answer("{\"value\": {\"name\": \"Lys\"}}");
        assertThatThrownBy(() -> places.river("Ghent is on the Lys.")).isInstanceOf(OutputParsingException.class);
        server.answer("{\"value\": \"Lys\"}");
        assertThatThrownBy(() -> places.name("Ghent is on the Lys.")).isInstanceOf(OutputParsingException.class);
    }

    record River(String name) {}

    record Rivers(List<River> rivers) {}

    interface RiverReader {
        List<River> list(String text);

        Rivers record(String text);
    }

    record Lengths(List<Integer> kilometres) {}

    interface LengthReader {
        List<Integer> list(String text);

        Lengths record(String text);
    }

    @Test
    void a_list_of_numbers_belongs_in_a_record() {
        LengthReader withoutSchema =
                AiServices.create(LengthReader.class, openRouter.chatModel().build());
        LengthReader withSchema = AiServices.create(
                LengthReader.class,
                openRouter
                        .chatModel()
                        .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
                        .build());

        assertThatThrownBy(() -> withoutSchema.list("The Lys has 202 km."))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(null);
        assertThat(server.requests()).isEmpty();
        assertThatThrownBy(() -> withSchema.list("The Lys has 202 km.")).isInstanceOf(OutputParsingException.class);
        server.answer("{\"kilometres\": [202]}");
        assertThat(withoutSchema.record("The Lys has 202 km.").kilometres()).containsExactly(202);
        assertThat(withSchema.record("The Lys has 202 km.").kilometres()).hasSize(1);
    }

    @Test
    void a_list_of_records_needs_a_schema() {
        RiverReader withoutSchema =
                AiServices.create(RiverReader.class, openRouter.chatModel().build());
        RiverReader withSchema = AiServices.create(
                RiverReader.class,
                openRouter.chatModel().capabilitiesFromCatalog(true).build());

        assertThatThrownBy(() -> withoutSchema.list("The Lys joins the Scheldt."))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(null);
        assertThat(server.requests()).isEmpty();

        assertThat(withSchema.list("The Lys joins the Scheldt.")).hasSize(1);
        server.answer("{\"rivers\": [{\"name\": \"Lys\"}]}");
        assertThat(withoutSchema.record("The Lys joins the Scheldt.").rivers()).containsExactly(new River("Lys"));
    }

    sealed interface Crossing permits Bridge, Ferry {}

    record Bridge(int lanes) implements Crossing {}

    record Ferry(String operator) implements Crossing {}

    record Route(String river, Crossing crossing) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({@JsonSubTypes.Type(value = Barge.class, name = "barge")})
    interface Vessel {}

    record Barge(int tons) implements Vessel {}

    interface RouteReader {
        Crossing crossing(String text);

        Route route(String text);

        Vessel vessel(String text);
    }

    @Test
    void a_sealed_interface_needs_a_schema() {
        RouteReader withoutSchema =
                AiServices.create(RouteReader.class, openRouter.chatModel().build());
        RouteReader withSchema = AiServices.create(
                RouteReader.class,
                openRouter.chatModel().capabilitiesFromCatalog(true).build());
        String ferry = "{\"type\": \"Ferry\", \"operator\": \"Lys\"}";

        assertThatThrownBy(() -> withoutSchema.crossing("A ferry."))
                .isInstanceOf(IllegalConfigurationException.class)
                .hasMessageContaining("Illegal method return type");
        assertThatThrownBy(() -> withoutSchema.vessel("A barge.")).isInstanceOf(IllegalConfigurationException.class);
        assertThat(server.requests()).isEmpty();

        server.answer("{\"river\": \"Lys\", \"crossing\": " + ferry + "}");
        assertThat(withoutSchema.route("A ferry.").crossing()).isEqualTo(new Ferry("Lys"));
        assertThat(server.lastChatRequest().toString()).doesNotContain("operator"); // the model can only guess

        server.answer("{\"value\": " + ferry + "}");
        assertThat(withSchema.crossing("A ferry.")).isEqualTo(new Ferry("Lys"));
        assertThat(server.lastChatRequest().path("response_format").toString())
                .contains("anyOf", "type", "Bridge", "lanes", "Ferry", "operator");

        server.answer("{\"value\": {\"kind\": \"barge\", \"tons\": 300}}");
        assertThat(withSchema.vessel("A barge.")).isEqualTo(new Barge(300));
        assertThat(server.lastChatRequest().path("response_format").toString()).contains("anyOf", "kind", "barge");
    }

    interface Moderated {
        @Moderate
        String ask(String question);
    }

    @Test
    void moderation_needs_a_model_of_another_vendor() {
        ChatModel model = openRouter.chatModel().build();

        assertThatThrownBy(() -> AiServices.create(Moderated.class, model))
                .isInstanceOf(IllegalConfigurationException.class)
                .hasMessageContaining("The @Moderate annotation is present, but the moderationModel is not set up");
    }

    interface Echo {
        String ask(String question);
    }

    @Test
    void braces_of_a_user_are_a_template_unless_the_method_says_it() {
        Echo echo = AiServices.create(Echo.class, openRouter.chatModel().build());

        assertThatThrownBy(() -> echo.ask("What is {{x}}?"))
                .hasMessageContaining("Value for the variable 'x' is missing");

        assertThat(server.requests()).isEmpty();
    }

    // embeddings

    @Test
    void an_input_longer_than_the_context_is_an_invalid_request() {
        server.answer(Answer.error(400, "This model's maximum context length is 8192 tokens."));

        assertThatThrownBy(() -> openRouter
                        .embeddingModel()
                        .modelName("openai/text-embedding-3-small")
                        .build()
                        .embed("a long text"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("8192");
    }

    // images and PDF

    @Test
    void a_pdf_that_the_memory_has_dropped_is_not_sent() {
        ChatMemory memory = MessageWindowChatMemory.withMaxMessages(2);
        memory.add(UserMessage.from(PdfFileContent.from("JVBERi0=", "application/pdf")));
        memory.add(AiMessage.from("An invoice."));
        memory.add(UserMessage.from("Of whom?"));

        openRouter.chatModel().build().chat(memory.messages());

        assertThat(server.lastChatRequest().toString()).contains("Of whom?").doesNotContain("JVBERi0=");
    }

    // images and speech

    @Test
    void a_drawing_that_takes_too_long_is_not_asked_for_again() {
        server.answer(Answer.raw(200, "application/json", "{}").afterDelay(Duration.ofSeconds(30)));
        try (OpenRouter impatient = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .timeout(Duration.ofMillis(50))
                .build()) {
            assertThatThrownBy(() -> impatient
                            .imageModel()
                            .modelName("google/gemini-2.5-flash-image")
                            .build()
                            .generate("the sea"))
                    .isInstanceOf(TimeoutException.class);
        }

        while (server.requests().isEmpty()) {
            Thread.onSpinWait(); // a busy machine reads it after it was given up
        }
        assertThat(server.requests()).hasSize(1);
    }

    // multimodal output

    @Test
    void speech_from_the_plain_model_is_refused_before_anything_is_sent() {
        assertThatThrownBy(() -> openRouter
                        .chatModel()
                        .modelName("openai/gpt-audio")
                        .audioOutput(OpenRouterAudioOutput.of("alloy", "wav"))
                        .build()
                        .chat("Sing"))
                .isInstanceOf(UnsupportedFeatureException.class);

        assertThat(server.requests()).isEmpty();
    }

    @Test
    void a_model_that_cannot_draw_is_refused() {
        server.answer(
                Answer.error(404, "No endpoints found that support the requested output modalities: image, text"));

        assertThatThrownBy(() -> openRouter
                        .chatModel()
                        .modalities("image", "text")
                        .build()
                        .chat("Paint the sea"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("output modalities");
    }

    // plugins and server tools, reasoning

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Multiple openrouter:advisor tools require distinct names",
                "Reasoning is mandatory for this endpoint and cannot be disabled.",
                "max_tokens must be greater than thinking.budget_tokens"
            })
    void what_openrouter_calls_invalid_is_an_invalid_request(String words) {
        server.answer(Answer.error(400, words));

        assertThatThrownBy(() -> openRouter
                        .chatModel()
                        .reasoning(OpenRouterReasoning.effort("none"))
                        .build()
                        .chat("Ahoy"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(words);
    }

    @Test
    void a_call_of_an_unknown_tool_is_in_the_answer_like_any_other() {
        server.answer(Answer.toolCall("sink_the_ship", "{}"));

        AiMessage answer =
                openRouter.chatModel().build().chat(UserMessage.from("Ahoy")).aiMessage();

        assertThat(answer.toolExecutionRequests())
                .singleElement()
                .satisfies(call -> assertThat(call.name()).isEqualTo("sink_the_ship"));
    }

    @Test
    void thoughts_that_use_up_the_limit_leave_an_empty_answer_that_is_billed() {
        server.answer(
                Answer.text("").thinking("Let me see").finishReason("length").usage(10, 100, "0.0004"));

        ChatResponse response = openRouter.chatModel().build().chat(UserMessage.from("Ahoy"));

        assertThat(response.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(OpenRouterChatResponseMetadata.of(response).orElseThrow().emptyAnswer())
                .isTrue();
        assertThat(((OpenRouterTokenUsage) response.tokenUsage()).cost()).isEqualByComparingTo("0.0004");
    }

    // routing

    @Test
    void the_failure_of_the_last_fallback_is_thrown() {
        server.answer(Answer.error(429, "The last of the models is busy"));

        assertThatThrownBy(() -> openRouter
                        .chatModel()
                        .fallbackModels("openai/gpt-4o")
                        .build()
                        .chat("Ahoy"))
                .isInstanceOf(RateLimitException.class)
                .hasMessageContaining("The last of the models is busy");
    }

    @Test
    void flex_without_capacity_is_a_rate_limit_or_a_failure_of_the_server() {
        ChatModel flex = openRouter.chatModel().serviceTier("flex").build();
        server.answer(Answer.error(429, "Resource unavailable"), Answer.error(503, "No capacity"));

        assertThatThrownBy(() -> flex.chat("Ahoy")).isInstanceOf(RateLimitException.class);
        assertThatThrownBy(() -> flex.chat("Ahoy")).isInstanceOf(InternalServerException.class);
    }
}
