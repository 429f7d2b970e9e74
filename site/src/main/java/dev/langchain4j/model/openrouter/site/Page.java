package dev.langchain4j.model.openrouter.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One page.
 *
 * @param target its file in the site, with slashes
 * @param body its HTML
 */
record Page(String target, String title, String body, List<Section> sections) {

    /**
     * A heading with what follows it.
     *
     * @param level 1 for the page's own heading
     * @param anchor as GitHub makes it
     * @param text without any mark-up
     */
    record Section(int level, String anchor, String heading, String text) {}

    static Page read(Path project, Path source, Repository repository, Api api) throws IOException {
        Markdown markdown = new Markdown(Files.readString(source));
        List<Section> sections = markdown.sections();
        if (sections.isEmpty()) {
            throw new IllegalStateException(source + " has no heading");
        }
        String target = target(project, source);
        String body = markdown.html(link -> repository.link(source, link), name -> api.link(root(target), name));
        return new Page(target, sections.get(0).heading(), body, sections);
    }

    /** The file of a page in the site. The README is where a visitor arrives. */
    static String target(Path project, Path source) {
        String path = path(project, source);
        return path.equals("README.md") ? "index.html" : path.replaceAll("\\.md$", ".html");
    }

    static String path(Path project, Path file) {
        return project.relativize(file).toString().replace('\\', '/');
    }

    /** The way from a page to the site's top folder: empty, or {@code ../} as often as needed. */
    static String root(String target) {
        return "../".repeat((int) target.chars().filter(c -> c == '/').count());
    }

    String root() {
        return root(target);
    }
}
