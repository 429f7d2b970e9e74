package dev.langchain4j.model.openrouter.jdbc.drill;

import dev.langchain4j.model.openrouter.OpenRouterBudgetStore;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Account;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Key;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Outcome;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Reservation;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Scope;
import dev.langchain4j.model.openrouter.jdbc.OpenRouterJdbc;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/** Reserves and settles, in three accounts each, and measures how long a reservation holds up its caller. */
final class Reservations {

    private static final BigDecimal AMOUNT = new BigDecimal("0.0021425");
    private static final BigDecimal COST = new BigDecimal("0.00031");
    /** Not measured. */
    static final Duration WARM_UP = Duration.ofSeconds(3);

    private final Replica.Arguments arguments;
    private final long[][] nanos;
    private final int[] counts;

    Reservations(Replica.Arguments arguments) {
        this.arguments = arguments;
        this.nanos = new long[arguments.threads()][1_000_000];
        this.counts = new int[arguments.threads()];
    }

    /** Prints {@code done}, then the latencies in microseconds. */
    void run() throws IOException, InterruptedException {
        try (OpenRouterJdbc jdbc = Replica.jdbc(arguments)) {
            OpenRouterBudgetStore store = jdbc.budgetStore();
            store.read(new Key(Scope.TOTAL, "", ""));
            System.out.println("ready");
            System.in.read();
            Threads.run(arguments.threads(), thread -> reserve(store, thread));
        }
        long[] all = LongStream.range(0, counts.length)
                .flatMap(thread -> Arrays.stream(nanos[(int) thread], 0, counts[(int) thread]))
                .map(each -> each / 1000)
                .toArray();
        System.out.println("done " + Arrays.toString(all).replaceAll("[\\[\\],]", ""));
        System.exit(0);
    }

    private void reserve(OpenRouterBudgetStore store, int thread) {
        List<Account> accounts = List.of(
                new Account(new Key(Scope.TOTAL, "", ""), arguments.limit()),
                new Account(new Key(Scope.PERIOD, "perDay", "2026-01-02"), arguments.limit()),
                new Account(new Key(Scope.TAG, "tenant", "t-" + thread), arguments.limit()));
        long period = arguments.rate() == 0 ? 0 : 1_000_000_000L * arguments.threads() / arguments.rate();
        long start = System.nanoTime();
        long measured = start + WARM_UP.toNanos();
        long end = measured + arguments.duration().toNanos();
        long next = start + (period == 0 ? 0 : ThreadLocalRandom.current().nextLong(period));
        while (end - System.nanoTime() > 0) {
            for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            String id = UUID.randomUUID().toString();
            long begin = System.nanoTime();
            Object refused = store.reserve(
                    List.of(new Reservation(id, AMOUNT, accounts, "chat", "openai/gpt-4o", null, Map.of())));
            long over = System.nanoTime();
            if (refused != null) {
                throw new IllegalStateException("refused: " + refused);
            }
            if (begin - measured > 0 && counts[thread] < nanos[thread].length) {
                nanos[thread][counts[thread]++] = over - begin;
            }
            store.settle(id, Outcome.known(COST));
            next = Math.max(next + period, over - period);
        }
    }
}
