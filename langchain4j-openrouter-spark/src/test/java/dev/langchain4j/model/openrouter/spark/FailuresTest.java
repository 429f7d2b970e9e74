package dev.langchain4j.model.openrouter.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.model.openrouter.OpenRouterEmbeddingModel;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OpenRouterServerExtension.class)
class FailuresTest {

    private static final Answer REFUSED = Answer.error(401, "User not found");

    @Test
    void a_refused_call_costs_nothing(OpenRouterServer server) {
        server.when(Match.path("/embeddings")).answer(REFUSED);

        assertThat(Failures.costsNothing(failureOfTwoRequests(server))).isTrue();
    }

    @Test
    void a_call_that_is_refused_after_a_part_of_it_was_answered_does_not(OpenRouterServer server) {
        server.when(Match.path("/embeddings")).answer(Answer.payload("""
                {"data":[{"index":0,"embedding":[0.1,0.2]}],"usage":{"prompt_tokens":1,"total_tokens":1,"cost":0.01}}"""), REFUSED);

        assertThat(Failures.costsNothing(failureOfTwoRequests(server))).isFalse();
    }

    private static Throwable failureOfTwoRequests(OpenRouterServer server) {
        OpenRouterEmbeddingModel model = OpenRouterEmbeddingModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/text-embedding-3-small")
                .maxSegmentsPerBatch(1)
                .maxConcurrency(1)
                .maxRetries(0)
                .build();
        Throwable failure =
                catchThrowable(() -> model.embedAll(List.of(TextSegment.from("One"), TextSegment.from("Two"))));
        assertThat(failure).isInstanceOf(AuthenticationException.class);
        return failure;
    }
}
