/**
 * OpenRouter for LangChain4j: chat, streaming, reranking, embeddings, catalog and spending.
 *
 * <p>Start at {@link dev.langchain4j.model.openrouter.OpenRouter} for a shared connection, or at
 * {@link dev.langchain4j.model.openrouter.OpenRouterChatModel#builder()} for a single model.
 */
@NullMarked
package dev.langchain4j.model.openrouter;

import org.jspecify.annotations.NullMarked;
