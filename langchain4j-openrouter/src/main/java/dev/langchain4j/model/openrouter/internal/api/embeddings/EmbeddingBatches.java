package dev.langchain4j.model.openrouter.internal.api.embeddings;

import dev.langchain4j.model.openrouter.internal.api.chat.ContentPart;
import dev.langchain4j.model.openrouter.internal.api.chat.TokenEstimate;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits inputs into batches that upstreams accept: by count, and by estimated tokens.
 *
 * @param maxSegments inputs in a batch
 * @param maxTokens estimated tokens in a batch; a larger input is sent alone
 */
public record EmbeddingBatches(int maxSegments, int maxTokens) {

    /** The inputs in order; no batch is empty. */
    public List<List<List<ContentPart>>> of(List<List<ContentPart>> inputs) {
        List<List<List<ContentPart>>> batches = new ArrayList<>();
        int from = 0;
        long tokens = 0;
        for (int i = 0; i < inputs.size(); i++) {
            long more = TokenEstimate.TYPICAL.of(inputs.get(i));
            if (i > from && (i - from == maxSegments || tokens + more > maxTokens)) {
                batches.add(inputs.subList(from, i));
                from = i;
                tokens = 0;
            }
            tokens += more;
        }
        batches.add(inputs.subList(from, inputs.size()));
        return batches;
    }
}
