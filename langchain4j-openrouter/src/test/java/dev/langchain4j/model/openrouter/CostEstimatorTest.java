package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.openrouter.internal.api.ModelList;
import dev.langchain4j.model.openrouter.internal.api.chat.ContentPart;
import dev.langchain4j.model.openrouter.internal.api.chat.TokenEstimate;
import dev.langchain4j.model.openrouter.internal.api.embeddings.EmbeddingsRequest;
import dev.langchain4j.model.openrouter.internal.api.media.ImagesRequest;
import dev.langchain4j.model.openrouter.internal.api.media.SpeechRequest;
import dev.langchain4j.model.openrouter.internal.api.media.TranscriptionRequest;
import dev.langchain4j.model.openrouter.internal.api.rerank.RerankRequest;
import dev.langchain4j.model.openrouter.internal.cost.CostEstimate;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CostEstimatorTest {

    @Test
    void a_new_price_in_the_catalog_counts_from_the_next_call_on() throws IOException {
        var listed = new AtomicReference<>(model("0.001"));
        var estimator = new CostEstimator(1, name -> Optional.of(listed.get()), name -> null);

        BigDecimal before = cost(estimator);
        BigDecimal again = cost(estimator);
        listed.set(model("0.002"));
        BigDecimal after = cost(estimator);

        assertThat(before).isEqualByComparingTo("0.002");
        assertThat(again).isEqualTo(before);
        assertThat(after).isEqualByComparingTo("0.004");
    }

    @Test
    void a_model_that_lists_no_price_of_tokens_costs_what_it_lists() throws IOException {
        OpenRouterModelInfo drawing = priced("{\"image_output\":\"0.00003\"}");
        OpenRouterModelInfo hearing = priced("{\"audio\":\"0.0001\"}");

        assertThat(new CostEstimator(1, name -> Optional.of(drawing), name -> null)
                        .of(new ImagesRequest("a/b", "Hi", null, List.of(), Map.of()))
                        .cost())
                .isEqualByComparingTo("0.24576");
        assertThat(new CostEstimator(1, name -> Optional.of(hearing), name -> null)
                        .of(new TranscriptionRequest("a/b", new ContentPart.Audio("AAAA", "mp3"), null, null, Map.of()))
                        .cost())
                .isPositive();
    }

    @Test
    void each_image_that_is_asked_for_counts() throws IOException {
        OpenRouterModelInfo drawing = priced("{\"image_output\":\"0.00003\",\"request\":\"0.01\"}");

        assertThat(new CostEstimator(1, name -> Optional.of(drawing), name -> null)
                        .of(new ImagesRequest("a/b", "Hi", 3, List.of(), Map.of()))
                        .cost())
                .isEqualByComparingTo("0.76728");
    }

    @Test
    void an_image_in_the_options_of_a_provider_counts_as_one_to_edit() throws IOException {
        OpenRouterModelInfo model = priced("{\"prompt\":\"1\",\"completion\":\"0.001\",\"image\":\"7\"}");
        var estimator = new CostEstimator(1, name -> Optional.of(model), name -> null);
        String url = "data:image/png;base64," + "A".repeat(100_000);
        Map<String, Object> mask = Map.of("provider", Map.of("options", Map.of("openai", Map.of("mask", url))));

        BigDecimal inOptions = estimator
                .of(new ImagesRequest("a/b", "Hi", null, List.of(), mask))
                .cost();

        assertThat(inOptions)
                .isEqualByComparingTo(estimator
                        .of(new ImagesRequest("a/b", "Hi", null, List.of(url), Map.of()))
                        .cost());
        assertThat(estimator
                        .of(new ImagesRequest("a/b", "Hi", null, List.of(), Map.of("mask", "A".repeat(100_000))))
                        .cost())
                .as("base64 that does not say what it is may be a text")
                .isGreaterThan(BigDecimal.valueOf(100_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.org/mask.png", "HTTP://example.org/mask"})
    void a_url_in_the_options_may_be_that_of_an_image_to_edit(String url) throws IOException {
        OpenRouterModelInfo model = priced("{\"prompt\":\"1\",\"completion\":\"0.001\",\"image\":\"7\"}");
        var estimator = new CostEstimator(1, name -> Optional.of(model), name -> null);
        Map<String, Object> custom = Map.of("mask", Map.of("image_url", Map.of("url", url)));

        assertThat(estimator
                        .of(new ImagesRequest("a/b", "Hi", null, List.of(), custom))
                        .cost())
                .isEqualByComparingTo(estimator
                        .of(new ImagesRequest("a/b", "Hi", null, List.of(url), Map.of()))
                        .cost()
                        .add(BigDecimal.valueOf(url.length())));
    }

    @Test
    void texts_for_embedding_and_rerank_models_are_read_with_each_text() throws IOException {
        OpenRouterModelInfo model = priced("{\"prompt\":\"1\",\"completion\":\"0\"}");
        var estimator = new CostEstimator(1, name -> Optional.of(model), name -> null);
        Map<String, Object> none = Map.of();
        Map<String, Object> custom = Map.of("instruction", "x".repeat(100), "truncate", true);
        List<List<ContentPart>> inputs =
                List.of(List.of(new ContentPart.Text("a")), List.of(new ContentPart.Text("b")));
        List<RerankRequest.Document> documents =
                List.of(new RerankRequest.Document("a", null), new RerankRequest.Document("b", null));

        assertThat(estimator
                        .of(new EmbeddingsRequest("a/b", 0, inputs, null, null, null, custom))
                        .cost())
                .isEqualByComparingTo(estimator
                        .of(new EmbeddingsRequest("a/b", 0, inputs, null, null, null, none))
                        .cost()
                        .add(BigDecimal.valueOf(200)));
        assertThat(estimator
                        .of(new RerankRequest("a/b", "q", documents, null, custom))
                        .cost())
                .isEqualByComparingTo(estimator
                        .of(new RerankRequest("a/b", "q", documents, null, none))
                        .cost()
                        .add(BigDecimal.valueOf(200)));
    }

    @Test
    void an_image_to_rank_counts_as_an_attachment_of_the_prompt() throws IOException {
        OpenRouterModelInfo model = priced("{\"prompt\":\"1\",\"completion\":\"0\"}");
        var estimator = new CostEstimator(1, name -> Optional.of(model), name -> null);
        var text = new RerankRequest.Document("a", null);
        var image = new RerankRequest.Document("a", "https://example.org/a.png");

        assertThat(estimator
                        .of(new RerankRequest("a/b", "q", List.of(text, image), null, Map.of()))
                        .cost())
                .isEqualByComparingTo(estimator
                        .of(new RerankRequest("a/b", "q", List.of(text, text), null, Map.of()))
                        .cost()
                        .add(BigDecimal.valueOf(TokenEstimate.atMost(1).tokensPerAttachment())));
    }

    @Test
    void texts_in_the_options_of_a_provider_are_part_of_the_prompt() throws IOException {
        OpenRouterModelInfo model = priced("{\"prompt\":\"1\",\"completion\":\"0.001\"}");
        var estimator = new CostEstimator(1, name -> Optional.of(model), name -> null);
        Map<String, Object> none = Map.of();
        Map<String, Object> thirtyFiveBytes = Map.of(
                "provider", Map.of("options", Map.of("openai", Map.of("prompt", "x".repeat(20)))),
                "words", List.of("y".repeat(10), 7, true),
                "input_references",
                        List.of(Map.of("input_audio", Map.of("data", "AAAA")), Map.of("text", "z".repeat(5))));
        var audio = new ContentPart.Audio("AAAA", "mp3");

        assertThat(estimator
                        .of(new SpeechRequest("a/b", "Hi", null, thirtyFiveBytes))
                        .cost())
                .isEqualByComparingTo(estimator
                        .of(new SpeechRequest("a/b", "Hi", null, none))
                        .cost()
                        .add(BigDecimal.valueOf(35)));
        assertThat(estimator
                        .of(new ImagesRequest("a/b", "Hi", null, List.of(), thirtyFiveBytes))
                        .cost())
                .isEqualByComparingTo(estimator
                        .of(new ImagesRequest("a/b", "Hi", null, List.of(), none))
                        .cost()
                        .add(BigDecimal.valueOf(35)));
        assertThat(estimator
                        .of(new TranscriptionRequest("a/b", audio, null, null, thirtyFiveBytes))
                        .cost())
                .isEqualByComparingTo(estimator
                        .of(new TranscriptionRequest("a/b", audio, null, null, none))
                        .cost()
                        .add(BigDecimal.valueOf(35)));
    }

    @Test
    void a_token_of_an_image_may_cost_more_than_one_of_text() throws IOException {
        OpenRouterModelInfo info = priced("{\"prompt\":\"0.000005\",\"completion\":\"0\",\"image_token\":\"0.00001\"}");

        CostEstimate.Rate rate = new CostPrices("a/b", info, Map.of(), name -> null, false).rate(1, 1, 1, 1);

        assertThat(rate.perInputUnit()).isEqualByComparingTo("0.00001");
        assertThat(rate.perOutputUnit()).isEqualByComparingTo("0.00001");
    }

    @Test
    void a_price_that_only_a_condition_lists_is_reserved() throws IOException {
        OpenRouterModelInfo info = priced("""
                {"prompt":"0","completion":"0","overrides":[{"min_prompt_tokens":1,"request":"0.02","image":"0.01"}]}""");

        CostEstimate.Rate rate = new CostPrices("a/b", info, Map.of(), name -> null, false).rate(1, 1, 3, 1);

        assertThat(rate.fixed()).isEqualByComparingTo("0.05");
    }

    @Test
    void reading_from_the_cache_may_cost_more_than_a_prompt() throws IOException {
        OpenRouterModelInfo info = priced("{\"prompt\":\"0\",\"completion\":\"0\",\"input_cache_read\":\"0.000001\"}");

        assertThat(new CostPrices("a/b", info, Map.of(), name -> null, false)
                        .rate(1, 1, 0, 1)
                        .perInputUnit())
                .isEqualByComparingTo("0.000001");
    }

    @Test
    void a_ceiling_of_a_price_does_not_bind_the_prices_of_other_kinds() throws IOException {
        OpenRouterModelInfo info = priced("""
                {"prompt":"0.000003","completion":"0.000015","input_cache_write_1h":"0.000006","image_output":"0.00003"}""");

        CostEstimate.Rate rate = new CostPrices(
                        "a/b", info, Map.of("prompt", "1", "completion", 2), name -> null, false)
                .rate(1, 1, 0, 1);

        assertThat(rate.perInputUnit()).as("writing to the cache for an hour").isEqualByComparingTo("0.000002");
        assertThat(rate.perOutputUnit()).as("a drawn image").isEqualByComparingTo("0.000004");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"request\":\"-1\"', maxRequestPrice",
        "'\"image\":-1', maxImagePrice",
        "'\"input_cache_write\":\"-1\"', maxPromptPrice",
        "'\"internal_reasoning\":\"-1\"', maxCompletionPrice",
        "'\"overrides\":[{\"min_prompt_tokens\":1,\"prompt\":\"-1\"}]', maxPromptPrice"
    })
    void a_price_that_depends_on_the_request_is_unknown_also_beside_known_ones(String part, String setter)
            throws IOException {
        OpenRouterModelInfo info = priced("{\"prompt\":\"0\",\"completion\":\"0\"," + part + "}");

        assertThatThrownBy(() -> new CostPrices("a/b", info, Map.of(), name -> null, false).requireTokenPrices(1000))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(setter);

        new CostPrices("a/b", info, Map.of("prompt", 1, "completion", 1, "request", 1, "image", 1), name -> null, false)
                .requireTokenPrices(1000);
    }

    @Test
    void all_prices_that_depend_on_the_request_are_told_at_once() throws IOException {
        OpenRouterModelInfo info =
                priced("{\"prompt\":\"-1\",\"completion\":\"-1\",\"request\":\"-1\",\"image\":\"-1\"}");

        assertThatThrownBy(() -> new CostPrices("a/b", info, Map.of(), name -> null, false).requireTokenPrices(1000))
                .hasMessageContaining("maxPromptPrice, maxCompletionPrice, maxRequestPrice and maxImagePrice");
        assertThatThrownBy(() -> new CostPrices("a/b", info, Map.of(), name -> null, false).requirePromptPrice())
                .hasMessageContaining("maxPromptPrice, maxRequestPrice and maxImagePrice");
    }

    @Test
    void a_field_that_is_no_price_does_not_hide_the_token_prices() throws IOException {
        OpenRouterModelInfo info =
                priced("{\"prompt\":\"0\",\"completion\":\"0\",\"unit\":\"token\",\"discount\":-0.5}");

        new CostPrices("a/b", info, Map.of(), name -> null, false).requireTokenPrices(1000);
    }

    private static BigDecimal cost(CostEstimator estimator) {
        return estimator.of(new SpeechRequest("a/b", "Hi", null, Map.of())).cost();
    }

    private static OpenRouterModelInfo model(String price) throws IOException {
        return priced("{\"prompt\":\"%s\",\"completion\":\"0\"}".formatted(price));
    }

    private static OpenRouterModelInfo priced(String pricing) throws IOException {
        String json = "{\"data\":[{\"id\":\"a/b\",\"pricing\":" + pricing + "}]}";
        return OpenRouterModelInfo.from(
                ModelList.of(json.getBytes(StandardCharsets.UTF_8)).models().get(0));
    }
}
