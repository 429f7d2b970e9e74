package dev.langchain4j.openrouter.spring;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model that speaks.
 *
 * @param modelName Id or alias of a speech model.
 * @param voice The provider's name for the voice.
 * @param voiceSampleTranscript The transcript of a voice sample.
 * @param responseFormat "mp3" or "pcm".
 * @param speed Speaking speed, 1 is normal.
 * @param user A pseudonym of the end user.
 * @param sessionId Groups requests in OpenRouter's records.
 * @param trace Data for observability destinations.
 * @param providerOptions Options of one provider, by the slug of the provider.
 * @param customParameters Fields to add to the body of each request, by their wire name.
 * @param maxCost Maximum cost of a call, in US dollars, which a budget reserves.
 */
public record SpeechProperties(
        @Nullable String modelName,
        @Nullable String voice,
        @Nullable String voiceSampleTranscript,
        @Nullable String responseFormat,
        @Nullable Double speed,
        @Nullable String user,
        @Nullable String sessionId,
        @Nullable Map<String, Object> trace,
        @Nullable Map<String, Map<String, Object>> providerOptions,
        @Nullable Map<String, Object> customParameters,
        @Nullable BigDecimal maxCost) {}
