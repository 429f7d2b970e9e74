package dev.langchain4j.model.openrouter.internal.cost;

import java.math.BigDecimal;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The reservation for one attempt of a call. The first end counts. */
public final class CostReservation {

    private final CostCounter counter;
    private final CostHold hold;

    // Guarded by this reservation's monitor.
    private boolean ended;
    private boolean settled;
    private BigDecimal counted = BigDecimal.ZERO; // since its cost is unknown

    CostReservation(CostCounter counter, CostHold hold) {
        this.counter = counter;
        this.hold = hold;
    }

    /** The maximum cost of the attempt. */
    public BigDecimal amount() {
        return hold.amount();
    }

    /**
     * OpenRouter may have given the attempt an id, by which another process could learn its cost.
     *
     * @param openRouterId only asked if the store keeps ids; null for none
     */
    public void identified(Supplier<@Nullable String> openRouterId) {
        counter.store().identify(hold, openRouterId);
    }

    /**
     * The attempt cost this amount; zero if it was not sent.
     *
     * @return whether this is its end
     */
    public boolean known(BigDecimal cost) {
        return end(() -> counter.store().known(hold, cost));
    }

    /**
     * The cost of the attempt is unknown.
     *
     * @param part the part of the cost that is certain; zero if nothing is
     * @param openRouterId by which it can be learned; null for none
     * @return whether this is its end
     */
    public boolean unknown(BigDecimal part, @Nullable String openRouterId) {
        return end(() -> {
            counted = counter.counted(amount(), part);
            counter.store().unknown(hold, counted, openRouterId);
        });
    }

    /**
     * After {@link #unknown}: the cost is now known.
     *
     * @return whether it is the first time
     */
    public boolean settled(BigDecimal cost) {
        boolean first;
        synchronized (this) {
            if (settled) {
                return false;
            }
            first = counter.store().settled(hold, counted, cost);
            settled = true;
        }
        counter.booked(hold.accounts());
        return first;
    }

    private boolean end(Runnable booking) {
        synchronized (this) {
            if (ended) {
                return false;
            }
            booking.run();
            ended = true;
        }
        counter.booked(hold.accounts());
        return true;
    }
}
