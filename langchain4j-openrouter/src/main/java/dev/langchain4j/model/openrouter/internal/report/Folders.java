package dev.langchain4j.model.openrouter.internal.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders of files that are written. */
public final class Folders {

    private Folders() {}

    /** Makes the folder of a file, unless it is there. */
    public static void makeFor(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
    }
}
