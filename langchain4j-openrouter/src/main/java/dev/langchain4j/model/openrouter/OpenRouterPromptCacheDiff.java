package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletionRequest;
import dev.langchain4j.model.openrouter.internal.api.chat.ContentPart;
import dev.langchain4j.model.openrouter.internal.api.chat.RequestMessage;
import dev.langchain4j.model.openrouter.internal.api.chat.ToolDefinition;
import dev.langchain4j.model.openrouter.internal.chat.ChatModelIds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Explains why a request misses an earlier request's entry in the provider's prompt cache: the first difference between
 * the two, in the order in which providers compare (tools, system messages, messages), and everything else that leads
 * to another cache. It only compares what would be sent; it sends nothing. Pass the requests with their merged
 * parameters, as a {@code ChatModelListener} gets them.
 *
 * <pre>{@code
 * OpenRouterPromptCacheDiff.between(firstRequest, secondRequest).reasons().forEach(System.out::println);
 * // messages[0] (system) differs after 17 of 45 characters of its text: what follows is not read from the cache
 * }</pre>
 *
 * @param reasons as text, most important first, without any text of the messages; empty if the later request begins
 *     with the whole earlier one
 * @param sharedMessages number of equal messages at the beginning; 0 if the tools differ
 * @see <a href="https://openrouter.ai/docs/guides/best-practices/prompt-caching">Prompt caching</a>
 */
public record OpenRouterPromptCacheDiff(List<String> reasons, int sharedMessages) {

    /** The further fields of a request that can lead to another cache. */
    private static final List<String> FIELDS =
            List.of("session_id", "prompt_cache_key", "provider", "models", "reasoning", "plugins", "preset");

    /** Copies the list. */
    public OpenRouterPromptCacheDiff {
        reasons = List.copyOf(reasons);
    }

    /** Compares two requests of one conversation. */
    public static OpenRouterPromptCacheDiff between(ChatRequest earlier, ChatRequest later) {
        ensureNotNull(earlier, "earlier");
        ensureNotNull(later, "later");
        ChatCompletionRequest before = toWire(earlier);
        ChatCompletionRequest after = toWire(later);
        var reasons = new ArrayList<String>();
        if (!Objects.equals(before.model(), after.model())) {
            reasons.add("The model is " + after.model() + " and was " + before.model() + ": each has its own cache");
        }
        String tools = toolsReason(before.tools(), after.tools());
        if (tools != null) {
            reasons.add(tools);
        }
        int shared = shared(before.messages(), after.messages());
        if (shared < before.messages().size()) {
            reasons.add(messageReason(before.messages(), after.messages(), shared));
        }
        for (String field : FIELDS) {
            Object old = before.extensions().get(field);
            if (!Objects.equals(old, after.extensions().get(field))) {
                reasons.add(fieldReason(field));
            }
        }
        if (!Objects.equals(before.responseFormat(), after.responseFormat())) {
            reasons.add("responseFormat differs: some providers put the schema before everything else");
        }
        if (!Objects.equals(before.toolChoice(), after.toolChoice())) {
            reasons.add("toolChoice differs: Anthropic then forgets the messages, but not tools and system messages");
        }
        if (needsMarks(after.model()) && !isMarked(before) && !isMarked(after)) {
            reasons.add("Nothing is marked for caching, which this model needs: set cacheControl");
        }
        return new OpenRouterPromptCacheDiff(reasons, tools == null ? shared : 0);
    }

    /** Whether the later request finds everything that the earlier one cached. */
    public boolean prefixKept() {
        return reasons.isEmpty();
    }

    private static ChatCompletionRequest toWire(ChatRequest request) {
        var parameters = OpenRouterChatRequestParameters.of(request.parameters());
        var models = new ChatModelIds(parameters.modelName(), parameters.fallbackModels());
        return new ChatRequestMapper(OpenRouterDataPolicy.NONE).toWire(request, models, false);
    }

    private static @Nullable String toolsReason(List<ToolDefinition> before, List<ToolDefinition> after) {
        List<ToolDefinition> old =
                before.stream().map(OpenRouterPromptCacheDiff::unmarked).toList();
        List<ToolDefinition> now =
                after.stream().map(OpenRouterPromptCacheDiff::unmarked).toList();
        if (old.equals(now)) {
            return null;
        }
        String effect = ": tools come first, so that nothing after them is read from the cache";
        if (old.size() != now.size()) {
            return "There are " + now.size() + " tools and were " + old.size() + effect;
        }
        if (new HashSet<>(old).equals(new HashSet<>(now))) {
            return "The tools are the same in another order" + effect;
        }
        int first = 0;
        while (old.get(first).equals(now.get(first))) {
            first++;
        }
        return "tools[" + first + "] differs" + effect;
    }

