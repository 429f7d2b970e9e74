/**
 * Text made shorter to a ratio that the caller chooses, without losing a name, a number or a line of code, and a chat
 * memory built on it. To copy: nothing here depends on the other examples.
 */
@NullMarked
package dev.langchain4j.model.openrouter.examples.compression;

import org.jspecify.annotations.NullMarked;
