/** Compares the library with other clients: one load server, one process per client, slices in turn. */
@NullMarked
package dev.langchain4j.model.openrouter.benchmarks;

import org.jspecify.annotations.NullMarked;
