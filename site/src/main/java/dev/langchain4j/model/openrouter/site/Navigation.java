package dev.langchain4j.model.openrouter.site;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The pages by section, as {@code llms.txt} lists them: a test of the docs holds that it has every page. */
record Navigation(List<Group> groups) {

    private static final Pattern ENTRY = Pattern.compile("- \\[([^]]+)]\\(([^)]+)\\.md\\).*");

    record Group(String name, List<Entry> entries) {}

    record Entry(String name, String target) {}

    static Navigation of(String llms) {
        var groups = new ArrayList<Group>();
        for (String line : llms.lines().toList()) {
            Matcher entry = ENTRY.matcher(line);
            if (line.startsWith("## ")) {
                groups.add(new Group(line.substring(3).replace("Optional", "More"), new ArrayList<>()));
            } else if (entry.matches() && !groups.isEmpty()) {
                groups.get(groups.size() - 1).entries().add(new Entry(entry.group(1), entry.group(2) + ".html"));
            }
        }
        return new Navigation(groups);
    }

    String html(Page page) {
        var html = new StringBuilder();
        for (Group group : groups) {
            html.append("<h2>").append(Html.escape(group.name())).append("</h2>\n<ul>\n");
            for (Entry entry : group.entries()) {
                String current = entry.target().equals(page.target()) ? " aria-current=\"page\"" : "";
                html.append("<li><a href=\"").append(page.root()).append(entry.target());
                html.append('"').append(current).append('>').append(Html.escape(entry.name()));
                html.append("</a></li>\n");
            }
            html.append("</ul>\n");
        }
        return html.toString();
    }
}
