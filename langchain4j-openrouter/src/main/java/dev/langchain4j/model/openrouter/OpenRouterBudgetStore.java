package dev.langchain4j.model.openrouter;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where an {@link OpenRouterBudget} counts, if not in its own memory: accounts and open reservations that all processes
 * of an application share. {@code OpenRouterJdbc} of the module {@code langchain4j-openrouter-jdbc} implements it over
 * a database; implement it for any other storage.
 *
 * <p>A reservation is <b>open</b> until its call ends. It then is <b>spent</b>, at its real cost, or <b>unsettled</b>
 * until its cost is known. Each state counts against the limits. A process that dies must not free its reservations:
 * the store leases them, and another process gets them by {@link #takeOver}. All amounts are US dollars. Thread-safe.
 */
public interface OpenRouterBudgetStore {

    /**
     * Reserves for one call, or for several calls that start together: all reservations, in all of their accounts, or
     * nothing. May block: a plain call waits for it on its own thread, an asynchronous one and a stream on a thread of
     * LangChain4j's default executor, with their caller's context; further attempts on the thread of the call.
     *
     * @param reservations at least one; all have the same accounts
     * @return null if all are reserved, else an account where they do not fit together
     * @throws RuntimeException if the storage cannot be reached; then the call is not sent
     */
    @Nullable
    Shortage reserve(List<Reservation> reservations);

    /**
     * Ends an open reservation. The first end of an id counts; unknown ids are ignored. Called on the thread of the
     * ended call, so it must not wait for the storage: it may happen later, but must not be lost while the process
     * lives.
     */
    void settle(String reservationId, Outcome outcome);

    /**
     * The cost of an unsettled reservation is known, and counts instead of its amount. May block.
     *
     * @return whether this call settled it; false if it was settled before, by whichever process
     * @throws RuntimeException if the storage cannot be reached
     */
    boolean resolve(String reservationId, BigDecimal cost);

    /**
     * The state of an account, with everything that this process has settled; zero for an unused one. May block.
     *
     * @throws RuntimeException if the storage cannot be reached
     */
    Balance read(Key account);

    /**
     * Forgets what an account has spent; its open and unsettled reservations stay until they are settled. May block.
     *
     * @throws RuntimeException if the storage cannot be reached
     */
    void forget(Key account);

    /**
     * OpenRouter has named what an open reservation pays for, the id of a generation or of a batch: with it, another
     * process can learn the cost. Called when the answer starts; must not block, and may be ignored or happen later.
     * Default: ignores it.
     */
    default void identify(String reservationId, String openRouterId) {}

    /**
     * The reservation that pays for this id of OpenRouter's, if it is open or unsettled. May block. Default: empty.
     *
     * @throws RuntimeException if the storage cannot be reached
     */
    default Optional<Reservation> find(String openRouterId) {
        return Optional.empty();
    }

    /**
     * Takes over the reservations of processes that have died: open ones become unsettled, at their whole amount. Each
     * is returned to one caller in one process, which tries to learn its cost and calls {@link #resolve}. Called about
     * twice a minute, on a background thread, while there are calls. Default: an empty list.
     *
     * @throws RuntimeException if the storage cannot be reached
     */
    default List<Orphan> takeOver() {
        return List.of();
    }

    /** What the calls of an account have in common. */
    enum Scope {
        /** All calls; name and value are empty. */
        TOTAL,
        /** Calls that started in a period; the name is the setter of its limit, the value is the period. */
        PERIOD,
        /** The calls of a session; the value is its id, the name is empty. */
        SESSION,
        /** Calls with this value of a tag. */
        TAG
    }

    /**
     * The key of an account.
     *
     * @param name for example {@code perDay}, or the name of a tag; may be empty
     * @param value for example {@code 2026-01-02}, or the value of a tag; may be empty
     */
    record Key(Scope scope, String name, String value) {}

    /**
     * An account of a reservation.
     *
     * @param limit what may be spent, reserved and unsettled in it; null for no limit
     */
    record Account(Key key, @Nullable BigDecimal limit) {

        /** Whether this additional amount fits; a free call fits while the limit is not exceeded. */
        public boolean hasRoomFor(BigDecimal amount, Balance balance) {
            return limit == null || balance.counted().add(amount).compareTo(limit) <= 0;
        }
    }

    /**
     * The state of an account.
     *
     * @param spent known costs
     * @param reserved open reservations
     * @param unsettled amounts of calls with an unknown cost
     */
    record Balance(BigDecimal spent, BigDecimal reserved, BigDecimal unsettled) {

        /** The balance of an unused account. */
        public static final Balance ZERO = new Balance(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

        /** The amount that counts against a limit. */
        public BigDecimal counted() {
            return spent.add(reserved).add(unsettled);
        }
    }

    /**
     * The maximum cost of one attempt of a call.
     *
     * @param id unique among all processes, at most 64 characters of ASCII
     * @param amount 0 or more
     * @param accounts at least one
     * @param operation {@code chat}, {@code embeddings}, …, as in {@link OpenRouterCostRecord}
     * @param model the id of the requested model; null for the account's default
     * @param sessionId null if the request has none
     * @param tags the request's {@code metadata}
     */
    record Reservation(
            String id,
            BigDecimal amount,
            List<Account> accounts,
            String operation,
            @Nullable String model,
            @Nullable String sessionId,
            Map<String, String> tags) {

        /** Copies the accounts and the tags. */
        public Reservation {
            accounts = List.copyOf(accounts);
            tags = Map.copyOf(tags);
        }
    }

    /** An account where an amount does not fit, and its state. */
    record Shortage(Key account, Balance balance) {}

    /**
     * How an attempt ended.
     *
     * @param cost the cost; null if it is unknown
     * @param counted the amount that an unknown cost counts until it is known; zero for a known cost
     * @param openRouterId the id by which the cost can be learned; null if there is none
     */
    record Outcome(
            @Nullable BigDecimal cost,
            BigDecimal counted,
            @Nullable String openRouterId) {

        /** The call ended at this cost; zero if it was not sent. */
        public static Outcome known(BigDecimal cost) {
            return new Outcome(cost, BigDecimal.ZERO, null);
        }

        /** The call ended at an unknown cost, which counts this amount. */
        public static Outcome unknown(BigDecimal counted, @Nullable String openRouterId) {
            return new Outcome(null, counted, openRouterId);
        }
    }

    /**
     * A reservation whose process has died.
     *
     * @param openRouterId the id by which the cost can be learned; null if the process has not told one
     * @param abandoned whether the process died before the call ended, so that no ledger has it yet
     */
    record Orphan(Reservation reservation, @Nullable String openRouterId, boolean abandoned) {}
}
