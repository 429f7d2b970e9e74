package dev.langchain4j.model.openrouter.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes the site. {@code main} takes the project's folder, the folder to write and the project's address, and adds the
 * Javadoc.
 */
public final class Site {

    private static final List<String> PAGES_OF_THE_PROJECT = List.of(
            "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "UPGRADING.md", "SECURITY.md", "CODE_OF_CONDUCT.md");
    private static final List<String> ASSETS = List.of("site.css", "theme.js", "site.js");

    private final Path project;
    private final Path folder;
    private final Repository repository;
    private final Api api;

    Site(Path project, Path folder, String home) {
        this.project = project;
        this.folder = folder;
        this.repository = new Repository(project, home);
        this.api = Api.of(project);
    }

    public static void main(String[] arguments) throws IOException {
        Path project = Path.of(arguments[0]).toAbsolutePath().normalize();
        Path folder = Path.of(arguments[1]);
        Site site = new Site(project, folder, arguments[2]);
        int pages = site.write();
        site.api.write(folder.resolve(Api.FOLDER), System.getProperty("java.class.path"));
        List<String> broken = new LinkCheck(folder).broken();
        if (!broken.isEmpty()) {
            throw new IllegalStateException("Broken links:\n" + String.join("\n", broken));
        }
        System.out.println(pages + " pages, no broken link: " + folder.resolve("index.html"));
    }

    /** Writes all but the Javadoc, and returns the number of pages. */
    int write() throws IOException {
        Layout layout = new Layout(Navigation.of(Files.readString(project.resolve("llms.txt"))), repository.home());
        SearchIndex index = new SearchIndex();
        List<Path> sources = pages();
        for (Path source : sources) {
            Page page = Page.read(project, source, repository, api);
            write(page.target(), layout.html(page));
            index.add(page);
        }
        index.add(api);
        write("search-index.js", index.script());
        for (String asset : ASSETS) {
            copy(asset);
        }
        copyFiles();
        return sources.size();
    }

    private List<Path> pages() throws IOException {
        var pages = new ArrayList<Path>();
        PAGES_OF_THE_PROJECT.stream()
                .map(project::resolve)
                .filter(Files::exists)
                .forEach(pages::add);
        try (Stream<Path> files = Files.walk(project.resolve("docs"))) {
            files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        return pages;
    }

    /**
     * Pictures and other files beside the pages, and for coding assistants {@code llms.txt} with the pages as they are.
     */
    private void copyFiles() throws IOException {
        var copied = new ArrayList<Path>(pages());
        copied.add(project.resolve("llms.txt"));
        try (Stream<Path> files = Files.walk(project.resolve("docs"))) {
            files.filter(Files::isRegularFile).forEach(copied::add);
        }
        for (Path file : copied) {
            write(Page.path(project, file), Files.readAllBytes(file));
        }
    }

    private void copy(String asset) throws IOException {
        try (InputStream stream = Site.class.getResourceAsStream("/site/" + asset)) {
            if (stream == null) {
                throw new IOException("No resource " + asset);
            }
            write(asset, stream.readAllBytes());
        }
    }

    private void write(String path, String text) throws IOException {
        write(path, text.getBytes(StandardCharsets.UTF_8));
    }

    private void write(String path, byte[] bytes) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }
}
