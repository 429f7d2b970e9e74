/**
 * Compares rankings by labelled queries:
 * {@link dev.langchain4j.model.openrouter.internal.evaluation.LabelledCollection} reads the labels,
 * {@link dev.langchain4j.model.openrouter.internal.evaluation.Quality} measures an order,
 * {@link dev.langchain4j.model.openrouter.internal.evaluation.EvaluationPage} shows the results. Knows neither
 * LangChain4j nor a public type.
 */
@NullMarked
package dev.langchain4j.model.openrouter.internal.evaluation;

import org.jspecify.annotations.NullMarked;
