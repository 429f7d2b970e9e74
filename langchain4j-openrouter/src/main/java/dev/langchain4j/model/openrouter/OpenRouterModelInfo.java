package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import dev.langchain4j.model.openrouter.internal.api.json.ImmutableJson;
import dev.langchain4j.model.openrouter.internal.api.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model in OpenRouter's catalog. Null means not reported. Modalities and parameters are OpenRouter's names, and new
 * ones can appear.
 *
 * @param id the model name for requests, {@code openai/gpt-4o}, with a static variant such as {@code :free} or a
 *     leading {@code ~}
 * @param canonicalSlug a name of the same model that never changes; requests can use it too
 * @param name display name
 * @param created when it was added to the catalog
 * @param expiration the last day on which it can be used
 * @param contextLength tokens of input and output together
 * @param maxCompletionTokens the longest answer of the best endpoint, in tokens
 * @param inputModalities {@code text}, {@code image}, {@code file}, {@code audio}, {@code video}
 * @param outputModalities {@code text}, {@code image}, {@code audio}, {@code video}, {@code embeddings},
 *     {@code rerank}, {@code speech}, {@code transcription}, {@code decisions}
 * @param supportedParameters of all endpoints together; a single endpoint may support fewer
 * @param pricing in US dollars per token
 * @param reasoning null if the model does not reason
 * @param aliasTarget the id that a {@code ~author/family-latest} stands for
 * @param knowledgeCutoff the end of its training data, as text
 * @param tokenizer the family of its tokenizer
 * @param moderated whether OpenRouter moderates the requests
 * @param topContextLength tokens of input and output together at OpenRouter's first choice of endpoint; it can be
 *     smaller than {@code contextLength}
 * @param supportedVoices the voices of a model that speaks; empty if not reported
 * @param defaultParameters what a request without them gets
 * @param requestLimits limits of a single request
 * @param benchmarks its scores; null if it has none
 * @param fields all fields, by OpenRouter's names; immutable
 * @see <a href="https://openrouter.ai/docs/guides/overview/models">Models</a>
 */
