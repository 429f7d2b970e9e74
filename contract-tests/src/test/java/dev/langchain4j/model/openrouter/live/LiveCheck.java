package dev.langchain4j.model.openrouter.live;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.openrouter.OpenRouter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Asks OpenRouter all that the library relies on, for little money, and writes a report. */
final class LiveCheck {

    private static final int QUESTIONS_AT_ONCE = 4;

    private final LiveSettings settings;
    private final List<Smoke> smokes;
    private final List<Question> questions;
    private final List<String> contractTests;
    private final Consumer<String> progress;
    private final Scrub scrub;

    LiveCheck(
            LiveSettings settings,
            List<Smoke> smokes,
            List<Question> questions,
            List<String> contractTests,
            Consumer<String> progress) {
        this.settings = settings;
        this.smokes = smokes;
        this.questions = questions;
        this.contractTests = contractTests;
        this.progress = progress;
        this.scrub = new Scrub(settings.key());
    }

    static LiveCheck of(LiveSettings settings, Consumer<String> progress) {
        return new LiveCheck(
                settings,
                Smokes.ALL,
                Questions.ALL,
                settings.contractTests() ? ContractTests.ALL : List.of(),
                progress);
    }

    /** Without a key it writes what it would do. Whatever happens, there is a report. */
    LiveResult run(LocalDate today) throws IOException {
        LiveReport report = new LiveReport(settings, scrub, today);
        if (!settings.hasKey()) {
            Files.writeString(settings.report(), report.plan(smokes, questions, contractTests));
            progress.accept(
                    "OPENROUTER_API_KEY is not set: nothing was asked and nothing was spent. With a key the check makes "
                            + smokes.size() + " calls of the library, asks " + questions.size() + " questions and runs "
                            + contractTests.size() + " of LangChain4j's test classes, for at most $" + settings.limit()
                            + ". They are listed in " + settings.report());
            return LiveResult.stopped("no key");
        }
        LiveResult result;
        try {
            reachable();
            try (Live live = Live.connect(settings)) {
                result = ask(live);
            }
        } catch (LangChain4jException | IllegalStateException | IllegalArgumentException e) {
            result = LiveResult.stopped(scrub.clean(explained(e)));
        }
        Files.writeString(settings.report(), report.of(result));
        return result;
    }

    /** At once, without retries: a wrong key and a missing network are the commonest failures. */
    private void reachable() {
        try (OpenRouter openRouter =
                Live.connection(settings).apiKey(settings.key()).maxRetries(0).build()) {
            openRouter.key();
        }
    }

    private String explained(RuntimeException e) {
        if (e instanceof AuthenticationException) {
            return "OpenRouter refuses the key in OPENROUTER_API_KEY: " + e.getMessage();
        }
        return Failures.status(e) == 0 && e instanceof LangChain4jException
                ? "OpenRouter cannot be reached: " + e.getMessage()
                : Failures.words(e);
    }

    private LiveResult ask(Live live) {
        progress.accept("Asks " + String.join(" and ", live.models().chat()) + ", for at most $" + settings.limit());
        Map<Smoke, Finding> smoked = new LinkedHashMap<>();
        for (Smoke smoke : smokes) {
            Finding finding = finding(() -> smoke.body().on(live), Verdict.FAILED, smoke.optional());
            smoked.put(smoke, finding);
            progress.accept(smoke.name() + ": " + finding.verdict() + ", " + finding.cameBack());
        }
        Map<Question, Finding> answers = answers(live);
        List<ContractResult> contract = List.of();
        if (!contractTests.isEmpty()) {
            progress.accept("LangChain4j's tests: " + contractTests.size() + " classes");
            contract = ContractTests.run(live, contractTests);
        }
        if (live.budget().unsettled().signum() > 0 && !settings.untilOnRecord().isZero()) {
            live.budget().settle();
        }
        Map<String, BigDecimal> costs = new LinkedHashMap<>();
        live.totals().byModel().forEach((model, total) -> costs.put(model, total.cost()));
        return new LiveResult(
                null,
                smoked,
                answers,
                contract,
                live.budget().spent().add(live.budget().unsettled()),
                live.models().chat(),
                costs);
    }

    private Map<Question, Finding> answers(Live live) {
        ExecutorService pool = Executors.newFixedThreadPool(QUESTIONS_AT_ONCE);
        try {
            List<Future<Finding>> futures = new ArrayList<>();
            for (Question question : questions) {
                futures.add(pool.submit(() -> finding(() -> question.body().on(live), Verdict.COULD_NOT_TELL, true)));
            }
            Map<Question, Finding> answers = new LinkedHashMap<>();
            for (int i = 0; i < questions.size(); i++) {
                Finding finding = futures.get(i).get();
                answers.put(questions.get(i), finding);
                progress.accept(questions.get(i).assumed() + ": " + finding.verdict() + ", " + finding.cameBack());
            }
            return answers;
        } catch (Exception e) {
            throw new IllegalStateException("the questions were interrupted", e);
        } finally {
            pool.shutdownNow();
        }
    }

    private interface Body {
        Finding run() throws Exception;
    }

    /** What was thrown is a finding, too. */
    private Finding finding(Body body, Verdict ifFailed, boolean optional) {
        Finding finding;
        try {
            finding = body.run();
        } catch (Exception | AssertionError e) {
            boolean skipped = Failures.isMoney(e) || optional && Failures.isBusy(e);
            finding = new Finding(
                    skipped && ifFailed == Verdict.FAILED ? Verdict.SKIPPED : ifFailed,
                    Failures.isMoney(e)
                            ? "not sent, for it would exceed the money: " + e.getMessage()
                            : Failures.words(e));
        }
        return new Finding(finding.verdict(), scrub.clean(finding.cameBack()));
    }
}
