package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.message.AudioContent;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ContentType;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.VideoContent;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.UnresolvedModelServerException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.support.Async;
import dev.langchain4j.model.openrouter.support.Payloads;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Fault;
import dev.langchain4j.model.openrouter.test.Gate;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.openrouter.test.RecordedRequest;
import dev.langchain4j.model.output.Response;
import java.math.BigDecimal;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import okhttp3.OkHttpClient;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OpenRouterServerExtension.class)
class OpenRouterEmbeddingModelTest {

    private static final String MODEL = "openai/text-embedding-3-small";

    private final OpenRouterServer server;
    private final FakeTime time = new FakeTime();

    OpenRouterEmbeddingModelTest(OpenRouterServer server) {
        this.server = server;
    }

    // Request

    @Test
    void sends_texts_and_asks_for_base64_and_nothing_else() throws Exception {
        model().build().embedAll(segments("one", "two"));

        assertThat(server.requests("/embeddings").get(0).bodyText()).isEqualTo("""
                {"model":"openai/text-embedding-3-small","input":["one","two"],"encoding_format":"base64"}""");
    }

    @Test
    void sends_every_parameter_under_its_wire_name() throws Exception {
        model().dimensions(8)
                .inputType(EmbeddingInputType.DOCUMENT)
                .encodingFormat("float")
                .user("user-17")
                .provider(OpenRouterProviderPreferences.builder()
                        .order("openai")
                        .zdr(true)
                        .build())
                .customParameters(Map.of("session_id", "s-1"))
                .build()
                .embed("one");

        assertThat(lastRequest()).isEqualTo(json("""
                {"model":"openai/text-embedding-3-small","input":["one"],"dimensions":8,"encoding_format":"float",
                 "input_type":"search_document","user":"user-17","provider":{"order":["openai"],"zdr":true},
                 "session_id":"s-1"}"""));
    }

