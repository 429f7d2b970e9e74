package dev.langchain4j.model.openrouter.internal.chat;

import dev.langchain4j.exception.InvalidRequestException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The number of answers that a chat request pays for, by fields that have no setter. */
public final class ChatMultiples {

    /** Number of generated answers; the API of OpenAI knows both fields, and bills all generated answers. */
    private static final List<String> ANSWERS = List.of("n", "best_of");

    /** Fields of other APIs for more output, another price, or another limit for the output. */
    private static final List<String> UNPRICED = List.of(
            "candidate_count",
            "num_return_sequences",
            "num_completions",
            "num_beams",
            "use_beam_search",
            "max_new_tokens",
            "max_output_tokens",
            "max_completion_tokens",
            "max_tokens",
            "extra_body",
            "generation_config");

    private ChatMultiples() {}

    /** @throws InvalidRequestException for a field without a known price */
    public static long answers(Map<String, Object> members) {
        if (members.isEmpty()) {
            return 1;
        }
        for (String name : UNPRICED) {
            if (members.containsKey(name)) {
                throw refused(name);
            }
        }
        long answers = 1;
        for (String name : ANSWERS) {
            answers = Math.max(answers, answers(name, members.get(name)));
        }
        return answers;
    }

    private static long answers(String name, @Nullable Object value) {
        if (value == null) {
            return 1;
        }
        if (value instanceof Number number && number.doubleValue() == number.intValue() && number.intValue() > 0) {
            return number.intValue(); // times the tokens of an answer, it fits a long
        }
        throw refused(name);
    }

    private static InvalidRequestException refused(String name) {
        return new InvalidRequestException("The budget cannot price a call with '" + name
                + "' in customParameters. Remove it, or call without a budget.");
    }
}
