package dev.langchain4j.model.openrouter.spark;

import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterBudget;
import dev.langchain4j.model.openrouter.OpenRouterCostListener;
import dev.langchain4j.model.openrouter.jdbc.OpenRouterJdbc;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What the tasks of an executor share: one connection to OpenRouter, one budget, one ledger, one journal. It ends with
 * the process, or with {@link OpenRouterSpark#close} where the driver is the executor. Thread-safe.
 */
final class ExecutorConnection implements AutoCloseable {

    private static final ReentrantLock LOCK = new ReentrantLock();

    /** The open connections by run. Guarded by the lock. */
    private static final Map<String, ExecutorConnection> OPEN = new HashMap<>();

    /** The runs that were closed in this process. Guarded by the lock. */
    private static final Set<String> CLOSED = new HashSet<>();

    private static boolean hooked;

    private final SparkSettings settings;
    private final DataSource dataSource;
    private final Database database;
    private final Lease lease;
    private final Journal journal;
    private final OpenRouterJdbc jdbc;
    private final @Nullable OpenRouterBudget budget;
    private final OpenRouter openRouter;
    private volatile boolean closed;

    private final Set<PartitionRun> runs = ConcurrentHashMap.newKeySet();

    private final ReentrantLock opening = new ReentrantLock();

    /** The open tasks by their id. Guarded by {@code opening}. */
    private final Map<String, OpenTask> tasks = new HashMap<>();

    private ExecutorConnection(SparkSettings settings, String key, DataSource dataSource) {
        this.settings = settings;
        this.dataSource = dataSource;
        this.database = new Database(dataSource, settings.tablePrefix());
        database.createIf(settings.createTables());
        this.lease = new Lease(settings.lease(), database);
        this.journal = new Journal(database, lease, settings.run());
        this.jdbc = jdbc(settings, dataSource);
        this.budget = budget(settings, jdbc);
        this.openRouter = openRouter(key);
        try {
            lease.begin();
        } catch (RuntimeException e) {
            close(openRouter);
            close(jdbc);
            throw e;
        }
    }

    private OpenRouter openRouter(String key) {
        OpenRouter.Builder builder = OpenRouter.builder();
        settings.connection().accept(builder);
        if (settings.rateLimiter() != null) {
            builder.rateLimiter(
                    SparkSettings.limiter(settings.rateLimiter()).sharedBy(jdbc.rateTurns(sharedName(settings))));
        }
        if (budget != null) {
            builder.budget(budget);
        }
        return builder.apiKey(key)
                .costListener(new OpenRouterCostListener(jdbc.costSink()))
                .build();
    }

    static OpenRouterJdbc jdbc(SparkSettings settings, DataSource dataSource) {
        OpenRouterJdbc.Builder builder = OpenRouterJdbc.builder(dataSource)
                .tablePrefix(settings.tablePrefix())
                .createTables(settings.createTables())
                .lease(settings.lease());
        return settings.ledgerFolder() == null
                ? builder.build()
                : builder.ledgerFolder(Path.of(settings.ledgerFolder())).build();
    }

    static @Nullable OpenRouterBudget budget(SparkSettings settings, OpenRouterJdbc jdbc) {
        if (settings.budget() == null) {
            return null;
        }
        OpenRouterBudget.Builder builder = OpenRouterBudget.builder();
        settings.budget().accept(builder);
        return builder.store(jdbc.budgetStore(sharedName(settings))).build();
    }

    /** The name of the budget and of the pace that the executors of a job share in the database. */
    private static String sharedName(SparkSettings settings) {
        return "spark-" + settings.job();
    }

    private static ExecutorConnection open(SparkSettings settings) {
        String key = Secrets.key(settings);
        DataSource dataSource = settings.database().open();
        try {
            return new ExecutorConnection(settings, key, dataSource);
        } catch (RuntimeException | Error e) { // each task tries again, and would leave a pool behind
            close(dataSource);
            throw e;
        }
    }

    /**
     * The one of this process.
     *
     * @throws IllegalStateException if it was closed: a task that comes later must neither call nor leave anything open
     */
    static ExecutorConnection of(SparkSettings settings) {
        LOCK.lock();
        try {
            if (CLOSED.contains(settings.run())) {
                throw new IllegalStateException("The OpenRouterSpark of the job '" + settings.job() + "' is closed");
            }
            if (!hooked) {
                Runtime.getRuntime().addShutdownHook(new Thread(ExecutorConnection::closeAll, "openrouter-spark-end"));
                hooked = true;
            }
            return OPEN.computeIfAbsent(settings.run(), run -> open(settings));
        } finally {
            LOCK.unlock();
        }
    }

    /** Closes the connection of a run for good: this process does not open another one for it. */
    static void close(String run) {
        LOCK.lock();
        try {
            CLOSED.add(run);
            ExecutorConnection open = OPEN.remove(run);
            if (open != null) {
                open.close();
            }
        } finally {
            LOCK.unlock();
        }
    }

    private static void closeAll() {
        LOCK.lock();
        try {
            new ArrayList<>(OPEN.keySet()).forEach(ExecutorConnection::close);
        } finally {
            LOCK.unlock();
        }
    }

    SparkSettings settings() {
        return settings;
    }

    Journal journal() {
        return journal;
    }

    Lease lease() {
        return lease;
    }

    /** The attempts of tasks that are at work. */
    Set<PartitionRun> runs() {
        return runs;
    }

    /** The model of a task, which all partitions share. */
    OpenTask open(String taskId, BulkTask task) {
        opening.lock();
        try {
            return tasks.computeIfAbsent(taskId, unused -> {
                BulkTask.Caller caller = task.open(openRouter);
                return new OpenTask(task, caller, new Jobs(database).id(settings.job(), task, caller.model()));
            });
        } finally {
            opening.unlock();
        }
    }

    /** See {@link OpenRouterSpark#settle}. */
    BigDecimal settle() {
        return budget == null ? BigDecimal.ZERO : budget.settle();
    }

    /** @param id of the task in the journal */
    record OpenTask(BulkTask task, BulkTask.Caller caller, String id) {}

    /** Whether calls fail because this process ends, which says nothing about their documents. */
    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        close(openRouter);
        close(jdbc);
        close(lease);
        close(dataSource);
    }

    /** Logs a failure instead of throwing it, so that the other parts are closed, too. */
    static void close(Object part) {
        try {
            if (part instanceof AutoCloseable closeable) {
                closeable.close();
            }
        } catch (Exception e) {
            LoggerFactory.getLogger("dev.langchain4j.model.openrouter")
                    .warn("A part of an executor's connection could not be closed", e);
        }
    }
}
