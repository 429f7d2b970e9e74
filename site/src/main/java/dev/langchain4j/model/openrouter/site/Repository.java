package dev.langchain4j.model.openrouter.site;

import java.nio.file.Files;
import java.nio.file.Path;

/** The project's files, and where they are on the web. */
record Repository(Path project, String home) {

    /** A link of {@code page} as the site has it: to a page or a file of the site, or to the project's repository. */
    String link(Path page, String link) {
        if (link.contains(":") || link.startsWith("#")) {
            return link;
        }
        int hash = link.indexOf('#');
        String path = hash < 0 ? link : link.substring(0, hash);
        String anchor = hash < 0 ? "" : link.substring(hash);
        Path target = page.resolveSibling(path).normalize();
        if (!Files.exists(target)) {
            throw new IllegalStateException(page + " links to " + link + ", which does not exist");
        }
        if (Files.isDirectory(target)) {
            return home + "/tree/main/" + Page.path(project, target);
        }
        if (isPage(target)) {
            return Page.root(Page.target(project, page)) + Page.target(project, target) + anchor;
        }
        if (target.startsWith(project.resolve("docs"))) {
            return Page.root(Page.target(project, page)) + Page.path(project, target);
        }
        return home + "/blob/main/" + Page.path(project, target) + anchor;
    }

    private boolean isPage(Path file) {
        boolean shown = file.startsWith(project.resolve("docs")) || project.equals(file.getParent());
        return shown && file.toString().endsWith(".md") && !file.endsWith("AGENTS.md");
    }
}
