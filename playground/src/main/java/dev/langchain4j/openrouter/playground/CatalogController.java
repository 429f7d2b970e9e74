package dev.langchain4j.openrouter.playground;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openrouter.OpenRouterChatRequestParameters;
import dev.langchain4j.model.openrouter.OpenRouterModelCatalog;
import dev.langchain4j.model.openrouter.OpenRouterModelInfo;
import dev.langchain4j.model.openrouter.OpenRouterProviderPreferences;
import dev.langchain4j.model.openrouter.OpenRouterReasoning;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The tab Catalog, and the model pickers of the other tabs. */
@RestController
class CatalogController {

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    /** One transparent pixel. */
    private static final String PIXEL =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

    private final OpenRouterModelCatalog catalog;

    CatalogController(OpenRouterModelCatalog catalog) {
        this.catalog = catalog;
    }

    /** A model; prices in US dollars per million tokens, null if there is no price for text. */
    record Model(
            String id,
            String name,
            @Nullable BigDecimal inputPrice,
            @Nullable BigDecimal outputPrice,
            @Nullable Integer context,
            List<String> inputs,
            List<String> outputs,
            boolean free,
            boolean tools,
            boolean reasoning,
            @Nullable LocalDate expiration) {

        static Model of(OpenRouterModelInfo model) {
            return new Model(
                    model.id(),
                    model.name(),
                    perMillion(model.pricing().prompt()),
                    perMillion(model.pricing().completion()),
                    model.usableContextLength(),
                    model.inputModalities(),
                    model.outputModalities(),
                    model.isFree(),
                    model.supports("tools"),
                    model.supportsReasoning(),
                    model.expiration());
        }

        private static @Nullable BigDecimal perMillion(@Nullable BigDecimal perToken) {
            return perToken == null ? null : perToken.multiply(MILLION).stripTrailingZeros();
        }
    }

    /** What a request needs: the page asks which endpoints can serve it. */
    record Needs(
            String model,
            boolean tools,
            boolean image,
            boolean thinking,
            boolean zeroDataRetention,
            boolean requireParameters,
            @Nullable BigDecimal maxInputPrice) {}

    /** An endpoint, and what excludes it. */
    record Route(
            String model,
            @Nullable String provider,
            @Nullable String tag,
            @Nullable Integer context,
            @Nullable BigDecimal inputPrice,
            @Nullable Double uptime,
            List<String> excludedBy) {}

    @GetMapping("/api/models")
    List<Model> models() {
        return catalog.models().stream().map(Model::of).toList();
    }

    @PostMapping("/api/explain")
    List<Route> explain(@RequestBody Needs needs) {
        return catalog.explain(request(needs)).stream()
                .map(route -> new Route(
                        route.modelId(),
                        route.endpoint().providerName(),
                        route.endpoint().tag(),
                        route.endpoint().contextLength(),
                        Model.perMillion(route.endpoint().pricing().prompt()),
                        route.endpoint().uptimeLastDay(),
                        route.excludedBy()))
                .toList();
    }

    private static ChatRequest request(Needs needs) {
        OpenRouterProviderPreferences.Builder provider = OpenRouterProviderPreferences.builder();
        if (needs.zeroDataRetention()) {
            provider.zdr(true);
        }
        if (needs.requireParameters()) {
            provider.requireParameters(true);
        }
        if (needs.maxInputPrice() != null) {
            provider.maxPromptPrice(RequestFields.dollars(needs.maxInputPrice(), "maxInputPrice"));
        }
        OpenRouterChatRequestParameters.Builder parameters = OpenRouterChatRequestParameters.builder()
                .modelName(needs.model())
                .provider(provider.build());
        if (needs.tools()) {
            parameters.toolSpecifications(
                    ToolSpecification.builder().name("clock").build());
        }
        if (needs.thinking()) {
            parameters.reasoning(OpenRouterReasoning.on());
        }
        List<Content> contents = new ArrayList<>(List.of(TextContent.from("Hello")));
        if (needs.image()) {
            contents.add(ImageContent.from(PIXEL, "image/png"));
        }
        return ChatRequest.builder()
                .messages(UserMessage.from(contents))
                .parameters(parameters.build())
                .build();
    }
}
