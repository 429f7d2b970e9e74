package dev.langchain4j.model.openrouter.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Follows every link of the site's pages, to files and to anchors. The inside of the Javadoc is {@code javadoc}'s own
 * matter.
 */
final class LinkCheck {

    private static final Pattern LINK = Pattern.compile(" (?:href|src)=\"([^\"]*)\"");
    private static final Pattern ID = Pattern.compile(" id=\"([^\"]*)\"");

    private final Path folder;
    private final Path api;
    private final Map<Path, Set<String>> anchors = new HashMap<>();

    LinkCheck(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
        this.api = this.folder.resolve(Api.FOLDER);
    }

    /** One line for each broken link: the page, and the link. */
    List<String> broken() throws IOException {
        List<Path> pages;
        try (Stream<Path> files = Files.walk(folder)) {
            pages = files.filter(file -> file.toString().endsWith(".html") && !file.startsWith(api))
                    .sorted()
                    .toList();
        }
        var broken = new ArrayList<String>();
        for (Path page : pages) {
            for (String link : found(LINK, page)) {
                if (!link.contains(":") && !leadsSomewhere(page, link)) {
                    broken.add(folder.relativize(page) + " -> " + link);
                }
            }
        }
        return broken;
    }

    private boolean leadsSomewhere(Path page, String link) throws IOException {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        if (target.startsWith(api) && !Files.exists(api)) {
            return true;
        }
        if (!Files.isRegularFile(target) || !target.startsWith(folder)) {
            return false;
        }
        if (parts.length == 1) {
            return true;
        }
        if (!anchors.containsKey(target)) {
            anchors.put(target, found(ID, target));
        }
        return anchors.get(target).contains(parts[1]);
    }

    private static Set<String> found(Pattern pattern, Path page) throws IOException {
        return pattern.matcher(Files.readString(page))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
    }
}
