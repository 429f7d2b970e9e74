package dev.langchain4j.model.openrouter.internal.api.batch;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code custom_id} of a line: its position, and what any process must know to check its answer.
 *
 * @param position from 0
 * @param json whether the request asks for JSON
 * @param full whether the request refuses an empty answer
 */
public record BatchLineName(int position, boolean json, boolean full) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(?:-([a-z]+))?");
    private static final String JSON = "j";
    private static final String FULL = "f";

    /** Null if another client has given the name. */
    public static @Nullable BatchLineName of(@Nullable String customId) {
        Matcher matcher = FORM.matcher(customId == null ? "" : customId);
        if (!matcher.matches()) {
            return null;
        }
        String flags = matcher.group(2) == null ? "" : matcher.group(2);
        var name = new BatchLineName(Integer.parseInt(matcher.group(1)), flags.contains(JSON), flags.contains(FULL));
        return name.toString().equals(customId) ? name : null; // 17 and 20260102-x are numbers of other clients
    }

    /** {@code 000012}, or {@code 000012-j}: sorted as text, lines are in order. */
    @Override
    public String toString() {
        String flags = (json ? JSON : "") + (full ? FULL : "");
        return String.format(Locale.ROOT, "%06d", position) + (flags.isEmpty() ? "" : "-" + flags);
    }
}
