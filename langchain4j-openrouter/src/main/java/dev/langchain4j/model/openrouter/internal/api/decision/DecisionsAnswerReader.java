package dev.langchain4j.model.openrouter.internal.api.decision;

import dev.langchain4j.model.openrouter.internal.api.decision.DecisionsAnswer.Decision;
import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.error.ApiErrorReader;
import dev.langchain4j.model.openrouter.internal.api.json.JsonObject;
import dev.langchain4j.model.openrouter.internal.api.usage.UsageReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answer to a request for decisions. Nothing is made up: a probability that is missing stays missing, one
 * that cannot be a probability is a problem.
 */
public final class DecisionsAnswerReader {

    /** Rounding leaves less than this outside the range. */
    private static final double DUST = 1e-6;

    /** Probabilities that add up to this, rounded to two digits, leave 0 for a level without one. */
    private static final double WHOLE = 0.99 - DUST;

    private static final String PROBABILITIES = "probabilities";

    private final Map<String, Decision> answers = new LinkedHashMap<>();

    private DecisionsAnswerReader() {}

    /** Reads the answers to these questions. */
    public static DecisionsAnswer read(JsonObject body, Map<String, DecisionQuestion> questions) {
        return new DecisionsAnswerReader().readAnswers(body, questions);
    }

    private DecisionsAnswer readAnswers(JsonObject body, Map<String, DecisionQuestion> questions) {
        ApiError problem = null;
        JsonObject given = body.object("answers");
        if (given == null) {
            problem = ApiError.unexplained("The response has no answers");
        } else {
            for (Map.Entry<String, DecisionQuestion> question : questions.entrySet()) {
                try {
                    answers.put(question.getKey(), decision(given.object(question.getKey()), question.getValue()));
                } catch (Invalid e) {
                    String message = "The answer to question '" + question.getKey() + "' " + e.getMessage();
                    problem = e.reported == null
                            ? ApiError.unexplained(message)
                            : e.reported.with(message, e.reported.kind());
                    break;
                }
            }
        }
        return new DecisionsAnswer(
                body.name("id"),
                body.name("model"),
                body.name("provider"),
                answers,
                UsageReader.read(body),
                problem,
                () -> "");
    }

    private static Decision decision(@Nullable JsonObject answer, DecisionQuestion question) throws Invalid {
        if (answer == null) {
            throw new Invalid("is missing");
        }
        ApiError error = ApiErrorReader.ofMember(answer.members().get("error"));
        if (error != null) {
            throw new Invalid("is an error: " + error.message(), error);
        }
        String type = answer.text("type");
        if ("refusal".equals(type)) {
            return new Decision.Refusal();
        }
        if (!question.type().equals(type)) {
            throw new Invalid("is not of type " + question.type());
        }
        if (question instanceof DecisionQuestion.Choice choice) {
            return choice(answer, choice);
        }
        return question instanceof DecisionQuestion.Scale scale
                ? scale(answer, scale)
                : new Decision.YesNo(number(answer, "noul", "probability", 1));
    }

    private static Decision choice(JsonObject answer, DecisionQuestion.Choice question) throws Invalid {
        String option = answer.text("choice");
        if (option == null || !question.options().containsKey(option)) {
            throw new Invalid(option == null ? "has no choice" : "chooses an option that was not offered");
        }
        Map<String, Double> probabilities = new LinkedHashMap<>();
        for (String name : names(answer)) {
            if (!question.options().containsKey(name)) {
                throw new Invalid("has a probability for an option that was not offered");
            }
            probabilities.put(name, probability(answer, name));
        }
        return new Decision.Choice(option, probabilities, confidence(answer));
    }

    private static Decision scale(JsonObject answer, DecisionQuestion.Scale question) throws Invalid {
        int levels = question.levels().size();
        double mean = number(answer, "score", "mean", levels - 1);
        List<String> names = names(answer);
        List<Double> probabilities = new ArrayList<>(Collections.nCopies(levels, 0.0));
        for (String name : names) {
            int level = level(name, levels);
            if (level < 0) {
                throw new Invalid("has a probability for a level that does not exist");
            }
            probabilities.set(level, probability(answer, name));
        }
        boolean all = names.size() == levels || sum(probabilities) >= WHOLE;
        return new Decision.Scale(mean, all ? probabilities : List.of(), confidence(answer));
    }

    private static double sum(List<Double> probabilities) {
        return probabilities.stream().mapToDouble(Double::doubleValue).sum();
    }

    private static int level(String name, int levels) {
        for (int level = 0; level < levels; level++) {
            if (name.equals(Integer.toString(level))) {
                return level;
            }
        }
        return -1;
    }

    /** The names with a probability; null counts as not reported. */
    private static List<String> names(JsonObject answer) {
        JsonObject probabilities = answer.object(PROBABILITIES);
        if (probabilities == null) {
            return List.of();
        }
        List<String> names = new ArrayList<>(probabilities.members().keySet());
        names.removeIf(name -> probabilities.members().get(name) == null);
        return names;
    }

    private static double probability(JsonObject answer, String name) throws Invalid {
        JsonObject probabilities = answer.object(PROBABILITIES);
        return number(probabilities == null ? JsonObject.EMPTY : probabilities, name, "probability", 1);
    }

    private static @Nullable Double confidence(JsonObject answer) throws Invalid {
        String name = "confidence";
        return answer.members().get(name) == null ? null : (Double) number(answer, name, name, 1);
    }

    /** A number from 0 to {@code max}; the message calls it {@code what}, because names are a part of the prompt. */
    private static double number(JsonObject object, String name, String what, int max) throws Invalid {
        BigDecimal number = object.decimal(name);
        if (number == null) {
            throw new Invalid("has no " + what);
        }
        double value = number.doubleValue();
        if (!(value >= -DUST && value <= max + DUST)) {
            throw new Invalid("has a " + what + " of " + value + ", which is not between 0 and " + max);
        }
        return Math.max(0, Math.min(max, value));
    }

    /** What is wrong with an answer. */
    private static final class Invalid extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient @Nullable ApiError reported;

        Invalid(String problem) {
            this(problem, null);
        }

        /** @param reported the error that OpenRouter reports in the answer's place */
        Invalid(String problem, @Nullable ApiError reported) {
            super(problem, null, false, false);
            this.reported = reported;
        }
    }
}
