package dev.langchain4j.model.openrouter.live;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes out of OpenRouter's words what does not belong into a report: key, prompts, ids of accounts and answers. */
final class Scrub {

    private static final int LONGEST = 300;
    private static final Pattern IDS = Pattern.compile(
            "sk-or-[\\w.*-]+|\\b(?:user|org|ws|workspace|gen|batch|req|key)[_-][\\w-]{4,}|[\\w.+-]+@[\\w-]+\\.[\\w.]+"
                    + "|\\b[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\\b|\\b[0-9a-f]{32,}\\b");

    private final List<String> secrets = new ArrayList<>(Prompts.ALL);

    Scrub(@Nullable String key) {
        if (key != null && !key.isBlank()) {
            secrets.add(0, key.strip());
        }
    }

    /** One line, fit for a cell of a table. */
    String clean(String text) {
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, "…");
        }
        clean = IDS.matcher(clean)
                .replaceAll("…")
                .replaceAll("\\s+", " ")
                .replace("|", "\\|")
                .strip();
        return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + " …";
    }
}
