package dev.langchain4j.model.openrouter.internal.rerank;

import java.util.ArrayList;
import java.util.List;

/**
 * How far several orders of the same items agree. Judges that are sure agree whatever the order in which they see the
 * items. Low agreement means that the order is chance; a swinging item may have manipulated the judge.
 *
 * @param tau mean of Kendall's tau over all pairs of orders: 1 for equal ones, 0 for chance, -1 for reversed ones
 * @param swinging items whose positions in two orders differ by more than half of the list
 */
record Agreement<T>(double tau, List<T> swinging) {

    /** @param orders at least two, of at least two items */
    static <T> Agreement<T> of(List<List<T>> orders) {
        List<T> items = orders.get(0);
        List<int[]> places = orders.stream().map(order -> places(items, order)).toList();
        double sum = 0;
        int pairs = 0;
        for (int a = 0; a < places.size(); a++) {
            for (int b = 0; b < a; b++) {
                sum += tau(places.get(a), places.get(b));
                pairs++;
            }
        }
        return new Agreement<>(sum / pairs, swinging(items, places));
    }

    private static <T> int[] places(List<T> items, List<T> order) {
        return items.stream().mapToInt(order::indexOf).toArray();
    }

    private static double tau(int[] one, int[] other) {
        int n = one.length;
        int agreed = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                agreed += (one[i] < one[j]) == (other[i] < other[j]) ? 1 : -1;
            }
        }
        return agreed / (n * (n - 1) / 2.0);
    }

    private static <T> List<T> swinging(List<T> items, List<int[]> places) {
        List<T> swinging = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            int item = i;
            int first = places.stream().mapToInt(order -> order[item]).min().orElseThrow();
            int last = places.stream().mapToInt(order -> order[item]).max().orElseThrow();
            if (2 * (last - first) > items.size()) {
                swinging.add(items.get(i));
            }
        }
        return swinging;
    }
}
