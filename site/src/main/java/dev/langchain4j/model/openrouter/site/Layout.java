package dev.langchain4j.model.openrouter.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What surrounds the text of every page: {@code page.html}, filled. */
final class Layout {

    private final Navigation navigation;
    private final String home;
    private final String frame;

    Layout(Navigation navigation, String home) throws IOException {
        this.navigation = navigation;
        this.home = home;
        try (InputStream stream = Layout.class.getResourceAsStream("/site/page.html")) {
            if (stream == null) {
                throw new IOException("No resource page.html");
            }
            frame = new String(stream.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        }
    }

    String html(Page page) {
        return frame.replace("{{title}}", Html.escape(page.title()))
                .replace("{{root}}", page.root())
                .replace("{{home}}", home)
                .replace("{{navigation}}", navigation.html(page))
                .replace("{{contents}}", contents(page))
                .replace("{{body}}", page.body());
    }

    private static String contents(Page page) {
        List<Page.Section> sections =
                page.sections().stream().filter(section -> section.level() == 2).toList();
        if (sections.size() < 2) {
            return "";
        }
        var html = new StringBuilder("<nav class=\"contents\" aria-label=\"On this page\"><h2>On this page</h2><ul>\n");
        for (Page.Section section : sections) {
            html.append("<li><a href=\"#").append(section.anchor()).append("\">");
            html.append(Html.escape(section.heading())).append("</a></li>\n");
        }
        return html.append("</ul></nav>").toString();
    }
}
