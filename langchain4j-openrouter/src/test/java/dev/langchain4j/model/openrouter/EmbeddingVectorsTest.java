package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingInput;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.support.Async;
import dev.langchain4j.model.openrouter.support.LoggedEvents;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Invalid vectors, and models that send vectors only as numbers. */
@ExtendWith(OpenRouterServerExtension.class)
class EmbeddingVectorsTest {

    private static final String FREE = "\"usage\":{\"prompt_tokens\":3,\"total_tokens\":3,\"cost\":0}";
    private static final String CHARGED = "\"usage\":{\"prompt_tokens\":3,\"total_tokens\":3,\"cost\":0.0001}";

    private final OpenRouterServer server;
    private final FakeTime time = new FakeTime();

    EmbeddingVectorsTest(OpenRouterServer server) {
        this.server = server;
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1,NaN]", "[1,1e39]", "[1,-Infinity]", "[1,2,3]", "[1,null]", "\"AACAPwAAwH8=\"", "\"?\""})
    void a_vector_that_is_none_is_a_failure_that_names_its_input(String bad) {
        server.when(Match.path("/embeddings")).answer(data("[1,2]", bad));

        assertThatThrownBy(() -> model().maxRetries(0).build().embedAll(segments(2)))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("input 1 ")
                .hasCauseInstanceOf(OpenRouterException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"__9_vwAAAEA=", "//9/\\nvwAAAEA=\\n", " //9/vwAA AEA"})
    void base64_in_lines_or_in_the_alphabet_for_urls_is_a_vector(String base64) {
        server.answer(data("\"" + base64 + "\"", "\"AACAPwAAAEA=\""));

        assertThat(model().build().embedAll(segments(2)).content())
                .containsExactly(Embedding.from(new float[] {-0.99999994f, 2}), Embedding.from(new float[] {1, 2}));
    }

    @Test
    void an_error_in_the_place_of_a_vector_is_told() {
        server.answer(Answer.payload("{\"data\":[{\"error\":{\"code\":400,\"message\":\"Input too odd\"}}]}"));

        assertThatThrownBy(() -> model().build().embed("a"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Input too odd");
    }

    @Test
    void a_vector_without_numbers_hides_no_other() {
        server.when(Match.path("/embeddings")).answer(data("[]", "[1,2]"));

        assertThatThrownBy(() -> model().maxRetries(0).build().embedAll(segments(2)))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("input 0 has no numbers");
    }

    @Test
    void an_answer_that_names_no_model_is_of_the_one_that_was_asked() {
        server.answer(data("[1,2]"));

        assertThat(model().build()
                        .embed(EmbeddingRequest.builder().input("a").build())
                        .metadata()
                        .modelName())
                .isEqualTo("openai/text-embedding-3-small");
    }

    @Test
    void a_vector_of_another_length_than_asked_for_is_a_failure() {
        server.when(Match.path("/embeddings")).answer(data("[1,2]"));

        assertThatThrownBy(() -> model().dimensions(8).maxRetries(0).build().embed("a"))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContainingAll("input 0", "2 numbers, not 8", "dimensions");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void batches_of_different_length_are_a_failure_that_tells_what_was_used(boolean async) {
        server.answer(data("[1,2]", "[3,4]"), data("[1,2,3]", "[4,5,6]"));
        EmbeddingModel model = model().maxSegmentsPerBatch(2).maxConcurrency(1).build();
        EmbeddingRequest request = EmbeddingRequest.builder()
                .inputs(segments(4).stream().map(EmbeddingInput::from).toList())
                .build();

        assertThatThrownBy(() -> {
                    if (async) {
                        Async.result(model.embedAsync(request));
                    } else {
                        model.embed(request);
                    }
                })
                .isInstanceOf(InternalServerException.class)
                .hasMessageContainingAll("input 2", "3 numbers", "input 0")
                .satisfies(failure -> assertThat(OpenRouterException.in(failure)
                                .orElseThrow()
                                .usage()
                                .inputTokenCount())
                        .isEqualTo(6));
    }

    @Test
    void vectors_of_zeros_pass_with_a_warning() {
        server.answer(data("[1,2]", "[0,-0.0]", "\"AAAAAAAAAAA=\""));
        try (LoggedEvents log = LoggedEvents.of("zeros", Level.WARN)) {
            List<Embedding> embeddings =
                    model().logger(log.logger()).build().embedAll(segments(3)).content();

            assertThat(embeddings.get(1).vector()).containsExactly(0f, -0f);
            assertThat(log.events())
                    .singleElement()
                    .satisfies(event -> assertThat(event.getLevel()).isEqualTo(Level.WARN));
            assertThat(log.text()).contains("zeros for 2 inputs", "input 1");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\":[]}",
                "{\"data\":[]," + FREE + "}",
                "{\"object\":\"list\"}",
                "{\"data\":[{\"embedding\":\"\"}]}",
                "{\"data\":[{\"embedding\":[]}]," + FREE + "}"
            })
    void a_model_without_base64_is_asked_for_numbers_once_and_from_then_on(String nothing) {
        server.answer(Answer.payload(nothing), data("[1,2]"), data("[3,4]"));
        OpenRouterEmbeddingModel model = model().build();

        assertThat(model.embed("a").content()).isEqualTo(Embedding.from(new float[] {1, 2}));
        assertThat(model.embed("b").content()).isEqualTo(Embedding.from(new float[] {3, 4}));

        assertThat(server.requests("/embeddings"))
                .extracting(request -> request.body().path("encoding_format").asText())
                .containsExactly("base64", "float", "float");
    }

    @Test
    void a_model_without_base64_is_not_asked_for_it_again_though_broken_answers_are_retried() {
        server.when(Match.path("/embeddings")).answer(Answer.payload("{\"data\":[]}"), data("[1,2]"));

        assertThat(model().retryBrokenAnswers(true).build().embed("a").content())
                .isEqualTo(Embedding.from(new float[] {1, 2}));
        assertThat(server.requests("/embeddings"))
                .extracting(request -> request.body().path("encoding_format").asText())
                .containsExactly("base64", "float");
    }

    @Test
    void a_charged_answer_without_vectors_is_not_asked_for_again() {
        server.when(Match.path("/embeddings")).answer(Answer.payload("{\"data\":[]," + CHARGED + "}"));

        assertThatThrownBy(() -> model().build().embed("a"))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("encodingFormat");
        assertThat(server.requests("/embeddings")).hasSize(1);
    }

    @Test
    void a_model_that_sends_nothing_as_numbers_either_is_asked_twice() {
        server.when(Match.path("/embeddings")).answer(Answer.payload("{\"data\":[]}"));

        assertThatThrownBy(() -> model().build().embed("a"))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("no vectors");
        assertThat(server.requests("/embeddings"))
                .extracting(request -> request.body().path("encoding_format").asText())
                .containsExactly("base64", "float");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "batch size is invalid, it should not be larger than 10",
                "Invalid 'input': array too long. Expected an array with maximum length 2048",
                "at most 100 requests can be in one batch",
                "invalid request: total number of texts must be at most 96",
                "This request exceeds the limit of 300000 tokens"
            })
    void an_upstreams_limit_names_the_setter(String words) {
        server.when(Match.path("/embeddings"))
                .answer(Answer.error(400, "Provider returned error")
                        .provider("Acme")
                        .raw(words));

        assertThatThrownBy(() -> model().build().embedAll(segments(12)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContainingAll(words, "12 inputs", "maxSegmentsPerBatch", "maxTokensPerBatch");
        assertThatThrownBy(() -> model().build().embed("one"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageNotContaining("maxSegmentsPerBatch");
    }

    @Test
    void a_request_that_is_too_large_names_the_setter_whatever_its_words() {
        server.when(Match.path("/embeddings")).answer(Answer.error(413, "Refused"));

        assertThatThrownBy(() -> model().build().embedAll(segments(12)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContainingAll("Refused", "12 inputs", "maxSegmentsPerBatch");
    }

    @Test
    void an_upstreams_limit_of_documents_names_the_setter() {
        server.when(Match.path("/rerank")).answer(Answer.error(400, "too many documents, max is 2"));

        assertThatThrownBy(() -> OpenRouterScoringModel.builder()
                        .baseUrl(server.baseUrl())
                        .apiKey(server.apiKey())
                        .modelName("cohere/rerank-v3.5")
                        .build()
                        .scoreAll(segments(3), "query"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContainingAll("3 documents", "maxDocumentsPerRequest");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.5", "\"one\"", "1e30", "true", "{}", "-1"})
    void an_index_that_is_no_whole_number_is_refused(String index) {
        server.when(Match.path("/embeddings"))
                .answer(Answer.payload("{\"data\":[{\"index\":" + index + ",\"embedding\":[1,2]}]}"));
        server.when(Match.path("/rerank"))
                .answer(Answer.payload("{\"results\":[{\"index\":" + index + ",\"relevance_score\":0.5}]}"));

        assertThatThrownBy(() ->
                        model().encodingFormat("float").maxRetries(0).build().embed("a"))
                .isInstanceOf(InternalServerException.class);
        assertThatThrownBy(() -> OpenRouterScoringModel.builder()
                        .baseUrl(server.baseUrl())
                        .apiKey(server.apiKey())
                        .modelName("cohere/rerank-v3.5")
                        .build()
                        .scoreAll(segments(1), "query"))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("index");
    }

    private static Answer data(String... vectors) {
        String data = String.join(
                ",",
                List.of(vectors).stream()
                        .map(vector -> "{\"embedding\":" + vector + "}")
                        .toList());
        return Answer.raw(200, "application/json", "{\"data\":[" + data + "]," + FREE + "}");
    }

    private static List<TextSegment> segments(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> TextSegment.from("text " + i))
                .toList();
    }

    private OpenRouterEmbeddingModel.Builder model() {
        return OpenRouterEmbeddingModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/text-embedding-3-small")
                .time(time);
    }
}
