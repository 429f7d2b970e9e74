package dev.langchain4j.model.openrouter.internal.rerank;

import dev.langchain4j.model.openrouter.internal.rerank.prompt.Passage;
import dev.langchain4j.model.openrouter.internal.rerank.reply.JudgeReply;
import dev.langchain4j.model.openrouter.internal.rerank.reply.JudgeUsage;
import dev.langchain4j.model.openrouter.internal.rerank.reply.ReplyStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Counts the calls of one query. Shared by their callbacks, so it is synchronized. */
final class RunTally {

    private int calls;
    private int rounds;
    private int retries;
    private int reasks;
    private int repaired;
    private int partial;
    private int weighed;
    private int failedCalls;
    private int cacheHits;
    private JudgeUsage usage = JudgeUsage.NONE;
    private @Nullable String model;
    private @Nullable Throwable failure;
    private @Nullable String misfit;
    private @Nullable Agreement<Passage> agreement;
    private final List<String> generationIds = new ArrayList<>();

    private void called(int round) {
        calls++;
        rounds = Math.max(rounds, round);
    }

    synchronized void answered(JudgeReply reply, int round) {
        called(round);
        usage = usage.plus(reply.usage());
        model = model == null ? reply.model() : model;
        generated(reply.generationId());
    }

    synchronized void failed(Throwable error, int round) {
        if (!(error instanceof JudgeUnsentException)) {
            called(round);
            failedCalls++;
        }
        if (failure == null || error instanceof JudgeClosedException && !(failure instanceof JudgeClosedException)) {
            failure = error;
        }
        if (error instanceof JudgeException billed) {
            usage = usage.plus(billed.usage());
            generated(billed.generationId());
        }
    }

    private void generated(@Nullable String id) {
        if (id != null) {
            generationIds.add(id);
        }
    }

    synchronized void parsed(ReplyStatus status) {
        switch (status) {
            case OK, UNUSABLE -> {}
            case REPAIRED -> repaired++;
            case PARTIAL -> partial++;
        }
    }

    synchronized void misfit(String ofReply) {
        misfit = misfit == null ? ofReply : misfit;
    }

    synchronized @Nullable String misfit() {
        return misfit;
    }

    synchronized void weighed(int grades) {
        weighed += grades;
    }

    synchronized void cacheHit() {
        cacheHits++;
    }

    synchronized void retried() {
        retries++;
    }

    synchronized void reasked() {
        reasks++;
    }

    synchronized void agreed(Agreement<Passage> agreement) {
        this.agreement = agreement;
    }

    synchronized @Nullable Throwable failure() {
        return failure;
    }

    synchronized RerankReport report(
            boolean calibrated,
            Collection<Integer> unscored,
            Collection<Integer> suspicious,
            Collection<Integer> refused) {
        return new RerankReport(
                calls,
                rounds,
                retries,
                reasks,
                repaired,
                partial,
                weighed,
                failedCalls,
                List.copyOf(new TreeSet<>(unscored)),
                List.copyOf(new TreeSet<>(suspicious)),
                List.copyOf(new TreeSet<>(refused)),
                agreement == null ? null : agreement.tau(),
                agreement == null ? List.of() : positions(agreement.swinging()),
                usage,
                model,
                generationIds,
                calibrated,
                cacheHits);
    }

    private static List<Integer> positions(List<Passage> passages) {
        return passages.stream()
                .flatMap(passage -> passage.positions().stream())
                .sorted()
                .toList();
    }
}
