package dev.langchain4j.model.openrouter.internal.report;

import java.util.ArrayList;
import java.util.List;

/** Finds room for the names of dots, so that none covers another or a dot. */
final class LabelPlaces {

    private static final double LINE = 13;
    private static final int FARTHEST = 6;

    private final List<Taken> all = new ArrayList<>();

    private record Taken(double left, double right, double y) {

        boolean covers(double otherLeft, double otherRight, double otherY) {
            return left < otherRight && otherLeft < right && Math.abs(y - otherY) < LINE;
        }
    }

    void take(double left, double right, double y) {
        all.add(new Taken(left, right, y));
    }

    /** The free line that is nearest to y, above or below, and takes it; y itself if there is none near. */
    double near(double left, double right, double y) {
        for (int lines = 0; lines <= FARTHEST; lines++) {
            for (double place : new double[] {y - lines * LINE, y + lines * LINE}) {
                if (all.stream().noneMatch(taken -> taken.covers(left, right, place))) {
                    take(left, right, place);
                    return place;
                }
            }
        }
        return y;
    }
}
