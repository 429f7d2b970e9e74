package dev.langchain4j.model.openrouter.internal.rerank.simulation;

import dev.langchain4j.model.openrouter.test.SimulatedJudge;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * A judge some of whose replies lack most verdicts.
 *
 * @param share of the replies that are damaged; the same ones for the same prompts
 */
public record LossyJudge(SimulatedJudge judge, double share) {

    private static final double LOST = .6;
    private static final Pattern VERDICT = Pattern.compile("\"\\d+\":\\d+|\\[\\d+,\\d+]|(?<=[\\[,])\\d+");

    public String answer(String prompt) {
        var random = new Random(31L * prompt.hashCode());
        String reply = judge.answer(prompt);
        if (random.nextDouble() >= share) {
            return reply;
        }
        return VERDICT.matcher(reply)
                .replaceAll(verdict -> random.nextDouble() < LOST ? "" : verdict.group())
                .replaceAll(",{2,}", ",")
                .replace("{,", "{")
                .replace("[,", "[");
    }
}
