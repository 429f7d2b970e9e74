package dev.langchain4j.model.openrouter.internal.api.decision;

import dev.langchain4j.model.openrouter.internal.api.chat.ContentPart;
import dev.langchain4j.model.openrouter.internal.api.chat.PromptSize;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The body of a request for decisions.
 *
 * @param questions at least one, by id
 * @param extensions further fields as plain JSON values, in this order
 */
public record DecisionsRequest(
        String model, State state, Map<String, DecisionQuestion> questions, Map<String, Object> extensions) {

    public DecisionsRequest {
        questions = Collections.unmodifiableMap(new LinkedHashMap<>(questions));
        extensions = Collections.unmodifiableMap(new LinkedHashMap<>(extensions));
    }

    /** The size of state and questions, and of images that they refer to. */
    public PromptSize size() {
        long bytes = 0;
        int images = extensions.get("assets") instanceof Map<?, ?> assets ? assets.size() : 0;
        for (Object item : state.items()) {
            if (item instanceof ContentPart.Image) {
                images++;
            } else {
                bytes += bytes(item);
            }
        }
        for (Map.Entry<String, DecisionQuestion> question : questions.entrySet()) {
            bytes += PromptSize.bytes(question.getKey())
                    + bytes(question.getValue().toJson());
        }
        return new PromptSize(bytes, images, true);
    }

    /** The bytes of a plain JSON value, with its quotation marks and commas. */
    private static long bytes(Object value) {
        long bytes = 4;
        if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> member : map.entrySet()) {
                bytes += bytes(String.valueOf(member.getKey())) + bytes(String.valueOf(member.getValue()), member);
            }
            return bytes;
        }
        if (value instanceof List<?> list) {
            for (Object element : list) {
                bytes += bytes(element == null ? "null" : element);
            }
            return bytes;
        }
        return bytes + PromptSize.bytes(String.valueOf(value));
    }

    private static long bytes(String text, Map.Entry<?, ?> member) {
        Object value = member.getValue();
        return value == null ? PromptSize.bytes(text) : bytes(value);
    }

    /**
     * What is judged.
     *
     * @param items each a plain JSON value or a {@link ContentPart.Image}
     * @param list whether a single item is sent as a list too
     */
    public record State(List<Object> items, boolean list) {

        public State {
            items = List.copyOf(items);
        }

        /** One plain JSON value. */
        public static State of(Object value) {
            return new State(List.of(value), false);
        }

        /** A list of plain JSON values, then images: only there are they read as images. */
        public static State of(List<?> values, List<ContentPart.Image> images) {
            List<Object> items = new ArrayList<>(values);
            items.addAll(images);
            return new State(items, true);
        }
    }
}
