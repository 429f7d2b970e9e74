package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;
import static dev.langchain4j.model.openrouter.internal.api.json.JsonValues.isBlank;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletionRequest;
import dev.langchain4j.model.openrouter.internal.api.chat.OutputFormat;
import dev.langchain4j.model.openrouter.internal.api.chat.PromptSize;
import dev.langchain4j.model.openrouter.internal.api.chat.RequestMessages;
import dev.langchain4j.model.openrouter.internal.api.chat.ToolDefinition;
import dev.langchain4j.model.openrouter.internal.api.json.ImmutableJson;
import dev.langchain4j.model.openrouter.internal.chat.ChatContextWindow;
import dev.langchain4j.model.openrouter.internal.chat.ChatGeminiTurns;
import dev.langchain4j.model.openrouter.internal.chat.ChatJsonSchema;
import dev.langchain4j.model.openrouter.internal.chat.ChatLateResults;
import dev.langchain4j.model.openrouter.internal.chat.ChatMessageMapper;
import dev.langchain4j.model.openrouter.internal.chat.ChatMistralTurns;
import dev.langchain4j.model.openrouter.internal.chat.ChatModelIds;
import dev.langchain4j.model.openrouter.internal.chat.ChatModelPin;
import dev.langchain4j.model.openrouter.internal.chat.ChatReasoningReplay;
import dev.langchain4j.model.openrouter.internal.chat.ChatToolResults;
import dev.langchain4j.model.openrouter.internal.chat.MessageTokens;
import dev.langchain4j.model.openrouter.internal.chat.TokenFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Maps a LangChain4j chat request to OpenRouter's, whose own parameters have their wire names already. */
final class ChatRequestMapper {

    /** Keys of a tool's metadata that are keys of its entry on the wire. */
    private static final Set<String> TOOL_KEYS = Set.of("eager_input_streaming", "defer_loading");

    private static final int MAX_SCHEMA_NAME_LENGTH = 64;

    private final OpenRouterDataPolicy dataPolicy;

    // Shared between the threads of a model: each sees a complete value, at worst an old one.
    private volatile MappedTools lastTools = new MappedTools(List.of(), null, List.of());

    ChatRequestMapper(OpenRouterDataPolicy dataPolicy) {
        this.dataPolicy = dataPolicy;
    }

    /**
     * @param request with merged parameters; their model names are ignored
     * @param models the {@code model} and the {@code models} to send
     * @throws UnsupportedFeatureException for content that OpenRouter does not support
     */
    ChatCompletionRequest toWire(ChatRequest request, ChatModelIds models, boolean stream) {
        OpenRouterChatRequestParameters parameters = OpenRouterChatRequestParameters.of(request.parameters());
        return toWire(request, models, stream, parameters.maxContextTokens());
    }

    /** @param maxContextTokens replaces that of the parameters; null for no limit */
    ChatCompletionRequest toWire(
            ChatRequest request, ChatModelIds models, boolean stream, @Nullable Integer maxContextTokens) {
        OpenRouterChatRequestParameters parameters = OpenRouterChatRequestParameters.of(request.parameters());
        List<ToolDefinition> tools = allTools(parameters);
        OutputFormat format = outputFormat(parameters);
        List<ChatMessage> messages = accepted(request.messages(), parameters.maxContextMessages(), models);
        if (maxContextTokens != null) {
            var tokens = new MessageTokens(TokenFamily.ofModel(models.first()), sendsImages(parameters));
            int further = tokens.ofJson(PromptSize.bytes(tools, format));
            messages = ChatContextWindow.fitting(maxContextTokens, further, messages, tokens);
        }
        var mapper = new ChatMessageMapper(
                new ChatReasoningReplay(models, parameters.sendThinking()),
                pin(parameters),
                options(parameters, models));
        RequestMessages wire = mapper.toWire(messages);
        var marks = new ChatCacheBreakpoints(parameters.cacheControl(), mapper.sent(), wire, tools);
        return new ChatCompletionRequest(
                models.first(),
                marks.messages(),
                marks.tools(),
                toolChoice(parameters, !tools.isEmpty() || hasPreset(parameters, models.first())),
                format,
                parameters.temperature(),
                parameters.topP(),
                parameters.topK(),
                parameters.frequencyPenalty(),
                parameters.presencePenalty(),
                parameters.maxOutputTokens(),
                parameters.stopSequences(),
                extensions(parameters, format, models.fallbacks()),
                stream);
    }

