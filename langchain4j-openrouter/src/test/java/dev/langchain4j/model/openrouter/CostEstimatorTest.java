package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.internal.api.ModelList;
import dev.langchain4j.model.openrouter.internal.api.chat.ContentPart;
import dev.langchain4j.model.openrouter.internal.api.media.ImagesRequest;
import dev.langchain4j.model.openrouter.internal.api.media.SpeechRequest;
import dev.langchain4j.model.openrouter.internal.api.media.TranscriptionRequest;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CostEstimatorTest {

    @Test
    void a_new_price_in_the_catalog_counts_from_the_next_call_on() throws IOException {
        var listed = new AtomicReference<>(model("0.001"));
        var estimator = new CostEstimator(1, name -> Optional.of(listed.get()));

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

        assertThat(new CostEstimator(1, name -> Optional.of(drawing))
                        .of(new ImagesRequest("a/b", "Hi", null, List.of(), Map.of()))
                        .cost())
                .isEqualByComparingTo("0.24576");
        assertThat(new CostEstimator(1, name -> Optional.of(hearing))
                        .of(new TranscriptionRequest("a/b", new ContentPart.Audio("AAAA", "mp3"), null, null, Map.of()))
                        .cost())
                .isPositive();
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
