package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.http.Time;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A limit in US dollars for any number of models, threads and streams: in all, in each hour, day, month or other period,
 * for each session, for each value of a tag.
 *
 * <pre>{@code
 * OpenRouterBudget budget = OpenRouterBudget.builder()
 *         .limit(new BigDecimal("20"))
 *         .perTag("tenant", new BigDecimal("0.50"))
 *         .build();
 * OpenRouter openRouter = OpenRouter.builder().budget(budget)….build();
 * }</pre>
 *
 * <p>It holds for everything that costs money: chat and streams, embeddings, reranking, images, speech and transcripts.
 * Before each attempt of a call the most that it can cost is reserved: every byte of the prompt counts as a token, and the
 * answer as {@code maxOutputTokens}, or as the longest that the catalog knows of, at the catalog's highest prices. What does
 * not fit is refused with an {@link OpenRouterBudgetExceededException} before anything is sent; what nobody can price is
 * refused too. A retry that does not fit is not made.
 *
 * <p>The attempt then has one of three outcomes. Its cost is <b>known</b>: OpenRouter has reported it, or bills nothing
 * because it refused the request. The attempt was <b>not sent</b>: its reservation is free again. Or its cost is
 * <b>unknown</b>: the connection was lost after sending, the time ran out, the stream was cancelled, the answer broke off.
 * Then the whole reservation counts, as {@link #unsettled}, until the cost is known. Where OpenRouter has named a generation
 * id, it is asked in the background what the generation has cost, or by {@link #settle}.
 *
 * <p>The catalog's price is that of the usual endpoint; {@code maxPromptPrice} and {@code maxCompletionPrice} of
 * {@link OpenRouterProviderPreferences} bind every endpoint, and count in its place. Web searches and other server tools count
 * only as far as they are reported. The catalog is fetched by the first call, on its thread, and once an hour. Thread-safe;
 * counts in the memory of this process.
 */
public final class OpenRouterBudget {

    /** What an attempt counts whose cost is not known, until it is. */
    public enum Unknown {
        /** All that was reserved for it. */
        WORST_CASE,
        /** The part of the answer that had arrived, and the prompt; nothing where no part had. */
        PART,
        /** Nothing. */
        NOTHING
    }

    /**
     * A limit is nearly used up.
     *
     * @param scope what the limit is for: {@code in all}, {@code for 2026-01-02}, {@code for tenant acme}
     * @param limit US dollars
     * @param spent US dollars of known costs
     * @param unsettled US dollars that count for calls whose cost is not known
     */
    public record Warning(String scope, BigDecimal limit, BigDecimal spent, BigDecimal unsettled) {}

    /**
     * What would be reserved for a request, and why.
     *
     * @param operation {@code chat} or {@code embeddings}
     * @param amount US dollars
     * @param fits whether it would be sent now; true without a budget
     * @param refusedBy the scope of the limit that it does not fit into: {@code in all}, {@code for 2026-01-02}; null if it
     *     fits
     * @param prices one for each model that the request may go to; their sum is the amount
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
                    amount,
                    shortage == null,
                    shortage == null ? null : shortage.account().scope(),
                    estimate.rates().stream().map(Price::of).toList());
        }

        /**
         * What one model would cost.
         *
         * @param model its id; empty for the account's default
         * @param source where the prices come from: {@code catalog}, or {@code max_price} of the request
         * @param inputTokens that are counted for all that is sent
         * @param perInputToken US dollars
         * @param outputTokens that the answer can have at most
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

    private final CostAccount total;
    private final CostWindow days;
    private final List<CostWindow> windows;
    private final @Nullable BigDecimal perSession;
    private final Map<String, BigDecimal> perTag;
    private final int bytesPerToken;
    private final boolean byokCounts;
    private final Unknown unknownCounts;
    private final Time time;
    private final CostStore store;
    private final CostSettler settler;
    private final CostWarnings warnings;

    /** What models cost that are said to cost nothing. */
    private final Map<String, BigDecimal> surprises = new ConcurrentHashMap<>();

    private OpenRouterBudget(Builder builder) {
        this.total = new CostAccount(CostAccount.Key.TOTAL, "in all", "limit", builder.limit);
        this.days = CostWindow.days(builder.perDay);
        this.windows = new ArrayList<>(List.of(days));
        if (builder.perHour != null) {
            windows.add(CostWindow.hours(builder.perHour));
        }
        if (builder.perMonth != null) {
            windows.add(CostWindow.months(builder.perMonth));
        }
        builder.per.forEach((length, usd) -> windows.add(CostWindow.of(length, usd)));
        this.perSession = builder.perSession;
        this.perTag = Map.copyOf(builder.perTag);
        this.bytesPerToken = builder.bytesPerToken;
        this.byokCounts = builder.byokCounts;
        this.unknownCounts = builder.unknownCounts;
        this.time = builder.time;
        this.store = new CostMemory(builder.forgetAfter, time);
        this.settler = new CostSettler(builder.settleUnknown, time);
        this.warnings = new CostWarnings(store, builder.warnFraction, builder.warnListener);
    }

    /** A builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /** What all calls so far have cost, in US dollars, as far as it is known. */
    public BigDecimal spent() {
        return store.read(CostAccount.Key.TOTAL).spent();
    }

    /** What all calls today have cost, in UTC and US dollars, as far as it is known. */
    public BigDecimal spentToday() {
        return store.read(days.key(time.now())).spent();
    }

    /** What the calls of a session have cost, in US dollars; zero where there is no limit a session. */
    public BigDecimal spentInSession(String sessionId) {
        return store.read(CostAccount.Key.session(sessionId)).spent();
    }

    /** What the calls with this value of a tag have cost, in US dollars; zero where there is no limit for the tag. */
    public BigDecimal spentByTag(String name, String value) {
        return store.read(CostAccount.Key.tag(name, value)).spent();
    }

    /** What calls under way could cost at most, in US dollars. */
    public BigDecimal reserved() {
        return store.read(CostAccount.Key.TOTAL).reserved();
    }

    /** What counts for calls that were sent and whose cost is not known, in US dollars. */
    public BigDecimal unsettled() {
        return store.read(CostAccount.Key.TOTAL).unsettled();
    }

    /**
     * Asks OpenRouter what the unsettled calls have cost that it has named a generation id for, and counts that in place of
     * what they count now. Blocks; waits up to eight seconds for answers that are not on record yet. A call without an id
     * stays unsettled.
     *
     * @return what is still {@link #unsettled}
     */
    public BigDecimal settle() {
        settler.settle();
        return unsettled();
    }

    /**
     * Forgets what a session has spent, for it is over: otherwise an amount for each is kept in memory. What it has under
     * way goes on to count.
     */
    public void endSession(String sessionId) {
        forget(CostAccount.Key.session(sessionId));
    }

    /** The same for a value of a tag. */
    public void endTag(String name, String value) {
        forget(CostAccount.Key.tag(name, value));
    }

    private void forget(CostAccount.Key account) {
        store.forget(account);
        warnings.forget(account);
    }

    int bytesPerToken() {
        return bytesPerToken;
    }

    boolean byokCounts() {
        return byokCounts;
    }

    Unknown unknownCounts() {
        return unknownCounts;
    }

    CostSettler settler() {
        return settler;
    }

    /** What to reserve for a model: its price, unless it has been found to cost more than nothing. */
    BigDecimal expected(@Nullable String model, BigDecimal worstCase) {
        return worstCase.signum() > 0 || model == null ? worstCase : surprises.getOrDefault(model, BigDecimal.ZERO);
    }

    /** A call for which nothing was reserved has cost something. */
    void surprised(@Nullable String model, BigDecimal cost) {
        if (model != null && cost.signum() > 0) {
            surprises.merge(model, cost, BigDecimal::max);
        }
    }

    /** One reservation for each of the amounts; nothing is set aside before {@link #reserve}. */
    List<CostReservation> prepare(List<BigDecimal> worstCases, CostAttribution purpose) {
        List<CostAccount> accounts = accounts(purpose);
        return worstCases.stream()
                .map(worstCase -> new CostReservation(this, worstCase, accounts))
                .toList();
    }

    /**
     * Sets reservations of one purpose aside. The last step before a call begins: should anything be thrown on the way to
     * it, nothing is set aside.
     *
     * @throws OpenRouterBudgetExceededException if they do not fit all together; nothing is reserved then
     */
    void reserve(List<CostReservation> reservations) {
        BigDecimal sum = reservations.stream().map(CostReservation::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        CostStore.Shortage shortage = store.reserve(reservations.get(0).accounts(), sum);
        if (shortage != null) {
            throw new OpenRouterBudgetExceededException(shortage, sum);
        }
    }

    /** The account that has no room for an amount; null if all have. */
    CostStore.@Nullable Shortage shortage(BigDecimal amount, CostAttribution purpose) {
        return accounts(purpose).stream()
                .map(account -> new CostStore.Shortage(account, store.read(account.key())))
                .filter(found -> !found.account().hasRoomFor(amount, found.balance()))
                .findFirst()
                .orElse(null);
    }

    void book(List<CostAccount> accounts, CostBalance change) {
        store.settle(accounts, change);
    }

    void warn(List<CostAccount> accounts) {
        warnings.check(accounts);
    }

    /** A call is charged to the periods in which it began. */
    private List<CostAccount> accounts(CostAttribution purpose) {
        List<CostAccount> accounts = new ArrayList<>();
        accounts.add(total);
        windows.forEach(window -> accounts.add(window.account(time.now())));
        if (perSession != null && purpose.sessionId() != null) {
            String id = purpose.sessionId();
            accounts.add(
                    new CostAccount(CostAccount.Key.session(id), "a session (" + id + ")", "perSession", perSession));
        }
        perTag.forEach((name, limit) -> {
            String value = purpose.tags().get(name);
            if (value != null) {
                accounts.add(new CostAccount(
                        CostAccount.Key.tag(name, value), "for " + name + " " + value, "perTag", limit));
            }
        });
        return List.copyOf(accounts);
    }

    /** Builds an {@link OpenRouterBudget}. Each setter takes null for "no limit"; at least one limit has to be set. */
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
        private Time time = Time.system();

        private Builder() {}

        /** US dollars in all, for as long as the budget lives. */
        public Builder limit(@Nullable BigDecimal usd) {
            this.limit = usd;
            return this;
        }

        /** US dollars an hour; it begins with the full hour in UTC. */
        public Builder perHour(@Nullable BigDecimal usd) {
            this.perHour = usd;
            return this;
        }

        /** US dollars a day; a day begins at midnight UTC. */
        public Builder perDay(@Nullable BigDecimal usd) {
            this.perDay = usd;
            return this;
        }

        /** US dollars a month of the calendar, in UTC. */
        public Builder perMonth(@Nullable BigDecimal usd) {
            this.perMonth = usd;
            return this;
        }

        /**
         * US dollars for each period of this length. The periods follow each other since 1970-01-01T00:00Z: of six hours,
         * the first of a day begins at midnight UTC. For several lengths call it several times.
         *
         * @param length at least a second
         */
        public Builder per(Duration length, @Nullable BigDecimal usd) {
            if (usd == null) {
                per.remove(length);
            } else {
                per.put(length, usd);
            }
            return this;
        }

        /** US dollars for each {@code sessionId} of requests. Those without one are not limited hereby. */
        public Builder perSession(@Nullable BigDecimal usd) {
            this.perSession = usd;
            return this;
        }

        /**
         * US dollars for each value of an entry of the requests' {@code metadata}: {@code perTag("tenant", …)} limits
         * each tenant. Requests without the entry are not limited hereby. For several tags call it several times.
         */
        public Builder perTag(String name, @Nullable BigDecimal usd) {
            if (usd == null) {
                perTag.remove(name);
            } else {
                perTag.put(name, usd);
            }
            return this;
        }

        /**
         * How many bytes of a prompt are taken for a token, at least 1. Default: 1, which no tokenizer exceeds. With 3,
         * about right for English, less is reserved, and a prompt of rare characters can exceed the budget once.
         */
        public Builder bytesPerToken(int bytesPerToken) {
            this.bytesPerToken = bytesPerToken;
            return this;
        }

        /**
         * Whether what a provider charges to one's own key there counts, beside what OpenRouter charges. Default: true.
         *
         * @see <a href="https://openrouter.ai/docs/guides/overview/auth/byok">Bring your own key</a>
         */
        public Builder byokCounts(boolean byokCounts) {
            this.byokCounts = byokCounts;
            return this;
        }

        /**
         * What an attempt counts that was sent and whose cost is not known, until it is. Default:
         * {@link Unknown#WORST_CASE}, with which the limit holds whatever has become of it.
         */
        public Builder unknownCounts(Unknown unknownCounts) {
            this.unknownCounts = unknownCounts;
            return this;
        }

        /**
         * Whether to ask OpenRouter in the background what unsettled calls have cost: on one daemon thread, with growing
         * waits up to a minute, for about eight minutes. Default: true. {@link OpenRouterBudget#settle} asks in any case.
         */
        public Builder settleUnknown(boolean settleUnknown) {
            this.settleUnknown = settleUnknown;
            return this;
        }

        /**
         * When a session or a value of a tag is forgotten that makes no calls: after that its limit begins anew. Unset:
         * never, they are kept until {@link OpenRouterBudget#endSession} and {@link OpenRouterBudget#endTag}.
         */
        public Builder forgetAfter(@Nullable Duration idle) {
            this.forgetAfter = idle;
            return this;
        }

        /**
         * Tells a listener, once for each limit and period, when what is spent and unsettled reaches a part of the limit.
         * It is called on the thread of the call; what it throws is logged.
         *
         * @param fraction above 0, at most 1: 0.8 for 80 percent
         */
        public Builder warnAt(double fraction, Consumer<Warning> listener) {
            if (!(fraction > 0 && fraction <= 1)) {
                throw new IllegalArgumentException("warnAt must be above 0 and at most 1, but is " + fraction);
            }
            this.warnFraction = BigDecimal.valueOf(fraction);
            this.warnListener = listener;
            return this;
        }

        Builder time(Time time) {
            this.time = time;
            return this;
        }

        /** @throws IllegalArgumentException for an invalid value, naming the setter */
        public OpenRouterBudget build() {
            check("limit", limit);
            check("perHour", perHour);
            check("perDay", perDay);
            check("perMonth", perMonth);
            check("perSession", perSession);
            per.forEach((length, usd) -> check("per(" + length + ", …)", usd));
            perTag.forEach((name, usd) -> check("perTag(\"" + name + "\", …)", usd));
            boolean limited = limit != null || perHour != null || perDay != null || perMonth != null;
            if (!limited && perSession == null && per.isEmpty() && perTag.isEmpty()) {
                throw new IllegalArgumentException(
                        "limit, perHour, perDay, perMonth, per, perSession or perTag must be set");
            }
            for (Duration length : per.keySet()) {
                if (length.compareTo(Duration.ofSeconds(1)) < 0) {
                    throw new IllegalArgumentException("per must be at least a second long, but is " + length);
                }
            }
            if (forgetAfter != null && (forgetAfter.isZero() || forgetAfter.isNegative())) {
                throw new IllegalArgumentException("forgetAfter must be positive, but is " + forgetAfter);
            }
            if (bytesPerToken < 1) {
                throw new IllegalArgumentException("bytesPerToken must be at least 1, but is " + bytesPerToken);
            }
            return new OpenRouterBudget(this);
        }

        private static void check(String setter, @Nullable BigDecimal usd) {
            if (usd != null && usd.signum() < 0) {
                throw new IllegalArgumentException(setter + " must be 0 or more, but is " + usd.toPlainString());
            }
        }
    }
}