    /** The newest messages, in an order that providers accept: each call with one result, and more for some models. */
    private static List<ChatMessage> accepted(
            List<ChatMessage> messages, @Nullable Integer maxMessages, ChatModelIds models) {
        List<ChatMessage> complete = ChatToolResults.oneForEachCall(ChatLateResults.besideTheirCalls(messages));
        List<ChatMessage> newest = maxMessages == null ? complete : ChatContextWindow.newest(maxMessages, complete);
        return ChatGeminiTurns.accepted(ChatMistralTurns.accepted(newest, models), models);
    }

    /** Whether the request asks its router to stay with the model that answered before. */
    static ChatModelPin pin(OpenRouterChatRequestParameters parameters) {
        List<OpenRouterPlugin> plugins = parameters.plugins();
        return new ChatModelPin(!plugins.isEmpty()
                && plugins.stream()
                        .anyMatch(plugin -> Boolean.TRUE.equals(plugin.toMap().get("pin_model"))));
    }

    private static ChatMessageMapper.Options options(OpenRouterChatRequestParameters parameters, ChatModelIds models) {
        String role = parameters.systemMessageRole();
        return new ChatMessageMapper.Options(
                sendsImages(parameters), role == null ? "system" : role, parameters.videoProcessing(), models);
    }

    private static boolean sendsImages(OpenRouterChatRequestParameters parameters) {
        return Boolean.TRUE.equals(parameters.sendImages());
    }

    /** OpenRouter's own parameters, with the preferences and the fallbacks that count. */
    private Map<String, Object> extensions(
            OpenRouterChatRequestParameters parameters, @Nullable OutputFormat format, List<String> fallbackIds) {
        Map<String, Object> extensions = parameters.extensions();
        OpenRouterProviderPreferences provider = provider(parameters.provider(), format);
        if (provider != null) {
            extensions.put(ChatParameter.PROVIDER.wireName(), provider.toMap());
        }
        extensions.computeIfPresent(ChatParameter.FALLBACK_MODELS.wireName(), (name, names) -> fallbackIds);
        return extensions;
    }

    /** Providers that do not support schemas drop them silently, unless the request requires its parameters. */
    private @Nullable OpenRouterProviderPreferences provider(
            @Nullable OpenRouterProviderPreferences asked, @Nullable OutputFormat format) {
        OpenRouterProviderPreferences provider = dataPolicy.applyTo(asked);
        if (!(format instanceof OutputFormat.JsonSchema)) {
            return provider;
        }
        if (provider == null) {
            return OpenRouterProviderPreferences.builder()
                    .requireParameters(true)
                    .build();
        }
        return provider.toMap().containsKey(OpenRouterProviderPreferences.REQUIRE_PARAMETERS)
                ? provider
                : provider.toBuilder().requireParameters(true).build();
    }

    private List<ToolDefinition> allTools(OpenRouterChatRequestParameters parameters) {
        List<ToolDefinition> functions = functions(parameters);
        if (parameters.serverTools().isEmpty()) {
            return functions;
        }
        var tools = new ArrayList<>(functions);
        parameters.serverTools().forEach(tool -> tools.add(new ToolDefinition.Server(tool.toMap())));
        return tools;
    }

    private List<ToolDefinition> functions(OpenRouterChatRequestParameters parameters) {
        List<ToolSpecification> specifications = parameters.toolSpecifications();
        Boolean strictTools = parameters.strictTools();
        MappedTools last = lastTools;
        if (!last.isOf(specifications, strictTools)) {
            List<ToolDefinition> tools = specifications.stream()
                    .map(specification -> tool(specification, strictTools))
                    .toList();
            last = new MappedTools(specifications, strictTools, tools);
            lastTools = last;
        }
        return last.tools();
    }

