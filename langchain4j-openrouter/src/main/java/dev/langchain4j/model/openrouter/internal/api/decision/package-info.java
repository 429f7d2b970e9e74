/** The body and the answer of {@code /api/alpha/decisions}. */
@NullMarked
package dev.langchain4j.model.openrouter.internal.api.decision;

import org.jspecify.annotations.NullMarked;
