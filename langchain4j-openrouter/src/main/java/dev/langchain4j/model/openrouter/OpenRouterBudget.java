package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.http.Time;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A limit in US dollars for any number of models, threads and streams: in all, a day, a session, a tag.
 *
 * <pre>{@code
 * OpenRouterBudget budget = OpenRouterBudget.builder()
 *         .limit(new BigDecimal("20"))
 *         .perTag("tenant", new BigDecimal("0.50"))
 *         .build();
 * OpenRouter openRouter = OpenRouter.builder().budget(budget)….build();
 * }</pre>
 *
 * <p>It holds for chat models and streams, for embeddings and for reranking. Before a call the most that it can cost is
 * reserved: every byte of the prompt counts as a token, and the answer as {@code maxOutputTokens}, or as the longest that
 * the catalog knows of, at the dearest of the catalog's prices among the model and its fallbacks. What does not fit is
 * refused with an {@link OpenRouterBudgetExceededException} before anything is sent; what nobody can price is refused too.
 * After the call the reservation becomes the cost that OpenRouter reported, or all of it if none was reported. A call that
 * failed or was cancelled gives its reservation back, less what OpenRouter reported as charged or, if it reported
 * nothing, what the part of the answer that had arrived costs at the same prices.
 *
 * <p>The catalog's price is that of the usual endpoint. {@code maxPromptPrice} and {@code maxCompletionPrice} of
 * {@link OpenRouterProviderPreferences} bind every endpoint, and count in place of the catalog's. Not foreseen are what
 * web searches and other server tools cost, which counts as far as it is reported, and what an upstream goes on to write
 * after a stream was cancelled.
 *
 * <p>The catalog is fetched by the first call, on its thread, and once an hour. Thread-safe; lives in memory, in this
 * process.
 */
public final class OpenRouterBudget {

    private final @Nullable BigDecimal perDay;
    private final @Nullable BigDecimal perSession;
    private final Map<String, BigDecimal> perTag;
    private final int bytesPerToken;
    private final Time time;

    private final ReentrantLock lock = new ReentrantLock();

    // All below are guarded by the lock, what is in the accounts included.
    private final Account total;
    private Account day;
    private LocalDate today;
    private final Map<String, Account> sessions = new HashMap<>();
    private final Map<Tag, Account> tags = new HashMap<>();

    private OpenRouterBudget(Builder builder) {
        this.perDay = builder.perDay;
        this.perSession = builder.perSession;
        this.perTag = Map.copyOf(builder.perTag);
        this.bytesPerToken = builder.bytesPerToken;
        this.time = builder.time;
        this.total = new Account("in all", "limit", builder.limit);
        this.today = today();
        this.day = new Account("for " + today, "perDay", perDay);
    }

    /** A builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /** What all calls so far have cost, in US dollars. */
    public BigDecimal spent() {
        return locked(() -> total.spent);
    }

    /** What all calls today have cost, in UTC and US dollars. */
    public BigDecimal spentToday() {
        return locked(() -> day().spent);
    }

    /** What the calls of a session have cost, in US dollars; zero where there is no limit a session. */
    public BigDecimal spentInSession(String sessionId) {
        return locked(() -> spent(sessions.get(sessionId)));
    }

    /** What the calls with this value of a tag have cost, in US dollars; zero where there is no limit for the tag. */
    public BigDecimal spentByTag(String name, String value) {
        return locked(() -> spent(tags.get(new Tag(name, value))));
    }

    /** What calls under way could cost at most, in US dollars. */
    public BigDecimal reserved() {
        return locked(() -> total.reserved);
    }

    /** Forgets what a session has spent, for it is over: otherwise an amount for each is kept in memory. */
    public void endSession(String sessionId) {
        locked(() -> sessions.remove(sessionId));
    }

    int bytesPerToken() {
        return bytesPerToken;
    }

    /**
     * One for each of the amounts.
     *
     * @throws OpenRouterBudgetExceededException if they do not fit all together; nothing is reserved then
     */
    List<Reservation> reserve(List<BigDecimal> worstCases, @Nullable String sessionId, Map<String, String> metadata) {
        BigDecimal sum = worstCases.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        return locked(() -> {
            List<Account> accounts = accounts(sessionId, metadata);
            accounts.forEach(account -> account.check(sum));
            accounts.forEach(account -> account.reserved = account.reserved.add(sum));
            return worstCases.stream()
                    .map(worstCase -> new Reservation(this, worstCase, accounts))
                    .toList();
        });
    }

