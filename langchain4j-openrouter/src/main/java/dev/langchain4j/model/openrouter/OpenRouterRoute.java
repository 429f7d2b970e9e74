package dev.langchain4j.model.openrouter;

import java.util.List;

/**
 * An endpoint that a request could go to, or what excludes it.
 *
 * @param modelId the model that the endpoint serves: the one asked for, or a fallback
 * @param excludedBy each thing that keeps the request from this endpoint: a preference ({@code provider.only},
 *     {@code provider.max_price.prompt}), a parameter that it does not know ({@code parameter tools}) or content that the
 *     model does not take ({@code modality image}); empty if the request can go here
 */
public record OpenRouterRoute(String modelId, OpenRouterEndpointInfo endpoint, List<String> excludedBy) {

    /** Copies the list. */
    public OpenRouterRoute {
        excludedBy = List.copyOf(excludedBy);
    }

    /** Whether nothing excludes it. */
    public boolean isOpen() {
        return excludedBy.isEmpty();
    }
}
