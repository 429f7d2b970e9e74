package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files of a recording, one per exchange, in order. Thread-safe. */
final class Tape {

    /** The same on every system. */
    private static final DefaultPrettyPrinter PRETTY =
            new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));

    private final Path directory;
    private final boolean directoryIsNew;
    private final Redaction redaction;
    private final List<Exchange> exchanges = new ArrayList<>();
    private int written;
    private volatile @Nullable String failure;

    private Tape(Path directory, boolean directoryIsNew, Redaction redaction) {
        this.directory = directory;
        this.directoryIsNew = directoryIsNew;
        this.redaction = redaction;
    }

    /**
     * A new one.
     *
     * @throws IllegalStateException if the directory has a recording
     */
    static Tape create(Path directory, Redaction redaction) {
        boolean isNew = Files.notExists(directory);
        try {
            Files.createDirectories(directory);
            Files.delete(
                    Files.createTempFile(directory, "recording", ".tmp")); // now rather than after the first answer
        } catch (IOException e) {
            throw new IllegalStateException("The recording cannot be written into " + directory + ": " + e, e);
        }
        if (!files(directory).isEmpty()) {
            throw new IllegalStateException(
                    "There is a recording in " + directory + " already. Delete it to record it again, or replay it.");
        }
        return new Tape(directory, isNew, redaction);
    }

    /**
     * The exchanges of a recording by the names of their files.
     *
     * @throws IllegalStateException if there are none
     */
    static List<Recorded> read(Path directory) {
        List<Recorded> recorded = new ArrayList<>();
        for (Path file : Files.isDirectory(directory) ? files(directory) : List.<Path>of()) {
            recorded.add(new Recorded(String.valueOf(file.getFileName()), exchange(file)));
        }
        if (recorded.isEmpty()) {
            throw new IllegalStateException("There is no recording in " + directory + ". Record one first.");
        }
        return recorded;
    }

    private static Exchange exchange(Path file) {
        try {
            JsonNode json = Json.MAPPER.readTree(Files.readAllBytes(file));
            if (json.path("request") instanceof ObjectNode request
                    && json.path("response") instanceof ObjectNode response) {
                return new Exchange(request, response);
            }
            throw new IllegalStateException(file.getFileName() + " has no request and response");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(file.getFileName() + " is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> String.valueOf(file.getFileName()).matches("\\d{3,9}-.*\\.json"))
                    .sorted(Comparator.comparing(Tape::number).thenComparing(Comparator.naturalOrder()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int number(Path file) {
        return Integer.parseInt(String.valueOf(file.getFileName()).replaceFirst("-.*", ""));
    }

    /**
     * Writes an exchange.
     *
     * @param learned whether it showed new secrets, which the earlier files may contain
     */
    synchronized void add(Exchange exchange, boolean learned) {
        exchanges.add(exchange);
        for (int i = learned ? 0 : written; i < exchanges.size(); i++) {
            write(i + 1, exchanges.get(i).without(redaction));
        }
        written = exchanges.size();
    }

    private void write(int number, Exchange exchange) {
        String path = exchange.request().path("path").asText();
        String name = path.replaceFirst("^/(api/(alpha|beta)/)?", "").replaceAll("[^A-Za-z0-9]+", "-");
        String file =
                String.format(Locale.ROOT, "%03d-%s.json", number, name.substring(0, Math.min(60, name.length())));
        try {
            Files.writeString(
                    directory.resolve(file), Json.MAPPER.writer(PRETTY).writeValueAsString(exchange.json()) + "\n");
        } catch (IOException e) {
            failure = "The recording cannot be written: " + e;
        }
    }

    /** Removes a new directory that stayed empty: it would look like a recording to replay. */
    synchronized void close() {
        if (directoryIsNew && exchanges.isEmpty()) {
            try {
                Files.deleteIfExists(directory);
            } catch (IOException e) {
                // somebody else keeps something in it
            }
        }
    }

    /** Why the recording is not complete; null if it is. */
    @Nullable
    String failure() {
        return failure;
    }

    /** @param file name without directory */
    record Recorded(String file, Exchange exchange) {}
}
