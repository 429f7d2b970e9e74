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
        return all(List.of(this, other));
    }

    /**
     * Joins the grades of all calls in one step: joining them pair by pair would copy the first ones again and again.
     */
    static Grades all(List<Grades> ofCalls) {
        Map<Passage, Double> grades = new HashMap<>();
        Map<Passage, Double> places = new HashMap<>();
        Set<Passage> refused = new HashSet<>();
        int round = 0;
        for (Grades call : ofCalls) {
            grades.putAll(call.of);
            places.putAll(call.places);
            refused.addAll(call.refused);
            round = Math.max(round, call.round);
        }
        return new Grades(grades, places, refused, round);
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
