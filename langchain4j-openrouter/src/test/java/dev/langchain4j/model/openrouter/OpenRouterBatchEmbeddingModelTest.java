package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.batch.BatchError;
import dev.langchain4j.model.batch.BatchPagination;
import dev.langchain4j.model.batch.BatchRequest;
import dev.langchain4j.model.batch.BatchState;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.support.Payloads;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.output.Response;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OpenRouterServerExtension.class)
class OpenRouterBatchEmbeddingModelTest {

    private static final String MODEL = "openai/text-embedding-3-small";
    private static final Duration LONG = Duration.ofHours(24);

    private final OpenRouterServer server;
    private final FakeTime time = new FakeTime();

    OpenRouterBatchEmbeddingModelTest(OpenRouterServer server) {
        this.server = server;
    }

    @Test
    void sends_a_line_for_each_segment() throws Exception {
        model().dimensions(3).user("user-17").build().submit(batch("Berlin", "Paris"));

        assertThat(server.requests("/batches").get(0).bodyText())
                .isEqualTo(new ObjectMapper()
                        .readTree(Payloads.text("batches/embeddings-submission.json"))
                        .toString());
    }

    @Test
    void a_provider_holds_for_the_whole_batch_and_custom_parameters_for_each_line() {
        model().provider(OpenRouterProviderPreferences.builder().only("openai").build())
                .customParameters(Map.of("truncate", "END"))
                .build()
                .submit(batch("Berlin"));

        var sent = server.requests("/batches").get(0).body();
        assertThat(sent.at("/provider/only/0").asText()).isEqualTo("openai");
        assertThat(sent.at("/requests/0/body").has("provider")).isFalse();
        assertThat(sent.at("/requests/0/body/truncate").asText()).isEqualTo("END");
    }

    @Test
    void vectors_come_in_the_order_of_the_segments() {
        OpenRouterBatchEmbeddingModel model = model().build();
        List<Embedding> live =
                live().embedAll(segments("Berlin", "Paris", "Rome")).content();

        List<Response<Embedding>> vectors = model.awaitResults(
                        model.submit(batch("Berlin", "Paris", "Rome")).batchId(), LONG)
                .responses();

        assertThat(vectors).extracting(Response::content).containsExactlyElementsOf(live);
    }

    @Test
    void every_vector_has_its_cost_and_together_they_cost_half_the_live_price() {
        BigDecimal live = ((OpenRouterTokenUsage)
                        live().embedAll(segments("Berlin", "Paris")).tokenUsage())
                .cost();
        OpenRouterBatchEmbeddingModel model = model().build();

        var batch = model.awaitResults(model.submit(batch("Berlin", "Paris")).batchId(), LONG);

        BigDecimal lines = batch.responses().stream()
                .map(vector -> ((OpenRouterTokenUsage) vector.tokenUsage()).cost())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(batch.tokenUsage().cost()).isEqualByComparingTo(lines);
        assertThat(lines.multiply(BigDecimal.valueOf(2))).isEqualByComparingTo(live);
    }

    @Test
    void a_vector_that_a_live_call_would_refuse_is_a_failure() {
        server.when(Match.path("/batches/batch_1"))
                .answer(Answer.payload(
                        "{\"id\":\"batch_1\",\"endpoint\":\"/v1/embeddings\",\"status\":\"completed\"}"));
        server.when(Match.path("/batches/batch_1/results"))
                .answer(Answer.payload(Payloads.text("batches/embeddings.json")));

        var batch = model().build().retrieve("batch_1");

        assertThat(batch.results()).hasSize(5);
        assertThat(batch.responses())
                .extracting(vector -> vector.content().vector())
                .containsExactly(new float[] {1, 0, 0}, new float[] {0, 1, 0});
        assertThat(batch.errors())
                .extracting(BatchError::message)
                .satisfiesExactly(
                        length -> assertThat(length).contains("input 2", "has 2 numbers, not 3"),
                        missing -> assertThat(missing).contains("no vectors"),
                        nan -> assertThat(nan).contains("input 4", "not a 32-bit number"));
    }

    @Test
    void all_vectors_have_the_length_that_was_asked_for() {
        server.when(Match.path("/batches/batch_1"))
                .answer(Answer.payload(
                        "{\"id\":\"batch_1\",\"endpoint\":\"/v1/embeddings\",\"status\":\"completed\"}"));
        server.when(Match.path("/batches/batch_1/results"))
                .answer(Answer.payload(Payloads.text("batches/embeddings.json")));

        assertThat(model().dimensions(2).build().retrieve("batch_1").responses())
                .extracting(vector -> vector.content().vector())
                .containsExactly(new float[] {0.5f, 0.5f});
    }

    @Test
    void reads_results_as_a_stream() {
        server.batchPageSize(1);
        OpenRouterBatchEmbeddingModel model = model().build();
        String id = model.submit(batch("Berlin", "Paris")).batchId();
        server.batch(id).complete();

        assertThat(model.results(id).map(item -> item.response().content().dimension()))
                .containsExactly(1536, 1536);
    }

    @Test
    void lists_batches_of_embeddings_alone() {
        server.when(Match.path("/batches")).answer(Answer.payload(Payloads.text("batches/workspace.json")));

        assertThat(model().build().list(new BatchPagination(null, null)).batches())
                .singleElement()
                .satisfies(batch -> assertThat(batch.state()).isEqualTo(BatchState.SUCCEEDED));
    }

    @Test
    void deletes_and_cannot_cancel() {
        OpenRouterBatchEmbeddingModel model = model().build();
        String id = model.submit(batch("Berlin")).batchId();
        server.batch(id).complete();

        assertThat(model.delete(id).openRouter()).isEqualTo("deleted");
        assertThatThrownBy(() -> model.cancel(id)).isInstanceOf(UnsupportedFeatureException.class);
    }

    @Test
    void needs_a_model() {
        assertThatThrownBy(() -> model().modelName(null).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("modelName must be set");
    }

    @Test
    void the_connection_makes_both_models() {
        try (OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("gpt-4o-mini")
                .build()) {
            openRouter.batchEmbeddingModel().modelName(MODEL).build().submit(batch("Berlin"));
            openRouter
                    .batchChatModel()
                    .build()
                    .submit(new BatchRequest<>(List.of(dev.langchain4j.model.chat.request.ChatRequest.builder()
                            .messages(dev.langchain4j.data.message.UserMessage.from("Hi"))
                            .build())));
        }

        assertThat(server.batches())
                .extracting(batch -> batch.submission().path("model").asText())
                .containsExactly(MODEL, "openai/gpt-4o-mini");
    }

    private OpenRouterEmbeddingModel live() {
        return OpenRouterEmbeddingModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName(MODEL)
                .build();
    }

    private OpenRouterBatchEmbeddingModel.Builder model() {
        return OpenRouterBatchEmbeddingModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .time(time)
                .modelName(MODEL);
    }

    private static BatchRequest<TextSegment> batch(String... texts) {
        return new BatchRequest<>(segments(texts));
    }

    private static List<TextSegment> segments(String... texts) {
        return Arrays.stream(texts).map(TextSegment::from).toList();
    }
}
