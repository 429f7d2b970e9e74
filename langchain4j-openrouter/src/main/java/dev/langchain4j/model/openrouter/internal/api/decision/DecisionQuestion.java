package dev.langchain4j.model.openrouter.internal.api.decision;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A question about the state. */
public sealed interface DecisionQuestion {

    /** The value of {@code type} in question and answer. */
    String type();

    /** The question as plain JSON. */
    Map<String, Object> toJson();

    /** The most answers that have a probability each. */
    int outcomes();

    private static Map<String, Object> json(String type, String instructions, @Nullable Object criteria) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", type);
        json.put("instructions", instructions);
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

        static final String TYPE = "noul";

        @Override
        public String type() {
            return TYPE;
        }

        /** OpenRouter takes both criteria or none. */
        @Override
        public Map<String, Object> toJson() {
            if (yes == null && no == null) {
                return json(TYPE, instructions, null);
            }
            Map<String, Object> criteria = new LinkedHashMap<>();
            criteria.put("true", yes == null ? "" : yes);
            criteria.put("false", no == null ? "" : no);
            return json(TYPE, instructions, criteria);
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

        static final String TYPE = "choice";

        public Choice {
            options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        }

        @Override
        public String type() {
            return TYPE;
        }

        @Override
        public Map<String, Object> toJson() {
            return json(TYPE, instructions, options);
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

        static final String TYPE = "score";

        public Scale {
            levels = List.copyOf(levels);
        }

        @Override
        public String type() {
            return TYPE;
        }

        @Override
        public Map<String, Object> toJson() {
            List<Object> criteria = new ArrayList<>();
            for (Level level : levels) {
                criteria.add(level.toJson());
            }
            return json(TYPE, instructions, criteria);
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
