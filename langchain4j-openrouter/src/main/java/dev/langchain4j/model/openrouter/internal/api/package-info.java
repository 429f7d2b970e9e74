/** OpenRouter's API: wire records, their readers and writers, and one client. Knows no LangChain4j type. */
@NullMarked
package dev.langchain4j.model.openrouter.internal.api;

import org.jspecify.annotations.NullMarked;
