package dev.langchain4j.openrouter.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RunsTest {

    private final Runs runs = new Runs();
    private final CompletableFuture<Boolean> interrupted = new CompletableFuture<>();

    @Test
    void a_run_that_is_cancelled_before_it_begins_begins_interrupted() throws Exception {
        Thread run = runs.add("a", this::run);

        runs.cancel("a");
        run.start();
        run.join();

        assertThat(interrupted).isCompletedWithValue(true);
    }

    @Test
    void the_end_of_a_cancelled_run_leaves_a_newer_one_of_its_id() throws Exception {
        Thread older = runs.add("a", () -> {});
        runs.cancel("a");
        Thread newer = runs.add("a", this::run);

        older.start();
        older.join();
        runs.cancel("a");
        newer.start();
        newer.join();

        assertThat(interrupted).isCompletedWithValue(true);
    }

    @Test
    void an_id_is_free_again_when_its_run_has_ended() throws Exception {
        Thread run = runs.add("a", this::run);
        assertThatThrownBy(() -> runs.add("a", this::run)).hasMessage("This run is under way");

        run.start();
        run.join();

        assertThat(runs.add("a", this::run)).isNotNull();
    }

    private void run() {
        interrupted.complete(Thread.currentThread().isInterrupted());
    }
}
