package dev.langchain4j.model.openrouter.internal.api.batch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the batches of the workspace, the newest first.
 *
 * @param next the id after which the next page begins, the last one of this page if none is reported; null at the end
 * @param more whether the page says that others follow it
 */
public record BatchList(List<Batch> batches, @Nullable String next, boolean more) {}
