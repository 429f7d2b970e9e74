package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.model.batch.BatchRequest;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.openrouter.test.SubmittedBatch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A batch belongs to the workspace of the key that has submitted it, also if the ring has moved on or back since. */
@ExtendWith(OpenRouterServerExtension.class)
class BatchKeysTest {

    private static final String A = "sk-or-v1-" + "a1".repeat(32);
    private static final String B = "sk-or-v1-" + "b2".repeat(32);
    private static final Match WITH_A = Match.header("Authorization", "Bearer " + A);
    private static final Match WITH_B = Match.header("Authorization", "Bearer " + B);
    private static final Match SUBMISSION = Match.path("/batches").and(Match.body(body -> !body.isMissingNode()));

    private final OpenRouterServer server;
    private final FakeTime time = new FakeTime();
    private final OpenRouterKeyRing ring =
            OpenRouterKeyRing.builder().key("a", A).key("b", B).time(time).build();
    private final OpenRouter openRouter;
    private final OpenRouterBatchChatModel model;

    BatchKeysTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = connection();
        this.model = model(openRouter);
    }

    @BeforeEach
    void accept_both_keys() {
        server.addKey(A).addKey(B);
    }

    @AfterEach
    void close() {
        openRouter.close();
    }

    @Test
    void a_batch_is_read_with_the_key_that_has_submitted_it() {
        server.when(Match.path("/batches").and(WITH_A)).answer(Answer.error(402, "Insufficient credits."));
        String id = model.submit(batch()).batchId();
        onlyBSees("/batches/" + id);
        onlyBSees("/batches/" + id + "/results");
        ring.reset();

        assertThat(model.awaitResults(id, Duration.ofMinutes(1)).responses()).hasSize(1);
        assertThat(model.results(id)).hasSize(1);
        assertThat(model.delete(id).openRouter()).isEqualTo("deleted");

        assertThat(keys("/batches/" + id)).containsOnly("b");
        assertThat(keys("/batches/" + id + "/results")).containsOnly("b");
    }

    @Test
    void a_batch_whose_key_is_known_is_not_looked_for_before_its_deletion() {
        String id = model.submit(batch()).batchId();
        server.batch(id).complete();

        model.delete(id);

        assertThat(server.requests("/batches/" + id))
                .singleElement()
                .extracting(request -> request.method())
                .isEqualTo("DELETE");
    }

    @Test
    void a_batch_of_another_process_is_found_with_the_key_that_may_see_it() {
        String id = model.submit(batch()).batchId();
        onlyBSees("/batches/" + id);
        try (OpenRouter elsewhere = connection()) {
            OpenRouterBatchChatModel other = model(elsewhere);

            other.retrieve(id);
            other.retrieve(id);
        }

        assertThat(keys("/batches/" + id)).containsExactly("a", "b", "b");
    }

    @Test
    void a_key_that_never_saw_a_batch_has_not_deleted_it() {
        String id = model.submit(batch()).batchId();
        server.batch(id).complete();
        server.when(Match.path("/batches/" + id).and(WITH_A))
                .answer(
                        Answer.error(503, "Busy"),
                        Answer.error(404, "Batch not found"),
                        Answer.error(503, "Busy"),
                        Answer.error(404, "Batch not found"));
        try (OpenRouter elsewhere = connection()) {
            model(elsewhere).delete(id);
        }

        assertThat(server.requests("/batches/" + id))
                .filteredOn(request -> request.method().equals("DELETE"))
                .extracting(request -> request.header("Authorization"))
                .containsExactly("Bearer " + B);
    }

    @Test
    void a_batch_whose_key_is_refused_by_now_is_read_with_another_one() {
        String id = model.submit(batch()).batchId();
        server.when(Match.path("/batches/" + id).and(WITH_A)).answer(Answer.error(401, "User not found."));

        model.retrieve(id);

        assertThat(keys("/batches/" + id)).startsWith("a").endsWith("b");
    }

    @Test
    void a_batch_whose_key_is_refused_by_now_is_not_called_unknown() {
        String id = model.submit(batch()).batchId();
        server.when(Match.path("/batches/" + id).and(WITH_A)).answer(Answer.error(401, "User not found."));
        server.when(Match.path("/batches/" + id).and(WITH_B)).answer(Answer.error(404, "Batch not found"));

        assertThatThrownBy(() -> model.retrieve(id)).isInstanceOf(AuthenticationException.class);
        assertThatThrownBy(() -> model.awaitResults(id, Duration.ofMinutes(1)))
                .isInstanceOf(AuthenticationException.class);
        assertThatThrownBy(() -> model.results(id)).isInstanceOf(AuthenticationException.class);
    }

    @Test
    void a_key_that_never_saw_a_batch_has_not_deleted_it_in_place_of_its_own() {
        String id = model.submit(batch()).batchId();
        server.batch(id).complete();
        server.when(Match.path("/batches/" + id).and(WITH_A)).answer(Answer.error(401, "User not found."));
        server.when(Match.path("/batches/" + id).and(WITH_B))
                .answer(Answer.error(503, "Busy"), Answer.error(404, "Batch not found"));

        assertThatThrownBy(() -> model.delete(id)).isInstanceOf(AuthenticationException.class);

        assertThat(server.requests("/batches/" + id))
                .filteredOn(request -> request.method().equals("DELETE"))
                .extracting(request -> request.header("Authorization"))
                .containsOnly("Bearer " + A);
    }

    @Test
    void the_key_of_a_batch_is_told_if_another_one_is_refused_as_well() {
        String id = model.submit(batch()).batchId();
        server.when(Match.path("/batches/" + id).and(WITH_A)).answer(Answer.error(402, "Insufficient credits."));
        server.when(Match.path("/batches/" + id).and(WITH_B)).answer(Answer.error(401, "User not found."));

        assertThatThrownBy(() -> model.retrieve(id)).isInstanceOf(OpenRouterInsufficientCreditsException.class);
    }

    @Test
    void the_key_of_a_batch_is_told_if_there_is_no_other_one_now() {
        AtomicReference<String> b = new AtomicReference<>(B);
        OpenRouterKeyRing rotating = OpenRouterKeyRing.builder()
                .key("a", A)
                .key("b", b::get)
                .time(time)
                .build();
        try (OpenRouter withoutB = connection(rotating)) {
            OpenRouterBatchChatModel batches = model(withoutB);
            String id = batches.submit(batch()).batchId();
            server.when(Match.path("/batches/" + id).and(WITH_A)).answer(Answer.error(401, "User not found."));
            b.set(null);

            assertThatThrownBy(() -> batches.retrieve(id))
                    .isInstanceOf(AuthenticationException.class)
                    .hasMessageContaining("User not found.");
        }
    }

    @Test
    void a_batch_that_its_key_may_not_delete_is_not_called_unknown() {
        String id = model.submit(batch()).batchId();
        server.batch(id).complete();
        onlyBSees("/batches/" + id);
        server.when(Match.path("/batches/" + id).and(WITH_B))
                .answer(Answer.unscripted(), Answer.error(403, "Only guests are let in."));

        try (OpenRouter elsewhere = connection()) {
            assertThatThrownBy(() -> model(elsewhere).delete(id)).hasMessageContaining("Only guests are let in.");
        }
    }

    @Test
    void a_lost_batch_is_looked_for_with_the_key_that_has_submitted_it() {
        server.when(SUBMISSION.and(WITH_A)).answer(Answer.error(402, "Insufficient credits."));
        server.when(SUBMISSION.and(WITH_B)).answer(Answer.computed(request -> {
            ring.reset(); // another thread has found out that the first key works again
            return Answer.lost(Answer.unscripted());
        }));

        String id = model.submit(batch()).batchId();

        assertThat(server.batches())
                .singleElement()
                .extracting(SubmittedBatch::id)
                .isEqualTo(id);
        assertThat(keys("/batches")).containsExactly("a", "b", "b");
    }

    static List<Supplier<String>> suppliers_that_have_no_key() {
        return List.of(() -> null, () -> {
            throw new IllegalStateException("no vault");
        });
    }

    @ParameterizedTest
    @MethodSource("suppliers_that_have_no_key")
    void a_lost_batch_is_told_although_there_is_no_key_to_look_for_it(Supplier<String> without) {
        AtomicReference<Supplier<String>> key = new AtomicReference<>(() -> A);
        server.when(SUBMISSION).answer(Answer.computed(request -> {
            key.set(without);
            return Answer.lost(Answer.unscripted());
        }));
        OpenRouter.Builder connection = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(() -> key.get().get())
                .time(time);

        try (OpenRouter rotating = connection.build()) {
            assertThatThrownBy(() -> model(rotating).submit(batch()))
                    .hasMessageContaining("OpenRouter may have accepted the batch");
        }
    }

    private void onlyBSees(String path) {
        server.when(Match.path(path).and(WITH_A)).answer(Answer.error(404, "Batch not found"));
    }

    private static BatchRequest<ChatRequest> batch() {
        return new BatchRequest<>(List.of(ChatRequest.builder()
                .messages(UserMessage.from("Where does the Seine end?"))
                .build()));
    }

    private OpenRouter connection() {
        return connection(ring);
    }

    private OpenRouter connection(OpenRouterKeyRing keys) {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .keyRing(keys)
                .time(time)
                .build();
    }

    private static OpenRouterBatchChatModel model(OpenRouter openRouter) {
        return openRouter.batchChatModel().modelName("openai/gpt-4o-mini").build();
    }

    private List<String> keys(String path) {
        Map<String, String> labels = Map.of("Bearer " + A, "a", "Bearer " + B, "b");
        return server.requests(path).stream()
                .map(request -> labels.get(request.header("Authorization")))
                .toList();
    }
}
