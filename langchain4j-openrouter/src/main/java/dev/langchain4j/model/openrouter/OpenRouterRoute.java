package dev.langchain4j.model.openrouter;

import java.util.List;

/**
 * An endpoint that can serve a request, or what excludes it.
 *
 * @param modelId the model of the endpoint: the requested one, or a fallback
 * @param excludedBy the reasons that exclude this endpoint: a preference ({@code provider.only},
 *     {@code provider.max_price.prompt}), an unsupported parameter ({@code parameter tools}) or tool choice
 *     ({@code tool choice required}), or content that the model does not accept ({@code modality image}); empty if the
 *     endpoint can serve the request
 * @see <a href="https://openrouter.ai/docs/guides/routing/provider-selection">Provider routing</a>
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
