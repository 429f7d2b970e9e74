package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A plugin that changes a request or its answer. Immutable: a method that sets an option returns a new value.
 *
 * <pre>{@code
 * plugins(OpenRouterPlugin.fileParser("cloudflare-ai"), OpenRouterPlugin.responseHealing())
 * plugins(OpenRouterPlugin.autoRouter().allowedModels("anthropic/*", "openai/*").costTier("low"))
 * plugins(OpenRouterPlugin.contextCompression().enabled(false))
 * plugins(OpenRouterPlugin.of("brand-new", Map.of("level", 3)))
 * }</pre>
 *
 * <p>OpenRouter ignores unknown options of a plugin. Plugins of a request replace the model's as a whole.
 *
 * @see <a href="https://openrouter.ai/docs/guides/features/plugins/overview">Plugins</a>
 */
public sealed class OpenRouterPlugin extends WireObject {

    private static final String ID = "id";

    private OpenRouterPlugin(Map<String, ?> members) {
        super(members);
    }

    /** Any plugin, with options in OpenRouter's own field names. */
    public static OpenRouterPlugin of(String id, Map<String, ?> options) {
        ensureNotNull(id, "id");
        SetterChecks.names("options", options);
        if (id.isBlank()) {
            throw new IllegalArgumentException("The id of a plugin must not be blank");
        }
        return new OpenRouterPlugin(new Members(options).set(ID, id).toMap());
    }

    /**
     * Reads PDFs for models that cannot.
     *
     * @param pdfEngine {@code mistral-ocr} (2 USD per 1000 pages, for scans), {@code cloudflare-ai} (free, text only)
     *     or {@code native}
     */
    public static OpenRouterPlugin fileParser(String pdfEngine) {
        ensureNotNull(pdfEngine, "pdfEngine");
        return of("file-parser", Map.of("pdf", Map.of("engine", pdfEngine)));
    }

    /** Repairs malformed JSON of plain answers to requests with a response format. Has no effect on streams. */
    public static OpenRouterPlugin responseHealing() {
        return of("response-healing", Map.of());
    }

    /**
     * Removes the middle of a conversation that is too long for the model. On by default for models of at most 8192
     * tokens; {@code contextCompression().enabled(false)} turns it off.
     */
    public static OpenRouterPlugin contextCompression() {
        return of("context-compression", Map.of());
    }

    /** Checks the request with a moderation model first. */
    public static OpenRouterPlugin moderation() {
        return of("moderation", Map.of());
    }

    /** Searches the web before the model runs. With {@link OpenRouterServerTool#webSearch()} the model decides. */
    public static Web web() {
        return new Web(Map.of(ID, "web"));
    }

    /** Fetches the pages that the conversation names. */
    public static WebFetch webFetch() {
        return new WebFetch(Map.of(ID, "web-fetch"));
    }

    /** The models that {@code openrouter/auto} chooses from. */
    public static AutoRouter autoRouter() {
        return new AutoRouter(Map.of(ID, "auto-router"));
    }

    /** The models that {@code openrouter/auto-beta} chooses from. */
    public static AutoRouter autoBetaRouter() {
        return new AutoRouter(Map.of(ID, "auto-beta-router"));
    }

    /** The models that {@code openrouter/pareto-code} chooses from. */
    public static ParetoRouter paretoRouter() {
        return new ParetoRouter(Map.of(ID, "pareto-router"));
    }

    /** How the Switchyard router chooses between an efficient and a capable model. */
    public static SwitchyardRouter switchyardRouter() {
        return new SwitchyardRouter(Map.of(ID, "switchyard-router"));
    }

    /** The panel of {@code openrouter/fusion}. */
    public static Fusion fusion() {
        return new Fusion(Map.of(ID, "fusion"));
    }

    /** Turns the plugin on or off; off also turns off what the account has on by default. */
    public OpenRouterPlugin enabled(boolean enabled) {
        return new OpenRouterPlugin(membersWith("enabled", enabled));
    }

    /** The web plugin. Deprecated by OpenRouter in favour of the server tool. */
    public static final class Web extends OpenRouterPlugin {

        private Web(Map<String, ?> members) {
            super(members);
        }

        /** {@code native}, {@code exa}, {@code firecrawl}, {@code parallel} or {@code perplexity}. */
        public Web engine(@Nullable String engine) {
            return new Web(membersWith("engine", engine));
        }

        /** How thoroughly the engine searches; the values depend on the engine. */
        public Web mode(@Nullable String mode) {
            return new Web(membersWith("mode", mode));
        }

        /** Results of one search. Unset: 5. */
        public Web maxResults(@Nullable Integer maxResults) {
            SetterChecks.atLeast("web.maxResults", maxResults, 1);
            return new Web(membersWith("max_results", maxResults));
        }

        /** Maximum searches of one request. */
        public Web maxUses(@Nullable Integer maxUses) {
            return new Web(membersWith("max_uses", maxUses));
        }

        /** Text that introduces the results to the model. */
        public Web searchPrompt(@Nullable String searchPrompt) {
            return new Web(membersWith("search_prompt", searchPrompt));
        }

        /** Only these domains. */
        public Web includeDomains(String... domains) {
            return new Web(membersWith("include_domains", SetterChecks.list("domains", domains)));
        }

        /** Not these domains. */
        public Web excludeDomains(String... domains) {
            return new Web(membersWith("exclude_domains", SetterChecks.list("domains", domains)));
        }

        /** Which posts on X the search of xAI's models finds; other models ignore it. */
        public Web xSearch(@Nullable OpenRouterXSearchFilter filter) {
            return new Web(membersWith("x_search", filter == null ? null : filter.toMap()));
        }

