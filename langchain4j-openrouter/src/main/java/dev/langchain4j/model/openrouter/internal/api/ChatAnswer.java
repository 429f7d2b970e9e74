package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletion;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An answer with what came beside it.
 *
 * @param raw what OpenRouter sent, as text that is decoded when asked for; null where it was not kept
 */
public record ChatAnswer(
        ChatCompletion completion,
        ResponseHead head,
        @Nullable Supplier<String> raw) {}
