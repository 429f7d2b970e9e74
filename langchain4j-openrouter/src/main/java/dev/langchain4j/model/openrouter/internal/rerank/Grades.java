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
 * @param places passage to its place in its call's reply, from 0 for the best to 1; for calls that ask for an order
 * @param refused passages that the content guardrail refused
 * @param round the last round that the calls took
 */
record Grades(Map<Passage, Double> of, Map<Passage, Double> places, Set<Passage> refused, int round) {

    static Grades none(int round) {
        return new Grades(Map.of(), Map.of(), Set.of(), round);
    }

    static Grades refused(Passage passage, int round) {
        return new Grades(Map.of(), Map.of(), Set.of(passage), round);
    }

    Grades and(Grades other) {
        Map<Passage, Double> grades = new HashMap<>(of);
        grades.putAll(other.of);
        Set<Passage> all = new HashSet<>(refused);
        all.addAll(other.refused);
        Map<Passage, Double> both = new HashMap<>(places);
        both.putAll(other.places);
        return new Grades(grades, both, all, Math.max(round, other.round));
    }

    /** 0 for a call that does not ask for an order. */
    double place(Passage passage) {
        return places.getOrDefault(passage, 0.0);
    }

    List<Passage> missingFrom(List<Passage> passages) {
        return passages.stream()
                .filter(passage -> !of.containsKey(passage) && !refused.contains(passage))
                .toList();
    }
}
