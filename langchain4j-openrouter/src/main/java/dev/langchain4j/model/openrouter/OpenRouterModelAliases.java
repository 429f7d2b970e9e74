package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;
import static dev.langchain4j.model.openrouter.internal.api.json.JsonValues.isBlank;

import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.model.openrouter.internal.api.ClosestNames;
import dev.langchain4j.model.openrouter.internal.api.ModelAlias;
import dev.langchain4j.model.openrouter.internal.api.ModelIds;
import dev.langchain4j.model.openrouter.internal.http.KeyLook;
import dev.langchain4j.model.openrouter.internal.http.VisibleText;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Short names for model ids. Immutable.
 *
 * <p>An alias is found in any case, and a variant behind it is kept: {@code gpt-4o:nitro} becomes
 * {@code openai/gpt-4o:nitro}. A name with a slash, a leading {@code ~} or a leading {@code @preset} is an id already.
 *
 * @see <a href="https://openrouter.ai/models">Models</a>
 */
public final class OpenRouterModelAliases {

    private static final Pattern AUTHOR = Pattern.compile("~?[A-Za-z0-9._-]+");

    private static final OpenRouterModelAliases DEFAULTS = new OpenRouterModelAliases(ModelAlias.DEFAULTS, null);

    private final TreeMap<String, ModelAlias> aliases; // by lower-case alias; never changed after construction

    /** The author of bare names that are no aliases; null if they are refused. */
    private final @Nullable String author;

    private OpenRouterModelAliases(Map<String, ModelAlias> aliases, @Nullable String author) {
        this.aliases = new TreeMap<>(aliases);
        this.author = author;
    }

    /**
     * The built-in aliases. They include aliases of retired models, which are refused with a message that names the
     * successor. The library replaces a model only if you call {@link #withSuccessors()}.
     */
    public static OpenRouterModelAliases defaults() {
        return DEFAULTS;
    }

    /**
     * The built-in aliases, and every other bare name as a model of one author: with {@code openai}, {@code gpt-5-mini}
     * is sent as {@code openai/gpt-5-mini}, unchecked. For code that moves from that author's own API.
     *
     * @param author as in ids: {@code openai}, {@code anthropic}
     * @throws IllegalArgumentException if it is blank, or has a slash or blanks
     */
    public static OpenRouterModelAliases ofAuthor(String author) {
        if (isBlank(author) || !AUTHOR.matcher(author).matches()) {
            throw new IllegalArgumentException(
                    "author must be one as in the ids of models, such as 'openai', but is '" + author + "'");
        }
        return new OpenRouterModelAliases(ModelAlias.DEFAULTS, author);
    }

    /**
     * These aliases, with the successors of retired models in their place; all others stay unchanged. A successor can
     * cost more than the model it replaces, and the ids that end in {@code -latest} move with their family.
     */
    public OpenRouterModelAliases withSuccessors() {
        var more = new OpenRouterModelAliases(aliases, author);
        more.aliases.replaceAll((name, alias) -> alias.orSuccessor());
        return more;
    }

    /**
     * The day on which the alias's model was last seen in OpenRouter's catalog; empty for your own and unknown aliases.
     */
    public Optional<LocalDate> servedOn(String alias) {
        ensureNotNull(alias, "alias");
        return found(alias).map(ModelAlias::servedOn);
    }

    /** The model to use when the alias's model is gone; empty for your own and unknown aliases. */
    public Optional<String> successor(String alias) {
        ensureNotNull(alias, "alias");
        return found(alias).map(ModelAlias::successor);
    }

    /** Whether the alias's model is retired, so that using the alias fails. */
    public boolean isRetired(String alias) {
        ensureNotNull(alias, "alias");
        return found(alias).filter(ModelAlias::retired).isPresent();
    }

    /**
     * These aliases and one more, which replaces an alias of the same name.
     *
     * @param alias a bare name: not blank, without slash, not beginning with {@code ~} or {@code @preset}
     * @param id a model id, or an alias known here
     * @throws IllegalArgumentException if the alias or the id is invalid, or if {@code id} is the alias of a retired
     *     model
     */
    public OpenRouterModelAliases with(String alias, String id) {
        ensureNotBlank(alias, "alias");
        String name = alias.strip();
        if (isId(name)) {
            throw new IllegalArgumentException("alias must be a bare name, but '" + name + "' is a model id");
        }
        var more = new OpenRouterModelAliases(aliases, author);
        more.aliases.put(key(name), ModelAlias.of(resolve(id)));
        return more;
    }

