/**
 * One budget, one ledger, one pace of free models and one rerank cache for all processes of an application, in a
 * database: {@link dev.langchain4j.model.openrouter.jdbc.OpenRouterJdbc}.
 */
@NullMarked
package dev.langchain4j.model.openrouter.jdbc;

import org.jspecify.annotations.NullMarked;
