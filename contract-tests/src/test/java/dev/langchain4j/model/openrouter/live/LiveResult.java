package dev.langchain4j.model.openrouter.live;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that a check has found. */
record LiveResult(
        @Nullable String stopped,
        Map<Smoke, Finding> smokes,
        Map<Question, Finding> questions,
        List<ContractResult> contract,
        BigDecimal spent,
        List<String> models,
        Map<String, BigDecimal> costs) {

    /** Nothing could be asked. */
    static LiveResult stopped(String why) {
        return new LiveResult(why, Map.of(), Map.of(), List.of(), BigDecimal.ZERO, List.of(), Map.of());
    }

    /** What makes the build red: one line each. A wrong assumption does not, it is what the check is for. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (stopped != null) {
            problems.add(stopped);
        }
        smokes.forEach((smoke, finding) -> {
            if (finding.verdict() == Verdict.FAILED || !smoke.optional() && finding.verdict() == Verdict.SKIPPED) {
                problems.add(smoke.name() + ": " + finding.cameBack());
            }
        });
        failuresOfAllModels()
                .forEach(
                        (test, kind) -> problems.add("LangChain4j's test " + test + ": " + kind + " with every model"));
        return problems;
    }

    /** One model may not be able to do it; what no model can do is suspected to be ours. */
    private Map<String, String> failuresOfAllModels() {
        Map<String, List<ContractResult>> byTest = new LinkedHashMap<>();
        contract.forEach(result ->
                byTest.computeIfAbsent(result.test(), test -> new ArrayList<>()).add(result));
        Map<String, String> failures = new LinkedHashMap<>();
        byTest.forEach((test, results) -> {
            if (results.size() > 1 && results.stream().allMatch(ContractResult::failed)) {
                failures.put(test, results.get(0).failure());
            }
        });
        return failures;
    }
}
