package dev.langchain4j.model.openrouter;

import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.openrouter.internal.api.ModelIds;
import dev.langchain4j.model.openrouter.internal.api.OpenRouterApi;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletionRequest;
import dev.langchain4j.model.openrouter.internal.chat.ChatModelIds;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds the endpoints that can serve a request, with what excludes the others. */
record CatalogRoutes(
        OpenRouterModelCatalog catalog,
        OpenRouterApi api,
        OpenRouterModelAliases aliases,
        OpenRouterDataPolicy dataPolicy) {

    List<OpenRouterRoute> of(ChatModel model, ChatRequest request) {
        ChatRequestParameters merged = model.defaultRequestParameters().overrideWith(request.parameters());
        OpenRouterDataPolicy own = merged instanceof OpenRouterChatRequestParameters ours ? ours.dataPolicy() : null;
        return of(
                ChatRequest.builder()
                        .messages(request.messages())
                        .parameters(merged)
                        .build(),
                own == null ? dataPolicy : own);
    }

    List<OpenRouterRoute> of(ChatRequest request) {
        return of(request, dataPolicy);
    }

    private List<OpenRouterRoute> of(ChatRequest request, OpenRouterDataPolicy dataPolicy) {
        OpenRouterChatRequestParameters parameters =
                OpenRouterChatRequestParameters.EMPTY.overrideWith(request.parameters());
        if (parameters.modelName() == null) {
            throw new IllegalArgumentException(
                    "modelName must be set in the request: the endpoints are those of a model");
        }
        Set<String> models = new LinkedHashSet<>();
        models.add(aliases.resolve(parameters.modelName(), api::modelIdsIfReachable));
        parameters.fallbackModels().forEach(name -> models.add(aliases.resolve(name, api::modelIdsIfReachable)));
        List<String> ids = List.copyOf(models);
        ChatCompletionRequest wire = new ChatRequestMapper(dataPolicy)
                .toWire(request, new ChatModelIds(ids.get(0), ids.subList(1, ids.size())), false);
        CatalogRouteExclusions checks = new CatalogRouteExclusions(wire);
        List<OpenRouterRoute> routes = new ArrayList<>();
        for (String id : models) {
            OpenRouterModelInfo model = catalog.find(id).orElse(null);
            List<OpenRouterEndpointInfo> endpoints = catalog.endpoints(id);
            Set<String> zeroDataRetention =
                    checks.wantsZeroDataRetention() ? zeroDataRetention(id, endpoints) : Set.of();
            for (OpenRouterEndpointInfo endpoint : endpoints) {
                routes.add(new OpenRouterRoute(id, endpoint, checks.against(endpoint, model, zeroDataRetention)));
            }
        }
        return routes;
    }

    /**
     * The tags of those that keep no data.
     *
     * @param endpoints of the model, which name it even if the id is an alias
     */
    private Set<String> zeroDataRetention(String id, List<OpenRouterEndpointInfo> endpoints) {
        Set<String> models = new LinkedHashSet<>();
        models.add(ModelIds.withoutDynamicVariant(id));
        endpoints.forEach(endpoint -> models.add(String.valueOf(endpoint.modelId())));
        Set<String> tags = new LinkedHashSet<>();
        catalog.zeroDataRetentionEndpoints().stream()
                .filter(endpoint -> models.contains(String.valueOf(endpoint.modelId())))
                .forEach(endpoint -> tags.add(String.valueOf(endpoint.tag())));
        return tags;
    }

    /** @throws InvalidRequestException if no endpoint is left, with the reasons */
    static void ensureOpen(List<OpenRouterRoute> routes) {
        if (routes.stream().anyMatch(OpenRouterRoute::isOpen)) {
            return;
        }
        var message = new StringBuilder("No endpoint can serve this request");
        String separator = ": ";
        for (OpenRouterRoute route : routes) {
            message.append(separator)
                    .append(route.modelId())
                    .append(" at ")
                    .append(route.endpoint().tag())
                    .append(" is excluded by ")
                    .append(String.join(", ", route.excludedBy()));
            separator = "; ";
        }
        throw new InvalidRequestException(message.append('.').toString());
    }
}
