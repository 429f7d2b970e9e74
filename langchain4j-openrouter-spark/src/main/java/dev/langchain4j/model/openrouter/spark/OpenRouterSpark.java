package dev.langchain4j.model.openrouter.spark;

import static dev.langchain4j.internal.ValidationUtils.ensureNotBlank;
import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import dev.langchain4j.model.decision.request.DecisionRequest;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterBudget;
import dev.langchain4j.model.openrouter.OpenRouterChatModel;
import dev.langchain4j.model.openrouter.OpenRouterDecisionModel;
import dev.langchain4j.model.openrouter.OpenRouterEmbeddingModel;
import dev.langchain4j.model.openrouter.OpenRouterProgress;
import dev.langchain4j.model.openrouter.OpenRouterRateLimiter;
import dev.langchain4j.model.openrouter.OpenRouterScoringModel;
import dev.langchain4j.model.openrouter.jdbc.OpenRouterJdbc;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Embeds, reads, scores and decides millions of documents on Apache Spark: on the cores of one machine, or on a
 * cluster.
 *
 * <pre>{@code
 * OpenRouterSpark openRouter = OpenRouterSpark.builder(spark, "abstracts")
 *         .database("jdbc:postgresql://db/openrouter")
 *         .budget(budget -> budget.limit(new BigDecimal("20")))
 *         .build();
 * openRouter.embed(documents, model -> model.modelName("openai/text-embedding-3-small"))
 *         .write().parquet("vectors");
 * }</pre>
 *
 * <p>Documents have the columns {@code key} and {@code text}. A key identifies one text. A document is sent once,
 * however often Spark computes it: a journal in a database has a row for each document. The row says that a call is
 * under way before the call is sent, and holds the result before it leaves the executor. A job that is started again
 * with the same name continues where it stopped; it pays again only for calls that were under way at that moment, at
 * most {@link Builder#maxConcurrency} in each task. Those count as {@link Bill#interrupted}, and their cost as
 * {@link Bill#unsettled} until the budget has found it.
 *
 * <p>Results have the columns {@code key}, {@code status} ({@code answered}, {@code refused}, {@code failed}),
 * {@code value} (null unless answered), {@code cost} (US dollars, null if unknown), {@code input_tokens},
 * {@code output_tokens}, {@code model}, {@code generation_id} and {@code error}. They are lazy, like all of Spark's
 * datasets. A failure that may pass, such as a time limit, is tried again by the next run of the job. A used-up budget,
 * missing credits, a refused key or an unknown model end the job: its task fails with the reason, and Spark's further
 * attempts send nothing while the reason lasts.
 *
 * <p>The key is taken from {@code spark.openrouter.secret.apiKey} in Spark's configuration, which its UI does not show,
 * or from the environment variable {@code OPENROUTER_API_KEY} of the executors. Each executor has one connection,
 * closed at its end; the ledger of all is {@code openrouter_call} in the same database. Lives on the driver.
 * Thread-safe.
 *
 * @see <a href="https://openrouter.ai/docs/api/reference/limits">Rate limits</a>
 */
public final class OpenRouterSpark implements AutoCloseable {

    private static final StructType DOCUMENT = DataTypes.createStructType(List.of(
            DataTypes.createStructField("key", DataTypes.StringType, true),
            DataTypes.createStructField("text", DataTypes.StringType, true)));

    private final SparkSession spark;
    private final SparkSettings settings;
    private final int embeddingsPerRequest;
    private final int scoresPerRequest;
    private final DataSource dataSource;
    private final Database database;

    private OpenRouterSpark(Builder builder) {
        this.spark = builder.spark;
        this.settings = builder.settings();
        this.embeddingsPerRequest = builder.embeddingsPerRequest;
        this.scoresPerRequest = builder.scoresPerRequest;
        this.dataSource = settings.database().open();
        this.database = new Database(dataSource, settings.tablePrefix());
        try {
            settings.check(dataSource);
            database.createIf(settings.createTables());
        } catch (RuntimeException e) {
            ExecutorConnection.close(dataSource);
            throw e;
        }
    }

    /**
     * Configures a builder. Serialised and called on the executors, so it must not capture what cannot be serialised,
     * nor a key: everything that it captures travels with the tasks. That of a budget or a rate limiter is called on the
     * driver, too.
     *
     * @param <B> the builder
     */
    @FunctionalInterface
    public interface Setup<B> extends Serializable {

        /** Configures the builder. */
        void accept(B builder);
    }

    /** Opens the database. Serialised and called once on each executor, and on the driver. */
    @FunctionalInterface
    public interface DatabaseSetup extends Serializable {

        /** Opens a pool of connections; it is closed at the end if it is {@link AutoCloseable}. */
        DataSource open();
    }

    /**
     * The result of a job so far, over all its runs.
     *
     * @param answered documents with a value
     * @param refused documents that the model or its provider will not answer
     * @param failed documents with another failure, but those without text, which are not in the journal
     * @param open documents whose call is under way, or was when its process died
     * @param interrupted calls that were under way when their process or task ended; each was sent again
     * @param cost US dollars for all results, as far as known
     * @param unknownCosts results with an unknown cost
     * @param inputTokens tokens of the input
     * @param outputTokens tokens of the answers
     * @param spent US dollars that the budget has counted, with the calls that were interrupted and settled since; null
     *     without a budget
     * @param unsettled US dollars that the budget keeps for calls with an unknown cost, at most; null without a budget
     */
    public record Bill(
            long answered,
            long refused,
            long failed,
            long open,
            long interrupted,
            BigDecimal cost,
            long unknownCosts,
            long inputTokens,
            long outputTokens,
            @Nullable BigDecimal spent,
            @Nullable BigDecimal unsettled) {}

    /**
     * A builder with nothing else set.
     *
     * @param job names the work in the journal: 1 to 58 letters, digits, {@code _}, {@code .} and {@code -}. The same
     *     name continues a job, another name begins a new one
     * @throws IllegalArgumentException for another name
     */
    public static Builder builder(SparkSession spark, String job) {
        return new Builder(spark, job);
    }

    /**
     * Documents from anything: a dataset with the columns {@code key} and {@code text}.
     *
     * @param key a key of at most 512 characters, the same in every run
     * @param text the text; a document without one, or with one that shows nothing, fails at no cost
     */
    public static <T> Dataset<Row> documents(
            Dataset<T> dataset, MapFunction<T, String> key, MapFunction<T, String> text) {
        ensureNotNull(dataset, "dataset");
        ensureNotNull(key, "key");
        ensureNotNull(text, "text");
        MapFunction<T, Row> document = each -> RowFactory.create(key.call(each), text.call(each));
        return dataset.map(document, Encoders.row(DOCUMENT));
    }

    /** The vectors of documents, as arrays of floats. {@code model} must set a model name. */
    public Dataset<Row> embed(Dataset<?> documents, Setup<OpenRouterEmbeddingModel.Builder> model) {
        ensureNotNull(documents, "documents");
        ensureNotNull(model, "model");
        return run(documents, new EmbedTask(model, embeddingsPerRequest));
    }

    /**
     * A record for each document, as a struct with its components. The answer of the model has to fit the JSON schema
     * of the type: an answer that does not is a failure, with its cost.
     *
     * @param type a record or class with fields, as for LangChain4j's structured outputs
     * @param instruction what to do with the text, which follows it
     * @param model sets at least a model name
     * @throws IllegalArgumentException for a type without fields, such as an enum
     */
    public <R> Dataset<Row> extract(
            Dataset<?> documents, Class<R> type, String instruction, Setup<OpenRouterChatModel.Builder> model) {
        ensureNotNull(documents, "documents");
        ensureNotNull(type, "type");
        ensureNotBlank(instruction, "instruction");
        ensureNotNull(model, "model");
        return run(documents, new ExtractTask(type, instruction, model));
    }

    /**
     * How well each document answers a query, as doubles: higher is better.
     *
     * @param model sets the name of a rerank model
     */
    public Dataset<Row> score(Dataset<?> documents, String query, Setup<OpenRouterScoringModel.Builder> model) {
        ensureNotNull(documents, "documents");
        ensureNotBlank(query, "query");
        ensureNotNull(model, "model");
        return run(documents, new ScoreTask(query, model, scoresPerRequest));
    }

    /**
     * Answers to the same questions about each document: a struct with a field for each question, which is a struct of
     * {@code answer} (of a choice), {@code probability} (of yes, or of the choice), {@code mean} (of a scale) and
     * {@code refused}. A document whose questions are all refused is refused.
     *
     * @param questions adds the questions, and nothing else
     * @param model sets the name of a decision model
     */
    public Dataset<Row> decide(
            Dataset<?> documents,
            Setup<DecisionRequest.Builder> questions,
            Setup<OpenRouterDecisionModel.Builder> model) {
        ensureNotNull(documents, "documents");
        ensureNotNull(questions, "questions");
        ensureNotNull(model, "model");
        return run(documents, new DecideTask(questions, model));
    }

    private Dataset<Row> run(Dataset<?> documents, BulkTask task) {
        Counters counters = Counters.of(spark.sparkContext(), task.name());
        Dataset<Row> results = Document.columns(documents)
                .mapPartitions(
                        new Partitions(settings, UUID.randomUUID().toString(), task, counters),
                        Encoders.row(ResultRow.schema(task.valueType())));
        return task.shape(results);
    }

    /**
     * Runs some work, and meanwhile shows the progress of the job on the console, if there is a terminal. It asks the
     * journal twice a second.
     *
     * @param total how many results there will be, of all functions together; 0 if that is unknown
     * @param work on this thread: writes results
     */
    public void showProgress(long total, Runnable work) {
        ensureNotNull(work, "work");
        OpenRouterProgress line = OpenRouterProgress.onConsole("documents", total);
        ProgressWatch watch = new ProgressWatch(line, () -> new Tallies(database).read(settings.job()));
        try {
            work.run();
        } finally {
            watch.close();
        }
    }

    /** The result of the job so far, over all its runs. Reads the journal. */
    public Bill bill() {
        try (OpenRouterJdbc jdbc = ExecutorConnection.jdbc(settings, dataSource)) {
            return new Tallies(database).bill(settings.job(), ExecutorConnection.budget(settings, jdbc));
        }
    }

    /**
     * Takes over the calls of executors that have died and looks up the cost of calls that were interrupted, as far as
     * OpenRouter gave them an id. Opens a connection on the driver, which needs the key. Blocks for some seconds.
     *
     * @return the rest of {@link Bill#unsettled}; zero without a budget
     */
    public BigDecimal settle() {
        return ExecutorConnection.of(settings).settle();
    }

    /**
     * Lets documents that have failed, for whatever reason, be called for once more, at the price of a call each.
     * Refusals stay.
     *
     * @return how many documents
     */
    public long retryFailures() {
        return new Jobs(database).retryFailures(settings.job());
    }

    /**
     * Deletes the results of the job from the journal. The same name then begins anew, also with another model or
     * instruction, and pays for every document again. The budget keeps what is spent, and the ledger its records.
     *
     * @return how many documents
     * @throws IllegalStateException while a task calls for documents of the job
     */
    public long deleteResults() {
        return new Jobs(database).delete(settings.job(), settings.lease());
    }

    /**
     * Closes what this process has opened. Executors close their connections when they end. A task of this process that
     * is still at work fails, and so does one that starts later: compute a dataset before.
     */
    @Override
    public void close() {
        ExecutorConnection.close(settings.run());
        ExecutorConnection.close(dataSource);
    }

    /** Never contains the key or the database. */
    @Override
    public String toString() {
        return settings.toString();
    }

    /** Builds an {@link OpenRouterSpark}. */
    public static final class Builder {

        private static final Pattern JOB = Pattern.compile("[A-Za-z0-9_.-]{1,58}");
        private static final Pattern PREFIX =
                Pattern.compile("([A-Za-z_][A-Za-z0-9_]{0,62}\\.)?[A-Za-z_][A-Za-z0-9_]{0,29}");

        private final SparkSession spark;
        private final String job;
        private @Nullable DatabaseSetup database;
        private @Nullable Setup<OpenRouterBudget.Builder> budget;
        private @Nullable Setup<OpenRouterRateLimiter.Builder> rateLimiter;
        private Setup<OpenRouter.Builder> connection = builder -> {};
        private String tablePrefix = "openrouter_";
        private boolean createTables = true;
        private Duration lease = Duration.ofMinutes(1);
        private @Nullable String ledgerFolder;
        private int maxConcurrency = 16;
        private int embeddingsPerRequest = 64;
        private int scoresPerRequest = 64;
        private @Nullable String keyInTasks;

        private Builder(SparkSession spark, String job) {
            this.spark = ensureNotNull(spark, "spark");
            this.job = ensureNotNull(job, "job");
            if (!JOB.matcher(job).matches()) {
                throw new IllegalArgumentException(
                        "job must be 1 to 58 letters, digits, '_', '.' and '-', but is '" + job + "'");
            }
        }

        /**
         * The journal's database, which all executors reach; required. User and password come from
         * {@code spark.openrouter.database.user} and {@code …password} in Spark's configuration, or from the
         * environment variables {@code OPENROUTER_DATABASE_USER} and {@code …PASSWORD}.
         *
         * @param url of JDBC, without the password; its driver must be on the class path
         */
        public Builder database(String url) {
            ensureNotBlank(url, "url");
            return database(() -> new KeptConnections(
                    url,
                    Secrets.find(Secrets.DATABASE_USER, "OPENROUTER_DATABASE_USER"),
                    Secrets.find(Secrets.DATABASE_PASSWORD, "OPENROUTER_DATABASE_PASSWORD")));
        }

        /** The same, with a pool of your own. */
        public Builder database(DatabaseSetup database) {
            this.database = ensureNotNull(database, "database");
            return this;
        }

        /** One limit for all executors and all runs of the job. Unset: no limit, and unknown costs stay unknown. */
        public Builder budget(Setup<OpenRouterBudget.Builder> budget) {
            this.budget = ensureNotNull(budget, "budget");
            return this;
        }

        /** One pace for all executors: requests and tokens a minute, calls at once. Unset: no limit. */
        public Builder rateLimiter(Setup<OpenRouterRateLimiter.Builder> rateLimiter) {
            this.rateLimiter = ensureNotNull(rateLimiter, "rateLimiter");
            return this;
        }

        /** Sets up the connection of each executor: time limits, retries, data policy, base URL. */
        public Builder connection(Setup<OpenRouter.Builder> connection) {
            this.connection = ensureNotNull(connection, "connection");
            return this;
        }

        /**
         * Requests under way in each task, at least 1. Default: 16. A cluster has this many times the number of its
         * cores under way.
         */
        public Builder maxConcurrency(int maxConcurrency) {
            this.maxConcurrency = atLeastOne("maxConcurrency", maxConcurrency);
            return this;
        }

        /** Documents in one request of {@link #embed}, at least 1. Default: 64. They are in flight together. */
        public Builder embeddingsPerRequest(int embeddingsPerRequest) {
            this.embeddingsPerRequest = atLeastOne("embeddingsPerRequest", embeddingsPerRequest);
            return this;
        }

        /** Documents in one request of {@link #score}, at least 1. Default: 64. They are in flight together. */
        public Builder scoresPerRequest(int scoresPerRequest) {
            this.scoresPerRequest = atLeastOne("scoresPerRequest", scoresPerRequest);
            return this;
        }

        /**
         * How long an executor may be silent before others take over its documents, a second to a year. Default: a
         * minute.
         */
        public Builder lease(Duration lease) {
            this.lease = ensureNotNull(lease, "lease");
            if (lease.compareTo(Duration.ofSeconds(1)) < 0 || lease.compareTo(Duration.ofDays(365)) > 0) {
                throw new IllegalArgumentException("lease must be a second to a year, but is " + lease);
            }
            return this;
        }

        /**
         * The beginning of the tables' names: at most 30 letters, digits and {@code _}, not beginning with a digit,
         * optionally after a schema and a dot. Default: {@code openrouter_}.
         */
        public Builder tablePrefix(String tablePrefix) {
            this.tablePrefix = ensureNotNull(tablePrefix, "tablePrefix");
            if (!PREFIX.matcher(tablePrefix).matches()) {
                throw new IllegalArgumentException(
                        "tablePrefix must be at most 30 letters, digits and '_', not beginning with a digit,"
                                + " optionally after a schema and '.', but is '" + tablePrefix + "'");
            }
            return this;
        }

        /**
         * Whether to create missing tables. Default: true. They are in the jar as plain SQL: {@code spark-1.sql} beside
         * this class, and those of {@code langchain4j-openrouter-jdbc}.
         */
        public Builder createTables(boolean createTables) {
            this.createTables = createTables;
            return this;
        }

        /** Where records of the ledger wait for the database, on each executor. Unset: below {@code java.io.tmpdir}. */
        public Builder ledgerFolder(@Nullable String ledgerFolder) {
            this.ledgerFolder = ledgerFolder;
            return this;
        }

        /**
         * Sends the key to the executors inside the tasks, where it can end up in Spark's event log and in files that
         * Spark spills. Unset, and better: each executor finds it, see {@link OpenRouterSpark}.
         */
        public Builder keyInTasks(@Nullable String apiKey) {
            this.keyInTasks = apiKey == null || apiKey.isBlank() ? null : apiKey;
            return this;
        }

        /**
         * Creates the tables of the journal if they are missing.
         *
         * @throws IllegalArgumentException without a database, or if the budget, the rate limiter or the key is refused
         * @throws IllegalStateException if the database cannot be used
         */
        public OpenRouterSpark build() {
            return new OpenRouterSpark(this);
        }

        private SparkSettings settings() {
            if (database == null) {
                throw new IllegalArgumentException("database must be set: it records which documents are paid for");
            }
            return new SparkSettings(
                    UUID.randomUUID().toString(),
                    job,
                    connection,
                    budget,
                    rateLimiter,
                    database,
                    tablePrefix,
                    createTables,
                    lease,
                    ledgerFolder,
                    maxConcurrency,
                    keyInTasks);
        }

        private static int atLeastOne(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " must be at least 1, but is " + value);
            }
            return value;
        }

        /** Never contains the key or the database. */
        @Override
        public String toString() {
            return "OpenRouterSpark.Builder[job=" + job + "]";
        }
    }
}
