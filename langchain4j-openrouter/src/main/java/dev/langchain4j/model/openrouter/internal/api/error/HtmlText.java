package dev.langchain4j.model.openrouter.internal.api.error;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text of an HTML page: its title, else the visible text. Reads the page once from start to end, however broken it
 * is; a failed search is not repeated.
 */
final class HtmlText {

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private final String html;
    private final Set<String> missing = new HashSet<>();

    private HtmlText(String html) {
        this.html = html;
    }

    /** Null if there is no text. */
    static @Nullable String in(String html) {
        var page = new HtmlText(html);
        String title = page.title();
        String text = BLANKS.matcher(title.isBlank() ? page.visible() : title)
                .replaceAll(" ")
                .strip();
        return text.isEmpty() ? null : text;
    }

    private String title() {
        int start = indexOf("<title", 0);
        int from = start < 0 ? -1 : html.indexOf('>', start) + 1;
        int to = from < 1 ? -1 : indexOf("</title>", from);
        return to < 0 ? "" : html.substring(from, to);
    }

    private String visible() {
        StringBuilder text = new StringBuilder();
        int at = 0;
        for (int tag = html.indexOf('<'); tag >= 0; tag = html.indexOf('<', at)) {
            int end = endOfTag(tag);
            if (end < 0) {
                break;
            }
            text.append(html, at, tag).append(' ');
            at = end;
        }
        return text.append(html, at, html.length()).toString();
    }

    /** The end of the tag, or of the script, style sheet or comment that it starts; -1 if no further tag ends. */
    private int endOfTag(int tag) {
        int end = startsWith("<!--", tag) ? endOf("-->", tag + 4) : -1;
        end = end < 0 && startsWith("<script", tag) ? endOf("</script>", tag) : end;
        end = end < 0 && startsWith("<style", tag) ? endOf("</style>", tag) : end;
        return end < 0 ? endOf(">", tag) : end;
    }

    private int endOf(String what, int from) {
        int start = missing.contains(what) ? -1 : indexOf(what, from);
        if (start < 0) {
            missing.add(what);
            return -1;
        }
        return start + what.length();
    }

    private int indexOf(String what, int from) {
        int at = html.indexOf(what.charAt(0), from);
        while (at >= 0 && !startsWith(what, at)) {
            at = html.indexOf(what.charAt(0), at + 1);
        }
        return at;
    }

    private boolean startsWith(String what, int at) {
        return html.regionMatches(true, at, what, 0, what.length());
    }
}
