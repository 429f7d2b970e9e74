package dev.langchain4j.model.openrouter.site;

import java.util.ArrayList;
import java.util.List;

/**
 * Every section of every page, and every public type. A script and not JSON, because a page that is a file may not
 * fetch.
 */
final class SearchIndex {

    private final List<String> entries = new ArrayList<>();

    void add(Page page) {
        for (Page.Section section : page.sections()) {
            boolean whole = section.level() == 1;
            add(
                    page.title(),
                    whole ? "" : section.heading(),
                    page.target() + (whole ? "" : "#" + section.anchor()),
                    section.text());
        }
    }

    void add(Api api) {
        api.types().forEach((name, target) -> add(name, "API", target, ""));
    }

    private void add(String page, String heading, String target, String text) {
        entries.add("[" + quoted(page) + "," + quoted(heading) + "," + quoted(target) + "," + quoted(text) + "]");
    }

    String script() {
        return "window.searchIndex = [\n" + String.join(",\n", entries) + "\n];\n";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\s+", " ") + '"';
    }
}
