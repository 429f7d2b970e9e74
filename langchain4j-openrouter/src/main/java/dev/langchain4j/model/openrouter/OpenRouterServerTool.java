package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A tool that OpenRouter runs itself. The model calls it like a tool of the application, and the caller sees only the
 * final answer. Immutable: a method that sets an option returns a new value.
 *
 * <pre>{@code
 * serverTools(OpenRouterServerTool.webSearch().maxResults(3), OpenRouterServerTool.datetime(ZoneId.of("Europe/Paris")))
 * serverTools(OpenRouterServerTool.of("openrouter:brand_new", Map.of("level", 3)))
 * }</pre>
 *
 * <p>Their cost is part of the usage's cost; the results of a search are citations of the metadata. Tools of a request
 * replace the model's as a whole.
 *
 * @see <a href="https://openrouter.ai/docs/guides/features/server-tools/overview">Server tools</a>
 */
public sealed class OpenRouterServerTool extends WireObject {

    private static final String TYPE = "type";
    private static final String PARAMETERS = "parameters";
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9 _-]{1,64}");

    private OpenRouterServerTool(String type, Map<String, ?> parameters) {
        super(new Members()
                .set(TYPE, type)
                .set(PARAMETERS, parameters.isEmpty() ? null : parameters)
                .toMap());
    }

    /** Any server tool, with parameters in OpenRouter's own field names. */
    public static OpenRouterServerTool of(String type, Map<String, ?> parameters) {
        ensureNotNull(type, "type");
        SetterChecks.names("parameters", parameters);
        if (type.isBlank()) {
            throw new IllegalArgumentException("The type of a server tool must not be blank");
        }
        return new OpenRouterServerTool(type, parameters);
    }

    /** Searches the web. */
    public static WebSearch webSearch() {
        return new WebSearch(Map.of());
    }

    /** Reads web pages. */
    public static WebFetch webFetch() {
        return new WebFetch(Map.of());
    }

    /** Returns date and time in UTC. */
    public static OpenRouterServerTool datetime() {
        return of("openrouter:datetime", Map.of());
    }

    /** Returns date and time in a time zone. */
    public static OpenRouterServerTool datetime(ZoneId zone) {
        ensureNotNull(zone, "zone");
        return of("openrouter:datetime", Map.of("timezone", zone.getId()));
    }

    /** Creates images, with OpenRouter's default model. */
    public static OpenRouterServerTool imageGeneration() {
        return imageGeneration(Map.of());
    }

    /**
     * Creates images.
     *
     * @param options such as {@code model}, {@code quality}, {@code size}, {@code aspect_ratio}, {@code background},
     *     {@code output_format}
     */
    public static OpenRouterServerTool imageGeneration(Map<String, ?> options) {
        SetterChecks.names("options", options);
        return of("openrouter:image_generation", options);
    }

    /** Reads, writes, edits and lists the files of the account's workspace. */
    public static OpenRouterServerTool files() {
        return of("openrouter:files", Map.of());
    }

    /** Searches OpenRouter's catalog of models; experimental. */
    public static OpenRouterServerTool searchModels(int maxResults) {
        SetterChecks.within("searchModels.maxResults", maxResults, 1, 20);
        return of("openrouter:experimental__search_models", Map.of("max_results", maxResults));
    }

    /** Lets several models answer and one write the final answer. */
    public static Fusion fusion() {
        return new Fusion(Map.of());
    }

    /** Asks another model for advice. Several need distinct names. */
    public static Advisor advisor() {
        return new Advisor(Map.of());
    }

    /** Delegates a task to another model, which has its own server tools. */
    public static Subagent subagent() {
        return new Subagent(Map.of());
    }

    static Map<String, Object> location(
            @Nullable String city, @Nullable String region, @Nullable String country, @Nullable String timezone) {
        return new Members()
                .set(TYPE, "approximate")
                .set("city", city)
                .set("region", region)
                .set("country", country)
                .set("timezone", timezone)
                .toMap();
    }

    static @Nullable List<Map<String, Object>> toMaps(OpenRouterServerTool @Nullable ... tools) {
        List<OpenRouterServerTool> given = SetterChecks.list("tools", tools);
        return given == null ? null : given.stream().map(WireObject::toMap).toList();
    }

    private static void toolName(String setter, @Nullable String name) {
        if (name != null && !NAME.matcher(name).matches()) {
            throw SetterChecks.refused(
                    setter, "must be 1 to 64 letters, digits, blanks, hyphens and underscores", "'" + name + "'");
        }
    }

    final Map<String, Object> parametersWith(String name, @Nullable Object value) {
        var parameters = new Members();
        if (toMap().get(PARAMETERS) instanceof Map<?, ?> old) {
            old.forEach((key, member) -> parameters.set((String) key, member));
        }
        return parameters.set(name, value).toMap();
    }

    /** The web search. */
    public static final class WebSearch extends OpenRouterServerTool {

        private WebSearch(Map<String, ?> parameters) {
            super("openrouter:web_search", parameters);
        }

        /**
         * {@code auto}, {@code native}, {@code exa}, {@code parallel}, {@code firecrawl} or {@code perplexity}. Unset:
         * the provider's own, else Exa.
         */
        public WebSearch engine(@Nullable String engine) {
            return with("engine", engine);
        }

        /** How thoroughly the engine searches; the values depend on the engine. */
        public WebSearch mode(@Nullable String mode) {
            return with("mode", mode);
        }

        /** Results of one search, 1 to 25. Unset: 5. */
        public WebSearch maxResults(@Nullable Integer maxResults) {
            SetterChecks.within("webSearch.maxResults", maxResults, 1, 25);
            return with("max_results", maxResults);
        }

        /** Results of all searches of a request. */
        public WebSearch maxTotalResults(@Nullable Integer maxTotalResults) {
            SetterChecks.atLeast("webSearch.maxTotalResults", maxTotalResults, 1);
            return with("max_total_results", maxTotalResults);
        }

        /** Maximum searches of one request. */
        public WebSearch maxUses(@Nullable Integer maxUses) {
            return with("max_uses", maxUses);
        }

        /** Maximum characters of one result, 1 to 100000. */
        public WebSearch maxCharacters(@Nullable Integer maxCharacters) {
            SetterChecks.within("webSearch.maxCharacters", maxCharacters, 1, 100_000);
            return with("max_characters", maxCharacters);
        }

        /** Amount of page text for the model: {@code low}, {@code medium} or {@code high}. */
        public WebSearch searchContextSize(@Nullable String searchContextSize) {
            return with("search_context_size", searchContextSize);
        }

        /** Only these domains; not together with {@link #excludedDomains}. */
        public WebSearch allowedDomains(String... domains) {
            return with("allowed_domains", SetterChecks.list("domains", domains));
        }

        /** Not these domains; not together with {@link #allowedDomains}. */
        public WebSearch excludedDomains(String... domains) {
            return with("excluded_domains", SetterChecks.list("domains", domains));
        }

        /** Which posts on X the search of xAI's models finds; other models ignore it. */
        public WebSearch xSearch(@Nullable OpenRouterXSearchFilter filter) {
            return with("x_search", filter == null ? null : filter.toMap());
        }

        /**
         * The user's approximate location; each part may be null. {@code country} in two letters, {@code timezone} as
         * in IANA.
         */
        public WebSearch userLocation(
                @Nullable String city, @Nullable String region, @Nullable String country, @Nullable String timezone) {
            return with("user_location", location(city, region, country, timezone));
        }

        private WebSearch with(String name, @Nullable Object value) {
            return new WebSearch(parametersWith(name, value));
        }
    }

    /** The web fetch. */
    public static final class WebFetch extends OpenRouterServerTool {

        private WebFetch(Map<String, ?> parameters) {
            super("openrouter:web_fetch", parameters);
        }

        /** {@code auto}, {@code native}, {@code openrouter}, {@code exa}, {@code parallel} or {@code firecrawl}. */
        public WebFetch engine(@Nullable String engine) {
            return with("engine", engine);
        }

        /** Maximum pages of one request. */
        public WebFetch maxUses(@Nullable Integer maxUses) {
            return with("max_uses", maxUses);
        }

        /** Maximum tokens of one page. */
        public WebFetch maxContentTokens(@Nullable Integer maxContentTokens) {
            return with("max_content_tokens", maxContentTokens);
        }

        /** Only these domains. */
        public WebFetch allowedDomains(String... domains) {
            return with("allowed_domains", SetterChecks.list("domains", domains));
        }

        /** Not these domains. */
        public WebFetch blockedDomains(String... domains) {
            return with("blocked_domains", SetterChecks.list("domains", domains));
        }

        private WebFetch with(String name, @Nullable Object value) {
            return new WebFetch(parametersWith(name, value));
        }
    }

    /** The fusion. */
    public static final class Fusion extends OpenRouterServerTool {

        private Fusion(Map<String, ?> parameters) {
            super("openrouter:fusion", parameters);
        }

        /** The models that answer first, one to eight. */
        public Fusion analysisModels(String... models) {
            SetterChecks.size("fusion.analysisModels", models, 1, 8);
            return with("analysis_models", SetterChecks.list("models", models));
        }

        /** The model that writes the final answer. */
        public Fusion model(@Nullable String model) {
            return with("model", model);
        }

        /** Tools that the models may use, at most eight; none: no tools. */
        public Fusion tools(OpenRouterServerTool... tools) {
            SetterChecks.size("fusion.tools", tools, 0, 8);
            return with("tools", toMaps(tools));
        }

        /** Maximum tool calls of each model, 1 to 16. Unset: 4. */
        public Fusion maxToolCalls(@Nullable Integer maxToolCalls) {
            SetterChecks.within("fusion.maxToolCalls", maxToolCalls, 1, 16);
            return with("max_tool_calls", maxToolCalls);
        }

        /** Maximum tokens of an answer. */
        public Fusion maxCompletionTokens(@Nullable Integer maxCompletionTokens) {
            SetterChecks.atLeast("fusion.maxCompletionTokens", maxCompletionTokens, 1);
            return with("max_completion_tokens", maxCompletionTokens);
        }

        /** How much the model thinks: effort or budget. */
        public Fusion reasoning(@Nullable OpenRouterReasoning reasoning) {
            return with("reasoning", reasoning == null ? null : reasoning.toMap());
        }

        /** Between 0 and 2. */
        public Fusion temperature(@Nullable Double temperature) {
            SetterChecks.within("fusion.temperature", temperature, 0, 2);
            return with("temperature", temperature);
        }

        /** The prompt cache mark for the prompt to all models of the panel. */
        public Fusion cacheControl(OpenRouterCacheControl.@Nullable Ttl ttl) {
            return with("cache_control", ttl == null ? null : ttl.toMark());
        }

        private Fusion with(String name, @Nullable Object value) {
            return new Fusion(parametersWith(name, value));
        }
    }

    /** The advisor. */
    public static final class Advisor extends OpenRouterServerTool {

        private Advisor(Map<String, ?> parameters) {
            super("openrouter:advisor", parameters);
        }

        /** 1 to 64 letters, digits, blanks, hyphens and underscores. */
        public Advisor name(@Nullable String name) {
            toolName("advisor.name", name);
            return with("name", name);
        }

        /** The model that gives the advice. */
        public Advisor model(@Nullable String model) {
            return with("model", model);
        }

        /** Instructions for the model. */
        public Advisor instructions(@Nullable String instructions) {
            return with("instructions", instructions);
        }

        /** Whether it sees the conversation. */
        public Advisor forwardTranscript(@Nullable Boolean forwardTranscript) {
            return with("forward_transcript", forwardTranscript);
        }

        /** Maximum tokens of an answer. */
        public Advisor maxCompletionTokens(@Nullable Integer maxCompletionTokens) {
            SetterChecks.atLeast("advisor.maxCompletionTokens", maxCompletionTokens, 1);
            return with("max_completion_tokens", maxCompletionTokens);
        }

        /** How much the model thinks: effort or budget. */
        public Advisor reasoning(@Nullable OpenRouterReasoning reasoning) {
            return with("reasoning", reasoning == null ? null : reasoning.toMap());
        }

        /** Between 0 and 2. */
        public Advisor temperature(@Nullable Double temperature) {
            SetterChecks.within("advisor.temperature", temperature, 0, 2);
            return with("temperature", temperature);
        }

        private Advisor with(String name, @Nullable Object value) {
            return new Advisor(parametersWith(name, value));
        }
    }

    /** The subagent. */
    public static final class Subagent extends OpenRouterServerTool {

        private Subagent(Map<String, ?> parameters) {
            super("openrouter:subagent", parameters);
        }

        /** 1 to 64 letters, digits, blanks, hyphens and underscores. */
        public Subagent name(@Nullable String name) {
            toolName("subagent.name", name);
            return with("name", name);
        }

        /** The model that does the task. */
        public Subagent model(@Nullable String model) {
            return with("model", model);
        }

        /** Instructions for the model. */
        public Subagent instructions(@Nullable String instructions) {
            return with("instructions", instructions);
        }

        /** Tools that the model may use. */
        public Subagent tools(OpenRouterServerTool... tools) {
            return with("tools", toMaps(tools));
        }

        /** Maximum tool calls, 1 to 25. */
        public Subagent maxToolCalls(@Nullable Integer maxToolCalls) {
            SetterChecks.within("subagent.maxToolCalls", maxToolCalls, 1, 25);
            return with("max_tool_calls", maxToolCalls);
        }

        /** Maximum tokens of an answer. */
        public Subagent maxCompletionTokens(@Nullable Integer maxCompletionTokens) {
            SetterChecks.atLeast("subagent.maxCompletionTokens", maxCompletionTokens, 1);
            return with("max_completion_tokens", maxCompletionTokens);
        }

        /** How much the model thinks: effort or budget. */
        public Subagent reasoning(@Nullable OpenRouterReasoning reasoning) {
            return with("reasoning", reasoning == null ? null : reasoning.toMap());
        }

        /** Between 0 and 2. */
        public Subagent temperature(@Nullable Double temperature) {
            SetterChecks.within("subagent.temperature", temperature, 0, 2);
            return with("temperature", temperature);
        }

        private Subagent with(String name, @Nullable Object value) {
            return new Subagent(parametersWith(name, value));
        }
    }
}
