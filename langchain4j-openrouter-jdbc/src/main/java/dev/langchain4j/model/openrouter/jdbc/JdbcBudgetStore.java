package dev.langchain4j.model.openrouter.jdbc;

import dev.langchain4j.model.openrouter.OpenRouterBudgetStore;
import dev.langchain4j.model.openrouter.internal.http.Time;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The accounts of one budget. All stores of an {@link OpenRouterJdbc} share its writer and its lease. */
final class JdbcBudgetStore implements OpenRouterBudgetStore {

    private static final String READ = "SELECT spent, reserved, unsettled FROM openrouter_account WHERE id = ?";
    private static final String FORGET =
            "UPDATE openrouter_account SET spent = 0, changed = CURRENT_TIMESTAMP WHERE id = ?";
    private static final String FORGET_AT_REST =
            "DELETE FROM openrouter_account WHERE id = ? AND reserved = 0 AND unsettled = 0";

    private final String budget;
    private final Database database;
    private final BudgetWriter writer;
    private final Takeover takeover;
    private final LookedUpCosts lookedUp;
    private final Supplier<@Nullable JdbcLedger> ledger;
    private final Time time;

    /** Open reservations of this process, by their ids. */
    private final Map<String, Identified> open = new ConcurrentHashMap<>();

    private record Identified(
            Reservation reservation, @Nullable String externalId) {}

    /** @param ledger null while it is not used */
    JdbcBudgetStore(
            String budget,
            Database database,
            BudgetWriter writer,
            Takeover takeover,
            LookedUpCosts lookedUp,
            Supplier<@Nullable JdbcLedger> ledger,
            Time time) {
        this.time = time;
        this.budget = budget;
        this.database = database;
        this.writer = writer;
        this.takeover = takeover;
        this.lookedUp = lookedUp;
        this.ledger = ledger;
    }

    @Override
    public @Nullable Shortage reserve(List<Reservation> reservations) {
        Map<String, AccountRow> rows = new LinkedHashMap<>();
        Map<String, BigDecimal> limits = new LinkedHashMap<>();
        for (Account account : reservations.get(0).accounts()) {
            AccountRow row = AccountRow.of(budget, account.key());
            rows.put(row.id(), row);
            if (account.limit() != null) {
                limits.put(row.id(), account.limit());
            }
        }
        List<BigDecimal> amounts = reservations.stream()
                .map(reservation -> Amounts.reservation(reservation.amount()))
                .toList();
        CompletableFuture<Optional<Shortage>> answer = new CompletableFuture<>();
        writer.add(new Ask.Reserve(reservations, limits, rows, amounts, answer));
        Shortage shortage = Answers.await(answer).orElse(null);
        if (shortage == null && ledger.get() != null) {
            reservations.forEach(reserved -> open.put(reserved.id(), new Identified(reserved, null)));
        }
        return shortage;
    }

    @Override
    public void settle(String reservationId, Outcome outcome) {
        Ask.Settle settle = new Ask.Settle(reservationId, outcome);
        Identified ended = open.remove(reservationId);
        JdbcLedger journal = ledger.get();
        if (journal != null) {
            NotedCall call = ended == null
                    ? null
                    : NotedCall.of(time.now(), ended.reservation(), id(outcome, ended), outcome.cost());
            writer.note(reservationId);
            journal.note(CallLine.of(settle, call));
        }
        writer.add(settle);
    }

    private static @Nullable String id(Outcome outcome, Identified ended) {
        return outcome.openRouterId() == null ? ended.externalId() : outcome.openRouterId();
    }

    @Override
    public boolean resolve(String reservationId, BigDecimal cost) {
        boolean again = lookedUp.tried(reservationId);
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        writer.add(new Ask.Resolve(reservationId, cost, again, row -> note(row, cost), answer));
        boolean told = false;
        try {
            boolean first = Answers.await(answer);
            lookedUp.told(reservationId, time.now());
            told = true;
            return first;
        } finally {
            if (!told) {
                lookedUp.failed(reservationId);
            }
        }
    }

    /** Notes the cost in the journal before it is counted; its record follows. */
    private void note(ReservationRows.Row row, BigDecimal cost) {
        JdbcLedger journal = ledger.get();
        NotedCall call = journal == null ? null : NotedCall.of(time.now(), row, cost);
        if (call != null) {
            journal.note(CallLine.ofResolved(row.id(), call));
        }
    }

    @Override
    public void identify(String reservationId, String openRouterId) {
        Ask.Identify identify = new Ask.Identify(reservationId, openRouterId);
        open.computeIfPresent(reservationId, (id, named) -> new Identified(named.reservation(), openRouterId));
        JdbcLedger journal = ledger.get();
        if (journal != null) {
            writer.note(reservationId);
            journal.note(CallLine.of(identify));
        }
        writer.add(identify);
    }

    @Override
    public Balance read(Key account) {
        writer.flush();
        return database.transaction("read a balance", connection -> balance(connection, account));
    }

    private Balance balance(Connection connection, Key account) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(database.sql(READ))) {
            select.setString(1, AccountRow.of(budget, account).id());
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? new Balance(row.getBigDecimal(1), row.getBigDecimal(2), row.getBigDecimal(3))
                        : Balance.ZERO;
            }
        }
    }

    @Override
    public void forget(Key account) {
        writer.flush();
        String id = AccountRow.of(budget, account).id();
        database.transaction("forget an account", connection -> {
            for (String statement : List.of(FORGET, FORGET_AT_REST)) {
                try (PreparedStatement forget = connection.prepareStatement(database.sql(statement))) {
                    forget.setString(1, id);
                    forget.executeUpdate();
                }
            }
            return null;
        });
    }

    @Override
    public Optional<Reservation> find(String openRouterId) {
        writer.flush();
        return database.transaction("find a reservation", connection -> {
            ReservationRows rows = new ReservationRows(connection, database);
            List<ReservationRows.Row> found =
                    rows.select("external_id = ?", String.valueOf(Text.of(openRouterId, 255)));
            return found.isEmpty() ? Optional.empty() : Optional.of(rows.reservation(found.get(0)));
        });
    }

    @Override
    public List<Orphan> takeOver() {
        JdbcLedger journal = ledger.get();
        boolean moved = journal == null || journal.takeOver(); // first: with these, fewer costs are unknown
        return moved && writer.hasBeenThere() ? takeover.run(this::noteAbandoned) : List.of();
    }

    /** Notes the call in the journal before its reservation is taken over; its record follows. */
    private void noteAbandoned(ReservationRows.Row row) {
        JdbcLedger journal = ledger.get();
        if (journal != null) {
            Ask.Settle unknown = new Ask.Settle(row.id(), Outcome.unknown(row.amount(), row.externalId()));
            journal.note(CallLine.of(unknown, NotedCall.of(time.now(), row, null)));
        }
    }
}
