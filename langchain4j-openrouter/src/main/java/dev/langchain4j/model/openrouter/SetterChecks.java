package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.openrouter.internal.api.json.ImmutableJson;
import dev.langchain4j.model.openrouter.internal.http.HeaderRules;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Refuses parameters that OpenRouter would refuse, before anything is sent, by the names of the Java setters. */
final class SetterChecks {

    private static final int MAX_STOP_SEQUENCES = 4;
    private static final int MAX_TOOL_CALLS = 30;
    private static final int MAX_SESSION_ID_LENGTH = 256;
    private static final int MAX_METADATA = 16;

    private SetterChecks() {}

    /** @throws IllegalArgumentException naming the setter, the range and the value */
    static void check(ChatRequestParameters parameters) {
        within("temperature", parameters.temperature(), 0, 2);
        topP(parameters.topP());
        atLeast("topK", parameters.topK(), 0);
        within("frequencyPenalty", parameters.frequencyPenalty(), -2, 2);
        within("presencePenalty", parameters.presencePenalty(), -2, 2);
        atLeast("maxOutputTokens", parameters.maxOutputTokens(), 1);
        stopSequences(parameters.stopSequences());
        if (parameters instanceof OpenRouterChatRequestParameters own && !own.hasOnlyCommonOnes()) {
            sampling(own);
            texts(own);
            within("maxToolCalls", own.maxToolCalls(), 1, MAX_TOOL_CALLS);
            atLeast("maxContextMessages", own.maxContextMessages(), 1);
            atLeast("maxContextTokens", own.maxContextTokens(), 1);
            metadata(own.metadata());
            headerText("anthropicBeta", own.anthropicBeta());
            headerText("providerApiKeys", own.providerApiKeys().keySet());
            headerText("providerApiKeys", own.providerApiKeys().values());
            customParameters(own.customParameters());
            customHeaders(own.customHeaders());
        }
    }

    /**
     * The name of a model of a kind that has no default.
     *
     * @param example an id for the message
     * @param modality output modality of such models, in the catalog's words
     * @throws IllegalArgumentException if it is not set
     */
    static String modelName(@Nullable String name, String example, String modality) {
        if (name == null) {
            throw new IllegalArgumentException("modelName must be set: a model such as '" + example
                    + "', see https://openrouter.ai/models?output_modalities=" + modality);
        }
        return name;
    }

    private static void sampling(OpenRouterChatRequestParameters parameters) {
        within("minP", parameters.minP(), 0, 1);
        within("topA", parameters.topA(), 0, 1);
        Double penalty = parameters.repetitionPenalty();
        if (penalty != null && !(penalty > 0 && penalty <= 2)) {
            throw refused("repetitionPenalty", "must be greater than 0 and at most 2", penalty);
        }
        for (Integer bias : parameters.logitBias().values()) {
            within("logitBias", bias, -100, 100);
        }
        within("topLogprobs", parameters.topLogprobs(), 0, 20);
    }

    private static void texts(OpenRouterChatRequestParameters parameters) {
        notBlank("user", parameters.user());
        sessionId(parameters.sessionId());
        notBlank("serviceTier", parameters.serviceTier());
        notBlank("speed", parameters.speed());
        notBlank("verbosity", parameters.verbosity());
        notBlank("preset", parameters.preset());
        notBlank("promptCacheKey", parameters.promptCacheKey());
        notBlank("toolChoiceName", parameters.toolChoiceName());
        notBlank("videoProcessing", parameters.videoProcessing());
        systemMessageRole(parameters.systemMessageRole());
        for (String model : parameters.fallbackModels()) {
            notBlank("fallbackModels", model);
        }
        for (String modality : parameters.modalities()) {
            notBlank("modalities", modality);
        }
    }

    private static void systemMessageRole(@Nullable String role) {
        if (role != null && !role.equals("system") && !role.equals("developer")) {
            throw refused("systemMessageRole", "must be system or developer", role);
        }
    }

