/** Counts money: accounts with limits, reservations, costs, and costs that become known later. */
@NullMarked
package dev.langchain4j.model.openrouter.internal.cost;

import org.jspecify.annotations.NullMarked;
