/** Maps LangChain4j's inputs of decisions to what OpenRouter accepts. Knows no public type of this module. */
@NullMarked
package dev.langchain4j.model.openrouter.internal.decision;

import org.jspecify.annotations.NullMarked;
