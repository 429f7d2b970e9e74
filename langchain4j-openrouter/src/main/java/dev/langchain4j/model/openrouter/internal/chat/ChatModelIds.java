package dev.langchain4j.model.openrouter.internal.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The models that may answer a request.
 *
 * @param first the model that gets the request; null for the account's default
 * @param fallbacks the models that may get it instead, which most requests do not have
 */
public record ChatModelIds(@Nullable String first, List<String> fallbacks) {

    /** One model without fallbacks. */
    public static ChatModelIds of(@Nullable String modelId) {
        return new ChatModelIds(modelId, List.of());
    }

    /** Whether one of them is of this family. */
    boolean hasAny(TokenFamily family) {
        return TokenFamily.ofModel(first) == family
                || !fallbacks.isEmpty() && fallbacks.stream().anyMatch(id -> TokenFamily.ofModel(id) == family);
    }
}
