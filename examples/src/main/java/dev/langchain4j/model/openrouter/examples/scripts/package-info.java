/** The stand-in's answers in the examples when they run without a key. They show nothing about the library. */
@NullMarked
package dev.langchain4j.model.openrouter.examples.scripts;

import org.jspecify.annotations.NullMarked;
