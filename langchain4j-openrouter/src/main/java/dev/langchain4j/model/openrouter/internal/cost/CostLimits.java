package dev.langchain4j.model.openrouter.internal.cost;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a budget, in US dollars.
 *
 * @param total without a limit it is only counted
 * @param windows those without a limit are only counted
 * @param perSession for each session; null: none
 * @param perTag for each value of a tag, by the tag's name
 */
public record CostLimits(
        CostAccount total,
        List<CostWindow> windows,
        @Nullable BigDecimal perSession,
        Map<String, BigDecimal> perTag) {

    /** @throws IllegalArgumentException for a limit below zero, naming its setter, or if there is no limit */
    public CostLimits {
        windows = List.copyOf(windows);
        perTag = Map.copyOf(perTag);
        check(total.setter(), total.limit());
        windows.forEach(window -> check(window.setter(), window.limit()));
        check("perSession", perSession);
        boolean limitsAll = Stream.concat(
                        Stream.of(total.limit()), windows.stream().map(CostWindow::limit))
                .anyMatch(Objects::nonNull);
        if (!limitsAll && perSession == null && perTag.isEmpty()) {
            throw new IllegalArgumentException(
                    "limit, perHour, perDay, perMonth, per, perSession or perTag must be set");
        }
    }

    private static void check(String setter, @Nullable BigDecimal limit) {
        if (limit != null && limit.signum() < 0) {
            throw new IllegalArgumentException(setter + " must be 0 or more, but is " + limit.toPlainString());
        }
    }

    /** The accounts that a call is charged to; of the periods, those in which it started. */
    List<CostAccount> accounts(CostAttribution attribution, Instant started) {
        List<CostAccount> accounts = new ArrayList<>(windows.size() + perTag.size() + 2);
        accounts.add(total);
        for (CostWindow window : windows) {
            accounts.add(window.account(started));
        }
        if (perSession != null && attribution.sessionId() != null) {
            String id = attribution.sessionId();
            accounts.add(new CostAccount(CostAccount.Key.session(id), "for session " + id, "perSession", perSession));
        }
        perTag.forEach((name, limit) -> {
            String value = attribution.tags().get(name);
            if (value != null) {
                accounts.add(new CostAccount(
                        CostAccount.Key.tag(name, value), "for " + name + " " + value, "perTag", limit));
            }
        });
        return accounts;
    }
}
