package dev.langchain4j.openrouter.spring;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * A model of the decisions endpoint. Experimental.
 *
 * @param modelName Id or alias of a decision model.
 * @param provider Providers that may serve it.
 * @param user A pseudonym of the end user.
 * @param sessionId Groups requests in OpenRouter's records.
 * @param trace Data for observability destinations.
 * @param decisionsUrl URL of the endpoint, which is not below the base URL.
 * @param imageUrls Whether images are sent by their URL; a few models fetch them.
 * @param customParameters Fields to add to the body of each request, by their wire name.
 */
public record DecisionProperties(
        @Nullable String modelName,
        @NestedConfigurationProperty @Nullable ProviderProperties provider,
        @Nullable String user,
        @Nullable String sessionId,
        @Nullable Map<String, Object> trace,
        @Nullable String decisionsUrl,
        @Nullable Boolean imageUrls,
        @Nullable Map<String, Object> customParameters) {}
