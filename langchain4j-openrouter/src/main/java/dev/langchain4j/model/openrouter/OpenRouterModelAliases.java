package dev.langchain4j.model.openrouter;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Short names for model ids. Immutable.
 *
 * <p>An alias is found whatever its case, and a variant behind it survives: {@code gpt-4o:nitro} becomes
 * {@code openai/gpt-4o:nitro}. A name with a slash, a leading {@code ~} or a leading {@code @preset} is an id already.
 *
 * @see <a href="https://openrouter.ai/models">Models</a>
 */
public final class OpenRouterModelAliases {

    private static final int SUGGESTIONS = 3;

    private static final OpenRouterModelAliases DEFAULTS = new OpenRouterModelAliases(Map.ofEntries(
            Map.entry("gpt-4o", "openai/gpt-4o"),
            Map.entry("gpt-4o-mini", "openai/gpt-4o-mini"),
            Map.entry("gpt-4-turbo", "openai/gpt-4-turbo"),
            Map.entry("claude-3.5-sonnet", "anthropic/claude-3.5-sonnet"),
            Map.entry("claude-3-opus", "anthropic/claude-3-opus"),
            Map.entry("claude-3-haiku", "anthropic/claude-3-haiku"),
            Map.entry("gemini-pro", "google/gemini-pro"),
            Map.entry("gemini-1.5-pro", "google/gemini-pro-1.5"),
            Map.entry("gemini-1.5-flash", "google/gemini-flash-1.5"),
            Map.entry("llama-3.1-70b", "meta-llama/llama-3.1-70b-instruct"),
            Map.entry("llama-3.1-8b", "meta-llama/llama-3.1-8b-instruct"),
            Map.entry("mistral-large", "mistralai/mistral-large"),
            Map.entry("mixtral-8x7b", "mistralai/mixtral-8x7b-instruct")));

    private final TreeMap<String, String> ids; // by lower-case alias; never changed after construction

    private OpenRouterModelAliases(Map<String, String> ids) {
        this.ids = new TreeMap<>(ids);
    }

    /** The aliases that the library brings along. */
    public static OpenRouterModelAliases defaults() {
        return DEFAULTS;
    }

    /**
     * These aliases and one more, which replaces one of the same name.
     *
     * @param alias a bare name: not blank, without slash, not beginning with {@code ~} or {@code @preset}
     * @param id a model id, or an alias known here
     * @throws IllegalArgumentException if either is neither
     */
    public OpenRouterModelAliases with(String alias, String id) {
        ensureNotBlank(alias, "alias");
        if (isId(alias)) {
            throw new IllegalArgumentException("alias must be a bare name, but '" + alias + "' is a model id");
        }
        var more = new OpenRouterModelAliases(ids);
        more.ids.put(key(alias), resolve(id));
        return more;
    }

    /**
     * The model id that a name stands for.
     *
     * @throws IllegalArgumentException if the name is neither an alias nor an id, listing the closest aliases
     */
    public String resolve(String name) {
        return resolve(name, List::of);
    }

    /** @param catalogIds ids to suggest as well; asked for only when the name is unknown */
    String resolve(String name, Supplier<? extends Collection<String>> catalogIds) {
        ensureNotBlank(name, "modelName");
        return resolveStripped(name.strip(), catalogIds);
    }

    private String resolveStripped(String name, Supplier<? extends Collection<String>> catalogIds) {
        if (isId(name)) {
            return name;
        }
        String id = ids.get(key(name));
        if (id != null) {
            return id;
        }
        int colon = name.indexOf(':');
        if (colon > 0) {
            String base = ids.get(key(name.substring(0, colon)));
            if (base != null) {
                return base + name.substring(colon);
            }
        }
        throw unknown(name, catalogIds.get());
    }

    /** By alias, in lower case. */
    Map<String, String> ids() {
        return Collections.unmodifiableMap(ids);
    }

    private static boolean isId(String name) {
        return name.indexOf('/') >= 0 || name.startsWith("~") || name.startsWith("@preset");
    }

    private static String key(String alias) {
        return alias.toLowerCase(Locale.ROOT);
    }

    private static void ensureNotBlank(@Nullable String name, String what) {
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException(what + " must not be blank: give a model id such as 'openai/gpt-4o'");
        }
    }

    private IllegalArgumentException unknown(String name, Collection<String> catalogIds) {
        var message = new StringBuilder("Unknown model '").append(name).append("'.");
        if (!ids.isEmpty()) {
            message.append(" Closest aliases: ").append(closest(name, ids.keySet()));
        }
        if (!catalogIds.isEmpty()) {
            message.append(". Closest ids: ").append(closest(name, catalogIds));
        }
        message.append(". Give an id from https://openrouter.ai/models or add an alias with modelAliases.");
        return new IllegalArgumentException(message.toString());
    }

    /** The names that come closest to one that is none; authors and variants are not looked at. */
    static String closest(String unknown, Collection<String> names) {
        int colon = unknown.indexOf(':');
        String wanted = withoutAuthor(colon > 0 ? unknown.substring(0, colon) : unknown);
        Comparator<String> byDistance = Comparator.comparingInt(name -> distance(wanted, withoutAuthor(name)));
        return String.join(
                ", ",
                names.stream()
                        .sorted(byDistance.thenComparing(Comparator.naturalOrder()))
                        .limit(SUGGESTIONS)
                        .toList());
    }

    private static String withoutAuthor(String id) {
        return key(id.substring(id.lastIndexOf('/') + 1));
    }

    /** Levenshtein distance, but a beginning is always close: {@code gpt-4} to {@code gpt-4-turbo}. */
    private static int distance(String wanted, String name) {
        if (name.startsWith(wanted) || wanted.startsWith(name)) {
            return name.equals(wanted) ? 0 : 1;
        }
        int[] above = new int[name.length() + 1];
        for (int column = 0; column <= name.length(); column++) {
            above[column] = column;
        }
        for (int row = 1; row <= wanted.length(); row++) {
            int[] current = new int[name.length() + 1];
            current[0] = row;
            for (int column = 1; column <= name.length(); column++) {
                int replaced = above[column - 1] + (wanted.charAt(row - 1) == name.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(replaced, Math.min(above[column], current[column - 1]) + 1);
            }
            above = current;
        }
        return 1 + above[name.length()];
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OpenRouterModelAliases that && ids.equals(that.ids);
    }

    @Override
    public int hashCode() {
        return ids.hashCode();
    }

    @Override
    public String toString() {
        return "OpenRouterModelAliases" + ids;
    }
}
