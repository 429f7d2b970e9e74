package dev.langchain4j.model.openrouter;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a budget counts together: everything, a period, a session or a tag's value.
 *
 * @param scope what it counts, for messages
 * @param setter that sets its limit
 * @param limit US dollars; null if it is counted only
 */
record CostAccount(
        Key key, String scope, String setter, @Nullable BigDecimal limit) {

    /** What is counted together for good, for a while, or until its owner has gone. */
    enum Kind {
        TOTAL,
        PERIOD,
        SESSION,
        TAG
    }

    /**
     * What tells accounts apart.
     *
     * @param name of the period's length or of the tag; empty for others
     * @param value the period's beginning, the session's id, the tag's value; empty for the total
     */
    record Key(Kind kind, String name, String value) {

        static final Key TOTAL = new Key(Kind.TOTAL, "", "");

        static Key session(String id) {
            return new Key(Kind.SESSION, "", id);
        }

        static Key tag(String name, String value) {
            return new Key(Kind.TAG, name, value);
        }
    }

    /** Whether so much more fits; what costs nothing fits as long as the limit is not exceeded. */
    boolean hasRoomFor(BigDecimal amount, CostBalance balance) {
        return limit == null || balance.counted().add(amount).compareTo(limit) <= 0;
    }
}
