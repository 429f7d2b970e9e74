/**
 * A ledger as a page: {@link dev.langchain4j.model.openrouter.internal.report.LedgerReader} reads the files that cost
 * sinks write, {@link dev.langchain4j.model.openrouter.internal.report.ReportPage} draws them as HTML with inline SVG,
 * of which {@link dev.langchain4j.model.openrouter.internal.report.Bars} and
 * {@link dev.langchain4j.model.openrouter.internal.report.Dots} are the charts. Knows neither LangChain4j nor a public
 * type.
 */
@NullMarked
package dev.langchain4j.model.openrouter.internal.report;

import org.jspecify.annotations.NullMarked;
