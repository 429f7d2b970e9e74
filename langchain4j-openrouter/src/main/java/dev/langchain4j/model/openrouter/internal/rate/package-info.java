/** How many calls may start in how long. Knows nobody. */
@NullMarked
package dev.langchain4j.model.openrouter.internal.rate;

import org.jspecify.annotations.NullMarked;
