package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletion;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An answer and its further data.
 *
 * @param raw what OpenRouter sent, as text that is decoded on demand; null if it was not kept
 */
public record ChatAnswer(
        ChatCompletion completion,
        ResponseHead head,
        @Nullable Supplier<String> raw) {}
