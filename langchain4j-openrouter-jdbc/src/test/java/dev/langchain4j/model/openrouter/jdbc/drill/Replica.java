package dev.langchain4j.model.openrouter.jdbc.drill;

import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterBudget;
import dev.langchain4j.model.openrouter.OpenRouterCostListener;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord;
import dev.langchain4j.model.openrouter.jdbc.OpenRouterJdbc;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A process of an application, with the parts that all of them share.
 *
 * @param budget that is never used up, with {@link #MODEL}
 * @param tight that is used up soon, with {@link #TIGHT_MODEL}
 */
record Replica(OpenRouterJdbc jdbc, OpenRouterBudget budget, OpenRouterBudget tight, OpenRouter openRouter)
        implements AutoCloseable {

    static final String MODEL = "openai/gpt-4o";
    static final String KEY = "sk-or-v1-drill";
    static final String TIGHT_MODEL = "anthropic/claude-sonnet-4.6";

    static final Duration LEASE = Duration.ofSeconds(5);

    /** @param recorded gets each record after the ledger */
    static Replica start(Arguments arguments, Consumer<OpenRouterCostRecord> recorded) {
        OpenRouterJdbc jdbc = jdbc(arguments);
        OpenRouterBudget budget = OpenRouterBudget.builder()
                .perDay(new BigDecimal("1000"))
                .perTag("tenant", new BigDecimal("1000"))
                .store(jdbc.budgetStore())
                .build();
        OpenRouterBudget tight = OpenRouterBudget.builder()
                .limit(arguments.limit())
                .store(jdbc.budgetStore("tight"))
                .build();
        OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(arguments.server())
                .apiKey(KEY)
                .modelName(MODEL)
                .maxRetries(0)
                .budget(budget)
                .costListener(new OpenRouterCostListener(jdbc.costSink(), recorded::accept))
                .build();
        return new Replica(jdbc, budget, tight, openRouter);
    }

    static OpenRouterJdbc jdbc(Arguments arguments) {
        PGSimpleDataSource postgres = new PGSimpleDataSource();
        postgres.setUrl(arguments.database());
        return OpenRouterJdbc.builder(postgres)
                .lease(LEASE)
                .ledgerFolder(arguments.folder().resolve("ledger"))
                .build();
    }

    @Override
    public void close() {
        openRouter.close();
        jdbc.close();
    }

    /**
     * What a process is started with.
     *
     * @param rate reservations a second of this process; 0 for as many as it can
     */
    record Arguments(
            String mode,
            String database,
            String server,
            Path folder,
            int threads,
            Duration duration,
            BigDecimal limit,
            int rate) {

        static Arguments of(String... args) {
            return new Arguments(
                    args[0],
                    args[1],
                    args[2],
                    Path.of(args[3]),
                    Integer.parseInt(args[4]),
                    Duration.parse(args[5]),
                    new BigDecimal(args[6]),
                    Integer.parseInt(args[7]));
        }

        String[] args() {
            return new String[] {
                mode,
                database,
                server,
                folder.toString(),
                String.valueOf(threads),
                duration.toString(),
                limit.toPlainString(),
                String.valueOf(rate)
            };
        }
    }
}