    /**
     * An immutable copy of fields for a request; null counts as none.
     *
     * @param owned the fields that a setter or the call itself sets
     * @throws IllegalArgumentException for one of them, for a blank name, and for a value that is not JSON
     */
    static Map<String, Object> customParameters(Set<String> owned, @Nullable Map<String, Object> parameters) {
        if (parameters == null) {
            return Map.of();
        }
        Map<String, Object> copy = ImmutableJson.fieldsOf(parameters, "customParameters");
        copy.keySet().stream().filter(owned::contains).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException(
                    "customParameters must not contain '" + name + "': a setter or the call itself sets it");
        });
        copy.keySet().forEach(SetterChecks::customName);
        return copy;
    }

    static void sessionId(@Nullable String sessionId) {
        notBlank("sessionId", sessionId);
        atMost("sessionId", sessionId, MAX_SESSION_ID_LENGTH);
    }

    private static void metadata(Map<String, String> metadata) {
        if (metadata.size() > MAX_METADATA) {
            throw refused("metadata", "takes at most " + MAX_METADATA, metadata.size());
        }
        metadata.forEach((name, value) -> {
            if (name.contains("[") || name.contains("]")) {
                throw new IllegalArgumentException("metadata must not have brackets in a name: '" + name + "'");
            }
            atMost("A name of metadata", name, 64);
            atMost("metadata '" + name + "'", value, 512);
        });
    }

    /**
     * A copy of what a setter was given; null counts as not set.
     *
     * @throws IllegalArgumentException if null is inside, naming the setter
     */
    static <T> @Nullable List<T> list(String setter, T @Nullable [] values) {
        return values == null ? null : list(setter, Arrays.asList(values));
    }

    /** Like {@link #list(String, Object[])}. */
    static <T> @Nullable List<T> list(String setter, @Nullable Collection<? extends T> values) {
        if (values == null) {
            return null;
        }
        if (values.isEmpty()) {
            return List.of(); // as most lists of an answer are
        }
        for (T value : values) {
            if (value == null) {
                throw new IllegalArgumentException(setter + " must not contain null");
            }
        }
        return List.copyOf(values);
    }

    /** Like {@link #list(String, Object[])}, without what is there twice. */
    static <T> @Nullable Set<T> set(String setter, T @Nullable [] values) {
        return values == null ? null : set(setter, Arrays.asList(values));
    }

    /** Like {@link #list(String, Object[])}, without what is there twice. */
    static <T> @Nullable Set<T> set(String setter, @Nullable Collection<? extends T> values) {
        List<T> list = list(setter, values);
        return list == null ? null : Set.copyOf(list);
    }

    /** @throws IllegalArgumentException if there is no map, or null is a name in it */
    static void names(String argument, @Nullable Map<?, ?> members) {
        ensureNotNull(members, argument).forEach((name, value) -> ensureNotNull(name, "A name in " + argument));
    }

    static void within(String setter, @Nullable Double value, double min, double max) {
        // written so that NaN fails
        if (value != null && !(value >= min && value <= max)) {
            throw refused(setter, "must be between " + min + " and " + max, value);
        }
    }

    private static void topP(@Nullable Double value) {
        if (value != null && !(value > 0 && value <= 1)) {
            throw refused("topP", "must be greater than 0 and at most 1", value);
        }
    }

    static void atLeast(String setter, @Nullable Integer value, int min) {
        if (value != null && value < min) {
            throw refused(setter, "must be at least " + min, value);
        }
    }

    private static void stopSequences(@Nullable List<String> sequences) {
        if (sequences == null || sequences.isEmpty()) {
            return;
        }
        if (sequences.size() > MAX_STOP_SEQUENCES) {
            throw refused("stopSequences", "takes at most " + MAX_STOP_SEQUENCES, sequences.size());
        }
        for (String sequence : sequences) {
            if (sequence == null || sequence.isEmpty()) {
                throw new IllegalArgumentException("stopSequences must not contain null or an empty text");
            }
        }
    }

    static void positive(String setter, @Nullable Duration value) {
        if (value != null && (value.isZero() || value.isNegative())) {
            throw refused(setter, "must be positive", value);
        }
    }

    static void notNegative(String argument, Duration value) {
        if (value.isNegative()) {
            throw refused(argument, "must be zero or more", value);
        }
    }

    static void within(String setter, @Nullable Integer value, int min, int max) {
        if (value != null && (value < min || value > max)) {
            throw refused(setter, "must be between " + min + " and " + max, value);
        }
    }

    static void size(String setter, Object @Nullable [] values, int min, int max) {
        if (values != null && (values.length < min || values.length > max)) {
            throw refused(setter, "takes " + min + " to " + max, values.length);
        }
    }

    static void price(String setter, @Nullable BigDecimal usd) {
        if (usd != null && usd.signum() < 0) {
            throw refused(setter, "must be 0 or more", usd.toPlainString());
        }
    }

    static void notBlank(String setter, @Nullable String value) {
        if (value != null && value.isBlank()) {
            throw new IllegalArgumentException(setter + " must not be blank");
        }
    }

    static void atMost(String what, @Nullable String value, int characters) {
        if (value != null && value.length() > characters) {
            throw new IllegalArgumentException(
                    what + " must have at most " + characters + " characters, but has " + value.length());
        }
    }

    private static void customParameters(Map<String, Object> parameters) {
        for (String name : parameters.keySet()) {
            String setter = ChatParameter.setterFor(name);
            if (setter != null) {
                throw new IllegalArgumentException(
                        "customParameters must not contain '" + name + "': use " + setter + " instead");
            }
            customName(name);
        }
    }

    private static void customName(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("customParameters must not contain a blank name");
        }
    }

    /** Values are not shown: they may be keys. */
    private static void headerText(String setter, Collection<String> values) {
        for (String value : values) {
            if (value.isBlank() || !value.chars().allMatch(c -> c >= ' ' && c < 127)) {
                throw new IllegalArgumentException(
                        setter + " has a value that HTTP does not allow: visible ASCII only");
            }
        }
    }

    private static void customHeaders(Map<String, String> headers) {
        headers.forEach((name, value) -> HeaderRules.check("customHeaders", name, value));
    }

    static IllegalArgumentException refused(String setter, String rule, Object value) {
        return new IllegalArgumentException(setter + " " + rule + ", but is " + value);
    }
}