    private static ToolDefinition tool(ToolSpecification specification, @Nullable Boolean strictTools) {
        ensureNotNull(specification, "A tool of toolSpecifications");
        Boolean strict = specification.strict() != null ? specification.strict() : strictTools;
        JsonObjectSchema parameters = specification.parameters() != null
                ? specification.parameters()
                : JsonObjectSchema.builder().build();
        return new ToolDefinition.Function(
                specification.name(),
                specification.description(),
                ChatJsonSchema.ofArguments(parameters, Boolean.TRUE.equals(strict), specification.name()),
                strict,
                toolKeys(specification));
    }

    /** Other metadata of a tool is for the application. */
    private static Map<String, Object> toolKeys(ToolSpecification specification) {
        var keys = new TreeMap<String, Object>(specification.metadata());
        keys.keySet().retainAll(TOOL_KEYS);
        return ImmutableJson.copyOf(keys, "metadata of the tool '" + specification.name() + "'");
    }

    /** A preset may have tools. */
    private static boolean hasPreset(OpenRouterChatRequestParameters parameters, @Nullable String modelId) {
        return parameters.preset() != null || modelId != null && modelId.contains("@preset/");
    }

    /** Without tools only "required" has a meaning; upstreams refuse the other values. */
    private static @Nullable Object toolChoice(OpenRouterChatRequestParameters parameters, boolean mayHaveTools) {
        String name = parameters.toolChoiceName();
        if (name != null) {
            return name.indexOf(':') >= 0
                    ? Map.of("type", name)
                    : WireObject.sorted("type", "function", "function", Map.of("name", name));
        }
        ToolChoice choice = parameters.toolChoice();
        if (choice == null || !mayHaveTools && choice != ToolChoice.REQUIRED) {
            return null;
        }
        return switch (choice) {
            case AUTO -> "auto";
            case REQUIRED -> "required";
            case NONE -> "none";
        };
    }

    private static @Nullable OutputFormat outputFormat(OpenRouterChatRequestParameters parameters) {
        if (parameters.outputFormat() != null) {
            return new OutputFormat.Other(parameters.outputFormat().toMap());
        }
        ResponseFormat format = parameters.responseFormat();
        if (format == null || format.type() == ResponseFormatType.TEXT) {
            return null;
        }
        return format.jsonSchema() == null
                ? new OutputFormat.JsonObject()
                : jsonSchema(format.jsonSchema(), parameters.strictJsonSchema());
    }

    /**
     * True rewrites the schema (every property required, optional ones nullable) and excludes upstreams that cannot
     * enforce it, which nobody should get by default. False is sent, too: some upstreams treat a missing value as true
     * and refuse optional properties.
     */
    private static OutputFormat jsonSchema(JsonSchema schema, @Nullable Boolean strict) {
        JsonSchemaElement root = schema.rootElement();
        if (!(root instanceof JsonObjectSchema || root instanceof JsonRawSchema)) {
            throw new UnsupportedFeatureException("A JSON schema whose root is a "
                    + (root == null ? null : root.getClass().getSimpleName())
                    + " is not supported by OpenRouter: use JsonObjectSchema or JsonRawSchema");
        }
        boolean chosen = Boolean.TRUE.equals(strict);
        return new OutputFormat.JsonSchema(
                schemaName(schema.name()),
                blankAsNull(root.description()),
                ChatJsonSchema.ofAnswer(root, chosen),
                chosen);
    }

    private static @Nullable String blankAsNull(@Nullable String text) {
        return isBlank(text) ? null : text;
    }

    private static String schemaName(@Nullable String name) {
        if (isBlank(name)) {
            return "response";
        }
        String allowed = name.replaceAll("[^a-zA-Z0-9_-]", "_");
        return allowed.length() <= MAX_SCHEMA_NAME_LENGTH ? allowed : allowed.substring(0, MAX_SCHEMA_NAME_LENGTH);
    }

    /**
     * The tools of the last request: most requests of a model have the same ones, and mapping their schemas is slow.
     */
    private record MappedTools(
            List<ToolSpecification> specifications,
            @Nullable Boolean strictTools,
            List<ToolDefinition> tools) {

        boolean isOf(List<ToolSpecification> others, @Nullable Boolean othersStrict) {
            if (!Objects.equals(strictTools, othersStrict) || specifications.size() != others.size()) {
                return false;
            }
            for (int i = 0; i < others.size(); i++) {
                if (specifications.get(i) != others.get(i)) {
                    return false;
                }
            }
            return true;
        }
    }
}
