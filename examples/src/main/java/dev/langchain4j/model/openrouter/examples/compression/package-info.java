/**
 * Shortens text to a ratio that the caller chooses, without losing a name, a number or a line of code, and a chat
 * memory that uses it. Copy it: nothing here depends on the other examples.
 */
@NullMarked
package dev.langchain4j.model.openrouter.examples.compression;

import org.jspecify.annotations.NullMarked;
