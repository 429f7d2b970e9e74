package dev.langchain4j.model.openrouter.jdbc;

import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Outcome;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * One transaction for the requests of several threads: first the rows of reservations, then one update for each
 * account, in an order that all processes share. PostgreSQL does this in one {@link CountCall}; unusual requests and
 * other databases take several statements.
 */
final class BudgetBatch {

    private static final String END = "DELETE FROM openrouter_reservation WHERE id = ? AND state = 'R'";
    private static final String LEAVE = "UPDATE openrouter_reservation SET state = 'U', counted = ?,"
            + " external_id = COALESCE(?, external_id) WHERE id = ? AND state = 'R'";
    private static final String IDENTIFY = "UPDATE openrouter_reservation SET external_id = ? WHERE id = ?";

    /** The longest id of a generation or batch that fits its column. */
    private static final int LONGEST_ID = 255;

    private final Connection connection;
    private final Database database;
    private final ReservationRows rows;
    private final String holder;
    private final Map<String, Held> open;
    private final Consumer<List<Queued>> done;

    private final Changes changes = new Changes();
    private final List<Runnable> afterCommit = new ArrayList<>();
    private boolean committing;

    /**
     * @param open the reservations of this process, which it changes
     * @param done gets the requests that the tables have, before anybody who waits for them
     */
    BudgetBatch(
            Connection connection,
            Database database,
            String holder,
            Map<String, Held> open,
            Consumer<List<Queued>> done) {
        this.connection = connection;
        this.database = database;
        this.rows = new ReservationRows(connection, database);
        this.holder = holder;
        this.open = open;
        this.done = done;
    }

    /** Whether a failure leaves it unknown if the transaction was committed. */
    boolean isCommitting() {
        return committing;
    }

    /**
     * Runs it.
     *
     * @param reserves that are admitted
     * @return false if another process was faster and one of them has no room now; nothing is done then
     */
    boolean run(List<Queued> asks, List<Queued> reserves) throws SQLException {
        Asked asked = Asked.of(asks);
        CountCall.Result result = isUsual(asked, reserves) ? call(asked, reserves) : CountCall.Result.TAKEN_OVER;
        if (result == CountCall.Result.NO_ROOM
                || result == CountCall.Result.TAKEN_OVER && !stepByStep(asked, reserves)) {
            return false;
        }
        done.accept(asks);
        afterCommit.forEach(Runnable::run);
        asked.flushes().forEach(this::flushed);
        return true;
    }

    private boolean isUsual(Asked asked, List<Queued> reserves) {
        return database.dialect().hasCountFunction()
                && asked.resolves().isEmpty()
                && open.keySet().containsAll(asked.settles().keySet())
                && reserves.stream().noneMatch(queued -> queued.maybeDone);
    }

    private CountCall.Result call(Asked asked, List<Queued> reserves) throws SQLException {
        CountCall call = new CountCall();
        Changes counted = new Changes();
        for (Ask.Settle settle : asked.settles().values()) {
            Outcome outcome = settle.outcome();
            if (outcome.cost() != null) {
                call.end(settle.id());
            } else {
                call.leave(
                        settle.id(),
                        Amounts.reservation(outcome.counted()),
                        Text.of(outcome.openRouterId(), LONGEST_ID));
            }
            Held held = open.get(settle.id());
            counted.add(held.accounts(), delta(held.amount(), outcome));
        }
        asked.ids().forEach((id, external) -> call.identify(id, Text.of(external, LONGEST_ID)));
        for (Queued queued : reserves) {
            Ask.Reserve reserve = (Ask.Reserve) queued.ask;
            call.reserve(reserve);
            counted.reserve(reserve);
        }
        committing = true;
        CountCall.Result result = call.run(connection, database, holder, counted);
        committing = false;
        if (result == CountCall.Result.DONE) {
            open.keySet().removeAll(asked.settles().keySet());
            reserves.forEach(queued -> hold((Ask.Reserve) queued.ask));
        }
        return result;
    }

    private boolean stepByStep(Asked asked, List<Queued> reserves) throws SQLException {
        settle(asked.settles());
        for (Queued resolve : asked.resolves()) {
            resolve(resolve);
        }
        identify(asked.ids());
        reserve(reserves);
        if (!changes.apply(connection, database)) {
            connection.rollback();
            return false;
        }
        committing = true;
        connection.commit();
        return true;
    }

    private void flushed(Ask.Flush flush) {
        if (flush.last()) {
            open.clear();
        }
        flush.answer().complete(true);
    }

    private void settle(Map<String, Ask.Settle> settles) throws SQLException {
        if (settles.isEmpty()) {
            return;
        }
        List<Ask.Settle> others = new ArrayList<>();
        List<Ask.Settle> known = new ArrayList<>();
        List<Ask.Settle> unknown = new ArrayList<>();
        for (Ask.Settle settle : settles.values()) {
            if (!open.containsKey(settle.id())) {
                others.add(settle);
            } else if (settle.outcome().cost() != null) {
                known.add(settle);
            } else {
                unknown.add(settle);
            }
        }
        others.addAll(ended(known, endAll(known)));
        others.addAll(ended(unknown, leaveAll(unknown)));
        for (Ask.Settle settle : others) {
            settleByRow(settle);
        }
        afterCommit.add(() -> open.keySet().removeAll(settles.keySet()));
    }

