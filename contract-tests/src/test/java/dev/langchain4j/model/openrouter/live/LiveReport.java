package dev.langchain4j.model.openrouter.live;

import dev.langchain4j.model.openrouter.live.ContractResult.Outcome;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** Writes the report, in Markdown. It has no key, no prompt and no id of an account or an answer. */
final class LiveReport {

    private static final String OPENROUTER = "https://openrouter.ai/api/v1";

    private final LiveSettings settings;
    private final Scrub scrub;
    private final LocalDate today;

    LiveReport(LiveSettings settings, Scrub scrub, LocalDate today) {
        this.settings = settings;
        this.scrub = scrub;
        this.today = today;
    }

    /** What a run with a key would do. */
    String plan(List<Smoke> smokes, List<Question> questions, List<String> contractTests) {
        StringBuilder text = new StringBuilder("# Live check: not run\n\n");
        text.append(
                        "`OPENROUTER_API_KEY` is not set, so nothing was asked. With a key the check does what follows, for at most $")
                .append(settings.limit())
                .append(": a budget of the library refuses what would exceed it. Free models are asked first.\n\n")
                .append("## Calls\n\n| Call | Operation | |\n|---|---|---|\n");
        smokes.forEach(smoke -> row(
                text, smoke.name(), code(smoke.operation()), smoke.optional() ? "if there is money and a model" : ""));
        text.append("\n## Open questions\n\n| We assume | Where | How it is asked |\n|---|---|---|\n");
        questions.forEach(question -> row(text, question.assumed(), code(question.where()), question.asked()));
        text.append("\n## LangChain4j's own tests, on two models\n\n");
        contractTests.forEach(test -> text.append("- `").append(test).append("`\n"));
        return text.toString();
    }

    String of(LiveResult result) {
        StringBuilder text = new StringBuilder("# Live check\n\n");
        text.append(today)
                .append(", ")
                .append(settings.baseUrl() == null ? OPENROUTER : scrub.clean(settings.baseUrl()));
        if (!result.models().isEmpty()) {
            text.append(", with ").append(String.join(" and ", result.models()));
        }
        text.append(". Spent $")
                .append(plain(result.spent()))
                .append(" of $")
                .append(settings.limit().toPlainString())
                .append(".\n\n");
        List<String> problems = result.problems();
        text.append(problems.isEmpty() ? "The library works.\n" : "**The library did not prove itself:**\n\n");
        problems.forEach(
                problem -> text.append("- ").append(scrub.clean(problem)).append('\n'));
        smokes(text, result);
        questions(text, result);
        contract(text, result);
        costs(text, result);
        return text.toString();
    }

    private static void smokes(StringBuilder text, LiveResult result) {
        if (!result.smokes().isEmpty()) {
            text.append("\n## Calls\n\n| Call | Operation | Verdict | What came back |\n|---|---|---|---|\n");
            result.smokes()
                    .forEach((smoke, finding) -> row(
                            text,
                            smoke.name(),
                            code(smoke.operation()),
                            finding.verdict().toString(),
                            finding.cameBack()));
        }
    }

    private static void questions(StringBuilder text, LiveResult result) {
        if (!result.questions().isEmpty()) {
            text.append("\n## Open questions\n\n")
                    .append(
                            "| We assume | Where | How it was asked | What came back | Verdict |\n|---|---|---|---|---|\n");
            result.questions()
                    .forEach((question, finding) -> row(
                            text,
                            question.assumed(),
                            code(question.where()),
                            question.asked(),
                            finding.cameBack(),
                            finding.verdict().toString()));
        }
    }

    private static void contract(StringBuilder text, LiveResult result) {
        if (result.contract().isEmpty()) {
            return;
        }
        text.append("\n## LangChain4j's own tests\n\n| Model | Passed | Failed | Not run |\n|---|---|---|---|\n");
        for (String model : result.models()) {
            List<ContractResult> ofModel = result.contract().stream()
                    .filter(one -> one.model().equals(model))
                    .toList();
            long passed = count(ofModel, Outcome.PASSED);
            long failed = count(ofModel, Outcome.FAILED);
            row(text, model, "" + passed, "" + failed, "" + (ofModel.size() - passed - failed));
        }
        List<ContractResult> notPassed = result.contract().stream()
                .filter(one -> one.outcome() == Outcome.FAILED || one.outcome() == Outcome.NOT_SENT)
                .toList();
        if (!notPassed.isEmpty()) {
            text.append(
                            "\nA test that fails with one model shows what the model cannot do; with every model, what the library"
                                    + " cannot do.\n\n")
                    .append("| Test | Model | Outcome |\n|---|---|---|\n");
            notPassed.forEach(one -> row(
                    text,
                    code(one.test()),
                    one.model(),
                    one.outcome() + (one.failure().isEmpty() ? "" : ": " + one.failure())));
        }
    }

    private static long count(List<ContractResult> results, Outcome outcome) {
        return results.stream().filter(one -> one.outcome() == outcome).count();
    }

    private static void costs(StringBuilder text, LiveResult result) {
        if (!result.costs().isEmpty()) {
            text.append("\n## Cost\n\n| Model | US dollars |\n|---|---|\n");
            for (Map.Entry<String, BigDecimal> cost : result.costs().entrySet()) {
                row(text, cost.getKey(), plain(cost.getValue()));
            }
        }
    }

    private static String plain(BigDecimal dollars) {
        return dollars.signum() == 0 ? "0" : dollars.stripTrailingZeros().toPlainString();
    }

    private static String code(String text) {
        return "`" + text + "`";
    }

    private static void row(StringBuilder text, String... cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
