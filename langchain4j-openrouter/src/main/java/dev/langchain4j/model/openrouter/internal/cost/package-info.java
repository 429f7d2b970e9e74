/** Counts money: accounts with limits, what is reserved and spent in them, and costs that are learned later. */
@NullMarked
package dev.langchain4j.model.openrouter.internal.cost;

import org.jspecify.annotations.NullMarked;
