package dev.langchain4j.model.openrouter.internal.api.batch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of results.
 *
 * @param next the cursor of the next page; null at the end
 */
public record BatchResults(List<BatchLine> lines, @Nullable String next) {}
