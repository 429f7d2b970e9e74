package dev.langchain4j.model.openrouter.internal.api.batch;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The {@code custom_id} of a line: its position, and what any process must know to read its answer.
 *
 * @param position from 0
 */
public record BatchLineName(int position, Set<Wish> wishes) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(?:-([a-z]+))?");

    /** What the request wants from whoever reads its answer. */
    public enum Wish {
        JSON('j'),
        /** An empty answer is refused. */
        FULL('f'),
        /** The reasoning is a part of the answer. */
        THINKING('t'),
        /** No other wish, although the model that reads the answer may have it. */
        ONLY_THESE('o');

        private final char letter;

        Wish(char letter) {
            this.letter = letter;
        }
    }

    public BatchLineName {
        wishes = Set.copyOf(wishes);
    }

    public BatchLineName(int position) {
        this(position, Set.of());
    }

    /** Null if another client has given the name. */
    public static @Nullable BatchLineName of(@Nullable String customId) {
        Matcher matcher = FORM.matcher(customId == null ? "" : customId);
        if (!matcher.matches()) {
            return null;
        }
        String letters = matcher.group(2) == null ? "" : matcher.group(2);
        Set<Wish> wishes = EnumSet.allOf(Wish.class);
        wishes.removeIf(wish -> letters.indexOf(wish.letter) < 0);
        var name = new BatchLineName(Integer.parseInt(matcher.group(1)), wishes);
        return name.toString().equals(customId) ? name : null; // 17 and 20260102-x are numbers of other clients
    }

    /**
     * Whether the answer is read in this way.
     *
     * @param usually whether the reading model does
     */
    public boolean wants(Wish wish, boolean usually) {
        return wishes.contains(wish) || usually && !wishes.contains(Wish.ONLY_THESE);
    }

    /** {@code 000012}, or {@code 000012-j}: sorted as text, lines are in order. */
    @Override
    public String toString() {
        String letters = Arrays.stream(Wish.values())
                .filter(wishes::contains)
                .map(wish -> String.valueOf(wish.letter))
                .collect(Collectors.joining());
        return String.format(Locale.ROOT, "%06d", position) + (letters.isEmpty() ? "" : "-" + letters);
    }
}
