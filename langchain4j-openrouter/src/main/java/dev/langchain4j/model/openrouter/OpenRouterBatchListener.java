package dev.langchain4j.model.openrouter;

/**
 * Gets the progress of a batch while {@link OpenRouterBatchChatModel#awaitResults} waits for it.
 *
 * @see <a href="https://openrouter.ai/docs/features/batch-api">Batches</a>
 */
@FunctionalInterface
public interface OpenRouterBatchListener {

    /**
     * Called after every look at the batch, on the waiting thread, the last time when the batch is over. Its exceptions
     * are logged and not passed on, except a {@code VirtualMachineError}.
     *
     * @param batch state and counts, without results
     */
    void onProgress(OpenRouterBatchResponse<?> batch);
}
