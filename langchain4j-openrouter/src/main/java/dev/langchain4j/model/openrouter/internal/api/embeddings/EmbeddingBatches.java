package dev.langchain4j.model.openrouter.internal.api.embeddings;

import dev.langchain4j.model.openrouter.internal.api.chat.ContentPart;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts inputs into batches that upstreams accept: by count, and by tokens, which can only be guessed here.
 *
 * @param maxSegments inputs in a batch
 * @param maxTokens guessed tokens in a batch; an input that has more goes alone
 */
public record EmbeddingBatches(int maxSegments, int maxTokens) {

    private static final int BYTES_PER_TOKEN = 4;
    private static final int TOKENS_PER_ATTACHMENT = 1000;

    /** The inputs in their order, none of the batches empty. */
    public List<List<List<ContentPart>>> of(List<List<ContentPart>> inputs) {
        List<List<List<ContentPart>>> batches = new ArrayList<>();
        int from = 0;
        long tokens = 0;
        for (int i = 0; i < inputs.size(); i++) {
            int more = tokens(inputs.get(i));
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

    private static int tokens(List<ContentPart> parts) {
        int tokens = 0;
        for (ContentPart part : parts) {
            tokens += part instanceof ContentPart.Text text
                    ? utf8Length(text.text()) / BYTES_PER_TOKEN + 1
                    : TOKENS_PER_ATTACHMENT;
        }
        return tokens;
    }

    /** Bytes rather than characters: a token of Chinese is a character, of English four. */
    private static int utf8Length(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}
