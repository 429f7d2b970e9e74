package dev.langchain4j.model.openrouter.spark.example;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Abstracts with their numbers: those of the Cranfield collection, or 200 of our own about kites and seeds. */
record Abstracts(String name, List<Numbered> all) {

    private static final String CRANFIELD = "cran.all.1400";

    /** An abstract. */
    public record Numbered(String key, String text) {}

    /** @param folder with the file {@code cran.all.1400}; if it is blank or has none, those of our own */
    static Abstracts in(String folder) {
        Path file = Path.of(folder, CRANFIELD);
        return !folder.isBlank() && Files.exists(file)
                ? new Abstracts("abstracts of the Cranfield collection", cranfield(text(file)))
                : new Abstracts("abstracts of our own", shipped());
    }

    private static List<Numbered> cranfield(String text) {
        List<Numbered> abstracts = new ArrayList<>();
        for (String part : text.split("(?m)^\\.I ")) {
            int from = part.indexOf("\n.W");
            if (from > 0 && !part.substring(from + 3).isBlank()) {
                String key = part.substring(0, part.indexOf('\n')).strip();
                abstracts.add(new Numbered(key, part.substring(from + 3).strip().replaceAll("\\s+", " ")));
            }
        }
        return abstracts;
    }

    private static List<Numbered> shipped() {
        try (InputStream file = Abstracts.class.getResourceAsStream("abstracts.tsv")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t"))
                    .map(line -> new Numbered(line[0], line[1]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As many of them as wanted, or all. */
    List<Numbered> first(int wanted) {
        return wanted > 0 && wanted < all.size() ? all.subList(0, wanted) : all;
    }
}
