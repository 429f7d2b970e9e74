package dev.langchain4j.model.openrouter.internal.rerank;

import dev.langchain4j.model.openrouter.internal.rerank.JudgeCalls.Answer;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.JudgeKind;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.JudgePrompt;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.Passage;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.PromptWriter;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.RerankOptions;
import dev.langchain4j.model.openrouter.internal.rerank.reply.JudgeReply;
import dev.langchain4j.model.openrouter.internal.rerank.reply.RankingReply;
import dev.langchain4j.model.openrouter.internal.rerank.reply.ReplyStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Orders passages by listwise calls: several permutations of one list, or a window that slides over a long one. */
final class Ranker {

    private final RerankOptions options;
    private final PromptWriter prompts;
    private final JudgeCalls calls;
    private final CallAllowance allowance;
    private final RunTally tally;

    Ranker(RerankOptions options, PromptWriter prompts, JudgeCalls calls, CallAllowance allowance) {
        this.options = options;
        this.prompts = prompts;
        this.calls = calls;
        this.allowance = allowance;
        this.tally = calls.tally();
    }

    /**
     * @param order the given order, followed by passages that the reply left out; the given order if the reply is empty
     * @param verdicts number of passages that the reply placed
     */
    private record Vote(List<Passage> order, int verdicts, int round) {}

    /**
     * Judges the list in several orders in parallel, because judges prefer certain positions in a prompt.
     *
     * @param headVotes whether the given order is one judge's verdict on the whole list, so that it counts as the vote
     *     on the list as given
     */
    CompletableFuture<List<Passage>> refine(List<Passage> head, int orderings, boolean headVotes, int round) {
        List<CompletableFuture<Vote>> votes = new ArrayList<>();
        for (int i = 0; i < orderings; i++) {
            votes.add(vote(permutation(head, headVotes ? i + 1 : i), round));
        }
        return CompletableFuture.allOf(votes.toArray(CompletableFuture[]::new)).thenApply(done -> {
            List<List<Passage>> ballots = votes.stream()
                    .map(CompletableFuture::join)
                    .filter(vote -> vote.verdicts > 0)
                    .map(Vote::order)
                    .collect(Collectors.toCollection(ArrayList::new));
            if (headVotes) {
                ballots.add(head);
            }
            if (ballots.size() > 1) {
                tally.agreed(Agreement.of(ballots));
            }
            return Borda.order(head, ballots);
        });
    }

    private List<Passage> permutation(List<Passage> head, int number) {
        List<Passage> permuted = new ArrayList<>(head);
        if (number == 1) {
            Collections.reverse(permuted);
        } else if (number > 1) {
            Collections.shuffle(permuted, new Random(prompts.orderSeed(number, head)));
        }
        return permuted;
    }

    private CompletableFuture<Vote> vote(List<Passage> list, int round) {
        return vote(list, round, 1, PromptWriter.replyTokens(list.size()));
    }

    private CompletableFuture<Vote> vote(List<Passage> list, int round, int attempt, int maxTokens) {
        JudgePrompt prompt = prompts.ranking(list, attempt, maxTokens);
        String key = prompts.cacheKey(JudgeKind.LISTWISE, list);
        Predicate<String> isComplete =
                kept -> RankingReply.parse(kept, list.size()).status().isComplete();
        return calls.ask(prompt, key, isComplete, round).thenCompose(answer -> {
            JudgeReply reply = answer.reply();
            if (reply == null) {
                return CompletableFuture.completedFuture(new Vote(list, 0, round));
            }
            Vote vote = read(answer, list, round);
            if (vote.verdicts == list.size() || attempt > options.maxReasks() || !allowance.takeSpare()) {
                return CompletableFuture.completedFuture(vote);
            }
            tally.retried();
            return vote(list, round + 1, attempt + 1, reply.reachedLimit() ? 2 * maxTokens : maxTokens)
                    .thenApply(second -> second.verdicts > vote.verdicts ? second : vote);
        });
    }

    private Vote read(Answer answer, List<Passage> list, int round) {
        JudgeReply reply = Objects.requireNonNull(answer.reply());
        RankingReply read = RankingReply.parse(reply.text(), list.size());
        if (read.status() == ReplyStatus.UNUSABLE) {
            tally.misfit(reply.misfit());
        }
        calls.parsed(answer, read.status(), reply.text());
        List<Passage> order = new ArrayList<>(
                read.order().stream().map(number -> list.get(number - 1)).toList());
        list.stream().filter(passage -> !order.contains(passage)).forEach(order::add);
        return new Vote(order, read.order().size(), round);
    }

    /** @param placed passages that at least one window's reply placed */
    record Slide(List<Passage> order, List<Passage> placed) {}

    /** One window after the other, from the end of the list to its start, each overlapping half of the one before. */
    CompletableFuture<Slide> slide(List<Passage> list) {
        int first = Math.max(0, list.size() - options.batchSize());
        return slide(new Slide(list, List.of()), first, 1);
    }

    private CompletableFuture<Slide> slide(Slide slide, int start, int round) {
        int end = Math.min(start + options.batchSize(), slide.order.size());
        List<Passage> window = slide.order.subList(start, end);
        return vote(window, round).thenCompose(vote -> {
            List<Passage> order = new ArrayList<>(slide.order);
            for (int i = 0; i < vote.order.size(); i++) {
                order.set(start + i, vote.order.get(i));
            }
            List<Passage> placed = new ArrayList<>(slide.placed);
            placed.addAll(vote.order.subList(0, vote.verdicts));
            Slide next = new Slide(order, placed);
            return start == 0
                    ? CompletableFuture.completedFuture(next)
                    : slide(next, Math.max(0, start - step(options)), vote.round + 1);
        });
    }

    static int step(RerankOptions options) {
        return Math.max(1, options.batchSize() / 2);
    }
}
