/** What the stand-in says in the examples when they run without a key. There is nothing to learn here about the library. */
@NullMarked
package dev.langchain4j.model.openrouter.examples.scripts;

import org.jspecify.annotations.NullMarked;
