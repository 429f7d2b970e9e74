package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.api.ModelIds;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The changes between two states of the catalog. Log it or alert on it once a day: models retire.
 *
 * @param appeared new models
 * @param vanished models that are gone, in their last state
 * @param repriced models whose prices changed
 * @param expiring models that expire within 30 days
 * @param brokenAliases aliases whose model is not in the catalog, by alias; without those that
 *     {@link OpenRouterModelAliases#isRetired} knows
 * @see <a href="https://openrouter.ai/docs/guides/overview/models">Models</a>
 */
public record OpenRouterCatalogDiff(
        List<OpenRouterModelInfo> appeared,
        List<OpenRouterModelInfo> vanished,
        List<PriceChange> repriced,
        List<OpenRouterModelInfo> expiring,
        Map<String, String> brokenAliases) {

    private static final int DAYS_OF_NOTICE = 30;

    /** Copies lists and map. */
    public OpenRouterCatalogDiff {
        appeared = List.copyOf(appeared);
        vanished = List.copyOf(vanished);
        repriced = List.copyOf(repriced);
        expiring = List.copyOf(expiring);
        brokenAliases = Map.copyOf(brokenAliases);
    }

    /** A model whose prices changed. */
    public record PriceChange(OpenRouterModelInfo before, OpenRouterModelInfo after) {}

    /** Whether nothing changed. */
    public boolean isEmpty() {
        return appeared.isEmpty()
                && vanished.isEmpty()
                && repriced.isEmpty()
                && expiring.isEmpty()
                && brokenAliases.isEmpty();
    }

    static OpenRouterCatalogDiff between(
            List<OpenRouterModelInfo> before,
            List<OpenRouterModelInfo> after,
            OpenRouterModelAliases aliases,
            LocalDate today) {
        Map<String, OpenRouterModelInfo> old = byId(before);
        Map<String, OpenRouterModelInfo> current = byId(after);
        List<PriceChange> repriced = new ArrayList<>();
        for (OpenRouterModelInfo model : after) {
            OpenRouterModelInfo was = old.get(model.id());
            if (was != null && !was.pricing().sameAs(model.pricing())) {
                repriced.add(new PriceChange(was, model));
            }
        }
        LocalDate notice = today.plusDays(DAYS_OF_NOTICE);
        return new OpenRouterCatalogDiff(
                after.stream().filter(model -> !old.containsKey(model.id())).toList(),
                before.stream()
                        .filter(model -> !current.containsKey(model.id()))
                        .toList(),
                repriced,
                after.stream().filter(model -> model.expiresBy(notice)).toList(),
                broken(aliases, current));
    }

    private static Map<String, OpenRouterModelInfo> byId(List<OpenRouterModelInfo> models) {
        Map<String, OpenRouterModelInfo> byId = new LinkedHashMap<>();
        models.forEach(model -> byId.put(model.id(), model));
        return byId;
    }

    private static Map<String, String> broken(OpenRouterModelAliases aliases, Map<String, OpenRouterModelInfo> models) {
        Map<String, String> broken = new LinkedHashMap<>();
        aliases.ids().forEach((alias, id) -> {
            if (!ModelIds.isListed(id, models.keySet())) {
                broken.put(alias, id);
            }
        });
        models.values().stream()
                .filter(model -> model.aliasTarget() != null)
                .filter(model -> !ModelIds.isListed(model.aliasTarget(), models.keySet())
                        && models.values().stream()
                                .noneMatch(other -> model.aliasTarget().equals(other.canonicalSlug())))
                .forEach(model -> broken.put(model.id(), model.aliasTarget()));
        return broken;
    }
}
