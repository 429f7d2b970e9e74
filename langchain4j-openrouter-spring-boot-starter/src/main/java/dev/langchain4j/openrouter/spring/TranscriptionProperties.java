package dev.langchain4j.openrouter.spring;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model that transcribes.
 *
 * @param modelName Id or alias of a transcription model.
 * @param language Spoken language, such as "en".
 * @param temperature From 0 to 1.
 * @param responseFormat "json" or "verbose_json".
 * @param timestampGranularities Units that get times: "segment", "word".
 * @param user A pseudonym of the end user.
 * @param sessionId Groups requests in OpenRouter's records.
 * @param trace Data for observability destinations.
 * @param providerOptions Options of one provider, by the slug of the provider.
 * @param customParameters Fields to add to the body of each request, by their wire name.
 * @param maxCost Maximum cost of a call, in US dollars, which a budget reserves.
 */
public record TranscriptionProperties(
        @Nullable String modelName,
        @Nullable String language,
        @Nullable Double temperature,
        @Nullable String responseFormat,
        @Nullable List<String> timestampGranularities,
        @Nullable String user,
        @Nullable String sessionId,
        @Nullable Map<String, Object> trace,
        @Nullable Map<String, Map<String, Object>> providerOptions,
        @Nullable Map<String, Object> customParameters,
        @Nullable BigDecimal maxCost) {}
