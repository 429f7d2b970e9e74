/** Batches: what is submitted, their state, and the results of their lines. */
@NullMarked
package dev.langchain4j.model.openrouter.internal.api.batch;

import org.jspecify.annotations.NullMarked;
