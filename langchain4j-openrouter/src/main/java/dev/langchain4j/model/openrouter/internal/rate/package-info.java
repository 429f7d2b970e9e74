/** Limits how many calls may start in a period. Depends on nothing. */
@NullMarked
package dev.langchain4j.model.openrouter.internal.rate;

import org.jspecify.annotations.NullMarked;
