/**
 * A stand-in for openrouter.ai: tests an application that uses OpenRouter without network or key.
 */
@NullMarked
package dev.langchain4j.model.openrouter.test;

import org.jspecify.annotations.NullMarked;
