package dev.langchain4j.model.openrouter.spark;

import java.math.BigDecimal;

/** How much a transaction adds to the tally of a job. Used by one thread. */
final class Delta {

    long answered;
    long refused;
    long failed;
    long interrupted;
    long unknownCosts;
    long inputTokens;
    long outputTokens;
    BigDecimal cost = BigDecimal.ZERO;
    private boolean empty = true;

    boolean isEmpty() {
        return empty;
    }

    void add(Outcome outcome) {
        empty = false;
        switch (outcome.state()) {
            case ANSWERED -> answered++;
            case REFUSED -> refused++;
            case FAILED, FAILED_FOR_NOW -> failed++;
            case OPEN -> throw new IllegalArgumentException("no outcome");
        }
        inputTokens += outcome.inputTokens();
        outputTokens += outcome.outputTokens();
        if (outcome.cost() == null) {
            unknownCosts++;
        } else {
            cost = cost.add(outcome.cost());
        }
    }

    /** A document is taken again: it has failed before, or its call was interrupted. */
    void again(Entry before) {
        empty = false;
        if (before.state() == State.OPEN) {
            interrupted++;
        } else {
            failed--;
        }
    }
}
