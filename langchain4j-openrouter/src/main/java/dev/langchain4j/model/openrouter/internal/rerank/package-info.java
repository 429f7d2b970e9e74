/**
 * Ranks passages for a query with a language model. Knows strings, scores and one interface to the outside,
 * {@link dev.langchain4j.model.openrouter.internal.rerank.Judge}; neither LangChain4j nor HTTP nor OpenRouter's wire.
 */
@NullMarked
package dev.langchain4j.model.openrouter.internal.rerank;

import org.jspecify.annotations.NullMarked;
