package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.openrouter.OpenRouterReasoning;
import org.jspecify.annotations.Nullable;

/**
 * How much a model thinks.
 *
 * @param effort From "none" to "xhigh"; not together with "max-tokens".
 * @param maxTokens Maximum tokens of reasoning; not together with "effort".
 * @param exclude Whether the answer leaves out the reasoning.
 * @param enabled Whether the model thinks, with its default effort.
 * @param summary How long a summary OpenAI's models return: "auto", "concise" or "detailed".
 * @param mode "standard" or "pro", for GPT-5.6 and newer.
 * @param context Turns whose reasoning is kept: "auto", "all_turns" or "current_turn", for GPT-5.6 and newer.
 */
public record ReasoningProperties(
        @Nullable String effort,
        @Nullable Integer maxTokens,
        @Nullable Boolean exclude,
        @Nullable Boolean enabled,
        @Nullable String summary,
        @Nullable String mode,
        @Nullable String context)
        implements Setting {

    @Override
    public OpenRouterReasoning setting(String group) {
        String problem = effort == null ? null : problemOfEffort(group, effort);
        if (problem != null) {
            throw new OpenRouterPropertyException(group + ".effort", problem);
        }
        return Setters.build(group, this, OpenRouterReasoning.builder(), OpenRouterReasoning.Builder::build);
    }

    /** What is wrong with an effort, also with one of a variable of the environment; null if nothing is known. */
    static @Nullable String problemOfEffort(String group, String effort) {
        return effort.matches("true|false")
                ? group + ".effort is '" + effort + "'" + PropertyAdvice.AS_YAML_READS + "Set " + group + ".enabled to "
                        + effort + ", or an effort such as low"
                : null;
    }
}
