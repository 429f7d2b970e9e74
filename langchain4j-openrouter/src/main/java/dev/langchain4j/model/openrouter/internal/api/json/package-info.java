/** JSON values as OpenRouter sends them: reads, writes and copies them. */
@NullMarked
package dev.langchain4j.model.openrouter.internal.api.json;

import org.jspecify.annotations.NullMarked;
