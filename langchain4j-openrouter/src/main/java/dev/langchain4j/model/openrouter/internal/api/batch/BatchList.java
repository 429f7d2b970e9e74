package dev.langchain4j.model.openrouter.internal.api.batch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the batches of the workspace, the newest first.
 *
 * @param next the id after which the next page begins, the last one of this page if none is reported; null at the end
 */
public record BatchList(List<Batch> batches, @Nullable String next) {}
