package dev.langchain4j.model.openrouter.live;

import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.openrouter.OpenRouterException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How OpenRouter says no.
 *
 * @param failure null if it said yes
 */
record Refusal(@Nullable LangChain4jException failure) {

    /** Asks for what is expected to be refused. Lack of money and of an answer are thrown on. */
    static Refusal of(Runnable call) {
        try {
            call.run();
            return new Refusal(null);
        } catch (LangChain4jException e) {
            if (Failures.isMoney(e) || OpenRouterException.find(e).isEmpty() || Failures.isBusy(e)) {
                throw e;
            }
            return new Refusal(e);
        }
    }

    int status() {
        return failure == null ? 0 : Failures.status(failure);
    }

    boolean is(Class<? extends LangChain4jException> kind) {
        return kind.isInstance(failure);
    }

    Optional<OpenRouterException> details() {
        return OpenRouterException.find(failure);
    }

    Finding isOneOf(int... statuses) {
        return asAssumed(refusal -> Arrays.stream(statuses).anyMatch(status -> status == refusal.status()));
    }

    Finding asAssumed(Predicate<Refusal> assumption) {
        return Finding.asAssumed(assumption.test(this), cameBack());
    }

    String cameBack() {
        return failure == null ? "it was answered" : Failures.words(failure);
    }
}
