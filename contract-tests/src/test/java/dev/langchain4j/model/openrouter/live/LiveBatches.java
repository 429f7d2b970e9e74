package dev.langchain4j.model.openrouter.live;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.batch.BatchPagination;
import dev.langchain4j.model.batch.BatchRequest;
import dev.langchain4j.model.batch.BatchResponse;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.OpenRouterBatchChatModel;
import dev.langchain4j.model.openrouter.OpenRouterBatchResponse;
import dev.langchain4j.model.openrouter.OpenRouterPricing;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Batches: a tiny one is submitted, and the results of an earlier one are read, because they take their time. */
final class LiveBatches {

    private static final int LINES = 2;
    private static final Set<String> FIRST_WORDS = Set.of("validating", "in_progress", "finalizing", "completed");

    private LiveBatches() {}

    private static OpenRouterBatchChatModel model(Live live, String name) {
        return live.openRouter()
                .batchChatModel()
                .modelName(name)
                .maxOutputTokens(20)
                .build();
    }

    static Finding submit(Live live) {
        Optional<String> name = live.models().batch();
        if (name.isEmpty()) {
            return Smokes.absent("model with a batch entry");
        }
        OpenRouterBatchChatModel model = model(live, name.get());
        ChatRequest line =
                ChatRequest.builder().messages(UserMessage.from(Prompts.WORD)).build();
        OpenRouterBatchResponse<ChatResponse> batch;
        try {
            batch = model.submit(new BatchRequest<>(List.of(line, line)));
        } catch (InvalidRequestException noBatches) {
            return Finding.skipped(Failures.words(noBatches));
        }
        String after = model.retrieve(batch.batchId()).status();
        return FIRST_WORDS.contains(batch.status())
                ? Finding.ok("accepted as " + batch.status() + ", then " + after
                        + "; its results come later: run the check again to read them")
                : new Finding(Verdict.FAILED, "accepted as " + batch.status());
    }

    /** One that an earlier run has submitted: a finished one of as many lines and the same model. */
    private static Optional<OpenRouterBatchResponse<ChatResponse>> finished(
            OpenRouterBatchChatModel model, String name) {
        for (BatchResponse<ChatResponse> listed :
                model.list(new BatchPagination(50, null)).batches()) {
            OpenRouterBatchResponse<ChatResponse> batch = (OpenRouterBatchResponse<ChatResponse>) listed;
            boolean ours = Integer.valueOf(LINES).equals(batch.totalCount())
                    && batch.modelName() != null
                    && batch.modelName().startsWith(name);
            if (ours && "completed".equals(batch.status())) {
                return Optional.of(model.awaitResults(batch.batchId(), Duration.ofSeconds(5)));
            }
        }
        return Optional.empty();
    }

    static Finding earlier(Live live) {
        Optional<String> name = live.models().batch();
        if (name.isEmpty()) {
            return Smokes.absent("model with a batch entry");
        }
        return finished(model(live, name.get()), name.get())
                .map(batch -> batch.responses().size() == LINES
                        ? Finding.ok(LINES + " answers to " + LINES + " requests")
                        : new Finding(Verdict.FAILED, batch.responses().size() + " answers to " + LINES + " requests"))
                .orElse(Finding.skipped("there is none yet: run the check again when the batch is over"));
    }

    /** What OpenRouter charges for a finished one, beside the catalog's price of the live model. */
    static Finding halfThePrice(Live live) {
        Optional<String> name = live.models().batch();
        if (name.isEmpty()) {
            return Finding.unknown("the catalog has no model with a batch entry");
        }
        return finished(model(live, name.get()), name.get())
                .map(batch -> priced(
                        batch, live.models().find(name.get()).orElseThrow().pricing()))
                .orElse(Finding.unknown("no batch is over yet: run the check again"));
    }

    private static Finding priced(OpenRouterBatchResponse<ChatResponse> batch, OpenRouterPricing live) {
        if (batch.tokenUsage() == null || batch.tokenUsage().cost() == null) {
            return Finding.asAssumed(false, "no cost of the batch");
        }
        BigDecimal full = live.cost(batch.tokenUsage()).orElse(BigDecimal.ZERO);
        if (full.signum() == 0) {
            return Finding.unknown("the catalog does not say what it would cost live");
        }
        BigDecimal part = batch.tokenUsage().cost().divide(full, 2, RoundingMode.HALF_UP);
        return Finding.asAssumed(part.compareTo(BigDecimal.ONE) < 0, part + " of the live price");
    }

    /** Whether the list has a batch as soon as it is accepted: a lost submission is found that way. */
    static Finding listedAtOnce(Live live) {
        Optional<String> name = live.models().batch();
        if (name.isEmpty()) {
            return Finding.unknown("the catalog has no model with a batch entry");
        }
        OpenRouterBatchChatModel model = model(live, name.get());
        var line =
                ChatRequest.builder().messages(UserMessage.from(Prompts.WORD)).build();
        String id = model.submit(new BatchRequest<>(List.of(line))).batchId();
        boolean listed = model.list(new BatchPagination(20, null)).batches().stream()
                .anyMatch(batch -> batch.batchId().equals(id));
        return Finding.asAssumed(listed, listed ? "it is in the list" : "it is not in the list yet");
    }
}
