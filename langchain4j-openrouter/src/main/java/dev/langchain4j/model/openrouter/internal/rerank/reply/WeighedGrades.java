package dev.langchain4j.model.openrouter.internal.rerank.reply;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Grades as the mean weighted by the model's probabilities: a 7 that was almost an 8 is more than a 7 that was almost a
 * 6. For replies in the requested form, with grades of one digit, each of which is one token; other grades are left
 * out.
 */
public final class WeighedGrades {

    /** The highest grade: with two digits, a 1 could be the first half of a 10. */
    static final int HIGHEST = 9;

    /** One entry after the other, from the beginning: no match begins in a comment or passes over one. */
    private static final Pattern ENTRY =
            Pattern.compile("\\G\\s*[{,]\\s*\"(\\d{1,4})\"\\s*:\\s*(?:(\\d)|[\\d.]+)(?=\\s*[,}])");

    private WeighedGrades() {}

    /**
     * The weighted grades by the number of the passage in the call; empty if the model did not report log
     * probabilities.
     *
     * @param reply one that {@link GradeReply} read as {@link ReplyStatus#OK}; from a comment on, nothing is weighed
     */
    public static Map<Integer, Double> of(JudgeReply reply, int gradeMax) {
        List<JudgeToken> tokens = reply.tokens();
        boolean complete = tokens.stream()
                .map(JudgeToken::text)
                .collect(Collectors.joining())
                .equals(reply.text());
        if (tokens.isEmpty() || !complete || gradeMax > HIGHEST) {
            return Map.of();
        }
        Map<Integer, JudgeToken> ends = new HashMap<>();
        int end = 0;
        for (JudgeToken token : tokens) {
            end += token.text().length();
            ends.put(end, token);
        }
        Map<Integer, Double> grades = new TreeMap<>();
        Matcher entry = ENTRY.matcher(reply.text());
        while (entry.find()) {
            JudgeToken token = ends.get(entry.end(2));
            if (token != null && token.text().strip().equals(entry.group(2))) {
                grades.put(Integer.valueOf(entry.group(1)), mean(token, gradeMax));
            }
        }
        grades.values().removeIf(grade -> grade.isNaN());
        return grades;
    }

    private static double mean(JudgeToken token, int gradeMax) {
        double sum = 0;
        double weights = 0;
        for (Map.Entry<String, Double> candidate : token.logprobs().entrySet()) {
            String text = candidate.getKey().strip();
            double weight = Math.exp(candidate.getValue());
            if (text.length() == 1 && text.charAt(0) >= '0' && text.charAt(0) <= '0' + gradeMax) {
                sum += weight * (text.charAt(0) - '0');
                weights += weight;
            }
        }
        // a 7 without alternatives is a 7, not 7.000000000000001
        return weights == 0 ? Double.NaN : Math.round(sum / weights * 1e4) / 1e4;
    }
}
