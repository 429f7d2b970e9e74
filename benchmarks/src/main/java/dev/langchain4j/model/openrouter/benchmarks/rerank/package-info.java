/** How good rankings by a chat model are, on labels that people gave. */
@NullMarked
package dev.langchain4j.model.openrouter.benchmarks.rerank;

import org.jspecify.annotations.NullMarked;
