package dev.langchain4j.model.openrouter.internal.api.decision;

import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.usage.Usage;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request for decisions.
 *
 * @param model the build that answered
 * @param answers by the id of their question; answers to other questions are left out
 * @param problem what is wrong with the answers; null if each question has a valid one
 * @param raw the body as received
 */
public record DecisionsAnswer(
        @Nullable String id,
        @Nullable String model,
        @Nullable String provider,
        Map<String, Decision> answers,
        @Nullable Usage usage,
        @Nullable ApiError problem,
        Supplier<String> raw) {

    public DecisionsAnswer {
        answers = Collections.unmodifiableMap(new LinkedHashMap<>(answers));
    }

    public DecisionsAnswer withHead(@Nullable String id, Supplier<String> raw) {
        return new DecisionsAnswer(this.id == null ? id : this.id, model, provider, answers, usage, problem, raw);
    }

    /** The answer to one question. */
    public sealed interface Decision {

        /** @param probability of yes, 0 to 1 */
        record YesNo(double probability) implements Decision {}

        /** @param probabilities of the options that the model reports one for; empty if it reports none */
        record Choice(
                String option,
                Map<String, Double> probabilities,
                @Nullable Double confidence) implements Decision {

            public Choice {
                probabilities = Collections.unmodifiableMap(new LinkedHashMap<>(probabilities));
            }
        }

        /**
         * @param mean of the levels, the lowest of which is 0
         * @param probabilities of all levels, lowest first; empty if the model does not tell each of them
         */
        record Scale(
                double mean,
                List<Double> probabilities,
                @Nullable Double confidence) implements Decision {

            public Scale {
                probabilities = List.copyOf(probabilities);
            }
        }

        /** The model does not answer this question. */
        record Refusal() implements Decision {}
    }
}
