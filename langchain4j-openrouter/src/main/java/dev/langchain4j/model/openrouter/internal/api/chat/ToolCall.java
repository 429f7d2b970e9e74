package dev.langchain4j.model.openrouter.internal.api.chat;

import org.jspecify.annotations.Nullable;

/**
 * A function call of the model: complete in an answer or a request, a fragment in a chunk.
 *
 * @param arguments JSON text, byte for byte as the model produced it
 */
public record ToolCall(
        @Nullable Integer index,
        @Nullable String id,
        @Nullable String name,
        @Nullable String arguments) {}