    private List<Account> accounts(@Nullable String sessionId, Map<String, String> metadata) {
        List<Account> accounts = new ArrayList<>(List.of(total, day()));
        if (perSession != null && sessionId != null) {
            accounts.add(sessions.computeIfAbsent(
                    sessionId, id -> new Account("a session (" + id + ")", "perSession", perSession)));
        }
        perTag.forEach((name, limit) -> {
            String value = metadata.get(name);
            if (value != null) {
                accounts.add(tags.computeIfAbsent(
                        new Tag(name, value), tag -> new Account("for " + name + " " + value, "perTag", limit)));
            }
        });
        return accounts;
    }

    /** A call is charged to the day on which it began. */
    private Account day() {
        LocalDate now = today();
        if (!now.equals(today)) {
            today = now;
            day = new Account("for " + today, "perDay", perDay);
        }
        return day;
    }

    private LocalDate today() {
        return LocalDate.ofInstant(time.now(), ZoneOffset.UTC);
    }

    private static BigDecimal spent(@Nullable Account account) {
        return account == null ? BigDecimal.ZERO : account.spent;
    }

    private <T extends @Nullable Object> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    private record Tag(String name, String value) {}

    /** Guarded by the budget's lock. */
    private static final class Account {

        private final String scope;
        private final String setter;
        private final @Nullable BigDecimal limit;
        private BigDecimal spent = BigDecimal.ZERO;
        private BigDecimal reserved = BigDecimal.ZERO;

        private Account(String scope, String setter, @Nullable BigDecimal limit) {
            this.scope = scope;
            this.setter = setter;
            this.limit = limit;
        }

        /** What costs nothing always fits. */
        private void check(BigDecimal worstCase) {
            if (limit != null
                    && worstCase.signum() > 0
                    && spent.add(reserved).add(worstCase).compareTo(limit) > 0) {
                throw new OpenRouterBudgetExceededException(scope, setter, worstCase, limit, spent, reserved);
            }
        }
    }

    /** What is set aside for one call. Ends once. */
    static final class Reservation {

        /** For models without a budget. */
        static final Reservation NONE = new Reservation(null, BigDecimal.ZERO, List.of());

        private final @Nullable OpenRouterBudget budget;
        private final BigDecimal amount;
        private final List<Account> accounts;

        private Reservation(@Nullable OpenRouterBudget budget, BigDecimal amount, List<Account> accounts) {
            this.budget = budget;
            this.amount = amount;
            this.accounts = accounts;
        }

        /** The most that the call can cost. */
        BigDecimal amount() {
            return amount;
        }

        /** The call is over, and has cost that much. */
        void end(BigDecimal cost) {
            if (budget == null) {
                return;
            }
            budget.locked(() -> {
                accounts.forEach(account -> {
                    account.reserved = account.reserved.subtract(amount);
                    account.spent = account.spent.add(cost);
                });
                return null;
            });
        }
    }

    /** Builds an {@link OpenRouterBudget}. Each setter takes null for "no limit"; at least one limit has to be set. */
    public static final class Builder {

        private final Map<String, BigDecimal> perTag = new LinkedHashMap<>();
        private @Nullable BigDecimal limit;
        private @Nullable BigDecimal perDay;
        private @Nullable BigDecimal perSession;
        private int bytesPerToken = 1;
        private Time time = Time.system();

        private Builder() {}

        /** US dollars in all, for as long as the budget lives. */
        public Builder limit(@Nullable BigDecimal usd) {
            this.limit = usd;
            return this;
        }

        /** US dollars a day; a day begins at midnight UTC. */
        public Builder perDay(@Nullable BigDecimal usd) {
            this.perDay = usd;
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

        Builder time(Time time) {
            this.time = time;
            return this;
        }

        /** @throws IllegalArgumentException for a bad value, naming the setter */
        public OpenRouterBudget build() {
            check("limit", limit);
            check("perDay", perDay);
            check("perSession", perSession);
            perTag.forEach((name, usd) -> check("perTag(\"" + name + "\", …)", usd));
            if (limit == null && perDay == null && perSession == null && perTag.isEmpty()) {
                throw new IllegalArgumentException("limit, perDay, perSession or perTag must be set");
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
