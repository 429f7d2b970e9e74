package dev.langchain4j.model.openrouter.internal.rerank.reply;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects the grades of one reply and decides which of them are valid. */
final class GradeSheet {

    private static final Pattern GRADE =
            Pattern.compile("\\s*+([+-]?\\d+(?:\\.\\d+)?)\\s*+(?:(?:/|out of)\\s*+(\\d+)|(%))?\\s*+");

    private final int passages;
    private final int gradeMax;
    private final Map<Integer, Double> read = new LinkedHashMap<>();

    /** The passages whose grade another usual scale has. */
    private final Set<Integer> beyondTheScale = new HashSet<>();

    /** The different numbers between 0 and 1 that do not tell their scale, unlike {@code 5 %}. */
    private final Set<Double> partsOfOne = new HashSet<>();

    private boolean countsFromZero;
    private boolean hasStrangers;

    GradeSheet(int passages, int gradeMax) {
        this.passages = passages;
        this.gradeMax = gradeMax;
    }

    /** NaN means "no grade": out of range, not a number, or two different verdicts, as from a forged second one. */
    void put(@Nullable Integer number, @Nullable Object value) {
        if (number == null) {
            return;
        }
        countsFromZero |= number == 0;
        if (number < 1 || number > passages) {
            hasStrangers = true;
            return;
        }
        double grade = grade(value);
        if (grade > gradeMax && grade <= highestElsewhere()) {
            beyondTheScale.add(number);
        }
        read.merge(number, inRange(grade), (first, second) -> first.equals(second) ? first : (Double) Double.NaN);
    }

    boolean isEmpty() {
        return read.isEmpty();
    }

    GradeReply result(boolean asAsked) {
        Map<Integer, Double> grades = new LinkedHashMap<>();
        String misfit = misfit();
        if (misfit == null) {
            read.forEach((number, grade) -> {
                if (!grade.isNaN()) {
                    grades.put(number, grade);
                }
            });
        }
        return new GradeReply(grades, ReplyStatus.of(grades.size(), passages, asAsked && !hasStrangers), misfit);
    }

    private @Nullable String misfit() {
        if (countsFromZero) {
            return "seems to number the passages from 0 instead of 1"; // every number is off by one
        }
        if (isFromZeroToHundred()) {
            return seemsToGrade(highestElsewhere());
        }
        return isFromZeroToOne() ? seemsToGrade(1) : null;
    }

    private String seemsToGrade(long highest) {
        return "seems to grade from 0 to " + highest + " instead of 0 to " + gradeMax;
    }

    /** The end of another usual scale: 100, or ten times ours. */
    private long highestElsewhere() {
        return Math.max(100, 10L * gradeMax);
    }

    /**
     * Whether the judge seems to grade from 0 to 100, so that its 10 is not the best grade. A single grade above the
     * scale is no sign of it: a passage may have talked the judge into it.
     */
    private boolean isFromZeroToHundred() {
        return beyondTheScale.size() > 1
                && beyondTheScale.size()
                        >= read.values().stream().filter(grade -> grade > 0).count();
    }

    /**
     * Whether it seems to grade from 0 to 1: it was asked for whole grades, gave different parts of 1, and nothing
     * above.
     */
    private boolean isFromZeroToOne() {
        return gradeMax > 1
                && partsOfOne.size() >= Math.min(2, passages)
                && beyondTheScale.isEmpty()
                && read.values().stream().noneMatch(grade -> grade > 1);
    }

    /** Also beyond the scale; NaN for what is no number. */
    private double grade(@Nullable Object value) {
        if (value instanceof Double number) {
            return unscaled(number);
        }
        Matcher match = value instanceof String text ? GRADE.matcher(text) : null;
        if (match == null || !match.matches()) {
            return Double.NaN;
        }
        double number = Double.parseDouble(match.group(1));
        if (match.group(2) != null) {
            double best = Double.parseDouble(match.group(2));
            return best == gradeMax ? number : number / best * gradeMax;
        }
        return match.group(3) != null ? number / 100 * gradeMax : unscaled(number);
    }

    private double unscaled(double number) {
        if (number > 0 && number < 1) {
            partsOfOne.add(number);
        }
        return number;
    }

    private double inRange(double grade) {
        // + 0.0 turns -0.0 into 0.0
        return grade >= 0 && grade <= gradeMax ? grade + 0.0 : Double.NaN;
    }
}