    @Test
    void another_type_of_input_is_a_custom_parameter() throws Exception {
        OpenRouterEmbeddingModel model =
                model().customParameters(Map.of("input_type", "classification")).build();

        model.embed("one");

        assertThat(lastRequest()).isEqualTo(json("""
                {"model":"openai/text-embedding-3-small","input":["one"],"encoding_format":"base64",
                 "input_type":"classification"}"""));
        assertThatThrownBy(() -> model().customParameters(Map.of("input_type", "classification"))
                        .inputType(EmbeddingInputType.QUERY)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("customParameters must not contain 'input_type' where inputType is set");
    }

    @Test
    void the_type_of_input_of_a_request_overrides_that_of_the_model_in_either_form() throws Exception {
        EmbeddingRequest query = EmbeddingRequest.builder()
                .input("one")
                .inputType(EmbeddingInputType.QUERY)
                .build();
        model().customParameters(Map.of("input_type", "classification", "truncate", "END"))
                .build()
                .embed(query);
        assertThat(lastRequest()).isEqualTo(json("""
                {"model":"openai/text-embedding-3-small","input":["one"],"encoding_format":"base64",
                 "input_type":"search_query","truncate":"END"}"""));

        EmbeddingRequest clustering = EmbeddingRequest.builder()
                .input("one")
                .parameters(OpenRouterEmbeddingRequestParameters.builder()
                        .customParameters(Map.of("input_type", "clustering"))
                        .build())
                .build();
        model().inputType(EmbeddingInputType.DOCUMENT).build().embed(clustering);
        assertThat(lastRequest().path("input_type").asText()).isEqualTo("clustering");
    }

    @Test
    void preferences_of_a_request_keep_those_of_the_model() throws Exception {
        OpenRouterEmbeddingModel model = model().provider(OpenRouterProviderPreferences.builder()
                        .zdr(true)
                        .order("openai")
                        .build())
                .customParameters(Map.of("truncate", "END", "session_id", "s-1"))
                .build();
        EmbeddingRequest request = EmbeddingRequest.builder()
                .input("one")
                .parameters(OpenRouterEmbeddingRequestParameters.builder()
                        .provider(OpenRouterProviderPreferences.builder()
                                .order("azure")
                                .build())
                        .customParameters(Map.of("session_id", "s-2"))
                        .build())
                .build();

        model.embed(request);
        model.embedAsync(request).join();

        for (RecordedRequest sent : server.requests("/embeddings")) {
            assertThat(json(sent.bodyText())).isEqualTo(json("""
                    {"model":"openai/text-embedding-3-small","input":["one"],"encoding_format":"base64",
                     "provider":{"order":["azure"],"zdr":true},"truncate":"END","session_id":"s-2"}"""));
        }
        assertThat(model.defaultRequestParameters().overrideWith(request.parameters()))
                .asString()
                .contains("truncate", "session_id")
                .doesNotContain("END", "s-2");
    }

    @Test
    void a_missing_segment_is_refused_and_moves_no_vector_to_another_segment() {
        assertThatThrownBy(() -> model().build().embedAll(Arrays.asList(TextSegment.from("one"), null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("A segment of textSegments");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void a_request_overrides_the_model_and_keeps_the_rest() throws Exception {
        OpenRouterEmbeddingModel model =
                model().user("user-17").inputType(EmbeddingInputType.DOCUMENT).build();

        EmbeddingResponse response = model.embed(EmbeddingRequest.builder()
                .input("one")
                .parameters(OpenRouterEmbeddingRequestParameters.builder()
                        .modelName("openai/text-embedding-3-large")
                        .inputType(EmbeddingInputType.QUERY)
                        .dimensions(4)
                        .build())
                .build());

        assertThat(lastRequest()).isEqualTo(json("""
                {"model":"openai/text-embedding-3-large","input":["one"],"dimensions":4,"encoding_format":"base64",
                 "input_type":"search_query","user":"user-17"}"""));
        assertThat(response.metadata().modelName()).isEqualTo("openai/text-embedding-3-large");
    }

    @Test
    void what_the_data_policy_demands_goes_out_too() throws Exception {
        model().dataPolicy(OpenRouterDataPolicy.builder()
                        .zeroDataRetention(true)
                        .denyDataCollection(true)
                        .build())
                .build()
                .embed("one");

        assertThat(lastRequest().path("provider")).isEqualTo(json("""
                {"data_collection":"deny","zdr":true}"""));
    }

    @Test
    void sends_images_as_parts_where_the_model_takes_them() throws Exception {
        OpenRouterEmbeddingModel model = model().modelName("google/gemini-embedding-2")
                .supportedContentTypes(ContentType.TEXT, ContentType.IMAGE)
                .build();

        EmbeddingResponse response = model.embed(EmbeddingRequest.builder()
                .input(TextContent.from("a cat"), ImageContent.from("https://example.com/cat.png"))
                .input("a dog")
                .build());

        assertThat(response.embeddings()).hasSize(2);
        assertThat(lastRequest().path("input")).isEqualTo(json("""
                [{"content":[{"type":"text","text":"a cat"},
                             {"type":"image_url","image_url":{"url":"https://example.com/cat.png"}}]},
                 {"content":[{"type":"text","text":"a dog"}]}]"""));
    }

    @ParameterizedTest
    @CsvSource({"audio/wav, audio/wav, wav", "audio/mp3, audio/mpeg, mp3", "audio/x-m4a, audio/mp4, m4a"})
    void sends_audio_as_a_data_url(String given, String type, String format) throws Exception {
        server.lenient(); // the catalog does not say that the model hears
        OpenRouterEmbeddingModel model =
                model().supportedContentTypes(ContentType.AUDIO).build();

        model.embed(EmbeddingRequest.builder()
                .input(AudioContent.from("aGk=", given))
                .build());

        assertThat(lastRequest().path("input")).isEqualTo(json("""
                [{"content":[{"type":"input_audio","input_audio":{"data":"data:%s;base64,aGk=","format":"%s"}}]}]""".formatted(type, format)));
    }

    @Test
    void sends_videos_and_files_as_data_and_refuses_those_that_are_elsewhere() throws Exception {
        server.lenient(); // the catalog does not say that the model reads them
        OpenRouterEmbeddingModel model = model().modelName("google/gemini-embedding-2")
                .supportedContentTypes(ContentType.VIDEO, ContentType.PDF)
                .build();

        model.embed(EmbeddingRequest.builder()
                .input(VideoContent.from("aGk=", "video/mp4"), PdfFileContent.from("aGk=", "application/pdf"))
                .build());

        assertThat(lastRequest().path("input")).isEqualTo(json("""
                [{"content":[{"type":"input_video","input_video":{"data":"data:video/mp4;base64,aGk=","format":"mp4"}},
                             {"type":"input_file","input_file":{"data":"data:application/pdf;base64,aGk=","format":"pdf"}}]}]"""));
        for (Content content : List.of(
                VideoContent.from("https://example.com/cat.mp4"), PdfFileContent.from("https://example.com/cat.pdf"))) {
            assertThatThrownBy(() -> model.embed(
                            EmbeddingRequest.builder().input(content).build()))
                    .isInstanceOf(UnsupportedFeatureException.class)
                    .hasMessageContaining("base64");
        }
        assertThat(server.requests("/embeddings")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            data:video/mp4,abc   | not base64
            data:mp4;base64,AAAA | 'mp4', which is no media type
            data:,x              | not base64
            """)
    void a_video_or_file_as_data_needs_a_type_and_base64(String url, String words) {
        OpenRouterEmbeddingModel model = model().supportedContentTypes(ContentType.VIDEO, ContentType.PDF)
                .build();

        for (Content content : List.of(VideoContent.from(URI.create(url)), PdfFileContent.from(URI.create(url)))) {
            assertThatThrownBy(() -> model.embed(
                            EmbeddingRequest.builder().input(content).build()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(words);
        }
        assertThat(server.requests("/embeddings")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"data:;base64,AA/A", "data:;base64,AAAA"})
    void data_without_a_type_is_a_pdf_or_needs_one(String url) {
        server.lenient(); // the catalog does not say that the model reads them
        OpenRouterEmbeddingModel model = model().supportedContentTypes(ContentType.VIDEO, ContentType.PDF)
                .build();

        model.embed(EmbeddingRequest.builder()
                .input(PdfFileContent.from(URI.create(url)))
                .build());

        assertThat(lastRequest().at("/input/0/content/0/input_file/data").asText())
                .isEqualTo(url.replace("data:", "data:application/pdf"));
        assertThatThrownBy(() -> model.embed(EmbeddingRequest.builder()
                        .input(VideoContent.from(URI.create(url)))
                        .build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("VideoContent with data needs a mimeType");
    }

    @Test
    void the_catalog_decides_which_content_a_model_takes_if_it_is_asked() {
        server.when(Match.path("/models")).answer(Answer.payload("""
                {"data":[{"id":"acme/all","architecture":{"input_modalities":["text","image","audio","video","file"]}},
                         {"id":"acme/text","architecture":{"input_modalities":["text"]}}]}"""));

        assertThat(model().modelName("acme/all").build().supportedContentTypes())
                .containsExactly(ContentType.TEXT);
        assertThat(server.requests("/models")).isEmpty();
        assertThat(model().modelName("acme/all")
                        .capabilitiesFromCatalog()
                        .build()
                        .supportedContentTypes())
                .containsExactlyInAnyOrder(
                        ContentType.TEXT, ContentType.IMAGE, ContentType.AUDIO, ContentType.VIDEO, ContentType.PDF);
        assertThat(model().modelName("acme/text")
                        .capabilitiesFromCatalog()
                        .build()
                        .supportedContentTypes())
                .containsExactly(ContentType.TEXT);
        assertThat(model().modelName("acme/unknown")
                        .capabilitiesFromCatalog()
                        .build()
                        .supportedContentTypes())
                .containsExactly(ContentType.TEXT);
        assertThat(model().modelName("acme/all")
                        .capabilitiesFromCatalog()
                        .supportedContentTypes(ContentType.TEXT)
                        .build()
                        .supportedContentTypes())
                .containsExactly(ContentType.TEXT);
    }

    @Test
    void without_a_catalog_a_model_takes_text() {
        server.when(Match.path("/models")).answer(Answer.error(500, "Internal Server Error"));

        OpenRouterEmbeddingModel model =
                model().maxRetries(0).capabilitiesFromCatalog().build();

        assertThat(model.supportedContentTypes()).containsExactly(ContentType.TEXT);
        assertThat(model.supportedContentTypes()).containsExactly(ContentType.TEXT);
        assertThat(server.requests("/models")).hasSize(1);
    }

    @Test
    void refuses_images_where_the_model_does_not_take_them() {
        assertThatThrownBy(() -> model().build()
                        .embed(EmbeddingRequest.builder()
                                .input(ImageContent.from("https://example.com/cat.png"))
                                .build()))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("IMAGE");
        assertThat(server.requests("/embeddings")).isEmpty();
    }

    @Test
    void an_alias_stands_for_its_id() {
        OpenRouterEmbeddingModel model = model().modelAliases(
                        OpenRouterModelAliases.defaults().with("small", MODEL))
                .modelName("small")
                .build();

        model.embed("one");

        assertThat(lastRequest().path("model").asText()).isEqualTo(MODEL);
        assertThat(model.modelName()).isEqualTo("small");
    }

    @Test
    void an_unknown_name_in_a_request_is_no_model() {
        assertThatThrownBy(() -> model().build()
                        .embed(EmbeddingRequest.builder()
                                .input("one")
                                .modelName("text-embedding-3-smal")
                                .build()))
                .isInstanceOf(ModelNotFoundException.class)
                .hasMessageContaining("openai/text-embedding-3-small");
    }

    // Answer

    @ParameterizedTest
    @ValueSource(strings = {"base64", "float"})
    void vectors_are_the_same_on_either_encoding(String encoding) {
        Embedding embedding =
                model().encodingFormat(encoding).build().embed("The cat sleeps").content();

        assertThat(embedding)
                .isEqualTo(model().build().embed("the CAT sleeps").content())
                .isNotEqualTo(model().build().embed("The dog sleeps").content());
        assertThat(embedding.dimension()).isEqualTo(1536);
    }

    @Test
    void vectors_belong_to_their_inputs_whatever_the_order_of_the_answer() {
        server.answer(payload("base64-shuffled"));

        List<Embedding> embeddings =
                model().build().embedAll(segments("a", "b", "c")).content();

        assertThat(embeddings)
                .containsExactly(
                        Embedding.from(new float[] {1, 0, -1}),
                        Embedding.from(new float[] {0, 0.125f, 0}),
                        Embedding.from(new float[] {0.5f, -0.25f, 2}));
    }

    @Test
    void metadata_tells_model_usage_cost_provider_and_generation() {
        server.answer(payload("usage-of-several-modalities"));

        EmbeddingResponse response =
                model().build().embed(EmbeddingRequest.builder().input("a").build());

        assertThat(response.metadata())
                .isEqualTo(OpenRouterEmbeddingResponseMetadata.builder()
                        .modelName("google/gemini-embedding-2")
                        .tokenUsage(OpenRouterTokenUsage.builder()
                                .inputTokenCount(300)
                                .totalTokenCount(300)
                                .audioInputTokens(0)
                                .cost(new BigDecimal("0.0006"))
                                .upstreamCost(new BigDecimal("0.0005"))
                                .byok(true)
                                .build())
                        .generationIds(List.of("gen-emb-1755600000-AbCd"))
                        .providers(List.of("Google"))
                        .build());
    }

    @Test
    void usage_that_is_not_reported_is_null() {
        server.answer(payload("without-index-or-usage"));

        assertThat(model().build().embedAll(segments("a", "b", "c")).tokenUsage())
                .isNull();
    }

    // Batches

    @Test
    void many_inputs_go_out_in_batches_and_come_back_in_order() {
        List<TextSegment> segments = IntStream.range(0, 50)
                .mapToObj(i -> TextSegment.from("number" + i))
                .toList();

        Response<List<Embedding>> all = model().maxSegmentsPerBatch(8).build().embedAll(segments);

        assertThat(server.requests("/embeddings")).hasSize(7);
        assertThat(all.content()).isEqualTo(model().build().embedAll(segments).content());
    }

    @Test
    void usage_and_cost_of_all_batches_add_up_to_the_ledger() {
        EmbeddingResponse response = model().maxSegmentsPerBatch(2)
                .build()
                .embed(EmbeddingRequest.builder()
                        .textSegments(segments("one two three", "four", "five six", "seven", "eight nine"))
                        .build());

        var metadata = (OpenRouterEmbeddingResponseMetadata) response.metadata();
        assertThat(metadata.tokenUsage().cost())
                .isEqualByComparingTo(server.ledger().cost());
        assertThat(metadata.tokenUsage().inputTokenCount())
                .isEqualTo((int) server.ledger().promptTokens());
        assertThat(metadata.generationIds()).hasSize(3).doesNotHaveDuplicates();
        assertThat(metadata.providers()).containsExactly("OpenAI");
    }

    @Test
    void batches_are_under_way_together_but_no_more_than_allowed() throws Exception {
        Gate gate = new Gate();
        server.when(Match.path("/embeddings"))
                .answer(Answer.stream().waitFor(gate).cut());
        OpenRouterEmbeddingModel model =
                model().maxSegmentsPerBatch(1).maxConcurrency(3).maxRetries(0).build();
        Thread caller = new Thread(() -> assertThatThrownBy(() -> model.embedAll(segments("a", "b", "c", "d", "e"))));

        caller.start();

        await(() -> server.openStreams() == 3);
        assertThat(server.requests("/embeddings")).hasSize(3);
        gate.open();
        caller.join(10_000);
        assertThat(caller.isAlive()).isFalse();
    }

    @Test
    void an_interrupt_of_the_caller_ends_all_batches() throws Exception {
        server.when(Match.path("/embeddings"))
                .answer(Answer.stream().bytes("{\"data\":[").silence());
        OpenRouterEmbeddingModel model = model().maxSegmentsPerBatch(1).build();
        var failure = new CompletableFuture<Throwable>();
        Thread caller = new Thread(() -> {
            try {
                model.embedAll(segments("a", "b"));
            } catch (RuntimeException e) {
                failure.complete(e);
            }
        });
        caller.start();
        await(() -> server.openStreams() == 2);

        caller.interrupt();

        assertThat(failure.get(10, TimeUnit.SECONDS))
                .isInstanceOf(LangChain4jException.class)
                .hasMessageContaining("interrupted");
        await(() -> server.openStreams() == 0);
    }

    @Test
    void the_first_batch_that_fails_for_good_ends_the_others() {
        server.when(Match.body(body -> body.path("input").path(0).asText().equals("bad")))
                .answer(Answer.error(400, "Input too long"));
        server.when(Match.body(body -> body.path("input").path(0).asText().equals("slow")))
                .answer(Answer.stream().bytes("{\"data\":[").silence());

        assertThatThrownBy(() -> model().maxSegmentsPerBatch(1)
                        .maxConcurrency(2)
                        .build()
                        .embedAll(segments("slow", "bad", "never")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Input too long");
        await(() -> server.openStreams() == 0);
        assertThat(server.requests("/embeddings")).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void what_finished_batches_have_used_is_told_when_a_later_one_is_refused() {
        server.when(Match.body(body -> body.path("input").path(0).asText().equals("bad")))
                .answer(Answer.error(400, "Input too long"));

        assertThatThrownBy(() -> oneByOne().embedAll(segments("one", "two", "bad")))
                .isInstanceOf(InvalidRequestException.class)
                .satisfies(this::tellsWhatTheLedgerSays);
    }

    @Test
    void what_finished_batches_have_used_is_told_when_a_later_one_is_not_answered() {
        server.when(Match.body(body -> body.path("input").path(0).asText().equals("bad")))
                .answer(Answer.fault(Fault.EMPTY_RESPONSE));

        assertThatThrownBy(() -> oneByOne().embedAll(segments("one", "two", "bad")))
                .isInstanceOf(InternalServerException.class)
                .satisfies(this::tellsWhatTheLedgerSays);
    }

    @Test
    void what_finished_batches_have_used_is_told_when_a_later_one_has_no_turn_in_time() {
        OpenRouterEmbeddingModel model = model().maxSegmentsPerBatch(1)
                .maxConcurrency(1)
                .rateLimiter(
                        OpenRouterRateLimiter.builder().requestsPerMinute(1).build())
                .totalTimeout(Duration.ofSeconds(20))
                .build();

        assertThatThrownBy(() -> model.embedAll(segments("one", "two")))
                .isInstanceOf(RateLimitException.class)
                .satisfies(this::tellsWhatTheLedgerSays)
                .satisfies(failure -> assertThat(
                                OpenRouterException.in(failure).orElseThrow().statusCode())
                        .isEqualTo(429));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_batch_without_a_connection_is_the_failure_of_a_call_without_one(boolean async) {
        AtomicInteger calls = new AtomicInteger();
        OpenRouterEmbeddingModel model = model().maxSegmentsPerBatch(1)
                .maxConcurrency(1)
                .maxRetries(0)
                .okHttpClient(new OkHttpClient.Builder()
                        .addInterceptor(chain -> {
                            if (calls.incrementAndGet() == 2) {
                                throw new UnknownHostException("gone");
                            }
                            return chain.proceed(chain.request());
                        })
                        .build())
                .build();

        Throwable failure = async
                ? catchThrowable(() -> Async.result(model.embedAsync(
                        EmbeddingRequest.builder().inputs("one", "two").build())))
                : catchThrowable(() -> model.embedAll(segments("one", "two")));

        assertThat(failure).isInstanceOf(UnresolvedModelServerException.class).satisfies(this::tellsWhatTheLedgerSays);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_batches_cost_that_fail_in_parallel_is_told(boolean async) {
        server.when(Match.path("/embeddings")).answer(Answer.raw(200, "application/json", """
                {"error":{"code":502,"message":"Died"},"usage":{"prompt_tokens":4,"total_tokens":4,"cost":0.5}}"""));
        var bothFailed = new CountDownLatch(2); // else the first ends the other
        OpenRouterEmbeddingModel model = model().maxSegmentsPerBatch(1)
                .maxConcurrency(2)
                .costListener(new OpenRouterCostListener(call -> {
                    bothFailed.countDown();
                    awaited(bothFailed);
                }))
                .build();

        Throwable failure = async
                ? catchThrowable(() -> Async.result(model.embedAsync(
                        EmbeddingRequest.builder().inputs("one", "two").build())))
                : catchThrowable(() -> model.embedAll(segments("one", "two")));

        assertThat(OpenRouterException.in(failure).orElseThrow().usage().cost()).isEqualByComparingTo("1");
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private OpenRouterEmbeddingModel oneByOne() {
        return model().maxSegmentsPerBatch(1).maxConcurrency(1).build();
    }

    private void tellsWhatTheLedgerSays(Throwable failure) {
        OpenRouterTokenUsage usage =
                OpenRouterException.in(failure).orElseThrow().usage();
        assertThat(usage.cost()).isEqualByComparingTo(server.ledger().cost()).isPositive();
        assertThat(usage.inputTokenCount()).isEqualTo((int) server.ledger().promptTokens());
    }

    @Test
    void a_batch_is_retried_by_itself() {
        server.when(Match.body(body -> body.path("input").path(0).asText().equals("busy")))
                .answer(Answer.error(429, "Slow down").retryAfter(2), Answer.unscripted());

        Response<List<Embedding>> response =
                model().maxSegmentsPerBatch(1).build().embedAll(segments("fine", "busy"));

        assertThat(response.content()).hasSize(2);
        assertThat(server.requests("/embeddings")).hasSize(3);
    }

    // Failure

    @ParameterizedTest
    @ValueSource(
            strings = {
                "one-too-few",
                "index-twice",
                "index-out-of-range",
                "without-data",
                "data-empty",
                "vector-empty",
                "vector-null",
                "number-missing",
                "bytes-missing"
            })
    void an_answer_without_one_vector_per_input_is_a_failure_that_is_paid_once(String name) {
        server.when(Match.path("/embeddings")).answer(payload(name));

        assertThatThrownBy(() -> model().build().embedAll(segments("a", "b", "c")))
                .isInstanceOf(InternalServerException.class)
                .hasCauseInstanceOf(OpenRouterException.class);
        assertThat(server.requests("/embeddings")).hasSize(1);
    }

    @Test
    void an_error_in_a_success_is_the_exception_of_its_code() {
        server.when(Match.path("/embeddings")).answer(payload("error-with-status-200"));

        assertThatThrownBy(() -> model().maxRetries(0).build().embed("a"))
                .isInstanceOf(RateLimitException.class)
                .hasMessageContaining("Rate limit reached for text-embedding-3-small");
    }

    @Test
    void a_refusal_is_the_exception_of_its_status() {
        assertThatThrownBy(() -> model().apiKey(" ").build().embed("a")).isInstanceOf(AuthenticationException.class);
        assertThatThrownBy(() -> model().modelName("openai/gpt-4o").build().embed("a"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("openai/gpt-4o is not a valid model ID for embeddings");
    }

    // Dimension

    @Test
    void the_dimension_is_what_was_set() {
        assertThat(model().dimensions(64).build().dimension()).isEqualTo(64);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void the_dimension_is_what_an_answer_had() {
        OpenRouterEmbeddingModel model = model().build();
        model.embed(EmbeddingRequest.builder().input("a").dimensions(8).build());
        model.embed("a");

        assertThat(model.dimension()).isEqualTo(1536);
        assertThat(server.requests("/embeddings")).hasSize(2);
    }

    @Test
    void the_dimension_is_asked_for_where_nothing_is_known() {
        assertThat(model().modelName("openai/text-embedding-3-large").build().dimension())
                .isEqualTo(3072);
    }

    // Settings

    @Test
    void bad_settings_are_refused_by_the_name_of_their_setter() {
        assertRefused(model().modelName(null), "modelName");
        assertRefused(model().dimensions(0), "dimensions");
        assertRefused(model().maxSegmentsPerBatch(0), "maxSegmentsPerBatch");
        assertRefused(model().maxTokensPerBatch(0), "maxTokensPerBatch");
        assertRefused(model().maxConcurrency(0), "maxConcurrency");
        assertRefused(model().encodingFormat("binary"), "encodingFormat");
        assertRefused(model().supportedContentTypes(Set.of()), "supportedContentTypes");
        assertRefused(model().supportedContentTypes(Set.of()), "TEXT, IMAGE, AUDIO, VIDEO and PDF");
        assertRefused(model().customParameters(Map.of("input", "x")), "customParameters must not contain 'input'");
        assertRefused(model().customParameters(Map.of(" ", "x")), "customParameters must not contain a blank name");
        assertRefused(model().user(" "), "user must not be blank");
        assertThatThrownBy(() -> OpenRouterBatchEmbeddingModel.builder()
                        .modelName(MODEL)
                        .customParameters(Map.of("input_type", "classification"))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("input_type");
        assertThatThrownBy(() -> OpenRouterBatchEmbeddingModel.builder()
                        .modelName(MODEL)
                        .user(" ")
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("user must not be blank");
    }

    @Test
    void a_request_with_a_bad_value_is_refused_before_anything_is_sent() {
        for (OpenRouterEmbeddingRequestParameters.Builder bad : List.of(
                OpenRouterEmbeddingRequestParameters.builder().dimensions(0),
                OpenRouterEmbeddingRequestParameters.builder().user(" "),
                OpenRouterEmbeddingRequestParameters.builder().customParameters(Map.of("input", "x")))) {
            EmbeddingRequest request = EmbeddingRequest.builder()
                    .input("one")
                    .parameters(bad.build())
                    .build();

            assertThatThrownBy(() -> model().build().embed(request)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(server.requests("/embeddings")).isEmpty();
    }

    @Test
    void every_setter_takes_null_for_not_set() {
        model().dimensions(null)
                .inputType(null)
                .user(null)
                .provider(null)
                .customParameters(null)
                .encodingFormat(null)
                .maxSegmentsPerBatch(null)
                .maxTokensPerBatch(null)
                .maxConcurrency(null)
                .supportedContentTypes((Set<ContentType>) null)
                .capabilitiesFromCatalog(null)
                .returnRawResponse(null)
                .listeners((List<EmbeddingModelListener>) null)
                .build()
                .embed("a");

        assertThat(lastRequest().fieldNames()).toIterable().containsExactly("model", "input", "encoding_format");
    }

    private static void assertRefused(OpenRouterEmbeddingModel.Builder builder, String setter) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(setter);
    }

    private OpenRouterEmbeddingModel.Builder model() {
        return OpenRouterEmbeddingModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName(MODEL)
                .time(time);
    }

    private JsonNode lastRequest() {
        List<RecordedRequest> requests = server.requests("/embeddings");
        return requests.get(requests.size() - 1).body();
    }

    private static Answer payload(String name) {
        return Answer.payload(Payloads.text("embeddings/" + name + ".json"));
    }

    private static List<TextSegment> segments(String... texts) {
        return List.of(texts).stream().map(TextSegment::from).toList();
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }

    private static void await(BooleanSupplier condition) {
        Awaitility.await().until(condition::getAsBoolean);
    }
}
