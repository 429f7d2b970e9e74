package dev.langchain4j.model.openrouter.spark;

import org.jspecify.annotations.Nullable;

/**
 * A document that a task wants to send.
 *
 * @param before what the journal had when it was looked up; null for nothing
 */
record Claim(Document document, @Nullable Entry before) {}