    /**
     * Deletes the open reservations of these calls.
     *
     * @return how many rows of each
     */
    private int[] endAll(List<Ask.Settle> settles) throws SQLException {
        if (settles.isEmpty()) {
            return new int[0];
        }
        try (PreparedStatement end = connection.prepareStatement(database.sql(END))) {
            for (Ask.Settle settle : settles) {
                end.setString(1, settle.id());
                end.addBatch();
            }
            return end.executeBatch();
        }
    }

    /**
     * Keeps the open reservations of these calls, whose cost is unknown.
     *
     * @return how many rows of each
     */
    private int[] leaveAll(List<Ask.Settle> settles) throws SQLException {
        if (settles.isEmpty()) {
            return new int[0];
        }
        try (PreparedStatement leave = connection.prepareStatement(database.sql(LEAVE))) {
            for (Ask.Settle settle : settles) {
                leave.setBigDecimal(1, Amounts.reservation(settle.outcome().counted()));
                leave.setString(2, Text.of(settle.outcome().openRouterId(), LONGEST_ID));
                leave.setString(3, settle.id());
                leave.addBatch();
            }
            return leave.executeBatch();
        }
    }

    /** @return those that another process has taken over meanwhile */
    private List<Ask.Settle> ended(List<Ask.Settle> settles, int[] changed) {
        List<Ask.Settle> others = new ArrayList<>();
        for (int i = 0; i < settles.size(); i++) {
            Ask.Settle settle = settles.get(i);
            if (changed[i] == 0) {
                others.add(settle);
            } else {
                Held held = open.get(settle.id());
                changes.add(held.accounts(), delta(held.amount(), settle.outcome()));
            }
        }
        return others;
    }

    private static Delta delta(BigDecimal amount, Outcome outcome) {
        return outcome.cost() == null
                ? Delta.unsettled(amount, Amounts.reservation(outcome.counted()))
                : Delta.spent(amount, Amounts.cost(outcome.cost()));
    }

    /** Settles a reservation of another process, or one that was taken over or settled before. */
    private void settleByRow(Ask.Settle settle) throws SQLException {
        Outcome outcome = settle.outcome();
        for (ReservationRows.Row row : rows.lock("id = ?", settle.id())) {
            if (outcome.cost() != null) {
                close(row, outcome.cost());
            } else if (row.open()) {
                leaveAll(List.of(settle));
                changes.add(row.accounts(), delta(row.amount(), outcome));
            } else if (outcome.openRouterId() != null) {
                identify(Map.of(settle.id(), outcome.openRouterId()));
            }
        }
    }

    private void resolve(Queued queued) throws SQLException {
        Ask.Resolve resolve = (Ask.Resolve) queued.ask;
        List<ReservationRows.Row> found = rows.lock("id = ?", resolve.id());
        for (ReservationRows.Row row : found) {
            resolve.found().accept(row);
            close(row, resolve.cost());
        }
        boolean first = !found.isEmpty() || queued.maybeDone || resolve.again();
        afterCommit.add(() -> resolve.answer().complete(first));
        afterCommit.add(() -> open.remove(resolve.id()));
    }

    private void close(ReservationRows.Row row, BigDecimal cost) throws SQLException {
        rows.delete(row.id());
        BigDecimal spent = Amounts.cost(cost);
        changes.add(
                row.accounts(), row.open() ? Delta.spent(row.amount(), spent) : Delta.resolved(row.counted(), spent));
    }

    private void identify(Map<String, String> ids) throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        try (PreparedStatement identify = connection.prepareStatement(database.sql(IDENTIFY))) {
            for (Map.Entry<String, String> id : new TreeMap<>(ids).entrySet()) {
                identify.setString(1, Text.of(id.getValue(), LONGEST_ID));
                identify.setString(2, id.getKey());
                identify.addBatch();
            }
            identify.executeBatch();
        }
    }

    private void reserve(List<Queued> reserves) throws SQLException {
        List<Ask.Reserve> news = new ArrayList<>();
        for (Queued queued : reserves) {
            Ask.Reserve reserve = (Ask.Reserve) queued.ask;
            if (!queued.maybeDone
                    || rows.select("id = ?", reserve.reservations().get(0).id()).isEmpty()) {
                news.add(reserve);
                changes.reserve(reserve);
            }
            afterCommit.add(() -> hold(reserve));
        }
        if (!news.isEmpty()) {
            rows.insert(news, holder);
        }
    }

    private void hold(Ask.Reserve reserve) {
        for (int i = 0; i < reserve.reservations().size(); i++) {
            open.put(
                    reserve.reservations().get(i).id(),
                    new Held(reserve.rows().keySet(), reserve.amounts().get(i)));
        }
        reserve.answer().complete(Optional.empty());
    }
}
