package dev.langchain4j.model.openrouter.jdbc;

import dev.langchain4j.model.openrouter.OpenRouterBudget;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore;
import dev.langchain4j.model.openrouter.OpenRouterCostSink;
import dev.langchain4j.model.openrouter.OpenRouterFreeModelPacer;
import dev.langchain4j.model.openrouter.OpenRouterRateLimiter;
import dev.langchain4j.model.openrouter.OpenRouterRerankCache;
import dev.langchain4j.model.openrouter.internal.http.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What all processes of an application share, in a database: the money of a budget, the ledger, the pace of free models
 * and of all models, the replies of rerankings.
 *
 * <pre>{@code
 * OpenRouterJdbc jdbc = OpenRouterJdbc.of(dataSource);
 * OpenRouter openRouter = OpenRouter.builder()
 *         .budget(OpenRouterBudget.builder().perDay(new BigDecimal("20")).store(jdbc.budgetStore()).build())
 *         .costListener(new OpenRouterCostListener(jdbc.costSink()))
 *         .build();
 * }</pre>
 *
 * <p>The tables are created, or brought to this version, when they are first needed; {@code postgresql-1.sql}
 * to {@code -3.sql}, or {@code standard-1.sql} to {@code -3.sql}, beside this class are the same in plain SQL, for
 * Flyway and Liquibase. Tested on PostgreSQL 14 and H2 2.4; for other databases, all statements but those that create the
 * tables are standard SQL. Use one instance per data source and process, and close it after the connections that use
 * it. Thread-safe.
 */
public final class OpenRouterJdbc implements AutoCloseable {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private final Time time;
    private final Database database;
    private final Lease lease;
    private final Map<String, JdbcLimiter> limiters = new ConcurrentHashMap<>();
    private final BudgetWriter writer;
    private final LookedUpCosts lookedUp = new LookedUpCosts();
    private final LedgerFolder ledgerFolder;
    private final Duration keepReplies;
    private final Duration patience;

    private final ReentrantLock lock = new ReentrantLock();

    /** Written under the lock. */
    private volatile @Nullable JdbcLedger ledger;

    private OpenRouterJdbc(Builder builder) {
        this.time = builder.time == null ? Time.system() : builder.time;
        this.database = new Database(
                builder.dataSource, new Schema(builder.tablePrefix, builder.createTables, time), builder.time);
        this.lease = new Lease(builder.lease, database);
        this.writer = new BudgetWriter(database, lease, builder.patience, builder.endsWait);
        this.ledgerFolder = new LedgerFolder(builder.ledgerFolder, builder.tablePrefix, database);
        this.keepReplies = builder.keepReplies;
        this.patience = builder.patience;
    }

    /** The same as {@link #builder} with its defaults. */
    public static OpenRouterJdbc of(DataSource dataSource) {
        return builder(dataSource).build();
    }

    /**
     * @param dataSource a pool: each instance uses up to five connections at a time, most of the time none or one. Not a
     *     proxy that returns the connection of the caller's transaction, because the library would commit it
     */
    public static Builder builder(DataSource dataSource) {
        return new Builder(Objects.requireNonNull(dataSource, "dataSource"));
    }

    /** The budget named {@code default}. */
    public OpenRouterBudgetStore budgetStore() {
        return budgetStore("default");
    }

    /**
     * The store of a budget: {@link OpenRouterBudget}s with the same name count together.
     *
     * @param budget 1 to 64 letters, digits, {@code _}, {@code .} and {@code -}
     * @throws IllegalArgumentException for another name
     */
    public OpenRouterBudgetStore budgetStore(String budget) {
        ensureName("budget", budget);
        return new JdbcBudgetStore(
                budget, database, writer, new Takeover(database, lease), lookedUp, () -> ledger, time);
    }

    private static void ensureName(String what, String name) {
        if (!NAME.matcher(Objects.requireNonNull(name, what)).matches()) {
            throw new IllegalArgumentException(
                    what + " must be 1 to 64 letters, digits, '_', '.' and '-', but is '" + name + "'");
        }
    }