public record OpenRouterModelInfo(
        String id,
        @Nullable String canonicalSlug,
        String name,
        @Nullable String description,
        @Nullable Instant created,
        @Nullable LocalDate expiration,
        @Nullable Integer contextLength,
        @Nullable Integer maxCompletionTokens,
        List<String> inputModalities,
        List<String> outputModalities,
        List<String> supportedParameters,
        OpenRouterPricing pricing,
        @Nullable Reasoning reasoning,
        @Nullable String aliasTarget,
        @Nullable String knowledgeCutoff,
        @Nullable String tokenizer,
        @Nullable Boolean moderated,
        @Nullable Integer topContextLength,
        List<String> supportedVoices,
        @Nullable DefaultParameters defaultParameters,
        @Nullable RequestLimits requestLimits,
        @Nullable OpenRouterBenchmarks benchmarks,
        Map<String, Object> fields) {

    /** Copies lists and map. */
    public OpenRouterModelInfo {
        inputModalities = List.copyOf(inputModalities);
        outputModalities = List.copyOf(outputModalities);
        supportedParameters = List.copyOf(supportedParameters);
        supportedVoices = List.copyOf(supportedVoices);
        fields = ImmutableJson.copyOf(fields, "fields");
    }

    /** @param model has an id */
    static OpenRouterModelInfo from(JsonObject model) {
        String id = model.text("id");
        String name = model.text("name");
        JsonObject architecture = orNothing(model.object("architecture"));
        JsonObject topProvider = orNothing(model.object("top_provider"));
        return new OpenRouterModelInfo(
                id,
                model.text("canonical_slug"),
                name == null ? id : name,
                model.text("description"),
                model.instant("created"),
                date(model.text("expiration_date")),
                model.size("context_length"),
                topProvider.size("max_completion_tokens"),
                architecture.texts("input_modalities"),
                architecture.texts("output_modalities"),
                model.texts("supported_parameters"),
                OpenRouterPricing.from(model.object("pricing")),
                Reasoning.from(model.object("reasoning")),
                orNothing(model.object("alias_target")).text("slug"),
                model.text("knowledge_cutoff"),
                architecture.text("tokenizer"),
                topProvider.flag("is_moderated"),
                topProvider.size("context_length"),
                model.texts("supported_voices"),
                DefaultParameters.from(model.object("default_parameters")),
                RequestLimits.from(model.object("per_request_limits")),
                OpenRouterBenchmarks.from(model.object("benchmarks")),
                model.members());
    }

    private static JsonObject orNothing(@Nullable JsonObject object) {
        return object == null ? JsonObject.EMPTY : object;
    }

    /** Parses a date with or without a time. */
    private static @Nullable LocalDate date(@Nullable String text) {
        try {
            return text == null ? null : LocalDate.parse(text.length() > 10 ? text.substring(0, 10) : text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** Whether every price is known and zero. The suffix {@code :free} is neither needed nor enough. */
    public boolean isFree() {
        return pricing.isFree();
    }

    /** Whether a million tokens of prompt and of answer cost at most these US dollars; false if a price is unknown. */
    public boolean costsAtMost(BigDecimal promptPerMillion, BigDecimal completionPerMillion) {
        ensureNotNull(promptPerMillion, "promptPerMillion");
        ensureNotNull(completionPerMillion, "completionPerMillion");
        return isAtMost(promptPerMillion, pricing.prompt()) && isAtMost(completionPerMillion, pricing.completion());
    }

    /** @param perMillion null for any price */
    static boolean isAtMost(@Nullable BigDecimal perMillion, @Nullable BigDecimal price) {
        return perMillion == null || price != null && price.movePointRight(6).compareTo(perMillion) <= 0;
    }

    /**
     * Whether this number of tokens, prompt and answer together, fits into {@link #usableContextLength}; false if that
     * is unknown.
     */
    public boolean holds(int tokens) {
        Integer length = usableContextLength();
        return length != null && length >= tokens;
    }

    /** The smaller of {@code contextLength} and {@code topContextLength}, in tokens; null if neither is reported. */
    public @Nullable Integer usableContextLength() {
        if (contextLength == null || topContextLength == null) {
            return contextLength == null ? topContextLength : contextLength;
        }
        return (Integer) Math.min(contextLength, topContextLength);
    }

    /** Whether it can no longer be used after this day; false if it has no {@code expiration}. */
    public boolean expiresBy(LocalDate day) {
        ensureNotNull(day, "day");
        return expiration != null && !expiration.isAfter(day);
    }

    /** Whether at least one endpoint supports the parameter, by its name on the wire: {@code tools}, {@code seed}, … */
    public boolean supports(String parameter) {
        return supportedParameters.contains(parameter);
    }

    /** Whether it accepts {@code image}, {@code audio}, … */
    public boolean accepts(String modality) {
        return inputModalities.contains(modality);
    }

    /** Whether it produces {@code text}, {@code image}, {@code embeddings}, … */
    public boolean produces(String modality) {
        return outputModalities.contains(modality);
    }

    /** Whether it can think before it answers. */
    public boolean supportsReasoning() {
        return reasoning != null || supports("reasoning");
    }

    /**
     * The values of parameters that a request leaves out. Null means the provider's own.
     *
     * @param temperature 0 to 2
     * @param topP 0 to 1
     * @param topK 0 for off
     * @param frequencyPenalty -2 to 2
     * @param presencePenalty -2 to 2
     * @param repetitionPenalty 0 to 2
     */
    public record DefaultParameters(
            @Nullable Double temperature,
            @Nullable Double topP,
            @Nullable Integer topK,
            @Nullable Double frequencyPenalty,
            @Nullable Double presencePenalty,
            @Nullable Double repetitionPenalty) {

        private static @Nullable DefaultParameters from(@Nullable JsonObject parameters) {
            return parameters == null
                    ? null
                    : new DefaultParameters(
                            parameters.number("temperature"),
                            parameters.number("top_p"),
                            parameters.integer("top_k"),
                            parameters.number("frequency_penalty"),
                            parameters.number("presence_penalty"),
                            parameters.number("repetition_penalty"));
        }
    }

    /**
     * Limits of a single request, in tokens.
     *
     * @param promptTokens the longest prompt
     * @param completionTokens the longest answer
     */
    public record RequestLimits(
            @Nullable Long promptTokens, @Nullable Long completionTokens) {

        private static @Nullable RequestLimits from(@Nullable JsonObject limits) {
            return limits == null
                    ? null
                    : new RequestLimits(limits.whole("prompt_tokens"), limits.whole("completion_tokens"));
        }
    }

    /**
     * How a model reasons.
     *
     * @param mandatory whether it cannot be turned off
     * @param defaultEnabled whether it is on by default
     * @param defaultEffort {@code medium}, …
     * @param supportedEfforts highest first; empty if the effort cannot be chosen, or if any effort works
     * @param supportsMaxTokens whether a request can limit the tokens
     */
    public record Reasoning(
            @Nullable Boolean mandatory,
            @Nullable Boolean defaultEnabled,
            @Nullable String defaultEffort,
            List<String> supportedEfforts,
            @Nullable Boolean supportsMaxTokens) {

        /** Copies the list. */
        public Reasoning {
            supportedEfforts = List.copyOf(supportedEfforts);
        }

        private static @Nullable Reasoning from(@Nullable JsonObject reasoning) {
            return reasoning == null
                    ? null
                    : new Reasoning(
                            reasoning.flag("mandatory"),
                            reasoning.flag("default_enabled"),
                            reasoning.text("default_effort"),
                            reasoning.texts("supported_efforts"),
                            reasoning.flag("supports_max_tokens"));
        }
    }
}
