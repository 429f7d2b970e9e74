package dev.langchain4j.model.openrouter.internal.api;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Suggests models for a mistyped name: aliases, or ids with an author. Letters and digits count, in any case. */
public final class ClosestNames {

    private static final int SUGGESTIONS = 3;
    private static final int OTHER_AUTHOR = 2; // as two more typing errors
    private static final Pattern PUNCTUATION = Pattern.compile("[^\\p{L}\\p{N}]+");

    private ClosestNames() {}

    /** The three names closest to an unknown one, whose variant is ignored; the closest first, with commas. */
    public static String of(String unknown, Collection<String> names) {
        int colon = unknown.indexOf(':');
        String wanted = lowerCase(colon > 0 ? unknown.substring(0, colon) : unknown);
        Comparator<String> byRank = Comparator.comparingInt(name -> rank(wanted, lowerCase(name)));
        Comparator<String> byDistance =
                Comparator.comparingInt(name -> distance(letters(wanted), letters(lowerCase(name))));
        return String.join(
                ", ",
                names.stream()
                        .sorted(byRank.thenComparing(byDistance).thenComparing(Comparator.naturalOrder()))
                        .limit(SUGGESTIONS)
                        .toList());
    }

    /** Zero is the closest. The name counts more than the author: a right name with a wrong author is close. */
    private static int rank(String wanted, String id) {
        int slash = wanted.indexOf('/');
        boolean otherAuthor = slash > 0 && !id.startsWith(wanted.substring(0, slash + 1));
        return (otherAuthor ? OTHER_AUTHOR : 0) + rankOfName(wanted, id);
    }

    /**
     * Close is what lacks its end, {@code gpt-4} of {@code gpt-4-turbo}, or has its parts in another order,
     * {@code claude-4-sonnet}; a little less what lacks its beginning, {@code r1} of {@code deepseek-r1}, or has more
     * than its end, such as a date.
     */
    private static int rankOfName(String wantedId, String id) {
        String wanted = letters(wantedId);
        String name = letters(id);
        if (name.equals(wanted)) {
            return 0;
        }
        if (name.startsWith(wanted) || parts(id).equals(parts(wantedId))) {
            return 1;
        }
        if (name.contains(wanted)) {
            return 2;
        }
        int rank = 1 + distance(wanted, name);
        return wanted.startsWith(name) ? Math.min(rank, 3) : rank;
    }

    private static String lowerCase(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static String letters(String id) {
        return PUNCTUATION.matcher(withoutAuthor(id)).replaceAll("");
    }

    private static List<String> parts(String id) {
        return PUNCTUATION.splitAsStream(withoutAuthor(id)).sorted().toList();
    }

    private static String withoutAuthor(String id) {
        return id.substring(id.lastIndexOf('/') + 1);
    }

    /** The Levenshtein distance: how many characters to add, drop or replace. */
    public static int distance(String wanted, String name) {
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
        return above[name.length()];
    }
}
