package dev.langchain4j.model.openrouter.test;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Divides the bytes of a stream into its events, each with the empty line that ends it. */
final class EventSplitter {

    private final ByteArrayOutputStream open = new ByteArrayOutputStream();
    private int newlines;

    /** The events that end in this piece. */
    List<String> add(byte[] piece) {
        List<String> events = new ArrayList<>();
        for (byte one : piece) {
            open.write(one);
            newlines = one == '\n' ? newlines + 1 : one == '\r' ? newlines : 0;
            if (newlines == 2) {
                events.add(rest());
            }
        }
        return events;
    }

    /** What has arrived of the next event. */
    String rest() {
        String text = open.toString(StandardCharsets.UTF_8);
        open.reset();
        newlines = 0;
        return text;
    }
}
