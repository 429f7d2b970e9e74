/** Token usage and cost as OpenRouter reports them. */
@NullMarked
package dev.langchain4j.model.openrouter.internal.api.usage;

import org.jspecify.annotations.NullMarked;
