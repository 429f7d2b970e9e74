package dev.langchain4j.model.openrouter.internal.cost;

import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A group of calls that a budget counts together: everything, a period, a session or a tag's value.
 *
 * @param scope the group, for messages
 * @param setter the setter of its limit
 * @param limit US dollars; null if it is only counted
 */
public record CostAccount(
        Key key, String scope, String setter, @Nullable BigDecimal limit) {

    /** How long a group is counted: permanently, for a period, or until its owner ends it. */
    public enum Kind {
        TOTAL,
        PERIOD,
        SESSION,
        TAG
    }

    /**
     * The key of an account.
     *
     * @param name of the period's length or of the tag; empty for others
     * @param value the period's beginning, the session's id, the tag's value; empty for the total
     */
    public record Key(Kind kind, String name, String value) {

        public static final Key TOTAL = new Key(Kind.TOTAL, "", "");

        public static Key session(String id) {
            return new Key(Kind.SESSION, "", id);
        }

        public static Key tag(String name, String value) {
            return new Key(Kind.TAG, name, value);
        }

        /** Written by hand: strings know their hash, and a record's own method takes milliseconds to set up. */
        @Override
        public int hashCode() {
            return 31 * (31 * kind.ordinal() + Objects.hashCode(name)) + Objects.hashCode(value);
        }
    }

    /** All calls. */
    public static CostAccount total(@Nullable BigDecimal limit) {
        return new CostAccount(Key.TOTAL, "in total", "limit", limit);
    }

    /** Whether this additional amount fits; a free call fits while the limit is not exceeded. */
    public boolean hasRoomFor(BigDecimal amount, CostBalance balance) {
        return limit == null || balance.counted().add(amount).compareTo(limit) <= 0;
    }
}
