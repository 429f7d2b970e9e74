/** The code that README and docs show; a test holds the two together. */
@NullMarked
package dev.langchain4j.model.openrouter.examples.snippets;

import org.jspecify.annotations.NullMarked;
