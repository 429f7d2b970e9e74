/** Rerank: the request and the answer. */
@NullMarked
package dev.langchain4j.model.openrouter.internal.api.rerank;

import org.jspecify.annotations.NullMarked;
