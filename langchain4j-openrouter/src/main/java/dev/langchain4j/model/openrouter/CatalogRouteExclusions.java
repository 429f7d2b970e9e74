package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletionRequest;
import dev.langchain4j.model.openrouter.internal.api.chat.ContentPart;
import dev.langchain4j.model.openrouter.internal.api.chat.OutputFormat;
import dev.langchain4j.model.openrouter.internal.api.chat.RequestMessage;
import dev.langchain4j.model.openrouter.internal.api.json.JsonValues;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lists the reasons why OpenRouter's router would exclude an endpoint, as far as they are visible from outside: not the
 * account's own settings, nor what only OpenRouter knows (who keeps data, who is busy).
 *
 * @see <a href="https://openrouter.ai/docs/guides/routing/provider-selection">Provider routing</a>
 */
final class CatalogRouteExclusions {

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    private static final Set<String> PER_MILLION = Set.of("prompt", "completion");

    /** An endpoint without these never gets a request that has them, whatever the preferences. */
    private static final Set<String> ALWAYS_REQUIRED = Set.of("tools");

    /** Request members that differ between endpoints; the others are for OpenRouter itself. */
    private static final Set<String> PARAMETERS = Set.of(
            "min_p",
            "top_a",
            "repetition_penalty",
            "logit_bias",
            "logprobs",
            "top_logprobs",
            "prediction",
            "seed",
            "parallel_tool_calls",
            "reasoning",
            "verbosity",
            "web_search_options");

    private final Map<?, ?> provider;
    private final Set<String> parameters;
    private final Set<String> inputs;
    private final @Nullable Integer maxTokens;
    private final @Nullable Object toolChoice;

    CatalogRouteExclusions(ChatCompletionRequest request) {
        this.provider = request.extensions().get("provider") instanceof Map<?, ?> map ? map : Map.of();
        this.parameters = parameters(request);
        this.inputs = inputs(request);
        this.maxTokens = request.maxTokens();
        this.toolChoice = request.toolChoice();
    }

    boolean wantsZeroDataRetention() {
        return Boolean.TRUE.equals(provider.get("zdr"));
    }

    /**
     * @param model null if the catalog does not list it
     * @param zeroDataRetention tags of the endpoints that keep nothing; read only if the request requires it
     */
    List<String> against(
            OpenRouterEndpointInfo endpoint, @Nullable OpenRouterModelInfo model, Set<String> zeroDataRetention) {
        List<String> reasons = new ArrayList<>();
        if (isSet("only") && !named("only", endpoint)) {
            reasons.add("provider.only");
        }
        if (named("ignore", endpoint)) {
            reasons.add("provider.ignore");
        }
        if (isSet("order") && Boolean.FALSE.equals(provider.get("allow_fallbacks")) && !named("order", endpoint)) {
            reasons.add("provider.order");
        }
        String quantization = endpoint.quantization() == null ? "unknown" : endpoint.quantization();
        if (isSet("quantizations") && !texts("quantizations").contains(quantization)) {
            reasons.add("provider.quantizations");
        }
        if (wantsZeroDataRetention() && !zeroDataRetention.contains(String.valueOf(endpoint.tag()))) {
            reasons.add("provider.zdr");
        }
        addPrices(endpoint.pricing(), reasons);
        addParameters(endpoint, reasons);
        if (model != null && !model.inputModalities().isEmpty()) { // none are not reported ones
            inputs.stream()
                    .filter(modality -> !model.accepts(modality))
                    .forEach(modality -> reasons.add("modality " + modality));
        }
        return reasons;
    }

    private void addPrices(OpenRouterPricing pricing, List<String> reasons) {
        if (!(provider.get("max_price") instanceof Map<?, ?> limits)) {
            return;
        }
        limits.forEach((name, limit) -> {
            BigDecimal price = pricing.price(String.valueOf(name));
            BigDecimal maxPrice = JsonValues.decimal(String.valueOf(limit)); // OpenRouter refuses what is no number
            BigDecimal unit = PER_MILLION.contains(name) ? MILLION : BigDecimal.ONE;
            if (price != null && maxPrice != null && price.multiply(unit).compareTo(maxPrice) > 0) {
                reasons.add("provider.max_price." + name);
            }
        });
    }

