package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.api.batch.Batch;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchStatus;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchSubmission;
import java.util.Set;

/**
 * What the list of batches shows of a submission: OpenRouter keeps no name for a batch.
 *
 * @param model without {@code :batch}
 * @param size number of lines
 */
record BatchShape(String endpoint, String model, int size) {

    /** Instead of an author: presets and routers may stand for any model. */
    private static final Set<String> OF_ANY = Set.of("@preset", "openrouter");

    static BatchShape of(BatchSubmission request) {
        return new BatchShape(request.endpoint(), ModelIds.withoutBatchVariant(request.model()), request.size());
    }

    /** Whether the batch reports enough, and nothing that contradicts. Lines may be counted only after validation. */
    boolean fits(Batch batch) {
        return mayBe(batch)
                && batch.endpoint() != null
                && batch.model() != null
                && ModelIds.withoutBatchVariant(batch.model()).equals(model)
                && (!isUncounted(batch) || batch.status() == BatchStatus.VALIDATING);
    }

    /** Whether nothing that it reports contradicts. */
    boolean mayBe(Batch batch) {
        return (batch.endpoint() == null || batch.endpoint().equals(endpoint))
                && (batch.model() == null || mayBeModel(batch.model()))
                && (isUncounted(batch) || batch.total() == size);
    }

    /**
     * An alias may be listed as the model that it stands for, and a model as its dated build: of the same author, if
     * the list tells one.
     */
    private boolean mayBeModel(String listed) {
        String asked = ModelIds.author(model);
        String author = ModelIds.author(listed);
        return OF_ANY.contains(asked) || author.isEmpty() || author.equals(asked);
    }

    private static boolean isUncounted(Batch batch) {
        return batch.total() == null || batch.total() == 0;
    }
}