    private static int shared(List<RequestMessage> before, List<RequestMessage> after) {
        int shared = 0;
        while (shared < before.size()
                && shared < after.size()
                && text(before.get(shared)).equals(text(after.get(shared)))) {
            shared++;
        }
        return shared;
    }

    private static String messageReason(List<RequestMessage> before, List<RequestMessage> after, int shared) {
        if (shared == after.size()) {
            return "messages[" + shared + "] is gone: the later request is a beginning of the earlier one";
        }
        RequestMessage old = before.get(shared);
        RequestMessage now = after.get(shared);
        String place = "messages[" + shared + "] (" + role(now) + ")";
        int dropped = positionIn(before, shared, now);
        if (dropped > 0) {
            return place + " was messages[" + dropped + "]: " + (dropped - shared)
                    + " older messages are gone, by the chat memory or by maxContextMessages";
        }
        if (!role(old).equals(role(now))) {
            return place + " was a message of the " + role(old);
        }
        return place + " differs" + whereText(words(old), words(now)) + ": what follows is not read from the cache";
    }

    private static String whereText(String old, String now) {
        if (old.equals(now)) {
            return ", but not in its text";
        }
        int same = 0;
        while (same < old.length() && same < now.length() && old.charAt(same) == now.charAt(same)) {
            same++;
        }
        return " after " + same + " of " + now.length() + " characters of its text";
    }

    private static int positionIn(List<RequestMessage> before, int from, RequestMessage message) {
        for (int i = from + 1; i < before.size(); i++) {
            if (text(before.get(i)).equals(text(message))) {
                return i;
            }
        }
        return -1;
    }

    private static String fieldReason(String field) {
        return switch (field) {
            case "session_id", "prompt_cache_key" ->
                ChatParameter.setterFor(field) + " differs: requests of another session may go to another provider";
            case "provider" -> "provider differs: the request may go to a provider without the cached prompt";
            case "models" -> "fallbackModels differ: another model has its own cache";
            case "preset" -> "preset differs: it can change the request to the provider";
            case "reasoning" ->
                "reasoning differs: Anthropic then forgets the messages, but not tools and system messages";
            default -> ChatParameter.setterFor(field) + " differ: they can change the request to the provider";
        };
    }

    private static boolean needsMarks(@Nullable String model) {
        return model != null && (model.startsWith("anthropic/") || model.startsWith("~anthropic/"));
    }

    private static boolean isMarked(ChatCompletionRequest request) {
        return request.extensions().containsKey(ChatParameter.CACHE_CONTROL.wireName())
                || request.tools().stream()
                        .anyMatch(tool ->
                                tool instanceof ToolDefinition.Function function && function.cacheControl() != null)
                || request.messages().stream().anyMatch(ChatCacheBreakpoints::isMarked);
    }

    private static ToolDefinition unmarked(ToolDefinition tool) {
        return tool instanceof ToolDefinition.Function function ? function.withCacheControl(null) : tool;
    }

    /** The content without marks, which move with every request. */
    private static String text(RequestMessage message) {
        return ChatCacheBreakpoints.unmarked(message).toString();
    }

    /** What its text parts say; empty if it has none. */
    private static String words(RequestMessage message) {
        if (message instanceof RequestMessage.Plain plain) {
            return plain.text();
        }
        if (message instanceof RequestMessage.Assistant answer) {
            return answer.text() == null ? "" : answer.text();
        }
        return ChatCacheBreakpoints.content(message).stream()
                .map(part -> part instanceof ContentPart.Text text ? text.text() : "")
                .collect(Collectors.joining());
    }

    private static String role(RequestMessage message) {
        return Map.<Class<?>, String>of(
                        RequestMessage.System.class, "system",
                        RequestMessage.User.class, "user",
                        RequestMessage.UserText.class, "user",
                        RequestMessage.Assistant.class, "assistant",
                        RequestMessage.AssistantText.class, "assistant",
                        RequestMessage.Tool.class, "tool")
                .getOrDefault(message.getClass(), "message");
    }
}