    private void addParameters(OpenRouterEndpointInfo endpoint, List<String> reasons) {
        boolean all = Boolean.TRUE.equals(provider.get("require_parameters"));
        boolean known = endpoint.fields().get("supported_parameters") instanceof List<?>
                || !endpoint.supportedParameters().isEmpty();
        parameters.stream()
                .filter(parameter -> known)
                .filter(parameter -> all || ALWAYS_REQUIRED.contains(parameter))
                .filter(parameter -> !supports(endpoint, parameter))
                .forEach(parameter -> reasons.add("parameter " + parameter));
        if (toolChoice != null && Boolean.FALSE.equals(endpoint.supportsToolChoice(toolChoice))) {
            reasons.add("tool choice " + (toolChoice instanceof Map<?, ?> named ? named.get("type") : toolChoice));
        }
        if (maxTokens != null && endpoint.maxCompletionTokens() != null && maxTokens > endpoint.maxCompletionTokens()) {
            reasons.add("parameter max_tokens");
        }
    }

    /** The length of an answer has two names. */
    private static boolean supports(OpenRouterEndpointInfo endpoint, String parameter) {
        List<String> supported = endpoint.supportedParameters();
        return supported.contains(parameter)
                || parameter.equals("max_tokens") && supported.contains("max_completion_tokens");
    }

    private boolean isSet(String preference) {
        return !texts(preference).isEmpty();
    }

    private List<String> texts(String preference) {
        return provider.get(preference) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** A slug stands for all its variants: {@code google-vertex} for {@code google-vertex/us-east5}. */
    private boolean named(String preference, OpenRouterEndpointInfo endpoint) {
        String tag = lowerCase(endpoint.tag());
        String company = lowerCase(endpoint.providerName()).replace(' ', '-');
        return texts(preference).stream()
                .map(CatalogRouteExclusions::lowerCase)
                .anyMatch(slug -> tag.equals(slug) || tag.startsWith(slug + "/") || company.equals(slug));
    }

    private static String lowerCase(@Nullable String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }

    private static Set<String> parameters(ChatCompletionRequest request) {
        Set<String> names = new LinkedHashSet<>();
        add(names, "tools", request.tools().isEmpty() ? null : request.tools());
        add(names, "tool_choice", request.toolChoice());
        add(names, "response_format", request.responseFormat());
        add(
                names,
                "structured_outputs",
                request.responseFormat() instanceof OutputFormat.JsonSchema schema ? schema : null);
        add(names, "max_tokens", request.maxTokens());
        add(names, "temperature", request.temperature());
        add(names, "top_p", request.topP());
        add(names, "top_k", request.topK());
        add(names, "frequency_penalty", request.frequencyPenalty());
        add(names, "presence_penalty", request.presencePenalty());
        add(names, "stop", request.stop().isEmpty() ? null : request.stop());
        request.extensions().keySet().stream().filter(PARAMETERS::contains).forEach(names::add);
        return names;
    }

    private static void add(Set<String> names, String name, @Nullable Object value) {
        if (value != null) {
            names.add(name);
        }
    }

    /** PDF files are ignored: OpenRouter converts them to text for models that cannot read them. */
    private static Set<String> inputs(ChatCompletionRequest request) {
        Set<String> modalities = new LinkedHashSet<>();
        for (RequestMessage message : request.messages()) {
            if (message instanceof RequestMessage.User user) {
                user.content().forEach(part -> add(modalities, part));
            } else if (message instanceof RequestMessage.Tool tool) {
                tool.content().forEach(part -> add(modalities, part));
            } else if (message instanceof RequestMessage.Assistant answer
                    && !answer.images().isEmpty()) {
                modalities.add("image");
            }
        }
        return modalities;
    }

    private static void add(Set<String> modalities, ContentPart part) {
        if (part instanceof ContentPart.Image) {
            modalities.add("image");
        } else if (part instanceof ContentPart.Audio) {
            modalities.add("audio");
        } else if (part instanceof ContentPart.Video) {
            modalities.add("video");
        }
    }
}
