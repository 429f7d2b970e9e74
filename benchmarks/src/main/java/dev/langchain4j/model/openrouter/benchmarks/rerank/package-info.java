/** The quality of rankings by a chat model, measured with human labels. */
@NullMarked
package dev.langchain4j.model.openrouter.benchmarks.rerank;

import org.jspecify.annotations.NullMarked;
