package dev.langchain4j.model.openrouter.internal.rerank;

import dev.langchain4j.model.openrouter.internal.rerank.JudgeCalls.Answer;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.JudgeKind;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.JudgePrompt;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.Passage;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.PromptWriter;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.RerankOptions;
import dev.langchain4j.model.openrouter.internal.rerank.reply.GradeReply;
import dev.langchain4j.model.openrouter.internal.rerank.reply.JudgeReply;
import dev.langchain4j.model.openrouter.internal.rerank.reply.ReplyStatus;
import dev.langchain4j.model.openrouter.internal.rerank.reply.WeighedGrades;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Grades batches: asks again for missing verdicts, and finds the passage for which a guardrail refused a batch. */
final class Grader {

    private final RerankOptions options;
    private final PromptWriter prompts;
    private final JudgeCalls calls;
    private final CallAllowance allowance;
    private final RunTally tally;

    Grader(RerankOptions options, PromptWriter prompts, JudgeCalls calls, CallAllowance allowance) {
        this.options = options;
        this.prompts = prompts;
        this.calls = calls;
        this.allowance = allowance;
        this.tally = calls.tally();
    }

    /** All batches in parallel. */
    CompletableFuture<Grades> grade(List<List<Passage>> batches) {
        List<CompletableFuture<Grades>> each =
                batches.stream().map(batch -> grade(batch, 1)).toList();
        return CompletableFuture.allOf(each.toArray(CompletableFuture[]::new))
                .thenApply(ended ->
                        Grades.all(each.stream().map(CompletableFuture::join).toList()));
    }

    private CompletableFuture<Grades> grade(List<Passage> batch, int round) {
        return ask(batch, 1, PromptWriter.replyTokens(batch.size()), round)
                .thenCompose(outcome -> outcome.end == End.REFUSED && batch.size() > 1
                        ? isolate(batch, List.of(), round + 1)
                        : CompletableFuture.completedFuture(outcome.grades));
    }

    /** How the call for all of the passages ended. */
    private enum End {
        ANSWERED,
        REFUSED,
        FAILED
    }

    private record Outcome(Grades grades, End end) {}

    private CompletableFuture<Outcome> ask(List<Passage> passages, int attempt, int maxTokens, int round) {
        JudgeKind kind = options.kind() == JudgeKind.POINTWISE ? JudgeKind.POINTWISE : JudgeKind.GRADED;
        JudgePrompt prompt = prompts.grades(kind, passages, attempt, maxTokens);
        String key = prompts.cacheKey(kind, passages);
        Predicate<String> isComplete =
                kept -> parsed(kept, passages, false).status().isComplete();
        return calls.ask(prompt, key, isComplete, round).thenCompose(answer -> {
            if (answer.isRefusal()) {
                Grades grades = passages.size() == 1 ? Grades.refused(passages.get(0), round) : Grades.none(round);
                return CompletableFuture.completedFuture(new Outcome(grades, End.REFUSED));
            }
            JudgeReply reply = answer.reply();
            if (reply == null) {
                return CompletableFuture.completedFuture(new Outcome(Grades.none(round), End.FAILED));
            }
            Grades grades = read(answer, passages, attempt, round);
            List<Passage> missing = grades.missingFrom(passages);
            if (missing.isEmpty() || attempt > options.maxReasks() || !allowance.takeSpare()) {
                return CompletableFuture.completedFuture(new Outcome(grades, End.ANSWERED));
            }
            tally.reasked();
            int room = PromptWriter.replyTokens(missing.size());
            return ask(missing, attempt + 1, reply.reachedLimit() ? 2 * Math.max(room, maxTokens) : room, round + 1)
                    .thenApply(later -> new Outcome(grades.and(later.grades), End.ANSWERED));
        });
    }

    private Grades read(Answer answer, List<Passage> passages, int attempt, int round) {
        JudgeReply reply = Objects.requireNonNull(answer.reply());
        GradeReply read = parsed(reply.text(), passages, reply.wasCutShort());
        if (read.status() == ReplyStatus.UNUSABLE) {
            tally.misfit(read.misfit() == null ? reply.misfit() : read.misfit());
        }
        Map<Integer, Double> numbered = new LinkedHashMap<>(read.grades());
        if (read.status() == ReplyStatus.OK) {
            Map<Integer, Double> weighed = WeighedGrades.of(reply, options.gradeMax());
            tally.weighed(weighed.size());
            numbered.putAll(weighed);
        }
        calls.parsed(answer, read.status(), reply.tokens().isEmpty() ? reply.text() : kept(numbered));
        Map<Passage, Double> grades = new HashMap<>();
        Map<Passage, Double> places = new HashMap<>();
        boolean ordered = options.bestFirst() && options.kind() != JudgeKind.POINTWISE;
        numbered.forEach((number, grade) -> {
            Passage passage = passages.get(number - 1);
            if (ordered) {
                // a later reply does not say how its passages compare with those of the first
                places.put(passage, attempt > 1 ? 1 : grades.size() / (double) passages.size());
            }
            grades.put(passage, grade / options.gradeMax());
        });
        return new Grades(grades, places, Set.of(), round);
    }

    private GradeReply parsed(String reply, List<Passage> passages, boolean cutShort) {
        return GradeReply.parse(reply, passages.size(), options.gradeMax(), cutShort);
    }

    /** Stored in the cache instead of a reply with tokens: the grades as fractions, which tell their scale. */
    private String kept(Map<Integer, Double> grades) {
        return grades.entrySet().stream()
                .map(grade -> "\"" + grade.getKey() + "\":\""
                        + BigDecimal.valueOf(grade.getValue()).toPlainString() + "/" + options.gradeMax() + "\"")
                .collect(Collectors.joining(",", "{", "}"));
    }

    /**
     * Halves a refused list until the refused passage stands alone: one call per level. If one half was refused, the
     * other must be clean and waits; all waiting halves are asked for together at the end.
     */
    private CompletableFuture<Grades> isolate(List<Passage> suspects, List<Passage> waiting, int round) {
        if (suspects.size() == 1) {
            return gradeIfSpare(waiting, round).thenApply(Grades.refused(suspects.get(0), round)::and);
        }
        if (!allowance.takeSpare()) {
            return CompletableFuture.completedFuture(Grades.none(round));
        }
        List<Passage> half = suspects.subList(0, suspects.size() / 2);
        List<Passage> rest = suspects.subList(suspects.size() / 2, suspects.size());
        return ask(half, 1, PromptWriter.replyTokens(half.size()), round).thenCompose(outcome -> switch (outcome.end) {
            case REFUSED -> isolate(half, joined(rest, waiting), round + 1);
            case ANSWERED -> isolate(rest, waiting, outcome.grades.round() + 1).thenApply(outcome.grades::and);
            // the half may be the refused one: what it did not say is no evidence against the rest
            case FAILED -> gradeIfSpare(joined(rest, waiting), round + 1);
        });
    }

    private CompletableFuture<Grades> gradeIfSpare(List<Passage> passages, int round) {
        return passages.isEmpty() || !allowance.takeSpare()
                ? CompletableFuture.completedFuture(Grades.none(round))
                : grade(passages, round);
    }

    private static List<Passage> joined(List<Passage> first, List<Passage> second) {
        List<Passage> joined = new ArrayList<>(first);
        joined.addAll(second);
        return joined;
    }
}
