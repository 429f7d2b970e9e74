package dev.langchain4j.model.openrouter.live;

import java.util.Locale;

/**
 * What one test of LangChain4j said about one model.
 *
 * @param model the model that it asked
 * @param failure the kind of exception; empty if it passed
 */
record ContractResult(String testClass, String method, String model, Outcome outcome, String failure) {

    enum Outcome {
        PASSED,
        FAILED,
        /** The test itself decided not to run. */
        ABORTED,
        /** The money was used up. */
        NOT_SENT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    String test() {
        return testClass + "." + method;
    }

    boolean failed() {
        return outcome == Outcome.FAILED;
    }
}
