package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import dev.langchain4j.model.openrouter.internal.cost.CostAccount;
import dev.langchain4j.model.openrouter.internal.cost.CostBalance;
import dev.langchain4j.model.openrouter.internal.cost.CostCounter;
import dev.langchain4j.model.openrouter.internal.cost.CostEstimate;
import dev.langchain4j.model.openrouter.internal.cost.CostLimits;
import dev.langchain4j.model.openrouter.internal.cost.CostMemory;
import dev.langchain4j.model.openrouter.internal.cost.CostSettler;
import dev.langchain4j.model.openrouter.internal.cost.CostStore;
import dev.langchain4j.model.openrouter.internal.cost.CostWarningThread;
import dev.langchain4j.model.openrouter.internal.cost.CostWindow;
import dev.langchain4j.model.openrouter.internal.cost.Dollars;
import dev.langchain4j.model.openrouter.internal.guard.ExceptionGuard;
import dev.langchain4j.model.openrouter.internal.http.Time;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A limit in US dollars for any number of models, threads and streams: in total, per hour, day, month or other period,
 * per session, per value of a tag.
 *
 * <pre>{@code
 * OpenRouterBudget budget = OpenRouterBudget.builder()
 *         .limit(new BigDecimal("20"))
 *         .perTag("tenant", new BigDecimal("0.50"))
 *         .build();
 * OpenRouter openRouter = OpenRouter.builder().budget(budget)….build();
 * }</pre>
 *
 * <p>It applies to everything that costs money: chat and streams, embeddings, reranking, decisions, images, speech,
 * transcripts and batches. Before each attempt of a call it reserves the maximum cost: every byte of the prompt counts
 * as a token, and the answer as {@code maxOutputTokens}, or as the model's longest in the catalog, at the catalog's
 * highest prices. A call that does not fit throws an {@link OpenRouterBudgetExceededException} before anything is sent;
 * a call without a known price is refused too. A retry that does not fit is not sent.
 *
 * <p>The attempt then has one of three outcomes. Its cost is <b>known</b>: OpenRouter reported it, or bills nothing
 * because it refused the request. The attempt was <b>not sent</b>: its reservation is free again. Or its cost is
 * <b>unknown</b>: the connection was lost after sending, a time limit expired, the stream was cancelled, the answer
 * broke off. Then the whole reservation counts, as {@link #unsettled}, until the cost is known. With a generation id
 * the cost is looked up in the background, or by {@link #settle}.
 *
 * <p>The catalog's price is that of the usual endpoint; {@code maxPromptPrice} and {@code maxCompletionPrice} of
 * {@link OpenRouterProviderPreferences} bind every endpoint, and override it. Web searches and other server tools count
 * only as far as they are reported. The first call fetches the catalog, on its thread, and then once an hour.
 * Thread-safe; counts in the memory of this process, or in a {@link Builder#store store} for all processes.
 *
 * @see <a href="https://openrouter.ai/docs/cookbook/administration/usage-accounting">Usage accounting</a>
 */
public final class OpenRouterBudget {

    /** What counts for an attempt with an unknown cost, until the cost is known. */
    public enum Unknown {
        /** The whole reservation. */
        WORST_CASE,
        /** The partial answer and the prompt, or the known lines of a batch; nothing if no part arrived. */
        PART,
        /** Nothing. */
        NOTHING;

        /** @param part the certain cost */
        BigDecimal counted(BigDecimal reserved, BigDecimal part) {
            return switch (this) {
                case WORST_CASE -> reserved.max(part);
                case PART -> part;
                case NOTHING -> BigDecimal.ZERO;
            };
        }
    }

    /**
     * A limit is nearly used up.
     *
     * @param scope the scope of the limit: {@code in total}, {@code for 2026-01-02}, {@code for session s-1},
     *     {@code for tenant acme}
     * @param limit US dollars
     * @param spent US dollars of known costs
     * @param unsettled US dollars for calls with an unknown cost
     */
    public record Warning(String scope, BigDecimal limit, BigDecimal spent, BigDecimal unsettled) {}

    /**
     * The reservation for a request, and its reasons.
     *
     * @param operation as in {@link OpenRouterCostRecord}
     * @param amount US dollars
     * @param fits whether the request would be sent now; true without a budget
     * @param refusedBy the scope of the limit that it does not fit: {@code in total}, {@code for 2026-01-02}; null if
     *     it fits
     * @param prices one for each possible model of the request; their sum is the amount
     */
    public record DryRun(
            String operation,
            BigDecimal amount,
            boolean fits,
            @Nullable String refusedBy,
            List<Price> prices) {

        /** Copies the list. */
        public DryRun {
            prices = List.copyOf(prices);
        }

        static DryRun of(
                String operation, BigDecimal amount, CostEstimate estimate, CostStore.@Nullable Shortage shortage) {
            return new DryRun(
                    operation,
                    Dollars.tidy(amount),
                    shortage == null,
                    shortage == null ? null : shortage.account().scope(),
                    estimate.rates().stream().map(Price::of).toList());
        }

        /**
         * The cost of one model.
         *
         * @param model its id; empty for the account's default
         * @param source source of the prices: {@code catalog}, or {@code max_price} of the request
         * @param inputTokens tokens of the whole input
         * @param perInputToken US dollars
         * @param outputTokens maximum tokens of the answer
         * @param perOutputToken US dollars
         * @param fixed US dollars for the request and its images
         */
        public record Price(
                String model,
                String source,
                long inputTokens,
                BigDecimal perInputToken,
                long outputTokens,
                BigDecimal perOutputToken,
                BigDecimal fixed) {

            private static Price of(CostEstimate.Rate rate) {
                return new Price(
                        rate.model(),
                        rate.source(),
                        rate.inputUnits(),
                        rate.perInputUnit(),
                        rate.maxOutputUnits(),
                        rate.perOutputUnit(),
                        rate.fixed());
            }
        }
    }

    private static final CostWindow DAYS = CostWindow.days(null);

    private final int bytesPerToken;
    private final boolean byokCounts;
    private final Time time;
    private final CostStore store;
    private final CostSettler settler;
    private final CostWarnings warnings;
    private final CostCounter counter;
    private final @Nullable CostTakeover takeover;
    private final boolean settlesInBackground;

    /** The meter of the last connection that was made with this budget. */
    private volatile @Nullable CostMeter meter;

    private OpenRouterBudget(Builder builder) {
        this.bytesPerToken = builder.bytesPerToken;
        this.byokCounts = builder.byokCounts;
        this.time = builder.time;
        this.store = builder.store == null
                ? new CostMemory(builder.forgetAfter, this::startsAgain, time)
                : new CostSharedStore(builder.store);
        this.settler = new CostSettler(builder.settleUnknown, time);
        this.warnings = new CostWarnings(store, builder.warnFraction, builder.warnListener);
        this.counter = new CostCounter(
                builder.limits(), store, builder.unknownCounts::counted, warner(builder.store != null), time);
        this.takeover = builder.store == null ? null : new CostTakeover(store, settler, byokCounts, time);
        this.settlesInBackground = builder.settleUnknown;
    }

    private Consumer<List<CostAccount>> warner(boolean shared) {
        if (!warnings.isOn()) {
            return accounts -> {};
        }
        return shared ? new CostWarningThread(this::warn) : this::warn;
    }

    /** A builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /** The cost of all calls so far, in US dollars, as far as it is known. */
    public BigDecimal spent() {
        return read(CostAccount.Key.TOTAL).spent();
    }

    /** The cost of all calls today, in UTC and US dollars, as far as it is known. */
    public BigDecimal spentToday() {
        return read(DAYS.key(time.now())).spent();
    }

    /** The cost of a session's calls, in US dollars; zero if there is no limit per session. */
    public BigDecimal spentInSession(String sessionId) {
        return read(CostAccount.Key.session(sessionId)).spent();
    }

    /** The cost of calls with this value of a tag, in US dollars; zero if there is no limit for the tag. */
    public BigDecimal spentByTag(String name, String value) {
        return read(CostAccount.Key.tag(name, value)).spent();
    }

    /** The maximum cost of open calls, in US dollars. */
    public BigDecimal reserved() {
        return read(CostAccount.Key.TOTAL).reserved();
    }

    /** The amount for sent calls with an unknown cost, in US dollars. */
    public BigDecimal unsettled() {
        return read(CostAccount.Key.TOTAL).unsettled();
    }

    /**
     * Looks up the cost of the unsettled calls that have a generation id, and counts it instead of their amount.
     * Blocks; waits up to eight seconds for answers that are not on record yet. A call without an id stays unsettled.
     * With a {@link Builder#store store} it first takes over the calls of processes that have died.
     *
     * @return the rest of {@link #unsettled}
     */
    public BigDecimal settle() {
        CostMeter connected = meter;
        if (takeover != null && connected != null) {
            takeover.run(connected);
        }
        settler.settle();
        return unsettled();
    }

    /**
     * Ends a session and forgets its cost; otherwise an amount for each session stays in memory. Its open calls still
     * count.
     */
    public void endSession(String sessionId) {
        forget(CostAccount.Key.session(sessionId));
    }

    /** Ends a value of a tag and forgets its cost, as {@link #endSession} does for a session. */
    public void endTag(String name, String value) {
        forget(CostAccount.Key.tag(name, value));
    }

    private CostBalance read(CostAccount.Key account) {
        return store.read(account).tidy();
    }

    private void forget(CostAccount.Key account) {
        store.forget(account);
        startsAgain(account);
    }

    private void startsAgain(CostAccount.Key account) {
        warnings.forget(account);
    }

    /** Whether it counts in a user's store, where a reservation may block. */
    boolean isShared() {
        return takeover != null;
    }

    int bytesPerToken() {
        return bytesPerToken;
    }

    boolean byokCounts() {
        return byokCounts;
    }

    CostSettler settler() {
        return settler;
    }

    CostCounter counter() {
        return counter;
    }

    /** A connection that can look up costs, also those that processes have left that died. */
    void connected(CostMeter meter) {
        this.meter = meter;
    }

    void takeOverInBackground(CostMeter meter) {
        if (takeover != null && settlesInBackground) {
            takeover.inBackground(meter);
        }
    }

    private void warn(List<CostAccount> accounts) {
        ExceptionGuard.run(
                () -> warnings.check(accounts),
                e -> LoggerFactory.getLogger("dev.langchain4j.model.openrouter")
                        .warn("The limits of warnAt cannot be checked", e));
    }

    /** Builds an {@link OpenRouterBudget}. Each limit takes null for "no limit"; at least one must be set. */
    public static final class Builder {

        private final Map<String, BigDecimal> perTag = new LinkedHashMap<>();
        private @Nullable BigDecimal limit;
        private @Nullable BigDecimal perHour;
        private @Nullable BigDecimal perDay;
        private @Nullable BigDecimal perMonth;
        private final Map<Duration, BigDecimal> per = new LinkedHashMap<>();
        private @Nullable BigDecimal perSession;
        private @Nullable Duration forgetAfter;
        private int bytesPerToken = 1;
        private boolean byokCounts = true;
        private Unknown unknownCounts = Unknown.WORST_CASE;
        private boolean settleUnknown = true;
        private @Nullable BigDecimal warnFraction;
        private @Nullable Consumer<Warning> warnListener;
        private @Nullable OpenRouterBudgetStore store;
        private Time time = Time.system();

        private Builder() {}

        /** US dollars in total, for the lifetime of the budget. */
        public Builder limit(@Nullable BigDecimal usd) {
            this.limit = usd;
            return this;
        }

        /** US dollars per hour; it starts with the full hour in UTC. */
        public Builder perHour(@Nullable BigDecimal usd) {
            this.perHour = usd;
            return this;
        }

        /** US dollars per day; a day starts at midnight UTC. */
        public Builder perDay(@Nullable BigDecimal usd) {
            this.perDay = usd;
            return this;
        }

        /** US dollars per calendar month, in UTC. */
        public Builder perMonth(@Nullable BigDecimal usd) {
            this.perMonth = usd;
            return this;
        }

        /**
         * US dollars for each period of this length. The periods follow each other since 1970-01-01T00:00Z: with six
         * hours, the first of a day starts at midnight UTC. Call it again for another length.
         *
         * @param length at least a second
         */
        public Builder per(Duration length, @Nullable BigDecimal usd) {
            if (ensureNotNull(length, "length").compareTo(Duration.ofSeconds(1)) < 0) {
                throw new IllegalArgumentException("per must be at least a second long, but is " + length);
            }
            SetterChecks.price("per " + length, usd);
            if (usd == null) {
                per.remove(length);
            } else {
                per.put(length, usd);
            }
            return this;
        }

        /** US dollars for each {@code sessionId} of requests. Requests without one are not limited. */
        public Builder perSession(@Nullable BigDecimal usd) {
            this.perSession = usd;
            return this;
        }

        /**
         * US dollars for each value of an entry of the requests' {@code metadata}: {@code perTag("tenant", …)} limits
         * each tenant. Requests without the entry are not limited. Call it again for another tag.
         */
        public Builder perTag(String name, @Nullable BigDecimal usd) {
            ensureNotNull(name, "name");
            SetterChecks.price("perTag '" + name + "'", usd);
            if (usd == null) {
                perTag.remove(name);
            } else {
                perTag.put(name, usd);
            }
            return this;
        }

        /**
         * Bytes of a prompt per token, at least 1, those of its audio, videos and files included. Default: 1, which no
         * tokenizer exceeds. 3 is about right for English and reserves less, but a prompt of rare characters, or with a
         * compressed file, can then exceed the budget once.
         */
        public Builder bytesPerToken(int bytesPerToken) {
            this.bytesPerToken = bytesPerToken;
            return this;
        }

        /**
         * Whether to count what a provider charges to your own key, in addition to OpenRouter's charge. Default: true.
         *
         * @see <a href="https://openrouter.ai/docs/guides/overview/auth/byok">Bring your own key</a>
         */
        public Builder byokCounts(boolean byokCounts) {
            this.byokCounts = byokCounts;
            return this;
        }

        /**
         * What counts for a sent attempt with an unknown cost, until the cost is known. Default:
         * {@link Unknown#WORST_CASE}, with which the limit holds in any case.
         */
        public Builder unknownCounts(Unknown unknownCounts) {
            this.unknownCounts = ensureNotNull(unknownCounts, "unknownCounts");
            return this;
        }

        /**
         * Whether to look up the cost of unsettled calls in the background: on one daemon thread, with growing waits up
         * to a minute, for about seven minutes. Default: true. {@link OpenRouterBudget#settle} works in any case.
         */
        public Builder settleUnknown(boolean settleUnknown) {
            this.settleUnknown = settleUnknown;
            return this;
        }

        /**
         * How long a session or a value of a tag may be idle before it is forgotten: then its limit starts again.
         * Unset: never, they are kept until {@link OpenRouterBudget#endSession} and {@link OpenRouterBudget#endTag}.
         */
        public Builder forgetAfter(@Nullable Duration idle) {
            this.forgetAfter = idle;
            return this;
        }

        /**
         * Calls a listener, once for each limit and period, when spent and unsettled amounts reach a part of the limit.
         * It is called on the thread of the call, or with a {@link #store} on a thread of its own; its exceptions are
         * logged.
         *
         * @param fraction above 0, at most 1: 0.8 for 80 percent
         */
        public Builder warnAt(double fraction, Consumer<Warning> listener) {
            ensureNotNull(listener, "listener");
            if (!(fraction > 0 && fraction <= 1)) {
                throw new IllegalArgumentException("warnAt must be above 0 and at most 1, but is " + fraction);
            }
            this.warnFraction = BigDecimal.valueOf(fraction);
            this.warnListener = listener;
            return this;
        }

        /**
         * Counts in a store that several processes share, for example that of {@code OpenRouterJdbc}: their limits
         * then apply to all of them together. A plain call reserves in it on its own thread, an asynchronous one and a
         * stream on a thread of LangChain4j's default executor. If the store fails, calls are not sent, with a
         * {@link dev.langchain4j.exception.RetriableException}. Not together with {@link #forgetAfter}. Unset: counts
         * in the memory of this process.
         */
        public Builder store(@Nullable OpenRouterBudgetStore store) {
            this.store = store;
            return this;
        }

        Builder time(Time time) {
            this.time = time;
            return this;
        }

        /** @throws IllegalArgumentException for an invalid value, naming the setter */
        public OpenRouterBudget build() {
            SetterChecks.positive("forgetAfter", forgetAfter);
            if (forgetAfter != null && store != null) {
                throw new IllegalArgumentException(
                        "forgetAfter applies to a budget in memory; with a store use endSession and endTag");
            }
            SetterChecks.atLeast("bytesPerToken", bytesPerToken, 1);
            return new OpenRouterBudget(this);
        }

        private CostLimits limits() {
            List<CostWindow> windows = new ArrayList<>(List.of(CostWindow.days(perDay)));
            if (perHour != null) {
                windows.add(CostWindow.hours(perHour));
            }
            if (perMonth != null) {
                windows.add(CostWindow.months(perMonth));
            }
            per.forEach((length, usd) -> windows.add(CostWindow.of(length, usd)));
            return new CostLimits(CostAccount.total(limit), windows, perSession, perTag);
        }
    }
}