        /**
         * The user's approximate location; each part may be null. {@code country} in two letters, {@code timezone} as
         * in IANA.
         */
        public Web userLocation(
                @Nullable String city, @Nullable String region, @Nullable String country, @Nullable String timezone) {
            return new Web(
                    membersWith("user_location", OpenRouterServerTool.location(city, region, country, timezone)));
        }
    }

    /** The web fetch plugin. It cannot be switched off with {@link #enabled}. */
    public static final class WebFetch extends OpenRouterPlugin {

        private WebFetch(Map<String, ?> members) {
            super(members);
        }

        /** Maximum pages of one request. */
        public WebFetch maxUses(@Nullable Integer maxUses) {
            return new WebFetch(membersWith("max_uses", maxUses));
        }

        /** Maximum tokens of one page. */
        public WebFetch maxContentTokens(@Nullable Integer maxContentTokens) {
            return new WebFetch(membersWith("max_content_tokens", maxContentTokens));
        }

        /** Only these domains. */
        public WebFetch allowedDomains(String... domains) {
            return new WebFetch(membersWith("allowed_domains", SetterChecks.list("domains", domains)));
        }

        /** Not these domains. */
        public WebFetch blockedDomains(String... domains) {
            return new WebFetch(membersWith("blocked_domains", SetterChecks.list("domains", domains)));
        }
    }

    /** The settings of an auto router. */
    public static final class AutoRouter extends OpenRouterPlugin {

        private AutoRouter(Map<String, ?> members) {
            super(members);
        }

        /** Only models that match, {@code anthropic/*}; at most 1024. */
        public AutoRouter allowedModels(String... patterns) {
            return new AutoRouter(membersWith("allowed_models", SetterChecks.list("patterns", patterns)));
        }

        /** No model that matches; at most 1024. */
        public AutoRouter excludedModels(String... patterns) {
            return new AutoRouter(membersWith("excluded_models", SetterChecks.list("patterns", patterns)));
        }

        /** {@code low}, {@code medium}, {@code high}, {@code xhigh} or {@code max}. */
        public AutoRouter costTier(@Nullable String costTier) {
            return new AutoRouter(membersWith("cost_tier", costTier));
        }

        /**
         * Whether a conversation stays with the model that answered last. The attributes of each answer's message then
         * hold its model, and the next request sends it back.
         */
        public AutoRouter pinModel(@Nullable Boolean pinModel) {
            return new AutoRouter(membersWith("pin_model", pinModel));
        }
    }

    /** The settings of the Pareto router. */
    public static final class ParetoRouter extends OpenRouterPlugin {

        private ParetoRouter(Map<String, ?> members) {
            super(members);
        }

        /** Required skill at code, 0 to 1: from 0.66 the best tier, from 0.33 the middle one. Unset: the best. */
        public ParetoRouter minCodingScore(@Nullable Double minCodingScore) {
            SetterChecks.within("paretoRouter.minCodingScore", minCodingScore, 0, 1);
            return new ParetoRouter(membersWith("min_coding_score", minCodingScore));
        }

        /** The highest input price, in USD per million tokens, instead of a score. */
        public ParetoRouter maxPrice(@Nullable BigDecimal usdPerMillionTokens) {
            SetterChecks.price("paretoRouter.maxPrice", usdPerMillionTokens);
            return new ParetoRouter(membersWith("max_price", usdPerMillionTokens));
        }

        /** The price that {@code maxPrice} limits: {@code prompt} or {@code weighted_avg}. Unset: {@code prompt}. */
        public ParetoRouter priceSource(@Nullable String priceSource) {
            return new ParetoRouter(membersWith("price_source", priceSource));
        }
    }

    /** The settings of the Switchyard router. */
    public static final class SwitchyardRouter extends OpenRouterPlugin {

        private SwitchyardRouter(Map<String, ?> members) {
            super(members);
        }

        /**
         * How it chooses: {@code capability}, {@code stage}, {@code auto}, {@code random}, {@code composite} or
         * {@code passthrough}. {@code capability} and, partly, {@code stage} ask a judge model first. Unset:
         * {@code capability}.
         */
        public SwitchyardRouter algorithm(@Nullable String algorithm) {
            SetterChecks.notBlank("switchyardRouter.algorithm", algorithm);
            return new SwitchyardRouter(membersWith("algorithm", algorithm));
        }
    }

    /** The settings of a fusion: several models answer, one writes the final answer. */
    public static final class Fusion extends OpenRouterPlugin {

        private Fusion(Map<String, ?> members) {
            super(members);
        }

        /** {@code general-high}, {@code general-budget} or {@code general-fast}. */
        public Fusion preset(@Nullable String preset) {
            return new Fusion(membersWith("preset", preset));
        }

        /** The models that answer first, one to eight. */
        public Fusion analysisModels(String... models) {
            SetterChecks.size("fusion.analysisModels", models, 1, 8);
            return new Fusion(membersWith("analysis_models", SetterChecks.list("models", models)));
        }

        /** The model that writes the final answer. */
        public Fusion model(@Nullable String model) {
            return new Fusion(membersWith("model", model));
        }

        /** Maximum tool calls of each model, 1 to 16. Unset: 4. */
        public Fusion maxToolCalls(@Nullable Integer maxToolCalls) {
            SetterChecks.within("fusion.maxToolCalls", maxToolCalls, 1, 16);
            return new Fusion(membersWith("max_tool_calls", maxToolCalls));
        }

        /** Tools that the models may use, at most eight; none: no tools. */
        public Fusion tools(OpenRouterServerTool... tools) {
            SetterChecks.size("fusion.tools", tools, 0, 8);
            return new Fusion(membersWith("tools", OpenRouterServerTool.toMaps(tools)));
        }
    }
}
