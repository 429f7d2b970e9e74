package dev.langchain4j.model.openrouter;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A store of a budget that counts in one account, notes what it is told and fails when it is down. */
final class SharedStoreRecorder implements OpenRouterBudgetStore {

    final List<Reservation> reserved = new ArrayList<>();
    final Map<String, Outcome> settled = new LinkedHashMap<>();
    final Map<String, BigDecimal> resolved = new LinkedHashMap<>();
    final Map<String, String> identified = new LinkedHashMap<>();
    final List<Orphan> orphans = new ArrayList<>();
    Balance balance = Balance.ZERO;
    boolean down;
    int looks;

    /** The threads that have asked for a reservation. */
    final List<Thread> askedOn = new CopyOnWriteArrayList<>();

    /** What a reservation does first. */
    Runnable asked = () -> {};

    /** Reservations are made when it is open. */
    CountDownLatch reserving = new CountDownLatch(0);

    /** A balance is read when it is open. */
    CountDownLatch reading = new CountDownLatch(0);

    @Override
    public @Nullable Shortage reserve(List<Reservation> reservations) {
        askedOn.add(Thread.currentThread());
        asked.run();
        await(reserving);
        return reserved(reservations);
    }

    private synchronized @Nullable Shortage reserved(List<Reservation> reservations) {
        failIfDown();
        for (Account account : reservations.get(0).accounts()) {
            BigDecimal sum = reservations.stream().map(Reservation::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
            if (!account.hasRoomFor(sum, balance)) {
                return new Shortage(account.key(), balance);
            }
        }
        reserved.addAll(reservations);
        return null;
    }

    @Override
    public synchronized void settle(String reservationId, Outcome outcome) {
        failIfDown();
        settled.putIfAbsent(reservationId, outcome);
    }

    @Override
    public synchronized boolean resolve(String reservationId, BigDecimal cost) {
        failIfDown();
        return resolved.putIfAbsent(reservationId, cost) == null;
    }

    @Override
    public Balance read(Key account) {
        await(reading);
        synchronized (this) {
            failIfDown();
            return balance;
        }
    }

    private static void await(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void forget(Key account) {
        failIfDown();
        balance = Balance.ZERO;
    }

    @Override
    public synchronized void identify(String reservationId, String openRouterId) {
        failIfDown();
        identified.put(reservationId, openRouterId);
    }

    @Override
    public synchronized List<Orphan> takeOver() {
        failIfDown();
        looks++;
        List<Orphan> taken = List.copyOf(orphans);
        orphans.clear();
        return taken;
    }

    private void failIfDown() {
        if (down) {
            throw new IllegalStateException("the storage is down");
        }
    }
}
