package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.http.Time;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * A copy of the list of models in a file, which several processes may use. No failure of the file is one of the
 * caller: it is logged, and the copy counts as missing. Thread-safe.
 */
public final class ModelListFile {

    private final Path file;
    private final Time time;
    private final Logger log;

    /** @param file need not exist */
    public ModelListFile(Path file, Time time, Logger log) {
        this.file = file;
        this.time = time;
        this.log = log;
    }

    /** When the list was fetched; null if there is no copy, or if its date is in the future and cannot be trusted. */
    public @Nullable Instant written() {
        try {
            Instant written = Files.getLastModifiedTime(file).toInstant();
            return written.isAfter(time.now()) ? null : written;
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * Reads the copy, however old.
     *
     * @return null if there is none, or if it cannot be read, whatever is wrong with it, also if the reader throws
     */
    public <T> @Nullable T read(Function<ModelList, T> reader) {
        try {
            return reader.apply(ModelList.of(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException | RuntimeException e) {
            log.warn("The copy of the model catalog in {} cannot be read: {}", file, e.toString());
            return null;
        }
    }

    /** Writes all or nothing, because other processes may be reading. */
    public void write(ModelList list) {
        try {
            Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
            // no file of createTempFile: only its owner could read it, not the processes of other users
            Path whole = folder.resolve(file.getFileName() + "-" + UUID.randomUUID() + ".part");
            try {
                Files.write(whole, list.json(), StandardOpenOption.CREATE_NEW);
                Files.setLastModifiedTime(whole, FileTime.from(time.now()));
                replaceBy(whole);
            } finally {
                Files.deleteIfExists(whole);
            }
        } catch (IOException e) {
            log.warn("No copy of the model catalog can be kept in {}: {}", file, e.toString());
        }
    }

    private void replaceBy(Path whole) throws IOException {
        try {
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
