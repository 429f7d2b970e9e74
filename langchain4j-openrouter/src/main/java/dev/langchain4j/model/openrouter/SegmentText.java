package dev.langchain4j.model.openrouter;

import dev.langchain4j.data.segment.TextSegment;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The text of a segment under what its metadata say about it, one {@code key: value} a line. Keys that a segment lacks
 * are left out.
 */
record SegmentText(List<String> metadataKeys) implements Function<TextSegment, String> {

    @Override
    public String apply(TextSegment segment) {
        if (metadataKeys.isEmpty()) {
            return segment.text();
        }
        Map<String, Object> metadata = segment.metadata().toMap();
        var text = new StringBuilder();
        for (String key : metadataKeys) {
            Object value = metadata.get(key);
            if (value != null) {
                // on one line, so that a value cannot pass for another key
                text.append(key).append(": ").append(value.toString().strip().replaceAll("\\s*\\R\\s*", " "));
                text.append('\n');
            }
        }
        return text.append(segment.text()).toString();
    }
}
