/** Errors as OpenRouter reports them. */
@NullMarked
package dev.langchain4j.model.openrouter.internal.api.error;

import org.jspecify.annotations.NullMarked;
