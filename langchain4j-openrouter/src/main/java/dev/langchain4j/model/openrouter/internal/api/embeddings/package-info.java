/** Embeddings: the request and the answer. */
@NullMarked
package dev.langchain4j.model.openrouter.internal.api.embeddings;

import org.jspecify.annotations.NullMarked;
