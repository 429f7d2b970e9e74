package dev.langchain4j.model.openrouter;

import dev.langchain4j.data.segment.TextSegment;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The settings that both scoring models share. Each accepts null for "not set".
 *
 * @param <B> the builder that extends this one
 */
abstract class RerankBuilder<B extends RerankBuilder<B>> extends ConnectionBuilder<B> {

    @Nullable
    String modelName;

    @Nullable
    OpenRouterProviderPreferences provider;

    @Nullable
    Integer maxConcurrency;

    private @Nullable List<String> metadataKeys;
    private @Nullable OpenRouterRerankFailurePolicy onFailure;
    private @Nullable OpenRouterRerankListener listener;

    /** Which upstream providers may serve the requests, and in which order. Unset: OpenRouter chooses. */
    public B provider(@Nullable OpenRouterProviderPreferences provider) {
        this.provider = provider;
        return self();
    }

    /**
     * Metadata that the model reads above the text of a segment, one {@code key: value} a line, in this order: a title,
     * a date, a source. Keys that a segment lacks are left out. Unset: only the text.
     */
    public B metadataKeys(@Nullable List<String> metadataKeys) {
        this.metadataKeys = SetterChecks.list("metadataKeys", metadataKeys);
        return self();
    }

    /** What to do if ranking fails. Default: {@link OpenRouterRerankFailurePolicy#THROW}. */
    public B onFailure(@Nullable OpenRouterRerankFailurePolicy onFailure) {
        this.onFailure = onFailure;
        return self();
    }

    /** Gets usage and cost of every reranking, once per query, on its thread. Default: none. */
    public B listener(@Nullable OpenRouterRerankListener listener) {
        this.listener = listener;
        return self();
    }

    /** @param mapper the user's alternative, set by the setter {@code name} */
    Function<TextSegment, String> segmentText(@Nullable Object mapper, String name) {
        if (metadataKeys != null && mapper != null) {
            throw new IllegalArgumentException(
                    "metadataKeys and " + name + " both set what the model reads: set one of them");
        }
        List<String> keys = metadataKeys == null ? List.of() : metadataKeys;
        return segment -> text(segment, keys);
    }

    RerankOutcomes outcomes() {
        return new RerankOutcomes(
                onFailure == null ? OpenRouterRerankFailurePolicy.THROW : onFailure,
                listener,
                connectionSettings().log());
    }

    /** The text, with the metadata above it. */
    private static String text(TextSegment segment, List<String> metadataKeys) {
        if (metadataKeys.isEmpty()) {
            return segment.text();
        }
        Map<String, Object> metadata = segment.metadata().toMap();
        var text = new StringBuilder();
        for (String key : metadataKeys) {
            Object value = metadata.get(key);
            if (value != null) {
                text.append(key)
                        .append(": ")
                        .append(onOneLine(value.toString().strip()))
                        .append('\n');
            }
        }
        return text.append(segment.text()).toString();
    }

    /** A blank instead of each line end and the blanks around it, so that a value cannot pass for another key. */
    private static String onOneLine(String value) {
        var line = new StringBuilder(value.length());
        int from = 0;
        while (from < value.length()) {
            int end = from;
            boolean ends = false;
            while (end < value.length()
                    && (isLineEnd(value.charAt(end)) || Character.isWhitespace(value.charAt(end)))) {
                ends |= isLineEnd(value.charAt(end));
                end++;
            }
            line.append(ends ? " " : value.substring(from, end));
            from = end;
            if (from < value.length()) {
                line.append(value.charAt(from++));
            }
        }
        return line.toString();
    }

    private static boolean isLineEnd(char c) {
        return c >= '\n' && c <= '\r' || c == '\u0085' || c == '\u2028' || c == '\u2029';
    }
}
