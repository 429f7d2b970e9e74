package dev.langchain4j.model.openrouter.internal.rerank;

import dev.langchain4j.model.openrouter.internal.rerank.Reranking.Problem;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.Candidates;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.JudgeKind;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.Passage;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.PromptWriter;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.RerankOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The state of one query: plan, calls, scores. */
final class RerankRun {

    /** Fewer passages with the same grade are not unusual. */
    private static final int SUSPICIOUSLY_MANY = 5;

    private final RerankOptions options;
    private final Candidates candidates;
    private final CallPlan plan;
    private final Grader grader;
    private final Ranker ranker;
    private final JudgeCalls calls;
    private final RunTally tally;

    RerankRun(String query, Candidates candidates, RerankOptions options, JudgeCalls calls) {
        this.options = options;
        this.candidates = candidates;
        this.plan = CallPlan.of(candidates.passages(), options);
        this.calls = calls;
        this.tally = calls.tally();
        var prompts = new PromptWriter(query, options);
        var allowance = new CallAllowance(options.callLimit(), slides() ? windows() : plan.calls());
        this.grader = new Grader(options, prompts, calls, allowance);
        this.ranker = new Ranker(options, prompts, calls, allowance);
    }

    CompletableFuture<Reranking> start() {
        CompletableFuture<Reranking> result = slides()
                ? ranker.slide(candidates.passages().subList(0, sliding())).thenApply(this::ofOrder)
                : grader.grade(plan.batches()).thenCompose(this::refine);
        // Another future, so that cancelling it reaches the calls even if stages in between do not pass it on.
        CompletableFuture<Reranking> handle = result.whenComplete((ranking, error) -> {
            if (ranking == null || ranking.problem() != Problem.ALL_IDENTICAL) {
                calls.store();
            }
        });
        handle.whenComplete((value, error) -> {
            if (handle.isCancelled()) {
                calls.cancel();
            }
        });
        return handle;
    }

    /** A single passage has no order, but a grade. */
    private boolean slides() {
        return options.kind() == JudgeKind.LISTWISE && candidates.passages().size() > 1;
    }

    /** Number of passages that the windows reach within the limit of calls. */
    private int sliding() {
        long reached = options.batchSize() + (long) Ranker.step(options) * (options.callLimit() - 1L);
        return (int) Math.min(candidates.passages().size(), reached);
    }

    private int windows() {
        int beyondFirst = Math.max(0, sliding() - options.batchSize());
        return 1 + (beyondFirst + Ranker.step(options) - 1) / Ranker.step(options);
    }

    private CompletableFuture<Reranking> refine(Grades grades) {
        List<Passage> head = plan.orderings() == 0 || problem(grades) != null ? List.of() : head(grades);
        if (head.size() < 2) {
            return CompletableFuture.completedFuture(ofGrades(grades, List.of()));
        }
        return ranker.refine(head, plan.orderings(), plan.gradedTogether(), grades.round() + 1)
                .thenApply(order -> ofGrades(grades, order));
    }

    /**
     * The best, as many as one call holds; never a passage that must be judged alone. Empty if the judge found nothing
     * relevant: the order of irrelevant passages is not worth a call.
     */
    private List<Passage> head(Grades grades) {
        if (grades.of().values().stream().allMatch(grade -> grade == 0)) {
            return List.of();
        }
        List<Passage> best = grades.of().keySet().stream()
                .filter(passage -> !passage.suspicious() || !options.isolate())
                .sorted(Comparator.comparing((Passage passage) -> -grades.of().get(passage))
                        .thenComparing(grades::place)
                        .thenComparing(Passage::rank))
                .limit(options.refineTop())
                .toList();
        int size = best.size();
        while (size > 1 && !CallPlan.fits(best.subList(0, size), options)) {
            size--;
        }
        return best.subList(0, size);
    }

    private Reranking ofGrades(Grades grades, List<Passage> head) {
        List<Integer> refused = positions(grades.refused());
        List<Integer> unscored = positions(grades.missingFrom(candidates.passages()));
        List<Integer> excluded =
                Stream.concat(candidates.excluded().stream(), refused.stream()).toList();
        List<Double> scores = new ScoreBoard(candidates.size())
                .blank(candidates.blank())
                .excluded(excluded)
                .unscored(unscored)
                .graded(grades)
                .refined(head, grades.of())
                .scores();
        RerankReport report = tally.report(true, unscored, candidates.suspicious(), refused);
        return new Reranking(scores, report, problem(grades), tally.misfit(), tally.failure());
    }

    private @Nullable Problem problem(Grades grades) {
        int asked = candidates.passages().size()
                - plan.left().size()
                - grades.refused().size();
        int known = grades.of().size();
        if (2 * known < asked || (known == 0 && !candidates.passages().isEmpty())) {
            return Problem.MOSTLY_UNKNOWN;
        }
        Set<Double> different = new HashSet<>(grades.of().values());
        return known >= SUSPICIOUSLY_MANY && different.size() == 1 && !different.contains(0.0)
                ? Problem.ALL_IDENTICAL
                : null;
    }

    private Reranking ofOrder(Ranker.Slide slide) {
        Set<Passage> placed = new HashSet<>(slide.placed());
        List<Integer> unscored = positions(candidates.passages().stream()
                .filter(passage -> !placed.contains(passage))
                .toList());
        Set<Passage> order = new LinkedHashSet<>(slide.order());
        order.addAll(candidates.passages());
        List<Integer> positions = new ArrayList<>(positions(order));
        positions.addAll(candidates.excluded());
        positions.addAll(candidates.blank());
        RerankReport report = tally.report(false, unscored, candidates.suspicious(), List.of());
        Problem problem = 2 * placed.size() < sliding() ? Problem.MOSTLY_UNKNOWN : null;
        return new Reranking(ScoreBoard.ofOrder(positions), report, problem, tally.misfit(), tally.failure());
    }

    private static List<Integer> positions(Collection<Passage> passages) {
        return passages.stream()
                .flatMap(passage -> passage.positions().stream())
                .toList();
    }
}