    /**
     * The ledger: one row for each record. A record is first appended to a file of the ledger's folder, which takes
     * microseconds, and moved to the table within a second; if the database cannot be reached, when it is back. Records
     * of a process that died are moved by another process with the same folder, which also learns there how calls ended
     * that the budget's tables have as open. Call it once the database is known to be
     * there, or set {@link Builder#ledgerFolder}: the default folder belongs to the database.
     */
    public OpenRouterCostSink costSink() {
        lock.lock();
        try {
            JdbcLedger used = ledger;
            if (used == null) {
                Path folder = ledgerFolder.path();
                LedgerMover mover = new LedgerMover(
                        new LedgerTable(database), writer, lookedUp, folder.resolve("refused.jsonl"), time);
                used = new JdbcLedger(new Journal(folder), mover, lease.length().dividedBy(4));
                used.start();
                ledger = used;
            }
            return used;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Hands the ledger's records to a sink, in the order of their times, a page of rows at a time: for example to an
     * {@link dev.langchain4j.model.openrouter.OpenRouterCostReport}, or to {@link OpenRouterCostSink#csv}. What this
     * process has recorded is moved to the table first.
     *
     * @param from the time of the first record; null for the beginning
     * @param until the time after the last one; null for now
     * @return how many there are
     * @throws RuntimeException if the database cannot be reached, or of the sink
     */
    public long readLedger(@Nullable Instant from, @Nullable Instant until, OpenRouterCostSink sink) {
        Objects.requireNonNull(sink, "sink");
        JdbcLedger used = ledger;
        if (used != null) {
            used.flush();
        }
        return new LedgerRows(database).read(from, until, sink);
    }

    /** A pacer with the limits of the key, for all processes: see {@link OpenRouterFreeModelPacer#ofKey}. */
    public OpenRouterFreeModelPacer freeModelPacer() {
        return OpenRouterFreeModelPacer.ofKey().sharedBy(turns());
    }

    /**
     * The turns of all processes, for a pacer with other limits:
     * {@code OpenRouterFreeModelPacer.of(10, 50).sharedBy(turns())}.
     */
    public OpenRouterFreeModelPacer.Turns turns() {
        return new JdbcTurns(database, "free models");
    }

    /** The turns of the limiter named {@code default}. */
    public OpenRouterRateLimiter.Turns rateTurns() {
        return rateTurns("default");
    }

    /**
     * The turns of all processes, for a limiter: {@code OpenRouterRateLimiter.builder().requestsPerMinute(300).build()
     * .sharedBy(rateTurns("chat"))}. Limiters with the same name count together; give them the same limits. A call
     * takes its turn in one short transaction. Calls under way in a process that died count until its lease ends. After
     * a failure of the database, or if it does not answer for three seconds, each process counts alone for a second
     * before it asks again.
     *
     * @param limiter 1 to 64 letters, digits, {@code _}, {@code .} and {@code -}
     * @throws IllegalArgumentException for another name
     */
    public OpenRouterRateLimiter.Turns rateTurns(String limiter) {
        ensureName("limiter", limiter);
        return limiters.computeIfAbsent(limiter, name -> new JdbcLimiter(name, database, lease, time, patience));
    }

    /** A cache of the replies of rerankings, for as long as {@link Builder#keepReplies} says. */
    public OpenRouterRerankCache rerankCache() {
        return new JdbcRerankCache(database, keepReplies);
    }

    /**
     * Writes what is still waiting, at most for a few seconds, and ends the lease: reservations of calls that are still
     * open can be taken over at once. If the database cannot be reached, the rows of the ledger stay in its folder.
     */
    @Override
    public void close() {
        limiters.values().forEach(JdbcLimiter::close);
        writer.close();
        lock.lock();
        try {
            JdbcLedger used = ledger;
            if (used != null) {
                used.close();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Builds an {@link OpenRouterJdbc}. */
    public static final class Builder {

        private final DataSource dataSource;
        private String tablePrefix = Schema.PREFIX;
        private boolean createTables = true;
        private Duration lease = Duration.ofMinutes(1);
        private Duration patience = Duration.ofSeconds(3);
        private Duration endsWait = Duration.ofMillis(20);
        private @Nullable Path ledgerFolder;
        private Duration keepReplies = Duration.ofDays(30);
        private @Nullable Time time;

        private Builder(DataSource dataSource) {
            this.dataSource = dataSource;
        }

        /**
         * The beginning of all names: at most 30 letters, digits and {@code _}, not beginning with a digit, optionally
         * after a schema and a dot, as in {@code ai.openrouter_}. Default: {@code openrouter_}, in the schema of the
         * connections.
         */
        public Builder tablePrefix(String tablePrefix) {
            this.tablePrefix = Objects.requireNonNull(tablePrefix, "tablePrefix");
            return this;
        }

        /**
         * Whether to create the tables if they are missing, and to change those of an older version. Default: true.
         * With false, or with tables of a later version, the first use fails.
         */
        public Builder createTables(boolean createTables) {
            this.createTables = createTables;
            return this;
        }

        /**
         * How long a process may be silent before the others take its open calls for abandoned: a second to a year.
         * Default: a minute. Set the same in all processes.
         */
        public Builder lease(Duration lease) {
            this.lease = Objects.requireNonNull(lease, "lease");
            return this;
        }

        /**
         * Where records of the ledger wait for the database. Default: a folder below {@code java.io.tmpdir} that
         * belongs to the database. Set a folder that survives, if the machine's temporary files do not. It is created,
         * readable only by its owner. Processes on one machine can share it, if they share the database.
         */
        public Builder ledgerFolder(Path ledgerFolder) {
            this.ledgerFolder = Objects.requireNonNull(ledgerFolder, "ledgerFolder");
            return this;
        }

        /** How long a reply of {@link OpenRouterJdbc#rerankCache} is used: more than zero. Default: 30 days. */
        public Builder keepReplies(Duration keepReplies) {
            this.keepReplies = Objects.requireNonNull(keepReplies, "keepReplies");
            return this;
        }

        Builder time(Time time) {
            this.time = time;
            return this;
        }

        Builder patience(Duration patience) {
            this.patience = patience;
            return this;
        }

        /** How long the end of a call waits for a reservation that takes it along to the database. */
        Builder endsWait(Duration endsWait) {
            this.endsWait = endsWait;
            return this;
        }

        /** @throws IllegalArgumentException for an invalid value, naming the setter */
        public OpenRouterJdbc build() {
            if (lease.compareTo(Duration.ofSeconds(1)) < 0 || lease.compareTo(Duration.ofDays(365)) > 0) {
                throw new IllegalArgumentException("lease must be a second to a year, but is " + lease);
            }
            if (keepReplies.isZero() || keepReplies.isNegative()) {
                throw new IllegalArgumentException("keepReplies must be positive, but is " + keepReplies);
            }
            return new OpenRouterJdbc(this);
        }
    }
}
