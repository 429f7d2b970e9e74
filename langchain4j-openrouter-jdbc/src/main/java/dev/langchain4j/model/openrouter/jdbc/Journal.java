package dev.langchain4j.model.openrouter.jdbc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files of lines that are not in the database yet. They survive the process, whose lock tells the others that it lives:
 * another one in the same folder takes over the files of a dead one.
 */
final class Journal {

    private static final String LOCK = ".lock";
    private static final String LINES = ".jsonl";
    private static final String OF = "-of-";

    /**
     * The names of this process's journals. Their locks are not even opened: where locks belong to processes, closing
     * such a file would end the lock.
     */
    private static final Set<String> LIVING = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final String name = UUID.randomUUID().toString();
    private final ReentrantLock writing = new ReentrantLock();

    // All below are guarded by the lock.
    private @Nullable FileChannel lock;
    private @Nullable FileChannel channel;
    private int files;

    Journal(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    /** Appends a line; it is safe when the process dies, not when the machine does. */
    void append(String line) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(line + "\n");
        writing.lock();
        try {
            FileChannel open = channel;
            if (open == null) {
                begin();
                open = FileChannel.open(
                        folder.resolve(name + "-" + files++ + LINES),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE);
                channel = open;
            }
            while (bytes.hasRemaining()) {
                open.write(bytes);
            }
        } catch (IOException e) {
            endFile(); // it may end within this line, which the next one must not continue
            throw e;
        } finally {
            writing.unlock();
        }
    }

    private void endFile() throws IOException {
        FileChannel ended = channel;
        channel = null;
        if (ended != null) {
            ended.close();
        }
    }

    /** Readable only by the owner: sessions and tags can be personal names. */
    private void begin() throws IOException {
        if (lock != null) {
            return;
        }
        LIVING.add(name);
        Files.createDirectories(folder, onlyForTheOwner());
        Path file = folder.resolve(name + LOCK);
        while (lock == null) {
            FileChannel mine = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            mine.lock();
            if (Files.exists(file)) {
                lock = mine;
            } else {
                mine.close(); // before it was locked, another process has taken it for that of a dead one
            }
        }
    }

    private FileAttribute<?>[] onlyForTheOwner() {
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    /** The files with lines, which are not written to any more; the caller deletes them. */
    List<Path> finished() throws IOException {
        writing.lock();
        try {
            endFile();
            return lines(name);
        } finally {
            writing.unlock();
        }
    }

    private List<Path> lines(String process) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.getFileName().toString().startsWith(process + "-")
                            && file.getFileName().toString().endsWith(LINES))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException nothingYet) {
            return List.of();
        }
    }

    /** Takes over the files of processes that have died. */
    void takeAbandoned() throws IOException {
        List<Path> locks;
        try (Stream<Path> all = Files.list(folder)) {
            locks = all.filter(file -> file.getFileName().toString().endsWith(LOCK)
                            && !process(file).equals(name)
                            && !LIVING.contains(process(file)))
                    .toList();
        } catch (NoSuchFileException nothingYet) {
            return;
        }
        for (Path other : locks) {
            takeAbandoned(other);
        }
    }

    boolean isAbandoned(Path file) {
        return file.getFileName().toString().startsWith(name + OF);
    }

    /** Whether another process has taken files of a dead one that are not in the database yet. */
    boolean isTakenByAnother() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.anyMatch(file -> file.getFileName().toString().contains(OF) && !isAbandoned(file));
        } catch (NoSuchFileException nothingYet) {
            return false;
        }
    }

    private static String process(Path lock) {
        return lock.getFileName().toString().replace(LOCK, "");
    }

    /**
     * Renames the files of a dead process, so that only this one has them, and deletes its lock when no file is left.
     */
    private void takeAbandoned(Path other) throws IOException {
        String process = process(other);
        try (FileChannel file = FileChannel.open(other, StandardOpenOption.WRITE);
                FileLock dead = file.tryLock()) {
            if (dead == null) {
                return;
            }
            writing.lock();
            try {
                begin();
                for (Path lines : lines(process)) {
                    Files.move(lines, folder.resolve(name + OF + lines.getFileName()));
                }
            } finally {
                writing.unlock();
            }
            Files.delete(other);
        } catch (OverlappingFileLockException alive) {
            // in this process, of another class loader
        } catch (NoSuchFileException faster) {
            // another process has taken it
        }
    }

    /** Leaves nothing behind but files that are not in the database yet. */
    void close() throws IOException {
        writing.lock();
        try {
            boolean empty = finished().isEmpty();
            if (lock != null) {
                lock.close();
                lock = null;
                LIVING.remove(name);
                if (empty) {
                    Files.deleteIfExists(folder.resolve(name + LOCK));
                }
            }
        } finally {
            writing.unlock();
        }
    }
}
