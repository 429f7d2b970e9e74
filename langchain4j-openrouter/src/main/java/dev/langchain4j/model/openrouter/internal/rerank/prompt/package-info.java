/** Writes the prompts for a judge. */
@NullMarked
package dev.langchain4j.model.openrouter.internal.rerank.prompt;

import org.jspecify.annotations.NullMarked;
