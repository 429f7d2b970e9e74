/**
 * Calls listeners, sinks and caches of users, so that their errors lose no answer. Knows only LangChain4j's listeners.
 */
@NullMarked
package dev.langchain4j.model.openrouter.internal.guard;

import org.jspecify.annotations.NullMarked;
