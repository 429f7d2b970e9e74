package dev.langchain4j.model.openrouter.internal.api.batch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of results.
 *
 * @param next the cursor of the next page; null at the end
 * @param more whether the page says that it is not the last one
 */
public record BatchResults(List<BatchLine> lines, @Nullable String next, boolean more) {}
