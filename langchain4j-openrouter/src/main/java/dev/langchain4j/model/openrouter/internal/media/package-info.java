/** Maps LangChain4j's images and audio to what OpenRouter accepts, and back. Knows no public type of this module. */
@NullMarked
package dev.langchain4j.model.openrouter.internal.media;

import org.jspecify.annotations.NullMarked;
