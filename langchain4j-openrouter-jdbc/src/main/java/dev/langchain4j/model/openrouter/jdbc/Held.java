package dev.langchain4j.model.openrouter.jdbc;

import java.math.BigDecimal;
import java.util.Collection;

/**
 * An open reservation of this process.
 *
 * @param accounts the ids of their rows
 * @param amount as the column holds it
 */
record Held(Collection<String> accounts, BigDecimal amount) {}
