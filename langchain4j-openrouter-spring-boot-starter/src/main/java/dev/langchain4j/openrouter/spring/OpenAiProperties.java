package dev.langchain4j.openrouter.spring;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What becomes of the properties of {@code langchain4j-open-ai-spring-boot-starter} that are called otherwise here. */
final class OpenAiProperties {

    private static final String ONLY_OPENAI = ": only OpenAI has it";
    private static final String NO_ENDPOINT =
            ": OpenRouter has no such models. Keep langchain4j-open-ai-spring-boot-starter for them";
    private static final String PROXY = ": give the proxy to an OpenRouter bean of your own, with okHttpClient(...)";
    private static final String NO_FILES = ": images are in the answer, and no file is written";

    /** Groups of models. */
    private static final Map<String, String> GROUPS = Map.of(
            "languagemodel", NO_ENDPOINT,
            "streaminglanguagemodel", NO_ENDPOINT,
            "moderationmodel", NO_ENDPOINT);

    /** Properties of a model, each with its name here below the same model, or a sentence if it has none. */
    private static final Map<String, String> OF_A_MODEL = Map.ofEntries(
            Map.entry("maxtokens", "max-output-tokens"),
            Map.entry("maxcompletiontokens", "max-output-tokens"),
            Map.entry("stop", "stop-sequences"),
            Map.entry("reasoningeffort", "reasoning.effort"),
            Map.entry("moderation", "custom-parameters.moderation"),
            Map.entry("style", "custom-parameters.style"),
            Map.entry("customqueryparams", ONLY_OPENAI),
            Map.entry("organizationid", ONLY_OPENAI),
            Map.entry("projectid", ONLY_OPENAI),
            Map.entry("store", ONLY_OPENAI),
            Map.entry("proxy", PROXY),
            Map.entry("withpersisting", NO_FILES),
            Map.entry("persistto", NO_FILES));

    /** Values of the response format of a chat model, and what to set instead. */
    private static final Map<String, String> FORMATS = Map.of(
            "json_object",
            ".response-format: json_object is called json",
            "json_schema",
            ".response-format: json_schema is declared by "
                    + "supported-capabilities=response-format-json-schema of the same model");

    private OpenAiProperties() {}

    /** The end of a sentence about a group that does not exist; null if OpenAI's starter has none of this name. */
    static @Nullable String group(String uniform) {
        return GROUPS.get(uniform);
    }

    /**
     * The end of a sentence about a property that a group does not have; null if OpenAI's starter has none of this
     * name, or the group none for it.
     *
     * @param prefix the full name of the group, with a dot at its end
     */
    static @Nullable String of(Class<?> group, String prefix, String uniform) {
        if (uniform.equals("responseformat")) {
            return group == ImageProperties.class ? NO_FILES : null;
        }
        String here = OF_A_MODEL.get(uniform);
        if (here == null || here.startsWith(":")) {
            return here;
        }
        String first = here.replaceFirst("\\..*", "");
        return PropertyAdvice.find(group, PropertyAdvice.uniform(first)) == null
                ? null
                : ". It is called " + prefix + here;
    }

    /** What is wrong with a value of a chat model's response format; null if nothing is known. */
    static @Nullable String format(String model, String value) {
        String problem = FORMATS.get(value);
        return problem == null ? null : model + problem;
    }
}
