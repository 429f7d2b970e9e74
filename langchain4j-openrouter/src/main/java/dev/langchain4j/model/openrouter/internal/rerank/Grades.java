package dev.langchain4j.model.openrouter.internal.rerank;

import dev.langchain4j.model.openrouter.internal.rerank.prompt.Passage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The result of grading calls.
 *
 * @param of passage to grade; passages without a verdict are missing
 * @param refused passages that the content guardrail refused
 * @param round the last round that the calls took
 */
record Grades(Map<Passage, Double> of, Set<Passage> refused, int round) {

    static Grades none(int round) {
        return new Grades(Map.of(), Set.of(), round);
    }

    static Grades refused(Passage passage, int round) {
        return new Grades(Map.of(), Set.of(passage), round);
    }

    Grades and(Grades other) {
        Map<Passage, Double> grades = new HashMap<>(of);
        grades.putAll(other.of);
        Set<Passage> all = new HashSet<>(refused);
        all.addAll(other.refused);
        return new Grades(grades, all, Math.max(round, other.round));
    }

    List<Passage> missingFrom(List<Passage> passages) {
        return passages.stream()
                .filter(passage -> !of.containsKey(passage) && !refused.contains(passage))
                .toList();
    }
}
