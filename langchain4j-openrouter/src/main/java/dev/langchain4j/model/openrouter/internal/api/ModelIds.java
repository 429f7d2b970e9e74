package dev.langchain4j.model.openrouter.internal.api;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Parses a model's id: {@code author/slug:variant}. */
public final class ModelIds {

    /** These variants control routing and fit every id; the catalog does not list them. */
    private static final Set<String> DYNAMIC_VARIANTS = Set.of("nitro", "floor", "exacto", "online");

    /** A model at the price of batches; the catalog may list it. */
    private static final String BATCH = ":batch";

    private ModelIds() {}

    public static String withoutDynamicVariant(String id) {
        int colon = id.lastIndexOf(':');
        return colon > 0 && DYNAMIC_VARIANTS.contains(id.substring(colon + 1)) ? id.substring(0, colon) : id;
    }

    public static String withoutBatchVariant(String id) {
        return id.endsWith(BATCH) ? id.substring(0, id.length() - BATCH.length()) : id;
    }

    public static String withBatchVariant(String id) {
        return id.endsWith(BATCH) ? id : id + BATCH;
    }

    /** The slug of a model, which all its variants have, with the variant of this id. */
    public static String withVariantOf(String id, String slug) {
        int colon = id.indexOf(':');
        return colon > 0 && slug.indexOf(':') < 0 ? slug + id.substring(colon) : slug;
    }

    /** Without the preset of {@code author/slug@preset/name}. */
    public static String withoutPreset(String id) {
        int preset = id.indexOf("@preset/");
        return preset > 0 ? id.substring(0, preset) : id;
    }

    public static boolean isListed(String id, Set<String> listed) {
        String model = withoutPreset(id);
        return model.startsWith("@preset") || listed.contains(model) || listed.contains(withoutDynamicVariant(model));
    }

    /** {@code openai} of {@code openai/gpt-4o} and of {@code ~openai/gpt-latest}. */
    public static String author(String id) {
        int slash = id.indexOf('/');
        return slash < 0 ? "" : id.substring(id.startsWith("~") ? 1 : 0, slash);
    }

    /**
     * The id of a bare name that the catalog has under exactly one author; null if there is none, or several authors
     * have it. A variant stays.
     *
     * @param listed ids, each with an author
     */
    public static @Nullable String onlyOneNamed(String bareName, Collection<String> listed) {
        int colon = bareName.indexOf(':');
        String name = colon > 0 ? bareName.substring(0, colon) : bareName;
        Set<String> ids = new TreeSet<>();
        for (String id : listed) {
            String base = id.indexOf(':') < 0 ? id : id.substring(0, id.indexOf(':'));
            if (!base.startsWith("~") && base.substring(base.indexOf('/') + 1).equalsIgnoreCase(name)) {
                ids.add(base);
            }
        }
        return ids.size() == 1 ? ids.iterator().next() + bareName.substring(name.length()) : null;
    }
}
