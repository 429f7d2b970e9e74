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
 * @param wishes of the request; null if the name does not tell, and the reading model's own count
 */
public record BatchLineName(int position, @Nullable Set<Wish> wishes) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(?:-([a-z]+))?");
    private static final String NO_WISH = "n";

    /** What the request wants from whoever reads its answer. */
    public enum Wish {
        JSON('j'),
        /** An empty answer is refused. */
        FULL('f'),
        /** The reasoning is a part of the answer. */
        THINKING('t');

        private final char letter;

        Wish(char letter) {
            this.letter = letter;
        }
    }

    public BatchLineName {
        wishes = wishes == null ? null : Set.copyOf(wishes);
    }

    /** Null if another client has given the name. */
    public static @Nullable BatchLineName of(@Nullable String customId) {
        Matcher matcher = FORM.matcher(customId == null ? "" : customId);
        if (!matcher.matches()) {
            return null;
        }
        var name = new BatchLineName(Integer.parseInt(matcher.group(1)), wishes(matcher.group(2)));
        return name.toString().equals(customId) ? name : null; // 17 and 20260102-x are numbers of other clients
    }

    private static @Nullable Set<Wish> wishes(@Nullable String letters) {
        if (letters == null) {
            return null;
        }
        Set<Wish> wishes = EnumSet.allOf(Wish.class);
        wishes.removeIf(wish -> letters.indexOf(wish.letter) < 0);
        return wishes;
    }

    /**
     * Whether the answer is read in this way.
     *
     * @param usually whether the reading model does
     */
    public boolean wants(Wish wish, boolean usually) {
        return wishes == null ? usually : wishes.contains(wish);
    }

    /** {@code 000012}, {@code 000012-n} or {@code 000012-jf}: sorted as text, lines are in order. */
    @Override
    public String toString() {
        String number = String.format(Locale.ROOT, "%06d", position);
        return wishes == null ? number : number + "-" + (wishes.isEmpty() ? NO_WISH : letters(wishes));
    }

    private static String letters(Set<Wish> wishes) {
        return Arrays.stream(Wish.values())
                .filter(wishes::contains)
                .map(wish -> String.valueOf(wish.letter))
                .collect(Collectors.joining());
    }
}
