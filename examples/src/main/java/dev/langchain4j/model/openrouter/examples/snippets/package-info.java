/** The code that README and docs show; a test compares them. */
@NullMarked
package dev.langchain4j.model.openrouter.examples.snippets;

import org.jspecify.annotations.NullMarked;
