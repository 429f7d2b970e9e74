package dev.langchain4j.model.openrouter.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.langchain4j.model.openrouter.internal.api.batch.Batch;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchStatus;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchSubmission;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.internal.http.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class BatchRivalsTest {

    private static final String MODEL = "openai/gpt-4o-mini";

    private final BatchRivals rivals = new BatchRivals();
    private final FakeTime time = new FakeTime();

    @Test
    void a_rival_has_made_no_batch_before_all_of_it_is_sent() throws Exception {
        BatchSubmission other = submission(2);
        BatchRivals.Entry own = rivals.begin(submission(2), time);
        rivals.begin(other, time);

        assertThat(own.mayBeOfRival(listed(2))).isFalse();
        send(other);
        assertThat(own.mayBeOfRival(listed(2))).isTrue();
        assertThat(own.mayBeOfRival(listed(3))).as("another number of lines").isFalse();
    }

    @Test
    void a_rival_whose_batch_is_known_is_none() throws Exception {
        BatchSubmission other = submission(2);
        BatchRivals.Entry own = rivals.begin(submission(2), time);
        try (BatchRivals.Entry successful = rivals.begin(other, time)) {
            send(successful.request());
        }

        assertThat(own.mayBeOfRival(listed(2))).isFalse();
    }

    private static BatchSubmission submission(int lines) {
        return new BatchSubmission(
                BatchSubmission.CHAT,
                MODEL,
                null,
                null,
                Collections.nCopies(lines, new BatchSubmission.Line("0", json -> {
                    json.writeStartObject();
                    json.writeEndObject();
                })));
    }

    private static void send(BatchSubmission submission) throws IOException {
        try (JsonGenerator json = Json.generator(OutputStream.nullOutputStream())) {
            submission.write(json);
        }
    }

    private static Batch listed(int lines) {
        return new Batch(
                "batch_1",
                BatchSubmission.CHAT,
                MODEL,
                null,
                BatchStatus.IN_PROGRESS,
                "in_progress",
                1_795_000_000L,
                null,
                null,
                lines,
                0,
                0,
                null,
                null,
                null);
    }
}
