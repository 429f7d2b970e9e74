/**
 * Bulk work on Apache Spark: embeds, reads, scores and decides documents, each of which is paid for once:
 * {@link dev.langchain4j.model.openrouter.spark.OpenRouterSpark}.
 */
@NullMarked
package dev.langchain4j.model.openrouter.spark;

import org.jspecify.annotations.NullMarked;
