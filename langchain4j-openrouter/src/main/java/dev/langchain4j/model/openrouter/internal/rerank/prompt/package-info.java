/** Writes the prompt that a judge reads. */
@NullMarked
package dev.langchain4j.model.openrouter.internal.rerank.prompt;

import org.jspecify.annotations.NullMarked;
