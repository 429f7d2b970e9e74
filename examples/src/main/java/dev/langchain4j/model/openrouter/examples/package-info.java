/**
 * Runnable examples of LangChain4j with OpenRouter; {@link dev.langchain4j.model.openrouter.examples.Examples} starts
 * them.
 */
@NullMarked
package dev.langchain4j.model.openrouter.examples;

import org.jspecify.annotations.NullMarked;
