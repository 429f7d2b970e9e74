package dev.langchain4j.model.openrouter.internal.rerank;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Merges several orders of the same items by the sum of their positions; ties keep the given order. */
final class Borda {

    private Borda() {}

    static <T> List<T> order(List<T> given, List<List<T>> ballots) {
        Map<T, Integer> places = new HashMap<>();
        for (List<T> ballot : ballots) {
            for (int place = 0; place < ballot.size(); place++) {
                places.merge(ballot.get(place), place, Integer::sum);
            }
        }
        List<T> merged = new ArrayList<>(given);
        merged.sort(Comparator.comparing(item -> places.getOrDefault(item, 0)));
        return merged;
    }
}