    /**
     * The model id that a name stands for.
     *
     * @throws IllegalArgumentException if the name is neither an alias nor an id, listing the closest aliases; or if it
     *     is the alias of a retired model, naming the successor
     */
    public String resolve(String name) {
        return resolve(name, List::of);
    }

    /** @param catalogIds ids to suggest as well; read only if the name is unknown */
    String resolve(String name, Supplier<? extends Collection<String>> catalogIds) {
        ensureNotBlank(name, "modelName");
        return resolveStripped(name.strip(), catalogIds);
    }

    private String resolveStripped(String name, Supplier<? extends Collection<String>> catalogIds) {
        if (isId(name)) {
            return name;
        }
        ModelAlias alias = aliases.get(key(name));
        if (alias != null) {
            return alias.idOf(name);
        }
        ModelAlias base = aliases.get(withoutVariant(name));
        if (base != null) {
            return base.idOf(name) + name.substring(name.indexOf(':'));
        }
        if (author != null) {
            return author + "/" + name;
        }
        throw unknown(name, catalogIds.get());
    }

    /**
     * The model id of a name in a request.
     *
     * @throws ModelNotFoundException where {@link #resolve} throws an {@code IllegalArgumentException}
     */
    String resolveOfRequest(String name, Supplier<? extends Collection<String>> catalogIds) {
        try {
            return resolve(name, catalogIds);
        } catch (IllegalArgumentException e) {
            throw new ModelNotFoundException(e.getMessage(), e);
        }
    }

    /** Whether {@link #resolve} finds it without the ids of the catalog, or refuses it without them. */
    boolean knows(String name) {
        return isBlank(name)
                || author != null
                || isId(name.strip())
                || found(name).isPresent();
    }

    private Optional<ModelAlias> found(String name) {
        ModelAlias alias = aliases.get(key(name.strip()));
        return Optional.ofNullable(alias == null ? aliases.get(withoutVariant(name.strip())) : alias);
    }

    private static String withoutVariant(String name) {
        int colon = name.indexOf(':');
        return key(colon > 0 ? name.substring(0, colon) : name);
    }

    /** The usable models, by alias in lower case. */
    Map<String, String> ids() {
        Map<String, String> ids = new TreeMap<>();
        aliases.forEach((name, alias) -> {
            if (!alias.retired()) {
                ids.put(name, alias.id());
            }
        });
        return ids;
    }

    private static boolean isId(String name) {
        return name.indexOf('/') >= 0 || name.startsWith("~") || name.startsWith("@preset");
    }

    private static String key(String alias) {
        return alias.toLowerCase(Locale.ROOT);
    }

    private static void ensureNotBlank(@Nullable String name, String what) {
        if (isBlank(name)) {
            throw new IllegalArgumentException(what + " must not be blank: give "
                    + (what.equals("alias") ? "a name such as 'writer'" : "a model id such as 'openai/gpt-4o'"));
        }
    }

    private IllegalArgumentException unknown(String name, Collection<String> catalogIds) {
        if (KeyLook.in(name)) {
            return new IllegalArgumentException("The name of the model looks like a key and is not shown here: give a"
                    + " model id such as 'openai/gpt-4o', and the key with apiKey");
        }
        var message = new StringBuilder("Unknown model '")
                .append(VisibleText.of(name))
                .append("'.");
        List<String> ids =
                catalogIds.stream().filter(OpenRouterModelAliases::isId).toList(); // another would be unknown as well
        String only = ModelIds.onlyOneNamed(name, ids);
        if (only != null) {
            return new IllegalArgumentException(message.append(" Did you mean '")
                    .append(only)
                    .append(
                            "'? Ids begin with their author; OpenRouterModelAliases.ofAuthor puts it before bare names.")
                    .toString());
        }
        Set<String> usable = ids().keySet();
        if (!usable.isEmpty()) {
            message.append(" Closest aliases: ").append(ClosestNames.of(name, usable));
        }
        if (!ids.isEmpty()) {
            message.append(". Closest ids: ").append(ClosestNames.of(name, ids));
        }
        message.append(". Give an id from https://openrouter.ai/models or add an alias with modelAliases.");
        return new IllegalArgumentException(message.toString());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OpenRouterModelAliases that
                && aliases.equals(that.aliases)
                && Objects.equals(author, that.author);
    }

    @Override
    public int hashCode() {
        return Objects.hash(aliases, author);
    }

    @Override
    public String toString() {
        Map<String, String> ids = new TreeMap<>();
        aliases.forEach((name, alias) -> ids.put(name, alias.id()));
        return "OpenRouterModelAliases" + ids + (author == null ? "" : " of " + author);
    }
}
