package dev.langchain4j.model.openrouter.internal.api.decision;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A question about the state. */
public sealed interface DecisionQuestion {

    /** The value of {@code type} in question and answer. */
    String type();

    String instructions();

    /** What the answers mean; null if it is not said. */
    @Nullable
    Object criteria();

    /** The most answers that have a probability each. */
    int outcomes();

    /** The question as plain JSON. */
    default Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", type());
        json.put("instructions", instructions());
        Object criteria = criteria();
        if (criteria != null) {
            json.put("criteria", criteria);
        }
        return json;
    }

    /**
     * Yes or no.
     *
     * @param yes when the answer is yes; null if it is not said
     * @param no when the answer is no; null if it is not said
     */
    record YesNo(
            String instructions,
            @Nullable String yes,
            @Nullable String no) implements DecisionQuestion {

        @Override
        public String type() {
            return "noul";
        }

        /** OpenRouter takes both criteria or none. */
        @Override
        public @Nullable Object criteria() {
            if (yes == null && no == null) {
                return null;
            }
            Map<String, Object> criteria = new LinkedHashMap<>();
            criteria.put("true", yes == null ? "" : yes);
            criteria.put("false", no == null ? "" : no);
            return criteria;
        }

        @Override
        public int outcomes() {
            return 1;
        }
    }

    /**
     * One of several options.
     *
     * @param options descriptions by name, in this order
     */
    record Choice(String instructions, Map<String, String> options) implements DecisionQuestion {

        public Choice {
            options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        }

        @Override
        public String type() {
            return "choice";
        }

        @Override
        public Object criteria() {
            return options;
        }

        @Override
        public int outcomes() {
            return options.size();
        }
    }

    /**
     * A level of a scale.
     *
     * @param levels lowest first
     */
    record Scale(String instructions, List<Level> levels) implements DecisionQuestion {

        public Scale {
            levels = List.copyOf(levels);
        }

        @Override
        public String type() {
            return "score";
        }

        @Override
        public Object criteria() {
            return levels.stream().map(Level::toJson).toList();
        }

        @Override
        public int outcomes() {
            return levels.size();
        }

        /** @param description null if it has none */
        public record Level(String label, @Nullable String description) {

            private Object toJson() {
                if (description == null) {
                    return label;
                }
                Map<String, Object> json = new LinkedHashMap<>();
                json.put("label", label);
                json.put("description", description);
                return json;
            }
        }
    }
}
