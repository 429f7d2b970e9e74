package dev.langchain4j.model.openrouter.jdbc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The requests of threads by kind, without reservations.
 *
 * @param settles by the id of the reservation, in its order; the first counts
 * @param ids of OpenRouter by the id of the reservation, of those that do not end
 */
record Asked(Map<String, Ask.Settle> settles, Map<String, String> ids, List<Queued> resolves, List<Ask.Flush> flushes) {

    static Asked of(List<Queued> asks) {
        Asked asked = new Asked(new TreeMap<>(), new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>());
        for (Queued queued : asks) {
            if (queued.ask instanceof Ask.Settle settle) {
                asked.settles.putIfAbsent(settle.id(), settle);
            } else if (queued.ask instanceof Ask.Identify identify) {
                asked.ids.put(identify.id(), identify.externalId());
            } else if (queued.ask instanceof Ask.Resolve) {
                asked.resolves.add(queued);
            } else if (queued.ask instanceof Ask.Flush flush) {
                asked.flushes.add(flush);
            }
        }
        asked.ids.keySet().removeAll(asked.settles.keySet());
        return asked;
    }
}
