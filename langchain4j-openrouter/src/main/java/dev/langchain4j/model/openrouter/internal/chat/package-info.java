/**
 * Maps LangChain4j's messages, schemas and callbacks to OpenRouter's chat records, and back. Knows LangChain4j and
 * {@code internal.api}, but no public type of this module.
 */
@NullMarked
package dev.langchain4j.model.openrouter.internal.chat;

import org.jspecify.annotations.NullMarked;
